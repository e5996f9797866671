"""jieba's words in Python: the reference for any other cutter, and the one that always works."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from speechdata.text._dictionary import Weights

logging.getLogger("jieba").setLevel(logging.WARNING)
import jieba  # noqa: E402
from jieba import finalseg  # noqa: E402

_REMEMBERED = 20_000
"""Runs of characters of which the analysis is kept; speeches repeat theirs."""


def cutter(weights: Weights) -> Callable[[str], list[str]]:
    """Cuts a text into the words of jieba.lcut, without gaps.

    They are found in one pass from the end of each block, with the logarithms taken beforehand, in less than half
    of jieba's time.
    """
    return _Cutter(weights).words


class _Cutter:
    def __init__(self, weights: Weights) -> None:
        self._short, self._longer, self._rarest = weights
        self._nothing: tuple[float, dict[str, float]] = (self._rarest, {})

    def words(self, text: str) -> list[str]:
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
            found += run if len(run) == 1 or self._is_word(run) else _unknown(run)
        return found

    def _is_word(self, run: str) -> bool:
        pairs = self._short.get(run[0], self._nothing)[1]
        return bool(pairs.get(run[1]) if len(run) == 2 else self._longer.get(run))

    def _likeliest(self, block: str) -> list[str]:
        """The word that begins at each character of the likeliest way to cut from there on; of equals the longest."""
        short, longer, nothing = self._short.get, self._longer.get, self._nothing
        size, after, behind = len(block), 0.0, ""
        start, sums, found = size, [0.0] * (size + 1), list(block)
        for character in reversed(block):
            start -= 1
            single, pairs = short(character, nothing)
            top, end = single + after, start + 2
            weight = pairs.get(behind)
            while weight is not None:
                if weight and (sum_ := weight + sums[end]) >= top:
                    top, found[start] = sum_, block[start:end]
                end += 1
                weight = longer(block[start:end]) if end <= size else None
            sums[start] = after = top
            behind = character
        return found


def _characters(gap: str) -> Iterable[str]:
    """Each character between blocks is a word; CR LF is one."""
    if "\r\n" not in gap:
        return gap
    return (word for part in re.split("(\r\n)", gap) for word in ([part] if part == "\r\n" else part))


@lru_cache(_REMEMBERED)
def _unknown(run: str) -> tuple[str, ...]:
    """Words of a run of characters by jieba's model of unknown words."""
    return tuple(finalseg.cut(run))
