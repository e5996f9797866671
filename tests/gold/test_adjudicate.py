"""Merging two annotations and reading the decisions back: the whole round, and every way to get it wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.errors import SpeechdataError
from speechdata.gold import Gold, load, parse
from speechdata.gold.decide import Decisions, decisions, final
from speechdata.gold.merge import CONTEXT, SHOWN, merge
from speechdata.gold.standoff import Mark
from speechdata.span import Span
from standoffs import LAYERS, directive, gold_of, section, slogan, source_of

TEXT = "会议强调，各地要抓好落实，压实责任，不得推诿。要以人为本，安全第一。"
SOURCE = source_of(TEXT)


def _at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _directive(words: str, **fields: Any) -> Mark:
    span = _at(words)
    return directive(span.start, span.end, **fields)


def _slogan(words: str, kind: str = "policy_formula", **more: Any) -> Mark:
    span = _at(words)
    return slogan(span.start, span.end, kind, **more)


def _gold(*marks: Mark, place: str, **more: Any) -> Gold:
    return gold_of(*marks, sha256=SOURCE.sha256, chars=len(TEXT), place=place, **more)


A = _gold(
    _directive("各地要抓好落实，压实责任", cue=_at("要"), addressee=_at("各地")),
    _directive("不得推诿", cue=_at("不得"), modality="prohibition", strength=3),
    _slogan("以人为本", rule="a", note="same"),
    _slogan("安全第一"),
    place="some/where/a.jsonl",
)
B = _gold(
    _directive("各地要抓好落实", cue=_at("要"), addressee=_at("各地")),
    _directive("压实责任"),
    _directive("不得推诿", cue=_at("不得"), modality="prohibition", strength=2),
    _slogan("以人为本", rule="b", note="same"),
    place="b.jsonl",
)


def _rows(a: Gold = A, b: Gold = B) -> list[dict[str, Any]]:
    return [json.loads(line) for line in merge(a, b, TEXT, layers=LAYERS).lines]


def _to_decide(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if "decision" in row]


def test_what_both_say_stands_as_it_is_and_the_rest_is_to_decide() -> None:
    merged = merge(A, B, TEXT, layers=LAYERS)
    assert (merged.n_agreed, merged.n_open, merged.left_out) == (1, 3, ())
    header, *rows = _rows()
    assert (header["a"], header["b"], header["sha256"]) == ("a.jsonl", "b.jsonl", SOURCE.sha256)
    (agreed,) = (row for row in rows if "decision" not in row)
    assert agreed == {"layer": "slogan", "start": 24, "end": 28, "kind": "policy_formula", "note": "same"}


def test_a_stretch_holds_both_readings_with_words_and_context() -> None:
    first, second, third = _to_decide(_rows())
    assert [row["differs"] for row in (first, second, third)] == ["1 in a, 2 in b", "strength", "only in a"]
    assert (first["text"], first["before"]) == ("各地要抓好落实，压实责任", "会议强调，")
    assert first["after"] == TEXT[17 : 17 + CONTEXT]
    assert [reading["text"] for reading in first["b"]] == ["各地要抓好落实", "压实责任"]
    assert first["a"][0]["cue"] == {"start": 7, "end": 8, "text": "要"}
    assert (third["b"], third["decision"]) == ([], None)


def test_rows_stand_in_the_order_of_the_text() -> None:
    starts = [row["start"] for row in _rows()[1:]]
    assert starts == sorted(starts)


def test_sections_differ_by_marker_even_where_they_nest() -> None:
    a = [section(0, 30, 2), section(5, 12, 2)]
    b = [section(0, 30, 2), section(5, 14, 2)]
    rows = [json.loads(line) for line in merge(gold_of(*a), gold_of(*b), "字" * 99, layers=LAYERS).lines]
    (row,) = _to_decide(rows)
    assert (row["differs"], row["start"], row["end"]) == ("bounds, heading", 5, 14)


def test_layers_of_one_file_alone_are_left_out_and_said() -> None:
    some = _gold(_slogan("安全第一"), place="b", labels=frozenset({"slogan"}))
    merged = merge(A, some, TEXT, layers=LAYERS)
    assert merged.left_out == ("directive",)
    assert json.loads(merged.lines[0])["layers"] == ["slogan"]


def test_records_of_an_undeclared_layer_agree_if_all_but_their_cause_does() -> None:
    def pledge(**fields: Any) -> Gold:
        return _gold(Mark("pledge", Span(0, 4), fields), place="x")

    assert merge(pledge(tone=1, rule="a"), pledge(tone=1, rule="b"), TEXT, layers=LAYERS).n_open == 0
    (row,) = _to_decide(_rows(pledge(tone=1), pledge(tone=2)))
    assert row["differs"] == "tone"


def test_a_long_surface_loses_its_middle() -> None:
    text = "字" * 5000
    merged = merge(gold_of(slogan(0, 5000)), gold_of(), text, layers=LAYERS)
    assert len(json.loads(merged.lines[1])["text"]) == SHOWN + 3


@pytest.mark.parametrize(
    ("other", "code"), [(gold_of(sha256="b"), "score-source"), (gold_of(guideline="1.1"), "merge-guideline")]
)
def test_what_cannot_be_merged(other: Gold, code: str) -> None:
    with pytest.raises(SpeechdataError, match=code):
        merge(gold_of(), other, "", layers=LAYERS)


def _decided(tmp_path: Path, *choices: Any, rows: list[dict[str, Any]] | None = None) -> Decisions:
    """The merge of A and B with these decisions in their order, read back."""
    rows = rows or _rows()
    for row, choice in zip(_to_decide(rows), choices, strict=False):
        row["decision"] = choice
    path = tmp_path / "merged.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return decisions(path, layers=LAYERS)


def _final(found: Decisions) -> Gold:
    assert (found.open, found.malformed) == ([], [])
    return parse(final(found, layers=LAYERS), place="final", source=SOURCE, layers=LAYERS)


def _surfaces(gold: Gold, label: str) -> list[str]:
    return [mark.span.of(TEXT) for mark in gold.of(label)]


def test_the_whole_round(tmp_path: Path) -> None:
    gold = _final(_decided(tmp_path, "b", "a", "none"))
    assert _surfaces(gold, "directive") == ["各地要抓好落实", "压实责任", "不得推诿"]
    assert gold.of("directive")[2].fields["strength"] == 3
    assert gold.of("directive")[0].fields["cue"] == _at("要")
    assert not [mark for mark in gold.of("directive") if "text" in mark.fields]
    assert _surfaces(gold, "slogan") == ["以人为本"]


def test_the_final_file_says_where_it_comes_from(tmp_path: Path) -> None:
    header, *rows = [json.loads(line) for line in final(_decided(tmp_path, "b", "a", "none"), layers=LAYERS)]
    assert header["adjudicated"] == ["a.jsonl", "b.jsonl"]
    assert (header["guideline"], "a" in header) == ("1.2", False)
    assert [row["layer"] for row in rows] == ["directive"] * 3 + ["slogan"]


def test_what_is_open_is_listed_with_its_line(tmp_path: Path) -> None:
    found = _decided(tmp_path, "b")
    assert found.n_decided == 1
    assert [(where.rpartition(":")[2], stretch.text) for where, stretch in found.open] == [
        ("3", "不得推诿"),
        ("5", "安全第一"),
    ]


def test_siding_with_the_one_that_has_nothing_there_is_a_decision(tmp_path: Path) -> None:
    assert _surfaces(_final(_decided(tmp_path, "a", "a", "b")), "slogan") == ["以人为本"]


OWN = {"cue": None, "addressee": None, "modality": "obligation", "strength": 2}
SPAN = {"start": 5, "end": 12}


@pytest.mark.parametrize(
    ("choice", "surfaces", "cue"),
    [
        (OWN | SPAN | {"cue": {"start": 7, "end": 8}}, ["各地要抓好落实"], "要"),
        (OWN | {"text": "要抓好落实", "cue": "要"}, ["要抓好落实"], "要"),
        (OWN | {"text": "强调，各地要抓好落实"}, ["强调，各地要抓好落实"], None),
        (OWN | SPAN | {"text": "各地要抓好落实", "addressee": "各地"}, ["各地要抓好落实"], None),
        ([OWN | {"text": "抓好落实"}, OWN | {"text": "压实责任"}], ["抓好落实", "压实责任"], None),
    ],
    ids=["offsets", "words", "beyond the stretch", "both", "two records"],
)
def test_a_record_of_ones_own(tmp_path: Path, choice: Any, surfaces: list[str], cue: str | None) -> None:
    gold = _final(_decided(tmp_path, choice, "a", "none"))
    assert _surfaces(gold, "directive") == [*surfaces, "不得推诿"]
    found = gold.of("directive")[0].fields["cue"]
    assert (found.of(TEXT) if found else None) == cue


MALFORMED: list[tuple[str, Any, str]] = [
    ("unknown word", "A", "merge-decision"),
    ("number", 1, "merge-decision"),
    ("empty list", [], "merge-decision"),
    ("list of words", ["a"], "merge-decision"),
    ("other layer", OWN | SPAN | {"layer": "slogan"}, "merge-layer"),
    ("key missing", SPAN | {"cue": None, "addressee": None, "modality": "obligation"}, "standoff-key"),
    ("no place", OWN, "merge-range"),
    ("cue without a place", OWN | {"cue": "要"}, "merge-range"),
    ("start alone", OWN | {"start": 5}, "merge-range"),
    ("end before start", OWN | {"start": 5, "end": 4}, "merge-range"),
    ("past the end", OWN | {"start": 5, "end": 400}, "standoff-span"),
    ("words not there", OWN | {"text": "抓实"}, "merge-words"),
    ("words there twice", OWN | {"text": "，"}, "merge-words"),
    ("no words", OWN | {"text": ""}, "merge-words"),
    ("words and range differ", OWN | SPAN | {"text": "各地要"}, "merge-words"),
    ("cue not inside", OWN | SPAN | {"cue": "不得"}, "merge-words"),
    ("cue and range differ", OWN | SPAN | {"cue": {"start": 6, "end": 7, "text": "要"}}, "merge-words"),
    ("cue no range", OWN | SPAN | {"cue": 7}, "standoff-span"),
    ("overlaps its neighbour", OWN | {"text": "压实责任，不得推诿"}, "merge-overlap"),
    ("two that overlap", [OWN | SPAN, OWN | {"text": "抓好落实"}], "merge-overlap"),
]


@pytest.mark.parametrize(
    ("choice", "code"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED]
)
def test_a_malformed_decision_is_named_by_line(tmp_path: Path, choice: Any, code: str) -> None:
    found = _decided(tmp_path, choice, "a", "none")
    assert {error.code for error in found.malformed} == {code}
    assert {error.place for error in found.malformed} == {f"{tmp_path / 'merged.jsonl'}:2"}
    assert all(error.advice for error in found.malformed)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: row.pop("a"), "merge-row"),
        (lambda row: row.update(b="x"), "merge-row"),
        (lambda row: row.update(note="?"), "merge-row"),
        (lambda row: row.update(start=None), "merge-row"),
        (lambda row: row["a"][0].pop("cue"), "standoff-key"),
    ],
    ids=["reading gone", "reading no list", "note added", "start gone", "reading broken"],
)
def test_a_row_that_was_damaged_is_named_by_line(tmp_path: Path, change: Any, code: str) -> None:
    rows = _rows()
    change(rows[1])
    found = _decided(tmp_path, "a", "a", "none", rows=rows)
    assert [(error.code, error.place.rpartition(":")[2]) for error in found.malformed] == [(code, "2")]


def test_a_line_that_is_no_json_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "merged.jsonl"
    lines = list(merge(A, B, TEXT, layers=LAYERS).lines)
    lines[1] = lines[1].replace("null", "a", 1)
    path.write_text("\n".join(lines), "utf-8")
    found = decisions(path, layers=LAYERS)
    assert [(error.code, error.place) for error in found.malformed] == [("standoff-json", f"{path}:2")]
    assert len(found.open) == 2


HEADER = {"layer": "header", "sha256": "a", "chars": 9, "guideline": "1.2"}


@pytest.mark.parametrize(
    "content",
    ["", "\n", '{"layer": "slogan"}\n', json.dumps(HEADER)],
    ids=["empty", "blank", "no header", "not merged"],
)
def test_what_is_no_merged_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "merged.jsonl"
    path.write_text(content, "utf-8")
    with pytest.raises(SpeechdataError, match="header"):
        decisions(path, layers=LAYERS)


def test_words_of_a_shortened_stretch_need_offsets(tmp_path: Path) -> None:
    text = "字" * 5000
    lines = merge(gold_of(slogan(0, 4000), chars=5000), gold_of(chars=5000), text, layers=LAYERS).lines
    rows = [json.loads(line) for line in lines]
    found = _decided(tmp_path, {"text": "字", "kind": "call"}, rows=rows)
    assert [error.code for error in found.malformed] == ["merge-words"]


disjoint = st.sets(st.integers(0, len(TEXT)), max_size=8).map(
    lambda cuts: [Span(*pair) for pair in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)
kinds = st.sampled_from(["call", "campaign"])


@st.composite
def _annotated(draw: st.DrawFn) -> Gold:
    marks = [slogan(span.start, span.end, draw(kinds)) for span in draw(disjoint)]
    return _gold(*marks, place="x")


@settings(deadline=None, max_examples=60)
@given(_annotated(), _annotated(), st.sampled_from("ab"))
def test_siding_with_one_throughout_gives_that_one_back(
    tmp_path_factory: pytest.TempPathFactory, a: Gold, b: Gold, side: str
) -> None:
    rows = _rows(a, b)
    choices = [side] * len(_to_decide(rows))
    found = _decided(tmp_path_factory.mktemp("merged"), *choices, rows=rows)
    assert _final(found).of("slogan") == (a if side == "a" else b).of("slogan")
    assert found.n_decided == len(choices)


def test_the_seed_gold_merged_with_itself_has_nothing_to_decide(tmp_path: Path) -> None:
    seeds = Path(__file__).parents[2] / "seeds"
    gold = load(next((seeds / "gold").glob("*.jsonl")))
    text = next(seeds.glob("*.txt")).read_bytes().decode()
    merged = merge(gold, gold, text)
    assert merged.n_open == 0
    path = tmp_path / "merged.jsonl"
    path.write_text("\n".join(merged.lines), "utf-8")
    back = parse(final(decisions(path)), place="final")
    assert back.records == gold.records
    assert back.fingerprint == gold.fingerprint
