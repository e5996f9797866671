"""Many literal patterns in one pass (ahocorasick_rs, Aho and Corasick 1975)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

import ahocorasick_rs

from speechdata.span import Span


def beginning(
    marks: re.Pattern[str], pattern: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize
) -> Iterator[re.Match[str]]:
    """`pattern.finditer` where all that it matches begins with one of `marks`, a single set of characters: these are
    looked for many times faster.
    """
    while mark := marks.search(text, start, end):
        found = pattern.match(text, mark.start(), end)
        if found:
            yield found
        start = found.end() if found else mark.end()


class Matcher:
    """Finds any of `patterns`; `longest` gives leftmost-longest matches without overlap, else all matches."""

    def __init__(self, patterns: Iterable[str], *, longest: bool = True) -> None:
        self.patterns = tuple(patterns)
        self._longest = longest
        kind = ahocorasick_rs.MatchKind.LeftmostLongest if longest else ahocorasick_rs.MatchKind.Standard
        self._automaton = ahocorasick_rs.AhoCorasick(self.patterns, matchkind=kind)

    def find(self, text: str, span: Span | None = None) -> Iterator[tuple[Span, int]]:
        """(span in `text`, index of the pattern), in order of their end; only inside `span` if given."""
        base = span.start if span else 0
        part = span.of(text) if span else text
        for index, start, end in self._automaton.find_matches_as_indexes(part, overlapping=not self._longest):
            yield Span(base + start, base + end), index

    def covered(self, text: str) -> int:
        """Characters of `text` in matches; those of overlapping ones count once for each."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=not self._longest)
        return sum(end - start for _, start, end in found)
