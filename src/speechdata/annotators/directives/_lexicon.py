"""The lexicons of the layer, in the shapes that the rules ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from speechdata.layer import tokenizer
from speechdata.lexicons import load, simplified

_REMEMBERED = 50_000
"""Words of which the tag is kept."""


class Words:
    """A set of words that are looked for at a place of a text, the longest first.

    What is asked of every clause looks at `openings` or `closings` itself, which spares most clauses the call.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(set(words), key=lambda word: (-len(word), word))
        self._ordered, self._words = ordered, frozenset(ordered)
        self.openings = frozenset(word[0] for word in ordered)
        """The first characters of the words."""
        self.closings = frozenset(word[-1] for word in ordered)
        """The last characters of the words."""
        self._opening: dict[str, list[str]] = {}
        self._closing: dict[str, list[str]] = {}
        for word in ordered:
            self._opening.setdefault(word[:2], []).append(word)
            self._closing.setdefault(word[-2:], []).append(word)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._ordered)))

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def at(self, text: str, start: int = 0) -> str:
        """The longest of the words that stands at `start`; empty if none does."""
        first = text[start : start + 1]
        if first not in self.openings:  # spares most places the look at two characters
            return ""
        for word in self._opening.get(text[start : start + 2], ()):
            if text.startswith(word, start):
                return word
        return first if first in self._words else ""

    def ending(self, text: str) -> str:
        """The longest of the words that `text` ends with; empty if none."""
        last = text[-1:]
        if last not in self.closings:
            return ""
        for word in self._closing.get(text[-2:], ()):
            if text.endswith(word):
                return word
        return last if last in self._words else ""

    def all(self, text: str) -> list[str]:
        """The words that stand anywhere in `text`, without overlap."""
        return self._any.findall(text)

    def inside(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first of the words at or after `start`."""
        return self._any.search(text, start)


@cache
def words(stem: str, *roles: str) -> Words:
    """The words of directives.<stem>.tsv that have one of `roles`."""
    return Words(entry["surface"] for entry in load(f"directives.{stem}") if entry["role"] in roles)


@cache
def either(stem: str, *roles: str) -> str:
    """Those words as one group of a regular expression, the longest first."""
    found = {entry["surface"] for entry in load(f"directives.{stem}") if entry["role"] in roles}
    return "(?:" + "|".join(map(re.escape, sorted(found, key=lambda word: (-len(word), word)))) + ")"


@lru_cache(_REMEMBERED)
def tag(word: str) -> str:
    """Dictionary tag of a word."""
    return tokenizer().tag(word)


_FULL_WIDTH = tuple(zip(",;:?!()", "，；：？！（）", strict=True))


def fold(text: str) -> str:
    """`text` with simplified characters and full-width punctuation, one for one: offsets stay."""
    text = simplified(text)
    for half, full in _FULL_WIDTH:
        text = text.replace(half, full)
    return text
