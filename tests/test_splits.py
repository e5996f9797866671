"""Splits: from the group's id alone, whole groups, and a train split whenever there is a speech."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from speechdata.splits import RULE, SHARES, assign, position

IDS = st.text(st.characters(codec="utf-8"), max_size=8)
GROUPS = st.dictionaries(IDS, IDS, max_size=30)


def test_known_places_do_not_move() -> None:
    """A change of these would move speeches between published splits."""
    splits = assign({str(number): f"sp-{number}" for number in range(14)})
    elsewhere = {name: split for name, split in splits.items() if split != "train"}
    assert elsewhere == {"0": "validation", "4": "test", "5": "test"}


def test_shares_are_met() -> None:
    counts = Counter(assign({str(number): str(number) for number in range(20_000)}).values())
    assert sum(SHARES.values()) == 1
    for split, share in SHARES.items():
        assert abs(counts[split] / 20_000 - share) < 0.01
        assert f"{share:.0%} {split}" in RULE


@given(GROUPS)
def test_a_group_never_straddles(groups: dict[str, str]) -> None:
    splits = assign(groups)
    assert splits.keys() == groups.keys()
    assert len({(groups[speech], split) for speech, split in splits.items()}) == len(set(groups.values()))


@given(GROUPS)
def test_train_exists_and_takes_the_smallest_hash(groups: dict[str, str]) -> None:
    splits = assign(groups)
    if groups:
        smallest = min(groups, key=lambda speech: position(groups[speech]))
        assert splits[smallest] == "train"


@given(GROUPS, GROUPS)
def test_adding_speeches_moves_none_once_train_is_filled_by_hash(
    groups: dict[str, str], more: dict[str, str]
) -> None:
    groups = groups | {"anchor": "sp-1"}
    assert position("sp-1") < SHARES["train"]
    before, after = assign(groups), assign(more | groups)
    assert {speech: after[speech] for speech in groups} == before


def test_fallback_is_train_for_one_group_only() -> None:
    assert assign({"a": "sp-4"}) == {"a": "train"}
    assert assign({"a": "sp-4", "b": "sp-0"}) == {"a": "test", "b": "train"}
    assert assign({"a": "sp-4", "b": "sp-4"}) == {"a": "train", "b": "train"}
    assert assign({}) == {}
