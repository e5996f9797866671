"""Debris that only its recurrence betrays: watermarks, running heads, page numbers without any mark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from speechdata.span import Span
from speechdata.text._cleaning import site_line, site_names

LEAST = 3
"""Occurrences from which on something counts as recurring."""
SHORTEST_PAGE = 250
"""Characters that a page has at least; closer numbers are those of a list."""

_LONGEST = 40
_SENTENCE_END = re.compile("[。！？；：，!?;:,]$")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w.:/?=&%#~-]{4,120}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,4}")


class Row(NamedTuple):
    """A line with its line break, and its words without white space."""

    span: Span
    flat: str


def repeated(text: str, rows: Sequence[Row], kinds: Sequence[str | None]) -> Iterator[tuple[Span, str]]:
    """Places of recurring debris with their kinds. `kinds` are those that the rows have by their words."""
    yield from ((span, "watermark") for span in _names(text))
    inked = [at for at, row in enumerate(rows) if row.flat]
    numbers = _bare_numbers(rows)
    pages = numbers | {at for at in inked if kinds[at] == "page_number"}
    yield from ((rows[at].span, "page_number") for at in sorted(numbers))
    yield from ((rows[at].span, "watermark") for at in _recurring(rows, inked, pages))


def _names(text: str) -> Iterator[Span]:
    """Names and addresses of sites that recur, wherever they stand."""
    places = [_address(text, span) for span, _ in site_names().find(text)]
    counts = Counter(span.of(text) for span in places)
    return (span for span in places if counts[span.of(text)] >= LEAST)


def _address(text: str, span: Span) -> Span:
    match = _ADDRESS.match(text, span.start)
    return Span(*match.span()) if match else span


def _bare_numbers(rows: Sequence[Row]) -> set[int]:
    """Lines that are nothing but a number, where they count on from page to page."""
    found = [at for at, row in enumerate(rows) if len(row.flat) <= 4 and _NUMBER.fullmatch(row.flat)]
    runs: list[list[int]] = []
    for at in found:
        before = rows[runs[-1][-1]] if runs else None
        follows = before and int(rows[at].flat) == int(before.flat) + 1
        if before and follows and rows[at].span.start - before.span.end >= SHORTEST_PAGE:
            runs[-1].append(at)
        else:
            runs.append([at])
    return {at for run in runs if len(run) >= LEAST for at in run}


def _recurring(rows: Sequence[Row], inked: Sequence[int], pages: set[int]) -> Iterator[int]:
    """Lines that recur with the name of a site in them, or beside the page numbers."""
    short = [at for at in inked if 1 < len(rows[at].flat) <= _LONGEST and at not in pages]
    counts = Counter(rows[at].flat for at in short)
    beside = {
        one if other in pages else other
        for one, other in pairwise(inked)
        if (one in pages) != (other in pages)
    }
    heads = Counter(rows[at].flat for at in short if at in beside)
    for at in short:
        flat = rows[at].flat
        if counts[flat] < LEAST or _SENTENCE_END.search(flat):
            continue
        if heads[flat] == counts[flat] or site_line().fullmatch(flat):
            yield at
