"""What `inspect` says of a file: where every character went and why, for a person and as JSON."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from commands import command
from conftest import ROOT, SEEDS
from readers.doors import zipped
from readers.word import definition, docx, instance, level, listed, paragraph, run
from sources import BODIES, LEAD, TITLES, collection, source
from speechdata.cli import app
from speechdata.cli.view import lines_of, report, visible
from speechdata.errors import ConfigError, LexiconError
from speechdata.pipeline.inspect import FIRST, inspected, inspections
from speechdata.pipeline.inspection import EVIDENCE, REASONS, Inspected, Inspection, Unread
from speechdata.readers import Options, Refused, sources
from speechdata.records import Source
from speechdata.speeches import Reason, extract, outside
from speechdata.text.normalize import KINDS

SEED = next(SEEDS.glob("*.txt"))
FILES = [
    SEED,
    *sorted((ROOT / "tests/speeches/texts").rglob("*.txt")),
    *sorted((ROOT / "tests/readers/pages").glob("*.html")),
    *sorted((ROOT / "tests/readers/pdfs").glob("*.pdf")),
]
PAGED = LEAD.format(2) + "".join(
    f"第{number}篇：{TITLES[at]}\n　　同志们：\n{BODIES[at].replace('责任', '责任（2/3）')}\n- {at + 7} -\n"
    for number, at in (("一", 0), ("二", 1))
)
"""Two speeches of a page, with what it puts round and into them."""

DEBRIS = (
    "　　",
    "- 12 -\n",
    "责任编辑：甲乙\n",
    "\u200b",
    "&nbsp;",
    "<br>",
    "（掌声）",
    "目录\n",
    "相关推荐：\n",
)
OTHER = ("同志们：\n", "第一篇：", "\n\n", "\r\n", "\x0c", "主持人：下面请市长讲话。\n", "会", " ")
PIECES = st.lists(st.sampled_from([*TITLES, *BODIES, *DEBRIS, *OTHER]), max_size=16).map("".join)


def printed(*arguments: str | Path, code: int = 0) -> str:
    """What the command prints, in this process."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == code, done.output
    return done.output


def accounted(found: Source, *, keep_debris: bool = False) -> Inspected:
    """The inspection of a source in which each character is found once: kept, removed by name, outside or blank."""
    speeches = extract(found, keep_debris=keep_debris)
    fate = ["blank" if mark.isspace() else "lost" for mark in found.text]
    for speech in speeches:
        fate[speech.span.start : speech.span.end] = ["kept"] * len(speech.span)
        for hole in speech.removed:
            assert hole.kind in KINDS
            assert fate[hole.start : hole.end] == ["kept"] * (hole.end - hole.start)
            fate[hole.start : hole.end] = ["removed"] * (hole.end - hole.start)
        kept = (found.text[at] for at in range(speech.span.start, speech.span.end) if fate[at] == "kept")
        assert "".join(kept) == speech.text
    for part in outside(found, speeches):
        assert not {"kept", "removed", "outside"} & set(fate[part.span.start : part.span.end])
        fate[part.span.start : part.span.end] = ["outside"] * len(part.span)
    view = inspected(found, keep_debris=keep_debris)
    assert "lost" not in fate
    assert (view.n_kept, view.n_removed) == (fate.count("kept"), fate.count("removed"))
    assert view.n_outside == fate.count("outside") + fate.count("blank")
    assert view.n_kept + view.n_removed + view.n_outside == view.n_characters == len(found.text)
    assert sum(each.n_characters for each in view.removed) == view.n_removed
    return view


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_character_of_a_file_is_kept_removed_or_outside(path: Path) -> None:
    for item in sources(path.read_bytes(), path.name):
        assert isinstance(item, Source)
        for keep_debris in (False, True):
            accounted(item, keep_debris=keep_debris)


@settings(max_examples=60, deadline=None)
@given(text=PIECES, keep_debris=st.booleans())
def test_every_character_of_any_text_is_kept_removed_or_outside(text: str, keep_debris: bool) -> None:
    view = accounted(source(text), keep_debris=keep_debris)
    places = [
        *(place for each in view.removed for place in each.places),
        *(each.place for each in view.outside),
    ]
    places += [each.place for cut in view.speeches for each in cut.findings if each.place]
    line_breaks = list(re.finditer("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))
    for place in places:
        assert text[: place.start].endswith(place.before)
        assert text[place.start : place.end].startswith(place.text)
        assert text[place.end :].startswith(place.after)
        assert place.line == 1 + sum(line_break.end() <= place.start for line_break in line_breaks)


def test_what_a_page_put_in_is_told_by_kind_with_its_first_places() -> None:
    view = accounted(source(PAGED))
    removed = {each.kind: each for each in view.removed}
    counter = removed["chunk_counter"]
    assert (counter.n_places, counter.n_characters) == (PAGED.count("（2/3）"), 5 * PAGED.count("（2/3）"))
    assert counter.meaning == KINDS["chunk_counter"]
    assert {place.text for place in counter.places} == {"（2/3）"}
    assert len(removed["blank_line" if "blank_line" in removed else "indent"].places) <= FIRST
    assert removed["indent"].places[0].line == 4
    assert [each.kind for each in view.removed][-1] not in {"chunk_counter", "collection_mark"}


def test_each_speech_says_where_it_was_cut_and_why() -> None:
    first, second = inspected(source(PAGED)).speeches
    assert [each.title and each.title.text for each in (first, second)] == [TITLES[0], TITLES[1]]
    assert PAGED[first.start : first.end].startswith("第一篇：")
    assert PAGED.split("\n")[second.first_line - 1].startswith("第二篇：")
    assert PAGED.split("\n")[second.last_line - 1] == BODIES[1].split("\n")[-1]
    signs = {sign.code: sign for sign in second.signs}
    assert signs["collection_heading"].words == "第二篇："
    assert signs["salutation"].words == "同志们"
    assert signs["title_line"].words is None
    assert [(each.marker, each.depth, each.line) for each in first.outline] == [
        ("一、", 1, 6),
        ("二、", 1, 8),
        ("三、", 1, 10),
    ]
    assert first.rows["sections"] == 3


def test_what_lies_outside_has_its_reason_and_first_words() -> None:
    view = inspected(source(PAGED))
    assert (view.outside[0].reason, view.outside[0].place.text) == ("heading", "领导讲话稿范文2篇")
    assert ("page_furniture", "- 8 -") in [(each.reason, each.place.text) for each in view.outside]
    (story,) = inspected(source("雨下了整整一夜。老周站在渡口。")).outside
    assert (story.reason, story.meaning) == ("unknown", REASONS["unknown"])


def test_debris_is_kept_on_demand() -> None:
    view = accounted(source(PAGED), keep_debris=True)
    assert "chunk_counter" not in {each.kind for each in view.removed}


def test_findings_stand_where_the_source_has_them() -> None:
    text = f"{TITLES[0]}\n同志们：\n\n{BODIES[0].replace('全市森林', 'ＸＸ市森林').replace('三、', '四、')}"
    (speech,) = inspected(source(text)).speeches
    places = {each.code: each.place for each in speech.findings}
    gap, masks = places["W901"], places["N903"]
    assert gap
    assert text[gap.start :].startswith("四、加强领导")
    assert masks
    assert masks.text.startswith("ＸＸ")


def test_numbers_that_a_document_only_counts_are_told() -> None:
    numbering = definition(level(0, "chineseCounting", "%1、")) + instance()
    body = "".join(paragraph(run(line)) for line in (TITLES[0], "同志们：", BODIES[1].split("\n")[0]))
    body += listed("认清形势，增强责任感") + listed("突出重点，狠抓落实")
    (item,) = sources(docx(body, numbering=numbering), "a.docx")
    assert isinstance(item, Source)
    view = accounted(item)
    assert view.format == view.encoding == "docx"
    assert [place.text for place in view.recovered] == ["一、", "二、"]
    assert [each.heading for each in view.speeches[0].outline] == [
        "认清形势，增强责任感",
        "突出重点，狠抓落实",
    ]


@pytest.mark.parametrize(
    ("name", "data", "form", "encoding"),
    [
        ("a.txt", TITLES[0].encode(), "txt", "utf-8"),
        ("a", PAGED.encode("gb18030"), "txt", "gb18030"),
        ("2024.3.16讲话", TITLES[0].encode(), "txt", "utf-8"),
        ("a.md", f"# {TITLES[0]}".encode(), "md", "utf-8"),
        ("a.pdf", PAGED.encode(), "txt", "utf-8"),
        ("a.txt", b"<html><body><p>" + BODIES[0].encode() + b"</p></body></html>", "html", "html (utf-8)"),
        ("a.csv", f"id,text\n1,{TITLES[0]}\n".encode(), "csv", "utf-8"),
    ],
)
def test_the_format_is_what_it_was_read_as(name: str, data: bytes, form: str, encoding: str) -> None:
    (item,) = sources(data, name)
    assert not isinstance(item, Refused), item.error
    view = inspected(item)
    assert (view.format, view.encoding) == (form, encoding)


def test_every_code_has_words() -> None:
    codes = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", (extract.__doc__ or "").partition("of each:")[2]))
    assert set(EVIDENCE) <= codes
    assert {code for code in codes if "_" in code} <= set(EVIDENCE)
    assert set(REASONS) == set(get_args(Reason))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A zip of two texts, one that is empty and one of no known format."""
    path = tmp_path / "all.zip"
    two = collection(["第一篇：", "第二篇："], titles=True, salutations=True)
    path.write_bytes(zipped({"a/two.txt": two, "b.txt": BODIES[2], "empty.txt": "", "c.xlsx": "no"}))
    return path


def test_parts_of_an_archive_are_read_or_say_why_not(archive: Path) -> None:
    found = list(inspections(str(archive), options=Options()))
    assert {item.path for item in found if isinstance(item, Inspected)} == {
        "all.zip/a/two.txt",
        "all.zip/b.txt",
    }
    assert {item.path: item.code for item in found if isinstance(item, Unread)} == {
        "all.zip/empty.txt": "source-empty",
        "all.zip/c.xlsx": "source-format",
    }


@pytest.mark.parametrize("only", ["all.zip/a/two.txt", "two.txt", "a/two.txt"])
def test_one_part_by_name(archive: Path, only: str) -> None:
    (item,) = inspections(str(archive), options=Options(), only=only)
    assert item.path == "all.zip/a/two.txt"


def test_a_part_that_is_not_there_names_those_that_are(archive: Path) -> None:
    with pytest.raises(ConfigError, match=r"wo\.txt.*all\.zip/b\.txt"):
        list(inspections(str(archive), options=Options(), only="wo.txt"))


def test_one_record_of_a_table_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'a,b\n{TITLES[0]},"{BODIES[0]}"\n{TITLES[1]},"{BODIES[1]}"\n', "utf-8")
    (item,) = inspections(str(tmp_path / "t.csv"), options=Options(text_column="b"), only="2")
    assert isinstance(item, Inspected)
    assert (item.path, item.n_characters) == ("t.csv#2", len(BODIES[1]))


def test_standard_input_and_addresses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGED.encode("gb18030"))))
    (item,) = inspections("-", options=Options())
    (tmp_path / "a.txt").write_bytes(PAGED.encode("gb18030"))
    (other,) = inspections((tmp_path / "a.txt").as_uri(), options=Options())
    assert isinstance(item, Inspected)
    assert isinstance(other, Inspected)
    assert (item.path, other.path) == ("stdin", "a.txt")
    assert item.speeches == other.speeches


def test_lexicons_beside_the_file_count(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGED, "utf-8")
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "jokes.tsv").write_text("x\n", "utf-8")
    with pytest.raises(LexiconError, match=r"jokes\.tsv"):
        list(inspections(str(tmp_path / "a.txt"), options=Options()))


def test_a_report_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGED, "utf-8")
    out = command("inspect", "page.txt", "--outline", cwd=tmp_path)
    for words in (
        "txt, utf-8: valid UTF-8",
        f"= {len(PAGED)} characters, all accounted for",
        KINDS["chunk_counter"],
        ">（2/3）<",
        "speech 2 of 2",
        "a heading that numbers the speeches of a collection: 第二篇：",
        "一、认清形势，增强责任感",
        "领导讲话稿范文2篇",
    ):
        assert words in " ".join(out.split())
    assert "\x1b" not in out
    for line in out.splitlines():
        assert cell_len(line) <= 100, line
        assert line == line.rstrip(), line


def test_the_outline_is_shown_on_demand() -> None:
    view = inspected(source(PAGED))
    for outline in (False, True):
        lines = [
            line.plain for row in report(view, outline=outline) for line in lines_of(row, Console(width=100))
        ]
        assert any("三、加强领导" in line and "line 10" in line for line in lines) is outline


def test_a_speech_that_stands_twice_is_said_to() -> None:
    parts = (
        f"第{number}篇：{TITLES[at]}\n同志们：\n{BODIES[at]}\n"
        for number, at in (("一", 0), ("二", 1), ("三", 0))
    )
    rows = report(inspected(source("".join(parts))), outline=False)
    heads = [row.text.plain for row in rows if row.text.plain.startswith("speech ")]
    assert ["the same text as speech 1" in head for head in heads] == [False, False, True]


def test_findings_of_one_code_are_cut_short() -> None:
    odd = (f"{number}、抓好落实。" for number in ("五", "七", "九", "十一", "十三"))
    text = "\n".join([TITLES[0], "同志们：", BODIES[0], *odd])
    view = inspected(source(text))
    gaps = sum(each.code == "W901" for each in view.speeches[0].findings)
    shown = " ".join(row.text.plain for row in report(view, outline=False))
    assert gaps > FIRST
    assert shown.count("W901 warning") == FIRST
    assert f"W901 {gaps - FIRST} more" in shown


def test_the_same_as_json(archive: Path) -> None:
    found = Inspection.model_validate_json(printed("inspect", archive, "--json"))
    items = list(inspections(str(archive), options=Options()))
    assert [*found.sources, *found.refused] == sorted(items, key=lambda item: isinstance(item, Unread))


def test_nothing_to_read_is_said_with_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    out = printed("inspect", tmp_path / "empty.txt", code=2)
    assert "speechdata: empty.txt: no text in the file [source-empty]" in out
    (tmp_path / "b.xlsx").write_text("no", "utf-8")
    out = printed("inspect", tmp_path, code=2)
    assert "source-format" in out
    assert "none of its 2 parts can be read" in out
    with pytest.raises(ConfigError, match="source-missing"):
        list(inspections(str(tmp_path / "none.txt"), options=Options()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("会\x1b[31m议", "会<U+001B>[31m议"),
        ("会\u200b\u202e议", "会<U+200B><U+202E>议"),
        ("会\r\n\t议", "会␍⏎⇥议"),
        ("会 议　室", "会 议␣␣室"),
        ("会议，2024年。", "会议，2024年。"),
    ],
)
def test_nothing_invisible_reaches_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(" ", spaces=True) == "␣"


def test_help_has_an_example() -> None:
    assert "speechdata inspect" in printed("inspect", "--help").replace("\n", " ")
