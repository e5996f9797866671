"""Rows joined into the paragraphs that they were broken from.

Two rows are one paragraph if the first is full: what the second begins with had no room at its end. Indents,
distances, font sizes and numbers of headings part full rows, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from speechdata.readers._pdf_columns import Region
from speechdata.readers._pdf_rows import Row

_SLACK = 0.4
_INDENT = 1.2
_SAME_SIZE = 1.12
_LOOSE = 1.4
_SETTLED, _BROAD = 3, 0.35
"""Rows that end at an edge, and the share of the page that they fill, to settle that it is one."""
_EXACT, _NEAR, _RAGGED = 0.1, 1.5, 0.08
"""In sizes of the font: a row ends at the edge, or near it; the share of the latter in text that is not justified."""
_ESTABLISHED = 8
"""Rows from which a region's own edges are known; a shorter one has those of its likes on other pages."""
_FINAL = re.compile(r"[。！？…：；!?][”’」』）)]*$")
_MARKER = re.compile(
    r"第[〇零一二三四五六七八九十百]+[章节節条條部]|[〇零一二三四五六七八九十百]+[、．.]"
    r"|[（(][〇零一二三四五六七八九十百\d]+[）)]|\d{1,2}[．、)）]|\d{1,2}\.(?!\d)|[①-⑳●■◆•]"
)
_CLOSING = "，。、；：？！）》〉”’」』】〕)}],.;:?!…—％%"
_CLOSE = f"[{re.escape(_CLOSING)}]"
_UNPARTED = re.compile(
    rf"[（《〈“‘「『【〔(\[{{]*(?:[!-~À-ɏ％‰]+|.){_CLOSE}*(?:(?<={_CLOSE})[0-9][!-~]*{_CLOSE}*)?", re.DOTALL
)
"""What no row is broken within. Numbers that follow punctuation stay with it in some programs."""
_EASTERN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—·\U00020000-\U0003ffff]")


@dataclass(frozen=True)
class Frame:
    """Edges of a region in points; whether several rows settle the right one, and whether they end exactly there."""

    left: float
    right: float
    settled: bool
    tight: bool


@dataclass(frozen=True)
class Line:
    """A row as it stands between the edges of its region; all measures in points.

    `rest` is what is free at its end, `lead` the width of what cannot be parted at its start, `drop` how far it is
    below the row above in the region (None at its start), `pitch` the usual distance of such rows. It `opens` a
    paragraph if it is indented by two characters. `tight` and `settled` are its region's.
    """

    text: str
    size: float
    indent: float
    rest: float
    lead: float
    drop: float | None
    pitch: float
    centred: bool
    opens: bool
    tight: bool
    settled: bool

    @property
    def table(self) -> bool:
        """Whether it is a row of a table."""
        return "\t" in self.text


def paragraphs(regions: Sequence[Region], size: float) -> Iterator[str]:
    """The paragraphs of regions in reading order; `size` is the font size of the text in points."""
    parts: list[str] = []
    last: Line | None = None
    for line in _lines(regions, size):
        if last is not None and not _continues(last, line, size):
            yield "".join(parts)
            parts = []
        parts.append(_between(parts, line.text) + line.text)
        last = line
    if parts:
        yield "".join(parts)


def body_size(rows: Iterable[Row]) -> float:
    """The font size of most characters, in points; 0 without any."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.glyphs)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _between(parts: Sequence[str], text: str) -> str:
    """A space where a row ended between two Western words."""
    if not parts or _EASTERN.match(parts[-1][-1]) or _EASTERN.match(text[0]) or parts[-1].endswith("-"):
        return ""
    return " "


def _lines(regions: Sequence[Region], size: float) -> Iterator[Line]:
    pitches = _pitches(regions)
    likes: dict[tuple[int, ...], Region] = {}
    for region in regions:
        likes.setdefault(region.column, replace(region, rows=[])).rows.extend(region.rows)
    common = {column: _frame(region, size) for column, region in likes.items()}
    for region in regions:
        own = sum(row.size == size for row in region.rows) >= _ESTABLISHED
        frame = _frame(region, size) if own else common[region.column]
        above: Row | None = None
        for row in region.rows:
            drop = None if above is None else _middle(row) - _middle(above)
            yield _line(row, frame, size, drop, pitches[round(row.size)])
            above = row


def _frame(region: Region, size: float) -> Frame:
    left, right = _edges(region.rows, size)
    settled = _is_settled(region.rows, right, _least(region, left))
    if not settled and not region.column:
        right = max(right, sum(region.sheet) - left - size)
    return Frame(left, right, settled, _is_tight(region.rows, right))


def _line(row: Row, frame: Frame, size: float, drop: float | None, pitch: float) -> Line:
    indent, rest = row.left - frame.left, frame.right - row.right
    opens = row.size <= _SAME_SIZE * size and 1.5 * row.size < indent < 2.5 * row.size
    centred = abs(indent - rest) < row.size and not opens
    tight = frame.tight and row.size == size
    return Line(
        row.text, row.size, indent, rest, _lead(row), drop, pitch, centred, opens, tight, frame.settled
    )


def _least(region: Region, left: float) -> float:
    """How far to the right the edge of text is at least; a column may end anywhere."""
    if region.column:
        return float("-inf")
    return left + _BROAD * (region.sheet[1] - region.sheet[0])


def _is_settled(rows: Sequence[Row], right: float, least: float) -> bool:
    """Whether several rows break off at the right edge, and this is so far to the right that it can be one."""
    ends = sum(abs(right - row.right) < row.size and not _FINAL.search(row.text) for row in rows)
    return right >= least and ends >= _SETTLED


def _is_tight(rows: Sequence[Row], right: float) -> bool:
    """Whether text is justified: hardly a row comes near the edge without ending at it."""
    rests = [(right - row.right) / row.size for row in rows]
    near = sum(_EXACT < rest < _NEAR for rest in rests)
    return near < _RAGGED * sum(abs(rest) <= _EXACT for rest in rests)


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _pitches(regions: Iterable[Region]) -> dict[int, float]:
    """The most usual distance between two rows of a font size (rounded), in points."""
    drops: dict[int, Counter[float]] = {}
    for region in regions:
        for row in region.rows:
            drops.setdefault(round(row.size), Counter())
        for above, row in pairwise(region.rows):
            if round(above.size) == round(row.size):
                drops[round(row.size)][round(_middle(row) - _middle(above))] += 1
    return {
        size: max(found, key=lambda drop: (found[drop], -drop), default=float("inf"))
        for size, found in drops.items()
    }


def _edges(rows: Sequence[Row], size: float) -> tuple[float, float]:
    """The left and right edge of text: the outermost that two rows share. Punctuation may hang over the right one."""
    plain = [row for row in rows if abs(row.size - size) < 0.5] or rows
    lefts = sorted(row.left for row in plain)
    rights = sorted((row.right for row in plain if row.glyphs[-1].char not in _CLOSING), reverse=True)
    rights = rights or sorted((row.right for row in plain), reverse=True)
    return _shared(lefts, 0.3 * size), _shared(rights, 0.6 * size)


def _shared(values: Sequence[float], reach: float) -> float:
    """The first of sorted values that its neighbour is near to; the first of all if none is."""
    return next((one for one, other in pairwise(values) if abs(other - one) <= reach), values[0])


def _lead(row: Row) -> float:
    """Width of what must stay on one row at its start: a word or number, or an ideograph, with its punctuation."""
    whole = _UNPARTED.match("".join(glyph.char for glyph in row.glyphs))
    return row.glyphs[whole.end() - 1 if whole else 0].right - row.left


def _continues(above: Line, line: Line, size: float) -> bool:
    """Whether a line goes on with the paragraph of the one above."""
    if above.table or line.table or _differ(above.size, line.size):
        return False
    if line.drop is not None and line.drop > _LOOSE * line.pitch:
        return False
    if above.tight and above.rest > 0.25 * above.size and _FINAL.search(above.text):
        return False
    if _room(above) >= line.lead + _SLACK * line.size:
        return False
    if line.size > _SAME_SIZE * size and line.centred:
        return True
    return _indent_allows(above, line)


def _differ(one: float, other: float) -> bool:
    return max(one, other) > _SAME_SIZE * min(one, other)


def _room(line: Line) -> float:
    """What is free at the end of a line, or on both sides of a centred one."""
    if line.centred and line.indent > line.size:
        return line.indent + line.rest
    return line.rest


def _indent_allows(above: Line, line: Line) -> bool:
    """Whether a line below a full one is indented as the same paragraph is."""
    final, marked = _FINAL.search(above.text), _MARKER.match(line.text)
    if line.indent <= _INDENT * line.size:
        return not (final and (marked or not above.settled))
    if final or marked:
        return False
    hanging = above.indent < _INDENT * above.size and _MARKER.match(above.text)
    block = abs(above.indent - line.indent) < 0.5 * line.size
    return bool(hanging) or (block and (not line.opens or abs(above.rest) < 0.25 * above.size))
