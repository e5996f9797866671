"""Sentences and clauses as spans, aware of quotation marks and brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from speechdata.span import Span

OPENERS = "“‘（(《【〔「『［[〈"
CLOSERS = "”’）)》】〕」』］]〉"
SENTENCE_END = "。！？!?"
PAUSES = "，；：,;:"
WHITE = " \t\u3000\xa0"
LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""Characters that end a line. Clean text mostly holds \\n; the others stay where a source has no \\n there."""

_SENTENCE = re.compile(
    rf"[^{SENTENCE_END}{LINE_BREAKS}]*(?:[{SENTENCE_END}]+[{re.escape(CLOSERS)}]*|(?=[{LINE_BREAKS}])|\Z)"
)
_BLANK = frozenset(WHITE + LINE_BREAKS)
_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_ENCLOSING = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")


def lines(text: str) -> list[Span]:
    """Non-empty lines in order, without their line breaks."""
    return [Span(*match.span()) for match in _LINE.finditer(text)]


def sentences(text: str) -> list[Span]:
    """Non-empty sentences: to 。！？ with closing marks, or to the line's end; white space outside.

    >>> [s.of("一、总则\\n要抓落实。他说：“对！”") for s in sentences("一、总则\\n要抓落实。他说：“对！”")]
    ['一、总则', '要抓落实。', '他说：“对！”']
    """
    found = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        span = Span(start, end)
        if text[start] in _BLANK or text[end - 1] in _BLANK:
            span = span.trim(text, WHITE + LINE_BREAKS)
        if span.start < span.end:
            found.append(span)
    return found


def depths(text: str, span: Span) -> list[int]:
    """Nesting depth in quotation marks and brackets of each character of `span`; unbalanced marks are level 0."""
    stack: list[tuple[int, str]] = []
    awaited: Counter[str] = Counter()
    pairs: list[tuple[int, int]] = []
    for match in _ENCLOSING.finditer(text, span.start, span.end):
        index, mark = match.start(), match.group()
        if mark in OPENERS:
            stack.append((index, CLOSERS[OPENERS.index(mark)]))
            awaited[stack[-1][1]] += 1
        elif awaited[mark]:
            while stack[-1][1] != mark:
                awaited[stack.pop()[1]] -= 1
            awaited[mark] -= 1
            pairs.append((stack.pop()[0], index))
    steps = [0] * (len(span) + 1)
    for opened, closed in pairs:
        steps[opened + 1 - span.start] += 1
        steps[closed - span.start] -= 1
    return list(accumulate(steps))[:-1]


def split(text: str, span: Span, marks: str, *, nested: bool = False) -> Iterator[Span]:
    """Pieces of `span` between `marks` (which stay outside); marks inside quotes or brackets count if `nested`."""
    depth = depths(text, span)
    start = span.start
    for index in range(span.start, span.end):
        if text[index] in marks and (nested or depth[index - span.start] == 0):
            yield Span(start, index)
            start = index + 1
    yield Span(start, span.end)
