"""Sentences and clauses as spans, aware of quotation marks and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechdata.span import Span

OPENERS = "“‘（(《【〔「『［[〈"
CLOSERS = "”’）)》】〕」』］]〉"
SENTENCE_END = "。！？!?"
PAUSES = "，；：,;:"
WHITE = " \t\u3000\xa0"

_SENTENCE = re.compile(rf"[^{SENTENCE_END}\n]*(?:[{SENTENCE_END}]+[{re.escape(CLOSERS)}]*|(?=\n)|\Z)")


def sentences(text: str) -> list[Span]:
    """Non-empty sentences: to 。！？ with closing marks, or to the line's end; white space outside.

    >>> [s.of("一、总则\\n要抓落实。他说：“对！”") for s in sentences("一、总则\\n要抓落实。他说：“对！”")]
    ['一、总则', '要抓落实。', '他说：“对！”']
    """
    found, at = [], 0
    while at < len(text):
        match = _SENTENCE.match(text, at)
        end = match.end() if match else at
        span = Span(at, end).trim(text, WHITE + "\n")
        if len(span):
            found.append(span)
        at = max(end, at + 1) if end == at else end
    return found


def depths(text: str, span: Span) -> list[int]:
    """Nesting depth in quotation marks and brackets of each character of `span`; unbalanced marks are level 0."""
    stack: list[tuple[int, str]] = []
    pairs: list[tuple[int, int]] = []
    for index in range(span.start, span.end):
        mark = text[index]
        if mark in OPENERS:
            stack.append((index, CLOSERS[OPENERS.index(mark)]))
        elif mark in CLOSERS and any(closer == mark for _, closer in stack):
            while stack[-1][1] != mark:
                stack.pop()
            pairs.append((stack.pop()[0], index))
    depth = [0] * len(span)
    for opened, closed in pairs:
        for index in range(opened + 1 - span.start, closed - span.start):
            depth[index] += 1
    return depth


def split(text: str, span: Span, marks: str, *, nested: bool = False) -> Iterator[Span]:
    """Pieces of `span` between `marks` (which stay outside); marks inside quotes or brackets count if `nested`."""
    depth = depths(text, span)
    start = span.start
    for index in range(span.start, span.end):
        if text[index] in marks and (nested or depth[index - span.start] == 0):
            yield Span(start, index)
            start = index + 1
    yield Span(start, span.end)
