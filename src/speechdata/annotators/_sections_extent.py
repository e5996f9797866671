"""Headings, bodies and kinds of enumerated units."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Literal

from speechdata.annotators._sections_marks import LAYOUT, Lines, Mark
from speechdata.annotators._sections_numbers import alternatives
from speechdata.annotators._sections_tree import Unit, series
from speechdata.lexicons import load
from speechdata.span import Span
from speechdata.text.segment import CLOSERS, PAUSES, SENTENCE_END, WHITE

Kind = Literal["block", "run_in", "item"]
EDGE = WHITE + "\n" + SENTENCE_END + PAUSES + "、"
_WORDS = re.compile(f"[^{re.escape(EDGE + CLOSERS + LAYOUT)}]")
_STOP = re.compile(f"([{SENTENCE_END}])(?:(?<=。)[{re.escape(CLOSERS)}]+)?")
_GAP = re.compile(r"\u3000(?<=\S{4}\u3000)\u3000+(?=\S)")


@cache
def opens_with(role: str) -> re.Pattern[str]:
    """Matches the words of that role in lexicons/sections_cues.tsv, which are in simplified script."""
    return re.compile(alternatives(entry["cue"] for entry in load("sections_cues") if entry["role"] == role))


def heading(lines: Lines, mark: Mark, following: Mark | None) -> tuple[Span, bool, bool]:
    """The heading behind a mark, whether it stands alone on its line, and whether it is a sentence then."""
    line, text = mark.line, lines.text
    below_is_free = line + 1 < len(lines.spans) and not (following and following.line == line + 1)
    if mark.span.end >= lines.spans[line].end and below_is_free:
        line += 1
    row = lines.spans[line]
    start = max(mark.span.end, row.start)
    limit = following.span.start if following and following.line == line else row.end
    stop = _sentence_end(lines, line, Span(start, max(start, limit)))
    gap = _GAP.search(text, start, stop)
    alone = gap is not None or not _WORDS.search(text, stop, row.end)
    span = Span(start, gap.start() if gap else stop).trim(text, EDGE + LAYOUT)
    if not len(span):
        span = Span(mark.span.end, mark.span.end)
    titled = alone and mark.opens_line
    return span, titled, titled and text[span.end : span.end + 1] in ("。", "；", ";")


def _sentence_end(lines: Lines, line: int, span: Span) -> int:
    """First full stop in `span` outside quotation marks and brackets, or behind the ones that it ends."""
    for match in _STOP.finditer(lines.text, span.start, span.end):
        if not lines.depth(line, match.start()):
            return match.start()
        if match.group() != match.group(1):
            return match.end()
    return span.end


class Outline:
    """Bodies and kinds of all units of a text; holds what each unit needs to know of the others."""

    def __init__(self, lines: Lines, sentences: list[Span], units: list[Unit]) -> None:
        self._text, self._flat = lines.text, lines.flat
        self._rows, self._sentences = lines.spans, sentences
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._row_starts = set(lines.starts)
        self._limits = _limits(units, len(lines.text))
        self._members = {unit: members for members in _all_series(units) for unit in members}
        self._ends: dict[Unit, int] = {}
        for unit in reversed(units):
            self._ends[unit] = self._body_end(unit)

    def extent(self, unit: Unit) -> tuple[Span, Kind]:
        """Body (empty at the heading's end if there is none) and kind of a unit."""
        body = Span(unit.heading.end, max(unit.heading.end, self._ends[unit]))
        if unit.children or self._has_text(body):
            start = body.trim(self._text, EDGE + CLOSERS).start
            body = Span(start, body.trim(self._text, WHITE + "\n").end)
        else:
            body = Span(body.start, body.start)
        return body, self._kind(unit, body)

    def _has_text(self, span: Span) -> bool:
        return _WORDS.search(self._text, span.start, span.end) is not None

    def _bare(self, unit: Unit) -> bool:
        """Whether nothing stands between a unit's heading and the next marker outside it."""
        return not self._has_text(Span(unit.heading.end, max(unit.heading.end, self._limits[unit])))

    def _kind(self, unit: Unit, body: Span) -> Kind:
        if not unit.titled:
            return "run_in" if len(body) else "item"
        return "item" if unit.is_line and not len(body) else "block"

    def _body_end(self, unit: Unit) -> int:
        members, limit = self._members[unit], self._limits[unit]
        if unit is not members[-1]:
            return limit
        line = unit.mark.line
        elsewhere = any(member.mark.opens_line for member in members if member.mark.line != line)
        inside = not unit.mark.opens_line and not elsewhere
        if (unit.stacked or inside) and not unit.titled:
            limit = min(limit, self._rows[line].end)
        start = max([unit.heading.end, *(self._ends[child] for child in unit.children)])
        return max(start, min(limit, self._closed_at(unit, start, limit)))

    def _closed_at(self, unit: Unit, start: int, limit: int) -> int:
        """Where sentences begin that close the list of which `unit` is the last member."""
        begin = bisect_left(self._sentence_starts, start)
        behind = self._sentences[begin : bisect_left(self._sentence_starts, limit, begin)]
        closes = (self._closes(unit, sentence, first=i == 0) for i, sentence in enumerate(behind))
        at = next((s.start for s, closing in zip(behind, closes, strict=False) if closing), limit)
        told = at < limit and at not in self._row_starts
        if behind and not told and not unit.children and self._stands_apart(unit, behind[0]):
            return behind[0].start
        return at

    def _closes(self, unit: Unit, sentence: Span, *, first: bool) -> bool:
        text, opens_row = self._flat, sentence.start in self._row_starts
        if opens_row and opens_with("speech_close").match(text, sentence.start):
            return True
        if unit.children or unit.titled:
            return False
        near = opens_row or sentence.start < self._rows[unit.mark.line].end
        if near and opens_with("list_close").match(text, sentence.start):
            return True
        return bool((first or opens_row) and opens_with("conclude").match(text, sentence.start))

    def _stands_apart(self, unit: Unit, sentence: Span) -> bool:
        """Whether a sentence after the last of clauses, or of mostly bare units, does not take it up."""
        others = self._members[unit][:-1]
        if others and self._text[unit.mark.span.start - 1] in PAUSES + "、":
            return True
        if sum(map(self._bare, others)) * 2 <= len(others):
            return False
        alone = sentence.start in self._row_starts
        return alone or not _pairs(unit.heading.of(self._text)) & _pairs(sentence.of(self._text))


def _pairs(text: str) -> set[str]:
    """All pairs of neighbouring Chinese characters."""
    return {a + b for a, b in pairwise(text) if min(a, b) >= "一"}


def _limits(units: list[Unit], end: int) -> dict[Unit, int]:
    """Start of the next unit that is not inside, for each unit; the text's end for the last ones."""
    limits: dict[Unit, int] = {}
    waiting: list[Unit] = []
    for unit in units:
        while waiting and waiting[-1].depth >= unit.depth:
            limits[waiting.pop()] = unit.mark.span.start
        waiting.append(unit)
    return limits | dict.fromkeys(waiting, end)


def _all_series(units: list[Unit]) -> Iterator[list[Unit]]:
    yield from series([unit for unit in units if unit.parent is None])
    for unit in units:
        yield from series(unit.children)
