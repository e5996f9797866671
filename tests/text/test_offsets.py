from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import OffsetError
from speechdata.span import Span
from speechdata.text.offsets import OffsetMap

SOURCE = "前言\n抓好 落实\n\n结束"
REMOVED = [Span(2, 3), Span(5, 6), Span(8, 10)]


@st.composite
def maps(draw: st.DrawFn) -> tuple[str, OffsetMap]:
    """A text and a map of a range of it with random holes."""
    text = draw(st.text(alphabet="安全生产 \n，。AB", min_size=1, max_size=40))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start, len(text)))
    cuts = sorted(draw(st.sets(st.integers(start, end), max_size=8)))
    holes = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    return text, OffsetMap.from_removed(Span(start, end), holes)


def test_holes_are_left_out() -> None:
    mapped = OffsetMap.from_removed(Span(0, len(SOURCE)), REMOVED)
    assert mapped.apply(SOURCE) == "前言抓好落实结束"
    assert mapped.to_source(Span(2, 6)) == Span(3, 8)
    assert mapped.to_source(Span(0, 2)) == Span(0, 2)
    assert mapped.to_clean(Span(3, 10)) == Span(2, 6)
    assert mapped.to_clean(Span(8, 10)) is None


def test_an_empty_span_stands_where_its_character_stands() -> None:
    mapped = OffsetMap.from_removed(Span(0, len(SOURCE)), REMOVED)
    assert mapped.to_source(Span(2, 2)) == Span(3, 3)
    assert mapped.to_source(Span(8, 8)) == Span(len(SOURCE), len(SOURCE))


@pytest.mark.parametrize(
    "holes", [[Span(5, 6), Span(2, 3)], [Span(2, 4), Span(3, 5)], [Span(9, 13)], [Span(0, 1)]], ids=str
)
def test_holes_out_of_order_or_range_raise(holes: list[Span]) -> None:
    with pytest.raises(OffsetError, match="offsets-order"):
        OffsetMap.from_removed(Span(1, 12), holes)


def test_positions_off_the_map_raise() -> None:
    mapped = OffsetMap.from_removed(Span(2, 8), [Span(5, 6)])
    for ask in (
        lambda: mapped.position(5),
        lambda: mapped.position(-1),
        lambda: mapped.to_source(Span(0, 6)),
        lambda: mapped.bounds(3, 2),
        lambda: mapped.bounds(-1, 2),
        lambda: mapped.to_clean(Span(1, 3)),
        lambda: mapped.to_clean(Span(3, 9)),
    ):
        with pytest.raises(OffsetError, match="offsets-range"):
            ask()


@given(maps())
def test_every_character_maps_back_to_itself(case: tuple[str, OffsetMap]) -> None:
    text, mapped = case
    clean = mapped.apply(text)
    assert len(clean) == len(mapped)
    assert "".join(text[mapped.position(at)] for at in range(len(clean))) == clean


@given(maps(), st.data())
def test_clean_to_source_and_back(case: tuple[str, OffsetMap], data: st.DataObject) -> None:
    text, mapped = case
    start = data.draw(st.integers(0, len(mapped)))
    end = data.draw(st.integers(start, len(mapped)))
    source = mapped.to_source(Span(start, end))
    assert mapped.source.contains(source)
    if start < end:
        assert mapped.to_clean(source) == Span(start, end)
        assert (source.of(text)[0], source.of(text)[-1]) == (
            mapped.apply(text)[start],
            mapped.apply(text)[end - 1],
        )


@given(maps())
def test_kept_and_removed_add_up_to_the_source(case: tuple[str, OffsetMap]) -> None:
    text, mapped = case
    kept = {at for run in mapped.kept for at in range(run.start, run.end)}
    rest = "".join(text[at] for at in range(mapped.source.start, mapped.source.end) if at not in kept)
    assert sorted(rest + mapped.apply(text)) == sorted(mapped.source.of(text))
