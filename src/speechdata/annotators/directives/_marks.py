"""Separators, quotation marks and brackets of a text, and what stands inside the latter."""

from __future__ import annotations

import re
from bisect import bisect_left

from speechdata.span import Span
from speechdata.text.segment import CLOSERS, OPENERS

_SEPARATORS = frozenset("，；：")
_MARK = re.compile(f"[，；：{re.escape(OPENERS + CLOSERS)}]")
_ENCLOSING = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")


def marks(text: str) -> list[int]:
    """Places of the separators, and of the quotation marks and brackets, of a folded text."""
    found = (match.start() for match in _MARK.finditer(text))
    return [at for at in found if text[at] not in _SEPARATORS or not _in_number(text, at)]


def _in_number(text: str, at: int) -> bool:
    return text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def structure(text: str, span: Span, places: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Stretches inside quotation marks or brackets, and the separators outside of them; `places` are the `marks`.

    A bracket that the sentence does not close reaches to its end, one that it does not open from its start:
    a gloss may hold sentences of its own. Quotation marks count in pairs only.
    """
    first = bisect_left(places, span.start)
    inside = places[first : bisect_left(places, span.end, first)]
    if not _ENCLOSING.search(text, span.start, span.end):
        return [], inside
    outer = _nested(text, span, [at for at in inside if text[at] not in _SEPARATORS])
    return outer, [at for at in inside if text[at] in _SEPARATORS and not within(outer, at)]


def _nested(text: str, span: Span, enclosing: list[int]) -> list[tuple[int, int]]:
    stack: list[tuple[int, str]] = []
    nested: list[tuple[int, int]] = []
    for at in enclosing:
        mark = text[at]
        if mark in OPENERS:
            stack.append((at, CLOSERS[OPENERS.index(mark)]))
        elif any(closer == mark for _, closer in stack):
            while stack[-1][1] != mark:
                stack.pop()
            nested.append((stack.pop()[0], at))
        elif mark in "）)":
            nested.append((span.start - 1, at))
    nested += [(opened, span.end) for opened, closer in stack if closer in "）)"]
    return _outermost(nested)


def _outermost(nested: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches that no other holds, in order."""
    if len(nested) < 2:
        return nested
    outer: list[tuple[int, int]] = []
    for opened, closed in sorted(nested, key=lambda pair: (pair[0], -pair[1])):
        if not outer or opened >= outer[-1][1]:
            outer.append((opened, closed))
    return outer


def within(outer: list[tuple[int, int]], at: int) -> bool:
    """Whether one of the stretches, which are in order, holds the place `at`."""
    index = bisect_left(outer, (at, 0)) - 1
    return index >= 0 and at < outer[index][1]
