"""The exchange form: what dump writes, load reads; what breaks the form is refused with its place."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.errors import SpeechdataError
from speechdata.gold import Gold, dump, load, parse
from speechdata.layer import Doc
from speechdata.records import Located, Source
from speechdata.span import Span
from standoffs import DIRECTIVES, LAYERS, SECTIONS, Directive, Section, doc_of, source_of

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "000_46ebd7ac5d9d9c86.gold.jsonl"
TEXT = SEEDS / "000_46ebd7ac5d9d9c86.txt"

SOURCE = source_of("首页\n李明\n一、抓落实\n各单位要在年底前抓\n好落实。\n一律不得推诿。")
"""Two lines of debris and a name, a section, two directives; a line break inside 抓好."""
SPEECH = Span(3, len(SOURCE.text))
BREAK = SOURCE.text.index("抓\n好") + 1


def _doc() -> Doc:
    doc = doc_of(SOURCE, SPEECH, removed=[Span(BREAK, BREAK + 1)], speaker=Span(3, 5))
    text = doc.text

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    heading = {"marker": at("一、"), "heading": at("抓落实"), "body_end": len(text)}
    section = doc.record(Section, at("一、抓落实"), rule="t", depth=1, ordinal=1, kind="block", **heading)
    doc.layers["sections"] = (section,)
    common: dict[str, Any] = {"modality": "obligation", "rule": "d.cued"}
    first = doc.record(
        Directive,
        at("各单位要在年底前抓好落实"),
        strength=2,
        cue=at("要"),
        addressee=at("各单位"),
        addressee_basis="written",
        deadline=at("年底前"),
        **common,
    )
    second = doc.record(
        Directive,
        at("一律不得推诿"),
        strength=3,
        cue=at("一律不得"),
        addressee=at("各单位"),
        addressee_basis="inherited",
        deadline=None,
        **common,
    )
    doc.layers["directives"] = (first, second)
    return doc


def _written(doc: Doc) -> list[dict[str, Any]]:
    return [json.loads(line) for line in dump(SOURCE, [doc], LAYERS)]


def _slice(place: dict[str, int]) -> str:
    return SOURCE.text[place["start"] : place["end"]]


def test_dump_writes_header_then_speeches_then_layers_in_their_order() -> None:
    rows = _written(_doc())
    assert [row["layer"] for row in rows] == ["header", "speech", "section", "directive", "directive"]
    assert {key: rows[0][key] for key in ("sha256", "chars", "guideline")} == {
        "sha256": SOURCE.sha256,
        "chars": len(SOURCE.text),
        "guideline": "1.2",
    }


def test_dump_writes_source_coordinates_over_removed_characters() -> None:
    _, speech, section, directive, _ = _written(_doc())
    assert _slice(speech["speaker"]) == "李明"
    assert (speech["title"], speech["iso"]) == (None, None)
    assert _slice(section) == "一、抓落实"
    assert (_slice(section["marker"]), _slice(section["heading"])) == ("一、", "抓落实")
    assert _slice(directive) == "各单位要在年底前抓\n好落实"
    assert (_slice(directive["cue"]), _slice(directive["deadline"])) == ("要", "年底前")


def test_dump_writes_attributes_and_names_the_rule() -> None:
    directive = _written(_doc())[3]
    assert (directive["modality"], directive["strength"], directive["rule"]) == ("obligation", 2, "d.cued")
    assert not [key for key in directive if key.endswith("_start")], "speech coordinates stay at home"


def test_dump_writes_an_addressee_only_where_it_is_written() -> None:
    written, inherited = _written(_doc())[3:]
    assert _slice(written["addressee"]) == "各单位"
    assert (inherited["addressee"], inherited["addressee_basis"]) == (None, "inherited")


def test_dump_writes_null_for_a_sub_span_outside_the_record() -> None:
    doc = _doc()
    second = doc.layers["directives"][1]
    doc.layers["directives"] = (second.model_copy(update={"addressee_basis": "written"}),)
    assert _written(doc)[3]["addressee"] is None


def test_dump_writes_the_date() -> None:
    doc = _doc()
    date = Located(start=0, end=2, text="首页")
    doc.speech = doc.speech.model_copy(update={"date": date, "iso": dt.date(2024, 3, 16)})
    speech = _written(doc)[1]
    assert (speech["date"], speech["iso"]) == ({"start": 0, "end": 2}, "2024-03-16")


def test_dump_orders_several_speeches_by_start() -> None:
    docs = [doc_of(SOURCE, Span(20, 30)), doc_of(SOURCE, Span(3, 19))]
    rows = [json.loads(line) for line in dump(SOURCE, docs, LAYERS)]
    assert [row["start"] for row in rows[1:]] == [3, 20]


def test_dump_of_some_layers_says_which() -> None:
    gold = parse(dump(SOURCE, [_doc()], [DIRECTIVES]), place="x", layers=LAYERS)
    assert gold.covers("speech")
    assert gold.covers("directive")
    assert not gold.covers("section")


def test_what_dump_writes_load_reads(tmp_path: Path) -> None:
    path = tmp_path / "case.jsonl"
    path.write_text("".join(f"{line}\n" for line in dump(SOURCE, [_doc()], LAYERS)), "utf-8")
    gold = load(path, source=SOURCE, layers=LAYERS)
    assert (gold.place, gold.sha256, gold.chars) == (str(path), SOURCE.sha256, len(SOURCE.text))
    assert [mark.span.of(SOURCE.text) for mark in gold.of("directive")] == [
        "各单位要在年底前抓\n好落实",
        "一律不得推诿",
    ]
    assert [mark.fields["cue"].of(SOURCE.text) for mark in gold.of("directive")] == ["要", "一律不得"]
    assert gold.of("section")[0].identity(SECTIONS.anchor).of(SOURCE.text) == "一、"
    assert gold.of("placeholder") == ()


@st.composite
def _placed(draw: st.DrawFn) -> tuple[Source, Doc, list[Span]]:
    """A source, a speech in it with removals, and spans of the speech's text."""
    source = source_of(draw(st.text(st.sampled_from("要抓好\n 𠮷e"), min_size=3, max_size=30)))
    cuts = sorted(draw(st.sets(st.integers(1, len(source.text) - 1), max_size=6)))
    removed = [Span(left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=False)]
    doc = doc_of(source, Span(0, len(source.text)), removed=removed)
    bounds = st.tuples(st.integers(0, len(doc.text)), st.integers(0, len(doc.text)))
    spans = [Span(min(pair), max(pair)) for pair in draw(st.lists(bounds, max_size=4))]
    return source, doc, [span for span in spans if len(span)]


@settings(deadline=None)  # the first call loads the lexicons
@given(_placed())
def test_spans_survive_the_round_trip(placed: tuple[Source, Doc, list[Span]]) -> None:
    source, doc, spans = placed
    nothing: dict[str, Any] = {
        "cue": None,
        "addressee": None,
        "deadline": None,
        "addressee_basis": "unstated",
    }
    doc.layers["directives"] = tuple(
        doc.record(Directive, span, rule="t", modality="obligation", strength=2, **nothing) for span in spans
    )
    gold = parse(dump(source, [doc], LAYERS), place="x", source=source, layers=LAYERS)
    back = [doc.offsets.to_clean(mark.span) for mark in gold.of("directive")]
    assert back == sorted(spans, key=lambda span: (span.start, -span.end))


def test_the_seed_gold_belongs_to_the_seed_and_is_complete() -> None:
    data = TEXT.read_bytes()
    text = data.decode("utf-8")
    source = source_of(text)
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    gold = load(GOLD, source=source, layers=LAYERS)
    counts = {label: len(marks) for label, marks in gold.records.items()}
    assert counts == {"speech": 5, "section": 77, "directive": 311, "placeholder": 39, "slogan": 111}
    assert gold.of("speech")[-1].fields["iso"] == "2024-03-16"
    assert gold.of("directive")[0].fields["cue"].of(text) in gold.of("directive")[0].span.of(text)


def test_the_seed_gold_follows_the_declared_layers() -> None:
    assert set(load(GOLD).records) == {"speech", "section", "directive", "placeholder", "slogan"}


HEADER = {"layer": "header", "sha256": SOURCE.sha256, "chars": len(SOURCE.text), "guideline": "1.2"}
SLOGAN = {"layer": "slogan", "start": 6, "end": 9, "kind": "call"}
SPOKEN = {
    "layer": "speech",
    "start": 0,
    "end": 9,
    "title": None,
    "speaker": None,
    "date": None,
    "salutation": None,
}
ORDER = {"layer": "directive", "start": 0, "end": 9, "cue": None, "addressee": None, "modality": "obligation"}


def _parse(*rows: object, source: Source | None = None) -> Gold:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return parse(lines, place="x.jsonl", source=source, layers=LAYERS)


BROKEN: list[tuple[str, str, str, list[object]]] = [
    ("empty", "standoff-header", "x.jsonl", []),
    ("no header", "standoff-header", "x.jsonl:1", [SLOGAN]),
    (
        "header without chars",
        "standoff-header",
        "x.jsonl:1",
        [{"layer": "header", "sha256": "a", "guideline": "1"}],
    ),
    ("layers no list", "standoff-header", "x.jsonl:1", [HEADER | {"layers": "slogan"}]),
    ("second header", "standoff-key", "x.jsonl:2", [HEADER, HEADER]),
    ("no JSON", "standoff-json", "x.jsonl:3", [HEADER, SLOGAN, "{"]),
    ("no object", "standoff-json", "x.jsonl:2", [HEADER, "[1]"]),
    ("no layer", "standoff-key", "x.jsonl:2", [HEADER, {"start": 0, "end": 1}]),
    ("attribute missing", "standoff-key", "x.jsonl:2", [HEADER, ORDER]),
    (
        "sub-span missing",
        "standoff-key",
        "x.jsonl:2",
        [HEADER, {**ORDER, "strength": 2} | {"layer": "section"}],
    ),
    ("date without iso", "standoff-key", "x.jsonl:2", [HEADER, SPOKEN | {"date": {"start": 0, "end": 2}}]),
    ("past the end", "standoff-span", "x.jsonl:2", [HEADER, SLOGAN | {"end": 10_000}]),
    ("empty span", "standoff-span", "x.jsonl:2", [HEADER, SLOGAN | {"end": 6}]),
    ("negative", "standoff-span", "x.jsonl:2", [HEADER, SLOGAN | {"start": -1}]),
    ("not whole numbers", "standoff-span", "x.jsonl:2", [HEADER, SLOGAN | {"start": True}]),
    (
        "bad sub-span",
        "standoff-span",
        "x.jsonl:2",
        [HEADER, ORDER | {"strength": 2, "cue": {"start": 4, "end": 2}}],
    ),
    ("sub-span no range", "standoff-span", "x.jsonl:2", [HEADER, ORDER | {"strength": 2, "cue": "要"}]),
]


@pytest.mark.parametrize(
    ("code", "place", "rows"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_a_broken_form_is_refused_with_its_place(code: str, place: str, rows: list[object]) -> None:
    with pytest.raises(SpeechdataError) as caught:
        _parse(*rows)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert caught.value.advice


@pytest.mark.parametrize("header", [HEADER | {"sha256": "0" * 64}, HEADER | {"chars": len(SOURCE.text) + 1}])
def test_gold_of_another_text_is_refused(header: dict[str, Any]) -> None:
    assert _parse(HEADER, SLOGAN, source=SOURCE).of("slogan")
    with pytest.raises(SpeechdataError, match="standoff-source"):
        _parse(header, SLOGAN, source=SOURCE)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not UTF-8"])
def test_an_unreadable_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SpeechdataError, match="standoff-file"):
        load(path)


def test_unknown_layers_extra_keys_blank_lines_and_a_byte_order_mark_are_welcome(tmp_path: Path) -> None:
    rows = [
        HEADER,
        SLOGAN | {"note": "x"},
        {"layer": "promise", "start": 1, "end": 2, "by": {"start": 1, "end": 2}},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\ufeff" + "\n\n".join(map(json.dumps, rows)) + "\n", "utf-8")
    gold = load(path, layers=LAYERS)
    assert gold.of("slogan")[0].fields["note"] == "x"
    assert gold.of("promise")[0].fields["by"] == Span(1, 2)
    assert gold.labels is None
    assert gold.covers("promise")
