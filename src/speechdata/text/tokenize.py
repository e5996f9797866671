"""jieba tokens with dictionary part-of-speech tags: the same whoever cuts them, rjieba or our own Python."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from speechdata.text import _dictionary, _rjieba
from speechdata.text._dictionary import Entry, Tags, cache_folder

__all__ = ["Token", "Tokenizer", "cache_folder"]

CUTTER = "SPEECHDATA_TOKENIZER"
"""Environment variable: `jieba` to cut in Python even where rjieba is installed."""
_REMEMBERED = 20_000
"""Words of which the tag is kept."""


class Token(NamedTuple):
    """One token: its span in the text it was cut from, its surface and its dictionary tag."""

    start: int
    end: int
    word: str
    pos: str


class Tokenizer:
    """jieba's cut with `user_words` (word, frequency, tag); holds the dictionary, loaded once.

    The words are those of jieba.lcut with the same dictionary, cut by rjieba where it is installed and there are no
    user words, else in Python.
    """

    words: Callable[[str], list[str]]
    """The words of a text in order, without gaps."""
    cut_by: str
    """What cuts: rjieba or jieba."""

    def __init__(self, user_words: Iterable[Entry] = ()) -> None:
        given = tuple(user_words)
        self._tags = _dictionary.tags(given)
        self.words, self.cut_by = _cutter(given, self._tags)
        self._remembered = lru_cache(_REMEMBERED)(self.tag)  # a smaller table is faster to look up

    def tokens(self, text: str, *, offset: int = 0) -> list[Token]:
        """Tokens of `text` in order, without gaps; spans are shifted by `offset` code points."""
        return self.placed(self.words(text), offset=offset)

    def placed(self, words: Sequence[str], *, offset: int = 0) -> list[Token]:
        """Tokens of `words` that follow each other from `offset` on."""
        edges = list(accumulate(map(len, words), initial=offset))
        return list(map(Token, edges, edges[1:], words, self.tags(words)))

    def holding(self, words: Sequence[str], at: int, *, offset: int = 0) -> Token | None:
        """The token of `words`, which follow each other from `offset` on, that holds the character at `at`."""
        end = offset
        for word in words if at >= offset else ():
            start, end = end, end + len(word)
            if end > at:
                return Token(start, end, word, self._remembered(word))
        return None

    def tags(self, words: Iterable[str]) -> list[str]:
        """Dictionary tags of `words`, as `tag` gives them; remembered, since speeches repeat their words."""
        return list(map(self._remembered, words))

    def tag(self, word: str) -> str:
        """Dictionary tag of a word; m for numerals, eng for Latin words, x for what is unknown."""
        return self._tags.get(word) or _tag_by_form(word)


def _cutter(user_words: tuple[Entry, ...], tags: Tags) -> tuple[Callable[[str], list[str]], str]:
    if not user_words and os.environ.get(CUTTER) != "jieba" and (fast := _rjieba.cutter(tags)):
        return fast, "rjieba"
    from speechdata.text import _jieba  # here, since jieba and the weights cost 0.4 s and 80 MB

    return _jieba.cutter(_dictionary.weights(user_words)), "jieba"


def _tag_by_form(word: str) -> str:
    if not word.isascii():
        return "x"
    if word.replace(".", "").replace("%", "").isdigit():
        return "m"
    return "eng" if word.isalnum() else "x"
