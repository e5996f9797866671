"""Markdown files through the whole pipeline: their marks must neither hide nor fake anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.web import MEETING, SHORT
from speechdata.annotators.sections import Section
from speechdata.errors import SourceError
from speechdata.layer import Doc
from speechdata.pipeline import annotate_file
from speechdata.readers import markdown
from speechdata.records import Source
from speechdata.span import Span
from speechdata.speeches import extract
from speechdata.text.normalize import KINDS
from speechdata.text.offsets import OffsetMap

MARKERS = ["一、", "（一）", "（二）", "二、", "1.", "2.", "三、"]
TITLE, DATE, SALUTATION, *BODY = MEETING
Form = Callable[[str], str]


def written(heading: Form, *, title: str = f"# {TITLE}", front: Form = str) -> str:
    lines = [title, front(DATE), front(SALUTATION)]
    return "\n\n".join([*lines, *(heading(line) if line[1] == "、" else line for line in BODY)]) + "\n"


def annotated(tmp_path: Path, text: str, name: str = "a.md") -> tuple[str, list[Doc]]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    source, docs = annotate_file(path)
    return source.text, docs


def sections(doc: Doc) -> list[Section]:
    return [item for item in doc.layers["sections"] if isinstance(item, Section)]


def bold(line: str) -> str:
    return f"**{line}**"


FILES = {
    "hash": written("## {}".format),
    "no title hash": written("## {}".format, title=TITLE),
    "closed hash": written("### {} ###".format),
    "bold": written(bold, title=bold(TITLE), front=bold),
    "hash and bold": written(lambda line: f"### **{line}**", title=f"# {bold(TITLE)}", front=bold),
    "quoted front matter": written("## {}".format, front="> {}".format),
    "underlined": written(lambda line: f"{line}\n-------------", title=f"{TITLE}\n======="),
    "front matter": f"---\ntitle: {TITLE}\ndate: 2020-01-01\ntags: [讲话]\n---\n\n" + written("## {}".format),
    "footer": written("## {}".format) + "\n---\n\n[返回首页](/index.md) | [下一篇](/next.md)\n",
    "bold numbers": written("## {}".format).replace("（一）成绩来之不易。", "**（一）成绩来之不易。**"),
    "spaced numbers": written("## {}".format).replace("1.", "1. ").replace("2.抓", "2. 抓"),
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_title_front_matter_and_outline_are_found(tmp_path: Path, text: str) -> None:
    source, docs = annotated(tmp_path, text)
    assert source == text
    (doc,) = docs
    found = {name: getattr(doc.speech, name) for name in ("title", "date", "salutation")}
    assert {name: item and item.text for name, item in found.items()} == {
        "title": TITLE, "date": "2024年3月16日", "salutation": "同志们",
    }  # fmt: skip
    assert [record.marker for record in sections(doc)] == MARKERS
    assert doc.layers["placeholders"] == ()
    assert "#" not in doc.text.replace(" ###", "")
    assert "**" not in doc.text
    assert "====" not in doc.text


def test_what_was_cut_has_a_name(tmp_path: Path) -> None:
    text = FILES["hash and bold"]
    _, (doc,) = annotated(tmp_path, text)
    cut = [item.text for item in doc.speech.removed if item.kind == "markdown"]
    assert cut.count("###") == 3
    assert cut.count("**") == 2 * 6 - 1  # the one before the title stands before the speech


def test_a_heading_without_a_number_is_counted_by_its_mark(tmp_path: Path) -> None:
    _, (doc,) = annotated(tmp_path, written(lambda line: f"## {line[2:]}"))
    marks = [(item.marker, item.heading) for item in sections(doc) if item.depth == 1]
    assert marks == [("##", line[2:]) for line in BODY if line[1] == "、"]


def test_masks_of_asterisks_stay_masks(tmp_path: Path) -> None:
    text = written("## {}".format).replace("全市重点", "**市重点").replace("三个县", "**县、***县和某县")
    _, (doc,) = annotated(tmp_path, text)
    assert [item.text for item in doc.layers["placeholders"]][:5] == ["**", "**", "**", "***", "某"]
    assert doc.speech.title
    assert doc.speech.title.text == TITLE.replace("全市", "**市")


def test_a_collection(tmp_path: Path) -> None:
    parts = [
        f"## 第{n}篇：{lines[0]}\n\n" + "\n\n".join(lines[1:])
        for n, lines in zip("一二", (MEETING, SHORT), strict=True)
    ]
    _, docs = annotated(tmp_path, "# 讲话稿汇编\n\n" + "\n\n".join(parts), "a.markdown")
    assert [doc.speech.title and doc.speech.title.text for doc in docs] == [TITLE, SHORT[0]]


def test_tables_and_lists_stay_lines(tmp_path: Path) -> None:
    table = "| 县 | 任务 |\n|---|---|\n| 甲县 | 谋划项目１０个 |\n"
    _, (doc,) = annotated(
        tmp_path,
        written("## {}".format).replace(BODY[-1], f"- 一要抓紧。\n- 二要抓实。\n\n{table}\n{BODY[-1]}"),
    )
    assert [item.marker for item in sections(doc)] == [*MARKERS, "一要", "二要"]
    assert "甲县" in doc.text


PIECES = ["# ", "## ", "> ", "**", "__", "* ", "---", "====", "\n", "\n\n", "　　", *MEETING, *SHORT]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=10, max_size=60).map("".join))
def test_text_and_what_was_cut_give_the_file_back(text: str) -> None:
    source = Source(
        source_id="src-0",
        path="a.md",
        sha256="0",
        n_bytes=0,
        encoding="utf-8",
        encoding_evidence="",
        text=text,
    )
    for speech in extract(source):
        holes = [Span(item.start, item.end) for item in speech.removed]
        assert OffsetMap.from_removed(speech.span, holes).apply(text) == speech.text
        assert all(hole.of(text) == item.text for hole, item in zip(holes, speech.removed, strict=True))
        assert {item.kind for item in speech.removed} <= set(KINDS)


def test_the_text_is_the_decoded_file() -> None:
    text = written("## {}".format)
    assert markdown.text(text.encode("gb18030"), place="a.md").text == text
    assert markdown.text(text.encode("gb18030"), place="a.md", encoding="gbk").encoding == "gb18030"
    with pytest.raises(SourceError):
        markdown.text(b"\xff\xff\xff", place="a.md")
