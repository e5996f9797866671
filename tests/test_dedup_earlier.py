"""What repeats a dataset built before: the most similar speech of it is named, chains are not followed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repeats import SPEECHES, edited, respaced
from speechdata.dedup import earlier_duplicates, near_duplicates

ONE, OTHER = SPEECHES["sp-0"], SPEECHES["sp-2"]


@pytest.mark.parametrize(
    ("name", "earlier", "found"),
    [
        ("nothing earlier", [], {}),
        ("another speech", [("sp-old", OTHER)], {}),
        ("an edited copy", [("sp-old", edited(ONE, 0.02))], {"sp-new": "sp-old"}),
        ("a copy rewritten too much", [("sp-old", edited(ONE, 0.25))], {}),
        ("the most similar of two", [("a", edited(ONE, 0.03)), ("b", edited(ONE, 0.01))], {"sp-new": "b"}),
        ("the smallest id of equals", [("b", respaced(ONE)), ("a", respaced(ONE))], {"sp-new": "a"}),
        ("itself", [("sp-new", ONE)], {"sp-new": "sp-new"}),
        ("itself before an equal one", [("a", respaced(ONE)), ("sp-new", ONE)], {"sp-new": "sp-new"}),
        ("a short formula of it", [("sp-old", ONE[:60])], {}),
    ],
)
def test_names_the_earlier_speech(name: str, earlier: list[tuple[str, str]], found: dict[str, str]) -> None:
    assert earlier_duplicates({"sp-new": ONE, "sp-else": SPEECHES["sp-4"]}, iter(earlier)) == found


def test_chains_are_not_followed() -> None:
    later, latest = ONE[len(ONE) // 4 :], ONE[len(ONE) * 11 // 20 :]
    assert set(near_duplicates({"a": ONE, "b": later, "c": latest})) == {"b", "c"}
    assert earlier_duplicates({"b": later, "c": latest}, [("a", ONE)]) == {"b": "a"}


def test_all_copies_of_an_earlier_speech_are_marked() -> None:
    copies = {f"sp-{seed}": edited(ONE, 0.02, seed=seed) for seed in range(5)}
    assert earlier_duplicates(copies, [("sp-old", ONE)]) == dict.fromkeys(copies, "sp-old")


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "同志们"}])
def test_little_or_no_text(texts: dict[str, str]) -> None:
    assert earlier_duplicates(texts, [("sp-old", ONE), ("sp-none", "。")]) == (
        {"a": "sp-none"} if texts == {"a": ""} else {}
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_order_does_not_matter(chosen: random.Random) -> None:
    new = [("n1", ONE), ("n2", OTHER), ("n3", SPEECHES["sp-4"])]
    earlier = [
        ("e1", edited(ONE, 0.03)),
        ("e2", edited(ONE, 0.01)),
        ("e3", edited(OTHER, 0.02)),
        ("e4", "好"),
    ]
    chosen.shuffle(new)
    chosen.shuffle(earlier)
    assert earlier_duplicates(dict(new), earlier) == {"n1": "e2", "n2": "e3"}


@given(st.sampled_from(sorted(SPEECHES)), st.floats(0, 0.2), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_two_speeches_are_near_in_one_dataset_as_in_two(original: str, share: float, seed: int) -> None:
    first, second = SPEECHES[original], edited(SPEECHES[original], share, seed=seed)
    within = near_duplicates({"a": first, "b": second}) == {"b": "a"}
    assert (earlier_duplicates({"b": second}, [("a", first)]) == {"b": "a"}) is within
