"""What pages, printers and sites put round and into a text: found by its words, by line or within one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from speechdata.lexicons import simplified
from speechdata.span import Span
from speechdata.text import _cleaning
from speechdata.text._repeats import Row, repeated
from speechdata.text.segment import LINE_BREAKS

LONGEST_LINE = 160
"""Characters of the longest line, without white space, that may be debris."""

_REMEMBERED = 4096
"""Lines of which the kind is kept: each is asked for several times on the way from source to speech."""
_LINE = re.compile(rf"[^{LINE_BREAKS}]+(?:\r\n|[{LINE_BREAKS}])?")


@dataclass(frozen=True)
class Debris:
    """A place to cut, and the kind of what stands there."""

    span: Span
    kind: str


def line_kind(flat: str) -> str | None:
    """The kind of a line of debris, given in simplified script and without white space; None for any other line.

    >>> line_kind("-12-"), line_kind("责任编辑：甲乙"), line_kind("一、要抓好落实")
    ('page_number', 'source_remark', None)
    """
    return _kind(flat) if len(flat) <= LONGEST_LINE else None


@lru_cache(_REMEMBERED)
def _kind(flat: str) -> str | None:
    match = _cleaning.line_pattern().fullmatch(flat)
    return _cleaning.kind_of(match) if match else None


def debris(text: str) -> Iterator[Debris]:
    """Places of debris, in no order; they may overlap. That of a line has the line break behind it."""
    folded = simplified(text)
    yield from _inline(folded)
    rows = [Row(Span(*match.span()), "".join(match.group().split())) for match in _LINE.finditer(folded)]
    kinds = [line_kind(row.flat) if len(row.flat) > 1 else None for row in rows]
    yield from (Debris(row.span, kind) for row, kind in zip(rows, kinds, strict=True) if kind)
    yield from (Debris(span, kind) for span, kind in repeated(folded, rows, kinds))


def _inline(text: str) -> Iterator[Debris]:
    end = 0
    for place, cue in _cleaning.inline_cues().find(text):
        match = _cleaning.inline_pattern(cue).match(text, place.start) if place.start >= end else None
        if match:
            end = match.end()
            yield Debris(Span(place.start, end), _cleaning.kind_of(match))
