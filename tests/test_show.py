"""`speechdata show`: a speech with its outline and its annotations in colour, on a terminal and off it."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.text import Text

from commands import command
from conftest import SEEDS
from speechdata.cli.page import Page

SEED = next(SEEDS.glob("*.txt"))
RED, GREEN, MAGENTA = "color(1)", "color(2)", "color(5)"
SPEECH = """在全市安全生产工作会议上的讲话

同志们：
今天我们召开会议，部署工作。
一、提高认识
各部门必须立即排查隐患。严禁违章作业。要坚持安全第一、预防为主。
二、抓好落实
X月底前，各县（市、区）要完成整改。
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH, "utf-8")
    return path


def _shown(*arguments: str | Path, cwd: Path, code: int = 0) -> str:
    return command("show", *arguments, cwd=cwd, code=code)


def _styled(output: str, words: str) -> set[str]:
    """The style with which `words` is printed, as rich reads it back."""
    text = Text.from_ansi(output)
    at = text.plain.index(words)
    return {str(span.style) for span in text.spans if span.start <= at and at + len(words) <= span.end}


def test_off_a_terminal_the_text_is_plain_and_whole(file: Path) -> None:
    shown = _shown(file, cwd=file.parent)
    assert "\x1b" not in shown
    assert [line for line in SPEECH.split("\n") if line] == [
        line for line in shown.split("\n\n", 2)[-1].split("\n") if line
    ]
    assert re.search(r"^  1 +一、提高认识  4 directives$", shown, re.MULTILINE)
    assert re.search(r"^  sections 2  directives 6  placeholders 1  slogans 1$", shown, re.MULTILINE)


def test_each_layer_has_its_colour_and_nested_stretches_add_up(file: Path) -> None:
    shown = _shown(file, "--color", cwd=file.parent)
    (directive,) = _styled(shown, "立即排查隐患")
    (cue,) = _styled(shown, "必须")
    (forbidden,) = _styled(shown, "违章作业")
    (nested,) = _styled(shown, "预防为主")
    assert directive == GREEN
    assert set(cue.split()) == {"bold", "underline", GREEN}
    assert forbidden == RED
    assert set(nested.split()) == {"italic", MAGENTA}  # a slogan inside a directive
    assert not _styled(shown, "部署工作")


def test_one_layer_alone(file: Path) -> None:
    shown = _shown(file, "--color", "--layer", "slogans", cwd=file.parent)
    assert not _styled(shown, "立即排查隐患")
    assert _styled(shown, "预防为主")
    assert "no layer" in _shown(file, "--layer", "verbs", cwd=file.parent, code=2)


def test_grep_shows_the_paragraphs_that_match_and_marks_the_words(file: Path) -> None:
    shown = _shown(file, "--grep", "违章|整改", "--color", cwd=file.parent)
    plain = Text.from_ansi(shown).plain
    assert "各部门必须" in plain
    assert "完成整改" in plain
    assert "部署工作" not in plain
    assert any("reverse" in style for style in _styled(shown, "整改"))
    assert not any("reverse" in style for style in _styled(shown, "隐患"))
    assert "no paragraph matches" in _shown(file, "--grep", "预防.*\n", cwd=file.parent, code=1)
    assert "--grep: no regular expression" in _shown(file, "--grep", "(", cwd=file.parent, code=2)


def test_characters_that_drive_a_terminal_are_shown_as_signs(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text(SPEECH.replace("立即", "立\x1b[31m即\u202e"), "utf-8")
    shown = _shown(path, cwd=tmp_path)  # cleaning takes them out of the text, not out of what a path says
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    page = Page("sp-0", {"title": "\u202e会"}, "立\x1b[31m即\t办", {})
    assert [line.plain for line in page.lines([])][-1] == "立<U+001B>[31m即\t办"
    assert next(iter(page.lines([]))).plain == "<U+202E>会"


def test_a_speech_of_a_dataset_by_its_id_or_the_beginning_of_it(dataset: Path, tmp_path: Path) -> None:
    rows = pq.read_table(dataset / "data/speeches").to_pylist()
    for row in rows:
        for wanted in (row["speech_id"], row["speech_id"][3:15]):
            shown = _shown(wanted, "--dataset", dataset, cwd=tmp_path)
            assert shown.startswith(row["title"] or "(untitled)")
            assert row["text"].replace("\n\n", "\n").strip() in shown.replace("\n\n", "\n")
            assert f"directives {row['n_directives']}" in shown


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("missing.txt", "neither a file nor a speech_id"),
        ("sp-ffffffffffffffff", "0 speeches have an id"),
        ("../dataset", "neither a file nor a speech_id"),
    ],
)
def test_what_is_not_there_is_named(target: str, said: str, dataset: Path, tmp_path: Path) -> None:
    assert said in _shown(target, "--dataset", dataset, cwd=tmp_path, code=2)


def test_the_dataset_and_the_file_show_the_same(dataset: Path, tmp_path: Path) -> None:
    whole = _shown(SEED, "--color", cwd=tmp_path)
    first = pq.read_table(dataset / "data/speeches")["speech_id"][0].as_py()
    one = _shown(first, "--dataset", dataset, "--color", cwd=tmp_path)
    body = one.split("\n\n", 1)[1].rstrip()
    assert body in whole
