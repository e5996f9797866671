"""Lines of a source as the segmentation sees them: without white space, noise and layout, but with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from speechdata.lexicons import simplified
from speechdata.span import Span
from speechdata.text.markdown_marks import BEGINNINGS, marks, underlines
from speechdata.text.normalize import UNEVEN, noise
from speechdata.text.segment import lines

_WIDE_GAP = re.compile(r"(?:[^\S\u3000]*\u3000){2,}\s*|\s{4,}")
_WHITE = re.compile(r"\s\s*")  # one that is not repeated is looked for faster
_WHITES = re.compile(r"\s\s+")


@dataclass(slots=True)  # not frozen: that would double the time to make one
class Line:
    """A line, or the part of one between wide gaps, as written but without white space, noise and Markdown's marks.

    `runs` are the source ranges that make it up; `row` counts the source's lines; `broken` are line breaks inside,
    of a title cut in two; `layout` are the Markdown marks, in the source.
    """

    written: str
    runs: tuple[Span, ...]
    row: int
    broken: tuple[Span, ...] = ()
    layout: tuple[Span, ...] = ()
    flat: str = field(init=False)
    """The line in simplified script, which cues are written in; places are those of `written`."""

    def __post_init__(self) -> None:
        self.flat = simplified(self.written)

    @property
    def start(self) -> int:
        """First code point of the content, in the source."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Code point after the content, in the source."""
        return self.runs[-1].end

    @property
    def span(self) -> Span:
        """The content's range in the source."""
        return Span(self.start, self.end)

    def locate(self, part: Span) -> Span:
        """Source range of a non-empty range of the line."""
        return Span(self._place(part.start), self._place(part.end - 1) + 1)

    def _place(self, offset: int) -> int:
        for run in self.runs:
            if offset < len(run):
                return run.start + offset
            offset -= len(run)
        raise IndexError("off the line")

    def joined(self, other: Line) -> Line:
        """This line and the next one as one."""
        gap = Span(self.end, other.start)
        return Line(
            self.written + other.written,
            self.runs + other.runs,
            self.row,
            (*self.broken, gap, *other.broken),
            self.layout + other.layout,
        )

    def cut(self, places: Sequence[int]) -> Iterator[Line]:
        """The line parted at offsets inside it, which ascend."""
        if not places:
            yield self
            return
        runs, layout, at = list(reversed(self.runs)), list(reversed(self.layout)), 0
        for place in (*places, len(self.written)):
            part = list(_taken(runs, place - at))
            below = runs[-1].start if runs else self.end
            marks = []
            while layout and (not runs or layout[-1].start < below):
                marks.append(layout.pop())
            yield Line(self.written[at:place], tuple(part), self.row, layout=tuple(marks))
            at = place


def _taken(runs: list[Span], length: int) -> Iterator[Span]:
    """Takes `length` characters off the runs, the next of which is the last."""
    while length:
        run = runs.pop()
        if len(run) > length:
            runs.append(Span(run.start + length, run.end))
            run = Span(run.start, run.start + length)
        yield run
        length -= len(run)


def lines_of(text: str) -> list[Line]:
    """All lines with content, in order; one that only underlines a heading is a mark of that."""
    rows = ((row, *part) for row, span in enumerate(lines(text)) for part in _parts(text, span))
    found: list[Line] = []
    for line in (_line(text, start, end, row) for row, start, end in rows):
        above = found[-1] if found and line.runs else None
        if (
            above
            and underlines(line.written, above.written)
            and len(text[above.end : line.start].splitlines()) == 1
        ):
            found[-1] = replace(above, layout=(*above.layout, line.span))
        elif line.runs:
            found.append(line)
    return found


def _parts(text: str, span: Span) -> Iterator[tuple[int, int]]:
    at = span.start
    for white in _WHITES.finditer(text, span.start, span.end):
        for gap in _WIDE_GAP.finditer(text, *white.span()):
            if gap.start() > at:
                yield at, gap.start()
            at = gap.end()
    if span.end > at:
        yield at, span.end


def _line(text: str, start: int, end: int, row: int) -> Line:
    if text[start] not in BEGINNINGS and not UNEVEN.search(text, start, end):
        return Line(text[start:end], (Span(start, end),), row)  # as most are
    found = (noise(text, Span(start, end)), _WHITE.finditer(text, start, end))
    holes = [match.span() for match in chain.from_iterable(found)]
    layout = tuple(mark.shift(start) for mark in marks(text[start:end]))
    holes += [(mark.start, mark.end) for mark in layout]
    runs, at = [], start
    for hole_start, hole_end in sorted(holes):
        if hole_start > at:
            runs.append(Span(at, hole_start))
        at = max(at, hole_end)
    if at < end:
        runs.append(Span(at, end))
    return Line("".join(run.of(text) for run in runs), tuple(runs), row, layout=layout)
