"""Checks over whole bundles: one failing fixture a code, a valid one without finding, and the finer cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import bundles
from speechdata.annotators import layers
from speechdata.checks import CHECKS, QUALITY, Assertions, check, load_assertions
from speechdata.errors import ConfigError
from speechdata.gold import Gold
from speechdata.gold.score import score
from speechdata.records import Finding

ROOT = Path(__file__).parents[1]
CODES = [each.code for each in CHECKS]
LEVELS = {"E": "error", "W": "warning", "N": "note"}


def _findings(rows: bundles.Rows) -> list[Finding]:
    return check(bundles.bundle(rows))


def _codes(rows: bundles.Rows) -> list[str]:
    return [finding.code for finding in _findings(rows)]


def test_the_valid_bundle_has_no_finding() -> None:
    assert _findings(bundles.rows()) == []


@pytest.mark.parametrize("code", CODES)
def test_each_fixture_fails_its_own_check_and_no_other(code: str) -> None:
    assert set(_codes(bundles.rows(code))) == {code}


def test_there_is_one_fixture_a_code_and_no_other() -> None:
    assert sorted(path.stem for path in bundles.FOLDER.glob("*.jsonl")) == sorted([*CODES, "valid"])


def test_codes_are_unique_and_tell_the_level() -> None:
    assert len(set(CODES)) == len(CODES) == len({each.title for each in CHECKS})
    for each in CHECKS:
        assert re.fullmatch(r"[EWN][1-9]\d\d", each.code)
        assert each.level == LEVELS[each.code[0]]
    assert {each.code for each in QUALITY} <= set(CODES)


def test_every_code_is_documented_and_no_other() -> None:
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \| ([\w-]+) \|", page, re.MULTILINE) == [
        (c.code, c.title) for c in CHECKS
    ]


def test_a_finding_leads_to_its_place() -> None:
    (finding,) = _findings(bundles.rows("E302"))
    row = bundles.rows()["directives"][1]
    assert finding == Finding(
        code="E302",
        level="error",
        message="surface: '主管部门必须尽力' stands for '主管部门必须尽责'",
        path="a.txt",
        speech_id=row["speech_id"],
        table="directives",
        start=row["start"],
        end=row["end"],
    )


def test_findings_come_errors_first_then_by_path_and_place() -> None:
    rows = bundles.rows("W905")
    rows["directives"][2]["section_id"] = rows["directives"][0]["sentence_id"] = None
    found = _findings(rows)
    assert [(each.level, each.path) for each in found] == [
        ("error", "a.txt"),
        ("error", "a.txt"),
        ("warning", "b.txt"),
    ]
    assert found[0].start is not None
    assert found[1].start is not None
    assert found[0].start < found[1].start


def test_only_the_given_checks_run() -> None:
    assert check(bundles.bundle(bundles.rows("E302")), QUALITY) == []


FIRST, SECOND = (row["speech_id"] for row in bundles.rows()["speeches"])
PLACE = {"source_id": "src-0123456789abcdef", "path": "b.txt", "start": 0, "end": 22}
Change = Callable[[bundles.Rows], object]


def _set(table: str, row: int, **values: Any) -> Change:
    return lambda rows: rows[table][row].update(values)


def _rename_speech(rows: bundles.Rows) -> None:
    for row in (row for table in rows.values() for row in table):
        row |= {
            key: value.replace(SECOND, "sp-" + "0" * 16) for key, value in row.items() if type(value) is str
        }


def _add(table: str, start: int, end: int, **values: Any) -> Change:
    """Adds a row at a place of the second speech, which nothing was removed from."""

    def change(rows: bundles.Rows) -> None:
        kind = bundles.ANNOTATIONS[table]
        speech = rows["speeches"][1]
        holding = next(row for row in rows["sentences"] if row["speech_id"] == SECOND and row["end"] > start)
        place = {"start": start, "end": end, "source_start": start, "source_end": end}
        row = dict.fromkeys(kind.model_fields) | {
            "annotation_id": f"{SECOND}:{kind.layer}:{start}-{end}",
            "speech_id": SECOND,
            "section_id": holding["section_id"],
            "sentence_id": holding["sentence_id"],
            "text": speech["text"][start:end],
            "rule": "test",
        }
        rows.setdefault(table, []).append(row | place | values)
        speech[f"n_{table}"] += 1
        speech["is_template"] = speech["n_placeholders"] > 0

    return change


def _all(*changes: Change) -> Change:
    return lambda rows: [change(rows) for change in changes]


def _headless(rows: bundles.Rows) -> None:
    """Makes the last section of the first speech one long marker that ends in its full stop."""
    row = rows["sections"][2]
    old, end = row["annotation_id"], row["end"] + 1
    row |= {"end": end, "source_end": row["source_end"] + 1, "text": row["text"] + "。", "marker_end": end}
    row |= {"marker": row["text"], "annotation_id": old.replace(f"-{end - 1}", f"-{end}")}
    for each in (each for table in rows.values() for each in table if each.get("section_id") == old):
        each["section_id"] = row["annotation_id"]


def _lengthen_removal(rows: bundles.Rows) -> None:
    rows["speeches"][0]["removed"][0]["text"] = "\n\n"


def _repeat_removal(rows: bundles.Rows) -> None:
    rows["speeches"][0]["removed"] *= 2


CASES: list[tuple[str, list[str], Change]] = [
    ("a speech id that is not its text's", ["E103"], _rename_speech),
    ("a sentence id that misstates its span", ["E102"], _set("sentences", -1, sentence_id="x")),
    (
        "a source id of another form",
        ["E102"],
        _set("speeches", 1, occurrences=[PLACE | {"source_id": "src-1"}]),
    ),
    ("an annotation twice, no overlap", ["E101"], _add("directives", 7, 16)),
    (
        "a section in a section",
        [],
        _set("sections", 1, section_id=bundles.rows()["sections"][0]["annotation_id"]),
    ),
    ("a section in an unknown one", ["E202"], _set("sections", 1, section_id="x")),
    ("a near-duplicate of itself", ["E205"], _set("speeches", 1, near_duplicate_of=SECOND)),
    ("near-duplicates of each other", ["E205", "E205"], _set("speeches", 0, near_duplicate_of=SECOND)),
    ("a blank that is punctuation", ["N903"], _add("placeholders", 16, 17, form="blank")),
    ("another mask that is punctuation", ["E304", "N903"], _add("placeholders", 16, 17, form="letter")),
    ("a marker that ends in punctuation", [], _headless),
    ("rows side by side", [], _add("directives", 17, 21)),
    ("a row over two", ["E305", "E305"], _all(_add("directives", 1, 6), _add("directives", 0, 21))),
    (
        "an empty sub-span",
        ["E301"],
        _set("directives", 3, addressee="", addressee_start=16, addressee_end=16),
    ),
    ("removals that overlap", ["E601"], _repeat_removal),
    ("a removal of another length", ["E601", "E603"], _lengthen_removal),
    ("a source that is not at hand", [], lambda rows: rows["source_texts"].clear()),
    ("an occurrence too short", ["E604"], _set("speeches", 1, occurrences=[PLACE, PLACE | {"end": 21}])),
    (
        "placeholders in what is no template",
        ["N903", "W702"],
        _all(_add("placeholders", 7, 8, form="letter"), _set("speeches", 1, is_template=False)),
    ),
    ("a formula of another kind", ["E703"], _set("lexicon", 0, kind="call")),
    ("a figure below its minimum", ["E704"], _set("quality", 0, **{"directive.exact_f1": 0.69})),
    ("a figure not measured", ["E704"], _set("expected", 0, min_quality={"slogan.exact_f1": 0.1})),
    ("a figure above its maximum", ["W705"], _set("expected", 0, max_quality={"directive.exact_f1": 0.7})),
    ("a table never made", ["E704"], _set("expected", 0, min={"pledges": 1})),
    ("speeches in no split", ["E802", "E802"], lambda rows: rows["splits"].clear()),
    ("simplified text called traditional", ["W906"], _set("speeches", 1, script="Hant")),
]


@pytest.mark.parametrize(("codes", "change"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_finer_cases(codes: list[str], change: Change) -> None:
    rows = bundles.rows()
    change(rows)
    assert sorted(_codes(rows)) == codes


def test_what_is_not_known_yet_is_not_checked() -> None:
    rows = bundles.rows()
    rows["slogans"][0]["canonical_id"] = "sl-unknown"
    rows["quality"][0]["directive.exact_f1"] = 0.0
    known = bundles.bundle(rows)
    assert {finding.code for finding in check(known)} == {"E206", "E703", "E704"}
    later: dict[str, Any] = {"formulas": None, "quality": None, "splits": None, "source_texts": {}}
    assert check(replace(known, **later)) == []
    assert check(replace(known, **later, expected=None)) == []


def _outline(numbers: list[tuple[str | None, str, int]]) -> bundles.Rows:
    """A first speech with one-character sections in a row: (parent, style, number)."""
    rows = bundles.rows()
    text = rows["speeches"][0]["text"]
    rows["sections"] = [
        {
            "annotation_id": f"{FIRST}:section:{at}-{at + 1}",
            "speech_id": FIRST,
            **{"section_id": None, "sentence_id": None, "rule": "t", "depth": 1, "path": "1"},
            **{"start": at, "end": at + 1, "source_start": at, "source_end": at + 1, "text": text[at]},
            **{"marker": text[at], "marker_start": at, "marker_end": at + 1, "body_end": at + 1},
            **{"parent_id": parent, "marker_style": style, "ordinal": number},
        }
        for at, (parent, style, number) in enumerate(numbers)
    ]
    return rows


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ([(None, "shi", 1), (None, "shi", 2), (None, "shi", 3)], []),
        ([(None, "shi", 1), (None, "shi", 2), (None, "shi", 1), (None, "shi", 2)], []),
        ([(None, "shi", 1), (None, "shi", 3)], ["W901:1"]),
        ([(None, "shi", 2), (None, "shi", 3)], ["W901:0"]),
        ([(None, "shi", 1), (None, "shi", 2), (None, "shi", 2)], ["W902:2"]),
        ([(None, "shi", 1), (None, "shi", 1)], ["W902:1"]),
        ([(None, "shi", 1), (None, "shi", 2), (None, "shi", 3), (None, "shi", 2)], ["W902:3"]),
        ([(None, "words", 1), (None, "words", 2), (None, "di", 3)], []),
        ([(None, "han", 1), (None, "shi", 1), (None, "shi", 2), (None, "han", 2)], []),
        ([("a", "shi", 1), ("a", "shi", 2), ("b", "shi", 1), ("b", "shi", 2)], []),
        ([("a", "shi", 1), ("a", "shi", 2), ("b", "shi", 3)], ["W901:2"]),
    ],
)
def test_series(numbers: list[tuple[str | None, str, int]], found: list[str]) -> None:
    findings = check(bundles.bundle(_outline(numbers)), QUALITY)
    assert [f"{each.code}:{each.start}" for each in findings if each.code in ("W901", "W902")] == found


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("sections", ("parent_id", "depth", "path", "ordinal", "marker_style", "marker_end", "body_end")),
        ("placeholders", ("form",)),
        ("slogans", ("kind", "canonical_id")),
    ],
)
def test_the_layers_have_the_fields_that_checks_look_at(table: str, fields: tuple[str, ...]) -> None:
    record = next(layer.record for layer in layers() if layer.name == table)
    assert set(fields) <= set(record.model_fields)


def _assertions(folder: Path, content: str) -> Assertions:
    path = folder / "assertions.toml"
    path.write_text(content, "utf-8")
    return load_assertions(path)


def test_assertions_are_read(tmp_path: Path) -> None:
    content = """
    [min]
    speeches = 5
    lexicon = 1
    [min.quality]
    section.exact_f1 = 0.98
    "speech.title" = 1.0
    [max]
    sections = 80
    """
    assert _assertions(tmp_path, content) == Assertions(
        min={"speeches": 5, "lexicon": 1},
        min_quality={"section.exact_f1": 0.98, "speech.title": 1.0},
        max={"sections": 80},
    )


def test_every_figure_that_is_scored_can_be_asserted(tmp_path: Path) -> None:
    empty = Gold(place="g", sha256="a", chars=1, guideline="1.2", labels=None, records={})
    figures = dict.fromkeys(score(empty, empty).figures(), 0.5)
    content = "[min.quality]\n" + "".join(f'"{name}" = 0.5\n' for name in figures)
    assert _assertions(tmp_path, content).min_quality == figures


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[min]\nspeeches =\n", "line 2"),
        ("[least]\n", "unknown key least"),
        ("[min]\nspeech = 1\n", r"unknown key min\.speech"),
        ("[max.quality]\nsection.f1 = 1\n", r"unknown key max\.quality\.section\.f1"),
        ("[min]\nspeeches = '5'\n", r"min\.speeches is no number: '5'"),
        ("[min]\nspeeches = true\n", r"min\.speeches is no number"),
        ("min = 5\n", "min is no table"),
        ("[min]\nquality = 1\n", r"min\.quality is no table"),
    ],
)
def test_assertions_that_say_something_else_are_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        _assertions(tmp_path, content)
    assert caught.value.place == str(tmp_path / "assertions.toml")
    assert caught.value.advice


def test_missing_assertions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        load_assertions(tmp_path / "assertions.toml")
