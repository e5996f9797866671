"""OffsetMap: every character of a clean text back to its source, and forth."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from speechdata.errors import OffsetError
from speechdata.span import Span


@dataclass(frozen=True)
class OffsetMap:
    """Kept runs of a source range, in order and disjoint. Clean text is the source's kept characters, joined.

    Coordinates are code points. Positions outside the map raise OffsetError.
    """

    source: Span
    kept: tuple[Span, ...]

    @classmethod
    def from_removed(cls, source: Span, removed: Iterable[Span]) -> OffsetMap:
        """The map of `source` without the `removed` ranges, which must be sorted, disjoint and inside it."""
        kept, at = [], source.start
        for hole in removed:
            if hole.start < at or hole.end > source.end:
                raise OffsetError(
                    "offsets-order", f"removed [{hole.start}, {hole.end}) is out of order or range"
                )
            if hole.start > at:
                kept.append(Span(at, hole.start))
            at = hole.end
        if at < source.end:
            kept.append(Span(at, source.end))
        return cls(source, tuple(kept))

    @cached_property
    def _clean_starts(self) -> list[int]:
        starts, total = [], 0
        for run in self.kept:
            starts.append(total)
            total += len(run)
        return starts

    @cached_property
    def _source_starts(self) -> list[int]:
        return [run.start for run in self.kept]

    @cached_property
    def _shifts(self) -> list[int]:
        """How far the source of each run lies behind its place in the clean text."""
        return [run.start - start for run, start in zip(self.kept, self._clean_starts, strict=True)]

    @cached_property
    def _size(self) -> int:
        return sum(map(len, self.kept))

    def __len__(self) -> int:
        return self._size

    def apply(self, source_text: str) -> str:
        """The clean text: kept characters of the whole decoded source."""
        return "".join(run.of(source_text) for run in self.kept)

    def position(self, offset: int) -> int:
        """Source position of the clean character at `offset`."""
        if not 0 <= offset < len(self):
            raise OffsetError("offsets-range", f"{offset} is off a map of {len(self)} characters")
        run = bisect_right(self._clean_starts, offset) - 1
        return self.kept[run].start + offset - self._clean_starts[run]

    def to_source(self, span: Span) -> Span:
        """Source range of a clean span; it covers removed characters inside, none at its edges."""
        return Span(*self.bounds(span.start, span.end))

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """`to_source` of [start, end) as two numbers, without the cost of Spans."""
        if not 0 <= start <= end <= self._size:
            raise OffsetError("offsets-range", f"[{start}, {end}) is off a map of {len(self)} characters")
        if start == end:
            at = self.position(start) if start < self._size else self.source.end
            return at, at
        starts, shifts = self._clean_starts, self._shifts
        run = bisect_right(starts, start)
        first = start + shifts[run - 1]
        if run < len(starts) and starts[run] < end:
            run = bisect_right(starts, end - 1, run)
        return first, end + shifts[run - 1]

    def to_clean(self, span: Span) -> Span | None:
        """Clean range of what is kept of a source span; None if nothing of it is kept."""
        if not self.source.contains(span):
            raise OffsetError(
                "offsets-range", f"[{span.start}, {span.end}) is outside the mapped source range"
            )
        start, end = self._kept_before(span.start), self._kept_before(span.end)
        return Span(start, end) if end > start else None

    def _kept_before(self, position: int) -> int:
        run = bisect_right(self._source_starts, position) - 1
        if run < 0:
            return 0
        return self._clean_starts[run] + min(len(self.kept[run]), position - self.kept[run].start)
