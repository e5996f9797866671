"""Doc: sentences, tokens, the section at a place, and records made of spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import cases
from speechdata.annotators import layers
from speechdata.annotators.directives import Directive
from speechdata.annotators.sections import Section
from speechdata.layer import Doc
from speechdata.records import Annotation
from speechdata.span import Span

OUTLINE = """各位：
一、总则
要抓落实。
（一）抓重点。要盯住关键。
（二）补短板。要查漏补缺。
二、保障
要加强领导。
"""
PIECES = st.lists(st.sampled_from([line + "\n" for line in OUTLINE.splitlines()]), max_size=14)


def outlined(text: str) -> Doc:
    return cases.doc_of(text).annotate(layer for layer in layers() if layer.name == "sections")


def slow_section_at(sections: tuple[Annotation, ...], offset: int) -> Annotation | None:
    inside = [s for s in sections if s.start <= offset < max(s.end, s.body_end)]  # type: ignore[attr-defined]
    return max(inside, key=lambda section: (section.start, -section.end), default=None)


def test_innermost_section_at_a_place() -> None:
    doc = outlined(OUTLINE)
    for words, path in [
        ("总则", "1"),
        ("抓落实", "1"),
        ("盯住", "1.1"),
        ("查漏", "1.2"),
        ("保障", "2"),
        ("领导", "2"),
    ]:
        section = doc.section_at(OUTLINE.index(words))
        assert section is not None
        assert section.path == path
    assert doc.section_at(0) is None


@given(PIECES)
def test_section_at_agrees_with_a_plain_search(pieces: list[str]) -> None:
    doc = outlined("".join(pieces))
    for offset in range(len(doc.text)):
        assert doc.section_at(offset) is slow_section_at(doc.layers["sections"], offset)


def test_record_fills_places_from_spans() -> None:
    doc = cases.doc_of("一、总则\n要抓落实。")
    record = doc.record(
        Section,
        Span(0, 4),
        rule="test",
        marker=Span(0, 2),
        heading=None,
        section_id=None,
        parent_id=None,
        position=0,
        depth=1,
        path="1",
        ordinal=1,
        marker_style="han_dot",
        kind="block",
        body_start=5,
        body_end=10,
    )
    assert (record.marker, record.marker_start, record.marker_end) == ("一、", 0, 2)
    assert (record.heading, record.heading_start, record.heading_end) == (None, None, None)
    assert record.annotation_id == "sp-0000000000000000:section:0-4"
    assert record.sentence_id == "sp-0000000000000000:sentence:0-4"


@pytest.mark.parametrize(
    "change",
    [
        {"text": "一、总责"},
        {"end": 5},
        {"marker": "二、"},
        {"marker_end": None},
        {"heading_end": None},
        {"heading": None},
        {"heading_start": 4, "heading_end": 2},
        {"source_end": 2},
        {"kind": "other"},
    ],
)
def test_a_record_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    (section,) = outlined("一、总则\n要抓落实。").layers["sections"]
    with pytest.raises(ValidationError):
        Section.model_validate(section.model_dump() | change, context={"text": "一、总则\n要抓落实。"})


def test_tokens_inside_a_span() -> None:
    doc = cases.doc_of("要抓落实。要抓好安全生产工作。")
    assert [token.word for token in doc.tokens(Span(5, 14))] == ["要", "抓好", "安全", "生产", "工作"]
    assert doc.sentence_index(5) == 1


def test_words_and_tokens_of_a_sentence() -> None:
    doc = cases.doc_of("一、总则\n要抓落实。")
    assert doc.sentence_words == [["一", "、", "总则"], ["要", "抓", "落实", "。"]]
    assert [(token.start, token.end, token.word) for token in doc.sentence_tokens(1)] == [
        *((5, 6, "要"), (6, 7, "抓"), (7, 9, "落实")),
        (9, 10, "。"),
    ]
    assert doc.sentence_tokens(1) is doc.sentence_tokens(1)
    rows = list(doc.sentence_records())
    assert [row.tokens for row in rows] == [("一", "、", "总则"), ("要", "抓", "落实", "。")]
    assert rows[1].pos == tuple(token.pos for token in doc.sentence_tokens(1))


FIELDS: dict[str, object] = {
    "modality": "obligation",
    "strength": 2,
    "explicit": True,
    "cue": Span(0, 1),
    "addressee": None,
    "addressee_basis": "unstated",
    "action": "抓落实",
    "deadline": None,
    "condition": None,
    "attribution": "issued",
}


def test_an_annotator_can_make_this_record() -> None:
    assert cases.doc_of("要抓落实。").record(Directive, Span(0, 4), rule="t", **FIELDS).cue == "要"


@pytest.mark.parametrize(
    "change", [{"modality": "order"}, {"strength": 4}, {"cue": Span(3, 9)}, {"unknown": 1}, {"action": 3}]
)
def test_an_annotator_cannot_make_a_record_with_a_wrong_field(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Directive|leaves a text"):
        cases.doc_of("要抓落实。").record(Directive, Span(0, 4), rule="t", **FIELDS | change)


@pytest.mark.parametrize("missing", list(FIELDS))
def test_an_annotator_cannot_leave_a_field_out(missing: str) -> None:
    fields = {name: value for name, value in FIELDS.items() if name != missing}
    with pytest.raises(ValidationError, match=missing):
        cases.doc_of("要抓落实。").record(Directive, Span(0, 4), rule="t", **fields)
