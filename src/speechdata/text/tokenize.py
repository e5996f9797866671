"""jieba tokens with dictionary part-of-speech tags, from an own Tokenizer that writes only to our cache."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import marshal
import os
import re
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import accumulate
from math import log
from pathlib import Path
from typing import NamedTuple

import platformdirs

logging.getLogger("jieba").setLevel(logging.WARNING)
import jieba  # noqa: E402
from jieba import finalseg  # noqa: E402

_REMEMBERED = 20_000
"""Runs of characters, and words, of which the analysis is kept; speeches repeat theirs."""


class Token(NamedTuple):
    """One token: its span in the text it was cut from, its surface and its dictionary tag."""

    start: int
    end: int
    word: str
    pos: str


def cache_folder() -> Path:
    """Where the parsed dictionary is cached: SPEECHDATA_CACHE, else the user's cache folder."""
    return Path(os.environ.get("SPEECHDATA_CACHE") or platformdirs.user_cache_dir("speechdata"))


class _Dictionary(NamedTuple):
    """jieba's dictionary with user words."""

    weights: dict[str, float]
    """Logarithm of a word's share; 0.0 for what only begins a word."""
    rarest: float
    """Weight of a character that is no word."""
    tags: dict[str, str]


def _parse_dictionary(words: Iterable[tuple[str, int, str]]) -> _Dictionary:
    """The dictionary, frequent words first and each weight and tag kept once: what is often looked up lies close."""
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    entries = [(word, int(count), tag) for word, count, tag in (line.split(" ") for line in lines)]
    entries += words
    whole = log(sum(count for _, count, _ in entries))  # a word listed twice counts twice, as in jieba
    frequencies = {word: count for word, count, _ in entries}
    ordered = sorted(frequencies, key=lambda word: -frequencies[word])
    weight_of = {count: log(count) - whole if count else 0.0 for count in frequencies.values()}
    weights: dict[str, float] = {}
    for word in ordered:
        weights[word] = weight_of[frequencies[word]]
        for end in range(1, len(word)):
            weights.setdefault(word[:end], 0.0)
    tags = {word: sys.intern(tag) for word, _, tag in entries}
    return _Dictionary(weights, -whole, {word: tags[word] for word in ordered})


def _cached(words: tuple[tuple[str, int, str], ...]) -> _Dictionary:
    """The dictionary, from the cache when it was made of the same jieba and the same user words."""
    key = hashlib.sha256(repr((version("jieba"), words, 4)).encode()).hexdigest()[:16]
    path = cache_folder() / f"jieba-{key}.marshal"
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        weights, rarest, tags = marshal.loads(path.read_bytes())
        return _Dictionary(weights, rarest, tags)
    parsed = _parse_dictionary(words)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(marshal.dumps(tuple(parsed)))
        Path(file.name).replace(path)
    return parsed


class Tokenizer:
    """jieba's cut with `user_words` (word, frequency, tag); holds the dictionary, loaded once.

    The words are those of jieba.lcut with the same dictionary. They are found in one pass from the end of each
    block, with the logarithms taken beforehand, in less than half of jieba's time.
    """

    def __init__(self, user_words: Iterable[tuple[str, int, str]] = ()) -> None:
        self._weights, self._rarest, self._tags = _cached(tuple(user_words))
        self.tag = lru_cache(_REMEMBERED)(self._tag)
        """Dictionary tag of a word; m for numerals, eng for Latin words, x for what is unknown."""

    def tokens(self, text: str, *, offset: int = 0) -> list[Token]:
        """Tokens of `text` in order, without gaps; spans are shifted by `offset` code points."""
        return self.placed(self.words(text), offset=offset)

    def placed(self, words: Sequence[str], *, offset: int = 0) -> list[Token]:
        """Tokens of `words` that follow each other from `offset` on."""
        edges = list(accumulate(map(len, words), initial=offset))
        return list(map(Token, edges, edges[1:], words, self.tags(words)))

    def holding(self, words: Sequence[str], at: int, *, offset: int = 0) -> Token | None:
        """The token of `words`, which follow each other from `offset` on, that holds the character at `at`."""
        edges = list(accumulate(map(len, words), initial=offset))
        index = bisect_right(edges, at) - 1
        if not 0 <= index < len(words):
            return None
        return Token(edges[index], edges[index + 1], words[index], self.tag(words[index]))

    def words(self, text: str) -> list[str]:
        """The words of `text` in order, without gaps."""
        found: list[str] = []
        for index, block in enumerate(jieba.re_han_default.split(text)):
            if index % 2:
                found += self._cut(block)
            elif block:
                found += _characters(block)
        return found

    def _cut(self, block: str) -> list[str]:
        """The likeliest words of a block; neighbouring single characters are looked at once more, together."""
        likeliest, found, at, size = self._likeliest(block), [], 0, len(block)
        while at < size:
            word = likeliest[at]
            if (length := len(word)) > 1:
                found.append(word)
                at += length
                continue
            start, at = at, at + 1
            while at < size and len(likeliest[at]) == 1:
                at += 1
            run = block[start:at]
            found += run if len(run) == 1 or self._weights.get(run) else _unknown(run)
        return found

    def _likeliest(self, block: str) -> list[str]:
        """The word that begins at each character of the likeliest way to cut from there on; of equals the longest."""
        weight_of, size, after = self._weights.get, len(block), 0.0
        sums, found = [0.0] * (size + 1), list(block)
        for start in range(size - 1, -1, -1):
            top, end = (weight_of(found[start]) or self._rarest) + after, start + 2
            while end <= size and (weight := weight_of(word := block[start:end])) is not None:
                if weight and (sum_ := weight + sums[end]) >= top:
                    top, found[start] = sum_, word
                end += 1
            sums[start] = after = top
        return found

    def tags(self, words: Iterable[str]) -> list[str]:
        """Dictionary tags of `words`, as `tag` gives them."""
        return list(map(self.tag, words))

    def _tag(self, word: str) -> str:
        return self._tags.get(word) or _tag_by_form(word)


def _characters(gap: str) -> Iterable[str]:
    """Each character between blocks is a word; CR LF is one."""
    if "\r\n" not in gap:
        return gap
    return (word for part in re.split("(\r\n)", gap) for word in ([part] if part == "\r\n" else part))


@lru_cache(_REMEMBERED)
def _unknown(run: str) -> tuple[str, ...]:
    """Words of a run of characters by jieba's model of unknown words."""
    return tuple(finalseg.cut(run))


def _tag_by_form(word: str) -> str:
    if word.isascii() and word.replace(".", "").replace("%", "").isdigit():
        return "m"
    return "eng" if word.isascii() and word.isalnum() else "x"
