"""Stable splits: each group of speeches goes, whole, where the hash of its id says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from speechdata.records import SplitName

SHARES: dict[SplitName, float] = {"train": 0.8, "validation": 0.1, "test": 0.1}

RULE = (
    "A speech and its near-duplicates are one group, named after its representative. The first 64 bits of the"
    " SHA-256 of that name, read as a fraction of one, decide: "
    + ", ".join(f"{share:.0%} {name}" for name, share in SHARES.items())
    + ", in this order. Other speeches do not matter, so a speech keeps its split when the collection grows,"
    " unless a near-duplicate of it is added that becomes the representative. Where no group would fall into"
    " train, the one with the smallest hash goes there."
)
"""The method in words, for people who use the splits."""


def position(group: str) -> float:
    """Place of a group in [0, 1): the first 64 bits of the SHA-256 of its id (UTF-8)."""
    return int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64


def _split_at(place: float) -> SplitName:
    upper = 0.0
    for name, share in SHARES.items():
        upper += share
        if place < upper:
            return name
    return name


def assign(groups: Mapping[str, str]) -> dict[str, SplitName]:
    """Split of each speech, from the id of its group (speech_id -> group id); a group never straddles.

    A group's split follows from its id alone, save that a collection without a train group puts the group of
    the smallest hash there: train exists whenever there is a speech.
    """
    splits = {group: _split_at(position(group)) for group in groups.values()}
    if splits and "train" not in splits.values():
        splits[min(splits, key=position)] = "train"
    return {speech: splits[group] for speech, group in groups.items()}
