"""What stands around the text of a page: running headers and footers, page numbers, footnotes and their marks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from speechdata.readers._pdf_columns import Region
from speechdata.readers._pdf_rows import Row, Sheet

RUNNING = "running headers and footers left out"
NUMBERS = "page numbers left out"
FOOTNOTES = "footnotes and endnotes left out"
MARKS = "marks of notes left out"
_EDGE_ROWS = 3
"""Rows at an edge of a page that may be headers or footers."""
_SAME_PLACE = 4.0
"""Points by which the place of a running header may differ from page to page."""
_SMALL = 0.9
_RAISED = 0.75
"""Font size of a footnote and of a mark, as a share of that of the text."""
_DIGITS = re.compile(r"\d+")
_DECORATION = re.compile(r"[\s—–―─‐\-－·•・~～|｜\[\]【】()（）<>《》.]+")
_WRITTEN = r"(?:\d{1,4}|[〇零一二三四五六七八九十百]{1,6})"
_NUMBER = re.compile(
    rf"第{_WRITTEN}[页頁](?:[,，/／]?共{_WRITTEN}[页頁])?|\d{{1,4}}[/／]\d{{1,4}}|(?i:page\d{{1,4}}(?:of\d{{1,4}})?)"
)
_BARE = re.compile(r"\d{1,4}")
_DASHED = re.compile(r"\s*[—–―─‐\-－·•~～]+\s*\d{1,4}\s*[—–―─‐\-－·•~～]+\s*")
_NOTE = re.compile(r"[\[〔【（(*＊※]?\s*(?:\d{1,3}|[①-⑳❶-❿*＊※])|注(?:释)?[：:]")
_MARK = re.compile(r"[\d①-⑳\[\]〔〕*＊※]")


@dataclass(frozen=True)
class Edge:
    """A row near the upper or lower edge of a page; `place` is its distance from the top or from the bottom."""

    page: int
    upper: bool
    place: float
    text: str
    row: Row


def without_margins(sheets: Sequence[Sheet], notes: Counter[str]) -> list[Sheet]:
    """The pages without headers, footers and page numbers.

    A page all of whose rows recur is not one of headers only, but stands in the file twice: it keeps them.
    """
    edges = [edge for index, sheet in enumerate(sheets) for edge in _edges(index, sheet)]
    running, offsets = _running(edges), _offsets(edges)
    bodies = []
    for index, sheet in enumerate(sheets):
        twice = len(sheet.rows) > 1 and all(row in running for row in sheet.rows)
        known = frozenset() if twice else frozenset(running)
        dropped = dict(_outer(_edges(index, sheet), known, offsets))
        notes.update(dropped.values())
        bodies.append(replace(sheet, rows=[row for row in sheet.rows if row not in dropped]))
    return bodies


def _outer(
    edges: Iterable[Edge], running: frozenset[Row], offsets: frozenset[int]
) -> Iterator[tuple[Row, str]]:
    """What is left out from both edges of a page inwards, and its kind."""
    for _, side in groupby(edges, key=lambda edge: edge.upper):
        for edge in side:
            if _is_number(edge, offsets):
                yield edge.row, NUMBERS
            elif edge.row in running:
                yield edge.row, RUNNING
            else:
                break


def _edges(index: int, sheet: Sheet) -> Iterable[Edge]:
    """The outer rows of a page, from the edge inwards."""
    for row in sheet.rows[:_EDGE_ROWS]:
        yield Edge(index, True, row.top, row.text, row)
    for row in sheet.rows[: -_EDGE_ROWS - 1 : -1]:
        yield Edge(index, False, sheet.bottom - row.bottom, row.text, row)


def _running(edges: Sequence[Edge]) -> set[Row]:
    """Rows whose text, but for numbers, recurs at the same place, where half of the pages have one that recurs."""
    alike: dict[tuple[bool, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        alike[edge.upper, _DIGITS.sub("#", edge.text)].append(edge)
    recurring = [
        edge
        for group in alike.values()
        for edge in group
        if len({other.page for other in _level(edge, group)}) > 1
    ]
    half = len({edge.page for edge in edges}) / 2
    return {
        edge.row
        for edge in recurring
        if len({other.page for other in _level(edge, recurring) if other.upper == edge.upper}) >= half
    }


def _level(edge: Edge, others: Iterable[Edge]) -> list[Edge]:
    return [other for other in others if abs(other.place - edge.place) <= _SAME_PLACE]


def _offsets(edges: Sequence[Edge]) -> frozenset[int]:
    """Differences of a bare number and its page's index that two pages share; 1 on a single page."""
    bare = {(edge.page, int(number)) for edge in edges if (number := _bare(edge.text))}
    counts = Counter(number - page for page, number in bare)
    single = len({edge.page for edge in edges}) == 1
    return frozenset(offset for offset, count in counts.items() if count > 1 or (single and offset == 1))


def _bare(text: str) -> str | None:
    stripped = _DECORATION.sub("", text)
    return stripped if _BARE.fullmatch(stripped) else None


def _is_number(edge: Edge, offsets: frozenset[int]) -> bool:
    """Whether a row is a page number, by its form or by its series."""
    if _DASHED.fullmatch(edge.text) or _NUMBER.fullmatch(_DECORATION.sub("", edge.text)):
        return True
    number = _bare(edge.text)
    return number is not None and int(number) - edge.page in offsets


def without_footnotes(found: Iterable[Region], size: float, notes: Counter[str]) -> list[Region]:
    """The regions of a page without the notes at their feet; `size` is that of the text in points."""
    kept = []
    for region in found:
        small = list(takewhile(lambda row: row.size <= _SMALL * size, reversed(region.rows)))[::-1]
        starts = [index for index, row in enumerate(small) if _NOTE.match(row.text)]
        rows = region.rows
        if starts and len(small) < len(rows):
            notes[FOOTNOTES] += len(starts)
            rows = rows[: len(rows) - len(small) + starts[0]]
        kept.append(replace(region, rows=rows))
    return kept


def without_marks(region: Region, notes: Counter[str]) -> Region:
    """The region without the small raised marks of notes."""
    return replace(region, rows=[row for old in region.rows for row in _unmarked(old, notes)])


def _unmarked(row: Row, notes: Counter[str]) -> Iterable[Row]:
    size, bottom = row.size, row.bottom
    marks = {
        index
        for index, glyph in enumerate(row.glyphs)
        if glyph.size <= _RAISED * size and bottom - glyph.bottom > 0.2 * size and _MARK.fullmatch(glyph.char)
    }
    notes[MARKS] += sum(index - 1 not in marks for index in marks)
    glyphs = tuple(glyph for index, glyph in enumerate(row.glyphs) if index not in marks)
    if glyphs:
        yield Row(glyphs)
