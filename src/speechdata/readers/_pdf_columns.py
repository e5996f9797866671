"""The reading order of a page: rows over its whole width, and columns between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from speechdata.readers._pdf_rows import Row, Sheet

_LEAST_ROWS = 3
"""Lines side by side that make two columns."""
_LEAST_CHARACTERS = 6
"""Characters in the middle line of a column of prose; cells of a table are shorter."""
_FULL = 2.5
"""How far, in sizes of the font, a full line of a column may end from the column's edge."""


@dataclass(frozen=True)
class Region:
    """Rows below each other; `column` is () for the whole width, (0,) and (1,) for the columns of a page.

    `sheet` are the left and right edge of the page in points.
    """

    column: tuple[int, ...]
    rows: list[Row]
    sheet: tuple[float, float] = (0.0, 0.0)


def regions(sheets: Sequence[Sheet]) -> list[list[Region]]:
    """The regions of each page in reading order. Where half of the pages have columns, others may have, too."""
    gutters = [_gutter(sheet.rows) for sheet in sheets]
    found = sorted(gutter for gutter in gutters if gutter is not None)
    usual = found[len(found) // 2] if len(found) * 2 >= len(sheets) else None
    return [
        [
            replace(region, sheet=(sheet.left, sheet.right))
            for region in _regions(sheet.rows, (), gutter or usual, trusted=gutter is None)
        ]
        for sheet, gutter in zip(sheets, gutters, strict=True)
    ]


def _regions(
    rows: Sequence[Row], column: tuple[int, ...], gutter: float | None, *, trusted: bool = False
) -> Iterator[Region]:
    """The regions of rows; a `trusted` gutter is that of other pages, so that few and short lines keep it, too."""
    if gutter is None:
        if rows:
            yield Region(column, list(rows))
        return
    for beside, band in _bands(rows, gutter, trusted=trusted):
        if beside:
            yield from _sides(band, gutter, column)
        else:
            yield Region(column, band)


def _sides(band: Sequence[Row], gutter: float, column: tuple[int, ...]) -> Iterator[Region]:
    """The regions left and right of a gutter."""
    for index in (0, 1):
        side = [part for row in band for part in _side(row, gutter, index)]
        yield from _regions(side, (*column, index), _gutter(side))


def _side(row: Row, gutter: float, index: int) -> Iterator[Row]:
    """The part of a row on one side of the gutter: 0 left, 1 right."""
    glyphs = tuple(glyph for glyph in row.glyphs if (glyph.left >= gutter) == bool(index))
    shown = [place for place, glyph in enumerate(glyphs) if not glyph.char.isspace()]
    if shown:
        yield Row(glyphs[shown[0] : shown[-1] + 1])


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where columns are parted: the x before which and after which most of the prose stands; None if nowhere."""
    starts = sorted({round(piece.left) - 1.0 for row in rows for piece in row.pieces()})
    weights = {start: _weight(rows, start) for start in starts}
    best = max(starts, key=lambda start: weights[start], default=None)
    return best if best is not None and weights[best] else None


def _weight(rows: Sequence[Row], gutter: float) -> int:
    """How many rows stand in bands of columns."""
    return sum(len(band) for beside, band in _bands(rows, gutter, trusted=False) if beside)


def _bands(rows: Sequence[Row], gutter: float, *, trusted: bool) -> Iterator[tuple[bool, list[Row]]]:
    """Runs of rows that keep clear of the gutter or cross it; whether one is of columns, and its rows."""
    runs: list[tuple[bool, list[Row]]] = []
    for row in rows:
        clear = _clear(row, gutter)
        if not runs or runs[-1][0] != clear:
            runs.append((clear, []))
        runs[-1][1].append(row)
    whole: list[Row] = []
    for clear, run in runs:
        if not (clear and _columns(run, gutter, trusted=trusted)):
            whole += run
            continue
        if whole:
            yield False, whole
            whole = []
        yield True, run
    if whole:
        yield False, whole


def _clear(row: Row, gutter: float) -> bool:
    """Whether no glyph stands on the gutter, nor near it on both sides."""
    before = max((glyph.right for glyph in row.glyphs if glyph.left < gutter), default=None)
    after = min((glyph.left for glyph in row.glyphs if glyph.left >= gutter), default=None)
    if before is None or after is None:
        return before is None or before <= gutter
    return before <= gutter and after - before > 0.9 * row.size


def _columns(run: Sequence[Row], gutter: float, *, trusted: bool) -> bool:
    """Whether the rows hold prose on both sides of the gutter, side by side; a trusted one needs rows only."""
    sides = [[part for row in run for part in _side(row, gutter, index)] for index in (0, 1)]
    if trusted:
        return len(sides[0]) >= _LEAST_ROWS
    if min(map(len, sides)) < _LEAST_ROWS:
        return False
    shared = min(sides[0][-1].bottom, sides[1][-1].bottom) - max(sides[0][0].top, sides[1][0].top)
    return shared > 2 * run[0].size and all(map(_prose, sides))


def _prose(lines: Sequence[Row]) -> bool:
    """Whether lines are those of a column: long, and half of them full."""
    edge = max(line.right for line in lines)
    full = sum(edge - line.right < _FULL * line.size for line in lines)
    return full * 2 >= len(lines) and median(len(line.glyphs) for line in lines) >= _LEAST_CHARACTERS
