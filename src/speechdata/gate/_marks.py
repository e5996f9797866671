"""E14xx: marks of secret and internal documents, as marks and not as words of a sentence.

A mark stands in a line of its own or with other marks, in brackets at the edge of a line, behind a form's label
(密级：), or before a star (机密★1年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from speechdata.gate._sight import Scan
from speechdata.gate._words import words
from speechdata.span import Span

_GAP = r"[\s·•,，、;；:：★☆*|｜()（）\[\]【】〔〕《》<>-]*"
_TERM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:年|个月)"
_COPY = r"(?:第|No\.?|编号|份号)?\s*\d{1,6}\s*(?:号|份)?"
_ADVICE = "Leave the document out unless who may decide so has released it."


def levels(text: str) -> Iterator[Span]:
    """Grades of state secrets (绝密, 机密, 秘密) that mark a document."""
    yield from _marks(text, ("level",))


def notices(text: str) -> Iterator[Span]:
    """Marks of internal documents (内部资料 注意保存)."""
    yield from _marks(text, ("notice",))


def _marks(text: str, roles: Sequence[str]) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if _core(*roles).search(line):
            yield from (Span(start + span.start, start + span.end) for span in _of_line(line, roles))
        start += len(line)


def _of_line(line: str, roles: Sequence[str]) -> Iterator[Span]:
    for pattern in _patterns(*roles):
        if found := pattern.search(line):
            inside = found["mark"]
            core = _core(*roles).search(inside)
            if core:
                at = found.start("mark")
                yield Span(at + core.start(), at + core.end())
                return


@cache
def _core(*roles: str) -> re.Pattern[str]:
    return re.compile(_any(*roles))


@cache
def _patterns(*roles: str) -> tuple[re.Pattern[str], ...]:
    part = (
        rf"(?:(?:{_any('level')})级?|{_any('notice')}|{_any('beside')}|{_TERM}|{_COPY}|(?:{_any('label')}))"
    )
    series = rf"{part}(?:{_GAP}{part})*"
    core = _any(*roles)
    own_line = rf"^{_GAP}(?P<mark>{series}){_GAP}{'' if roles == ('level',) else '[。!.]?'}\s*$"
    edge = rf"(?:^\s*[\[【(〔《<](?P<mark>{series})[\]】)〕》>])"
    at_end = edge.replace(r"^\s*", "", 1)[:-1] + r"\s*$)"
    patterns = [own_line, edge, at_end]
    if roles == ("level",):
        patterns.append(rf"(?P<mark>(?:{core})级?\s*(?:[★☆]|\*\s*{_TERM}))")
        patterns.append(rf"(?:{_any('label')})\s*[:：]\s*(?P<mark>{core})")
    return tuple(map(re.compile, patterns))


def _any(*roles: str) -> str:
    """Any of the words, spaced out or not."""
    return "|".join(r"[^\S\n]*".join(map(re.escape, word)) for word in words("marks", *roles))


SCANS = (
    Scan("E1401", "secret-mark", _ADVICE, levels, masked=False),
    Scan("E1402", "internal-mark", _ADVICE, notices, masked=False),
)
