from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.span import Span

TEXT = "  安全生产重于泰山。  "
offsets = st.integers(min_value=0, max_value=50)
spans = st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3), (-2, -1)])
def test_what_is_no_span_raises(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_surface_length_and_order() -> None:
    assert Span(2, 6).of(TEXT) == "安全生产"
    assert len(Span(2, 6)) == 4
    assert Span(2, 2).of(TEXT) == ""
    assert sorted([Span(3, 4), Span(2, 9), Span(2, 3)]) == [Span(2, 3), Span(2, 9), Span(3, 4)]


def test_surface_beyond_the_text_raises() -> None:
    with pytest.raises(ValueError, match="leaves a text"):
        Span(0, len(TEXT) + 1).of(TEXT)


@pytest.mark.parametrize(
    ("outer", "inner", "contains", "overlap"),
    [
        (Span(2, 6), Span(2, 6), True, 4),
        (Span(2, 6), Span(3, 5), True, 2),
        (Span(2, 6), Span(5, 8), False, 1),
        (Span(2, 6), Span(6, 8), False, 0),
        (Span(2, 6), Span(9, 12), False, 0),
        (Span(2, 6), Span(4, 4), True, 0),
    ],
)
def test_contains_and_overlap(outer: Span, inner: Span, contains: bool, overlap: int) -> None:
    assert outer.contains(inner) is contains
    assert outer.overlap(inner) == inner.overlap(outer) == overlap


def test_trim() -> None:
    assert Span(0, len(TEXT)).trim(TEXT, " ") == Span(2, 11)
    assert Span(0, 2).trim(TEXT, " ") == Span(2, 2)
    assert Span(2, 11).trim(TEXT, "。") == Span(2, 10)


@given(spans, st.integers(min_value=0, max_value=20))
def test_shift_keeps_the_length_and_comes_back(span: Span, by: int) -> None:
    assert len(span.shift(by)) == len(span)
    assert span.shift(by).shift(-by) == span


@given(spans, spans)
def test_containing_is_overlapping_in_full(one: Span, other: Span) -> None:
    if one.contains(other):
        assert one.overlap(other) == len(other)
