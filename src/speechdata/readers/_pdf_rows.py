"""From the glyphs of a page to rows in reading direction, whichever way the page or its text is turned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median, mode

from speechdata.readers._pdf_pages import Glyph, Page

SLANTED = "slanted characters left out (watermarks)"
DOUBLED = "doubled glyphs of fake bold, read once"
TURNED = "characters set in another direction, put after their page"
_SPACE = re.compile(r"\s+")
_WESTERN = re.compile(r"[!-~À-ɏ]")
_COLUMN_GAP = 0.9
_CELL_GAP = 1.5
"""Gaps in sizes of the font: what may part columns, and what parts cells of a table."""
_WORD_GAPS = (0.5, 0.33, 0.15)
"""What stands for a space if none, one or both of its neighbours are Western; a quarter is set without a space."""


@dataclass(frozen=True)
class Row:
    """Glyphs of one line from left to right, none of them doubled; never empty, and its ends are no spaces."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def left(self) -> float:
        """Its left edge in points."""
        return self.glyphs[0].left

    @cached_property
    def right(self) -> float:
        """Its right edge in points."""
        return max(glyph.right for glyph in self.glyphs)

    @cached_property
    def top(self) -> float:
        """Its upper edge in points, y downwards."""
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def bottom(self) -> float:
        """Its lower edge in points."""
        return max(glyph.bottom for glyph in self.glyphs)

    @cached_property
    def size(self) -> float:
        """The font size of most of its characters, in points."""
        return mode(round(glyph.size, 1) for glyph in self.glyphs)

    @cached_property
    def text(self) -> str:
        """Its text; a gap without a space is one between words, a wide one a tab as between cells."""
        parts = [self.glyphs[0].char]
        spread = median([0.0, *(_distance(*pair) for pair in pairwise(self.glyphs))])
        for before, after in pairwise(self.glyphs):
            parts.append(_gap(before, after, spread) + after.char)
        return _SPACE.sub(lambda run: "\t" if "\t" in run[0] else run[0], "".join(parts))

    def pieces(self) -> Iterator[Row]:
        """The parts between which a gap is wide enough to part columns."""
        start = 0
        shown = [index for index, glyph in enumerate(self.glyphs) if not glyph.char.isspace()]
        for before, after in pairwise(shown):
            a, b = self.glyphs[before], self.glyphs[after]
            if b.left - a.right > _COLUMN_GAP * max(a.size, b.size):
                yield Row(self.glyphs[start : before + 1])
                start = after
        yield Row(self.glyphs[start:])


def _distance(before: Glyph, after: Glyph) -> float:
    """The gap between two neighbours in sizes of their font."""
    return (after.left - before.right) / max(before.size, after.size)


def _gap(before: Glyph, after: Glyph, spread: float) -> str:
    """What stands in the gap between two neighbours; `spread` is what justifying the row adds to each."""
    gap = _distance(before, after) - max(0.0, spread)
    if before.char.isspace() or after.char.isspace():
        return ""
    if gap > _CELL_GAP:
        return "\t"
    western = sum(bool(_WESTERN.match(glyph.char)) for glyph in (before, after))
    return " " if gap > _WORD_GAPS[western] else ""


@dataclass(frozen=True)
class Sheet:
    """The rows of a page from top to bottom, and its edges in reading direction, in points."""

    rows: list[Row]
    left: float
    right: float
    bottom: float


def sheet(page: Page, notes: Counter[str]) -> Sheet:
    """The page in reading direction."""
    upright = [glyph for glyph in page.glyphs if _turn(glyph) is not None]
    notes[SLANTED] += sum(not glyph.char.isspace() for glyph in page.glyphs) - sum(
        not glyph.char.isspace() for glyph in upright
    )
    flow = _direction(upright)
    main = [glyph for glyph in upright if _belongs(glyph, flow)]
    others = [glyph for glyph in upright if not _belongs(glyph, flow)]
    found = list(_grouped([_turned(glyph, flow) for glyph in main], notes))
    edges = _turned(Glyph("", *page.edges, 0.0, 0.0), flow)
    for turn in sorted({_turn(glyph) or 0 for glyph in others}):
        aside = [_turned(glyph, turn) for glyph in others if _turn(glyph) == turn]
        notes[TURNED] += sum(not glyph.char.isspace() for glyph in aside)
        found += _below(_grouped(aside, notes), found)
    return Sheet(found, edges.left, edges.right, edges.bottom)


def _turn(glyph: Glyph) -> int | None:
    """The quarter turn nearest to the glyph's angle: 0, 90, 180 or 270; None if it is slanted."""
    quarter = round(glyph.turn / 90) * 90
    return quarter % 360 if abs(glyph.turn - quarter) < 5 else None


def _direction(glyphs: Sequence[Glyph]) -> int:
    """Which way most glyphs follow each other: 0 to the right, 90 down, 180 to the left, 270 up."""
    steps: Counter[int] = Counter()
    for before, after in pairwise(glyphs):
        across, down = after.left - before.left, after.top - before.top
        reach = 2 * max(before.size, after.size)
        if 0 < max(abs(across), abs(down)) <= reach:
            sideways = abs(across) >= abs(down)
            steps[(0 if across > 0 else 180) if sideways else (90 if down > 0 else 270)] += 1
    return max(steps, key=lambda turn: (steps[turn], -turn), default=0)


def _belongs(glyph: Glyph, flow: int) -> bool:
    """Whether a glyph stands in the main text: that which runs down has ideographs upright and words turned."""
    return _turn(glyph) in ({0, 90} if flow == 90 else {flow})


def _turned(glyph: Glyph, turn: int) -> Glyph:
    """The glyph on a page that is turned so that its line runs to the right."""
    left, top, right, bottom = glyph.left, glyph.top, glyph.right, glyph.bottom
    if turn == 90:
        left, top, right, bottom = top, -right, bottom, -left
    elif turn == 180:
        left, top, right, bottom = -right, -bottom, -left, -top
    elif turn == 270:
        left, top, right, bottom = -bottom, left, -top, right
    return glyph._replace(left=left, top=top, right=right, bottom=bottom)


def _below(found: Iterator[Row], above: Sequence[Row]) -> Iterator[Row]:
    """The rows, moved below those above so that they come last."""
    found_rows = list(found)
    lowest = max((row.bottom for row in above), default=0.0)
    shift = lowest - min((row.top for row in found_rows), default=0.0) + 40
    for row in found_rows:
        moved = (glyph._replace(top=glyph.top + shift, bottom=glyph.bottom + shift) for glyph in row.glyphs)
        yield Row(tuple(moved))


def _grouped(glyphs: Sequence[Glyph], notes: Counter[str]) -> Iterator[Row]:
    """Rows of glyphs that stand side by side, also those that are smaller and raised."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda item: (item.top + item.bottom, item.left)):
        if row and not _beside(max(row, key=lambda item: item.size), glyph):
            yield from _row(row, notes)
            row = []
        row.append(glyph)
    yield from _row(row, notes)


def _beside(one: Glyph, other: Glyph) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap >= 0.5 * min(one.bottom - one.top, other.bottom - other.top)


def _row(glyphs: Sequence[Glyph], notes: Counter[str]) -> Iterator[Row]:
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda item: item.left):
        if any(_doubles(glyph, other) for other in kept[-4:]):
            notes[DOUBLED] += not glyph.char.isspace()
        else:
            kept.append(glyph)
    shown = [index for index, glyph in enumerate(kept) if not glyph.char.isspace()]
    if shown:
        yield Row(tuple(kept[shown[0] : shown[-1] + 1]))


def _doubles(glyph: Glyph, other: Glyph) -> bool:
    """Whether two glyphs are one, drawn twice. Letters of a ligature have the same box, and are not."""
    reach = 0.2 * glyph.size
    return (
        glyph.char == other.char
        and glyph[1:5] != other[1:5]
        and abs(glyph.left - other.left) < reach
        and abs(glyph.top - other.top) < reach
    )
