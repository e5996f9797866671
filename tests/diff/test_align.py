"""Alignments of texts: what they share is equal, in order, and the same from either side."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.diff._align import align
from speechdata.diff._rows import Indices
from speechdata.diff._tables import matched

TEXT = st.lists(st.sampled_from(["甲乙。", "丙丁！", "戊\n", "己庚", "。", "甲", "辛"]), max_size=12).map(
    "".join
)
RANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=8, unique=True)


def at(*places: int) -> Indices:
    return np.array(places, np.int64)


@given(TEXT, TEXT)
def test_shared_stretches_are_equal_in_order_and_the_mirror_from_the_other_side(old: str, new: str) -> None:
    found = align(old, new)
    here = there = 0
    for block in found.blocks:
        assert old[block.old : block.old + block.length] == new[block.new : block.new + block.length] != ""
        assert (block.old >= here, block.new >= there) == (True, True)
        here, there = block.old + block.length, block.new + block.length
    assert here <= len(old)
    assert there <= len(new)
    assert align(new, old).blocks == found.mirrored().blocks


@given(TEXT)
def test_a_text_shares_all_of_itself(text: str) -> None:
    assert sum(block.length for block in align(text, text).blocks) == len(text)


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("甲乙。丙丁。", "甲乙。丙丁。", "丙丁", "丙丁"),
        ("甲乙。丙丁。", "序言。甲乙。丙丁。", "丙丁", "丙丁"),
        ("各地要抓好落实。", "各地必须抓好落实。", "要", "必须"),
        ("各地要抓好落实。", "各地要抓好落实。", "要", "要"),
        ("要抓好落实。", "各地要抓好落实。", "要抓好落实", "各地要抓好落实"),
        ("各地要抓好落实", "各地要抓好整改", "要抓好落实", "要抓好整改"),
    ],
)
def test_a_range_is_found_by_its_edges(old: str, new: str, words: str, expected: str) -> None:
    def place(text: str, part: str) -> tuple[Indices, Indices]:
        return at(text.index(part)), at(text.index(part) + len(part))

    left, right = matched(align(old, new), place(old, words), place(new, expected))
    assert (left.tolist(), right.tolist()) == ([0], [0])


def test_what_was_inserted_or_removed_has_no_counterpart() -> None:
    left, right = matched(
        align("甲乙。戊己。", "甲乙。丙丁。戊己。"), (at(0, 3), at(3, 6)), (at(0, 3, 6), at(3, 6, 9))
    )
    assert (left.tolist(), right.tolist()) == ([0, 1], [0, 2])


@given(TEXT, TEXT, RANGES, RANGES)
def test_ranges_are_paired_once_and_the_same_from_either_side(
    old: str, new: str, olds: list[tuple[int, int]], news: list[tuple[int, int]]
) -> None:
    def within(ranges: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
        return [(start, start + size) for start, size in ranges if start + size <= len(text)]

    ones, others = (
        tuple(at(*(place[side] for place in places)) for side in (0, 1))
        for places in (within(olds, old), within(news, new))
    )
    alignment = align(old, new)
    left, right = matched(alignment, (ones[0], ones[1]), (others[0], others[1]))
    assert len({*left.tolist()}) == len({*right.tolist()}) == len(left)
    there, here = matched(alignment.mirrored(), (others[0], others[1]), (ones[0], ones[1]))
    assert sorted(zip(left.tolist(), right.tolist(), strict=True)) == sorted(
        zip(here.tolist(), there.tolist(), strict=True)
    )
