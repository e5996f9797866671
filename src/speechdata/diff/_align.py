"""Two versions of a text, aligned: which stretches they share, and so where a place of the one stands in the other.

Sentences are aligned first; what lies between two that are equal is aligned by character. Both take a longest common
subsequence. A single character between two that differ is shared by chance and does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Places = NDArray[np.int64]

_PIECE = re.compile(r"\n+|[^。！？!?；;\n]*[。！？!?；;]+|[^。！？!?；;\n]+")
LARGEST = 400_000_000
"""Most pairs of characters that are compared (50 MB); a larger stretch counts as rewritten."""


class Block(NamedTuple):
    """A stretch that both texts share."""

    old: int
    new: int
    length: int


class Alignment:
    """The shared stretches of two texts, in order, and where places of the old text stand in the new one."""

    def __init__(self, blocks: Sequence[Block], *, n_old: int, n_new: int) -> None:
        self.blocks, self.n_old, self.n_new = tuple(blocks), n_old, n_new

    def mirrored(self) -> Alignment:
        """The same, old and new exchanged."""
        blocks = [Block(new, old, length) for old, new, length in self.blocks]
        return Alignment(blocks, n_old=self.n_new, n_new=self.n_old)

    def ranges(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """Where ranges of the old text begin and end in the new one; -1 where no character at the edge is shared.

        A range begins with its first character, or behind the one before it; it ends behind its last character, or
        before the next. The ends of the texts are shared.
        """
        at = np.full(self.n_old + 2, -1, np.int64)
        at[0], at[-1] = 0, self.n_new + 1  # as if a character stood before both texts and one behind
        for old, new, length in self.blocks:
            at[old + 1 : old + length + 1] = np.arange(new + 1, new + length + 1)
        inner, outer = at[starts + 1], at[starts]
        begin = np.where(inner >= 0, inner - 1, outer)
        inner, outer = at[ends], at[ends + 1]
        return begin, np.where(inner >= 0, inner, np.where(outer >= 0, outer - 1, -1))


def align(old: str, new: str) -> Alignment:
    """The alignment of two texts; with the texts exchanged, its mirror image."""
    if (len(old), old) > (len(new), new):
        return align(new, old).mirrored()
    left, right = _PIECE.findall(old), _PIECE.findall(new)
    olds, news = [0, *accumulate(map(len, left))], [0, *accumulate(map(len, right))]
    same = [Block(olds[a], news[b], olds[a + size] - olds[a]) for a, b, size in _shared(left, right)]
    gaps = _gaps(same, len(old), len(new))
    within = [block for gap in gaps for block in _characters(old, new, *gap)]
    return Alignment(sorted(same + within), n_old=len(old), n_new=len(new))


def _shared(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    codes = Indel.opcodes(left, right)
    return [
        Block(code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in codes
        if code.tag == "equal"
    ]


def _gaps(blocks: Sequence[Block], n_old: int, n_new: int) -> Iterator[tuple[slice, slice]]:
    """What lies between the blocks, where both texts have something there."""
    old = new = 0
    for block in (*blocks, Block(n_old, n_new, 0)):
        if old < block.old and new < block.new:
            yield slice(old, block.old), slice(new, block.new)
        old, new = block.old + block.length, block.new + block.length


def _characters(old: str, new: str, here: slice, there: slice) -> Iterator[Block]:
    """The blocks within a gap: of two characters or more, or at the same edge of both."""
    left, right = old[here], new[there]
    if len(left) * len(right) > LARGEST:
        return
    for a, b, length in _shared(left, right):
        is_edge = a == b == 0 or (a + length, b + length) == (len(left), len(right))
        if length > 1 or is_edge:
            yield Block(here.start + a, there.start + b, length)
