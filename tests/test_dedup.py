"""Near-duplicates: edited copies are found, texts on the same topic are not."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.dedup import MIN_SHINGLES, near, near_duplicates, shingles

SEED = (Path(__file__).parent.parent / "seeds" / "000_46ebd7ac5d9d9c86.txt").read_bytes().decode("utf-8")
BOUNDS = [(1, 5800), (5802, 8222), (8224, 12546), (12547, 14041), (14042, 19978)]
SPEECHES = {f"sp-{number}": SEED[start:end] for number, (start, end) in enumerate(BOUNDS)}
ALPHABET = sorted(set(SEED))


def edited(text: str, share: float) -> str:
    """The text with that share of its characters deleted, replaced or doubled."""
    chosen = random.Random(7)
    out = []
    for character in text:
        change = chosen.choice(["", chosen.choice(ALPHABET), character * 2])
        out.append(change if chosen.random() < share else character)
    return "".join(out)


def without_paragraphs(text: str, every: int) -> str:
    return "\n".join(line for number, line in enumerate(text.split("\n")) if number % every)


def test_one_topic_is_no_duplicate() -> None:
    assert near_duplicates(SPEECHES) == {}


@pytest.mark.parametrize("original", SPEECHES)
@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("edited in one character of fifty", lambda text: edited(text, 0.02)),
        ("edited in one character of twenty", lambda text: edited(text, 0.05)),
        ("without every fifth paragraph", lambda text: without_paragraphs(text, 5)),
        ("masks filled in", lambda text: text.replace("X", "青山").replace("2024", "2019")),
        ("respaced and repunctuated", lambda text: re.sub("[，。]", lambda m: m[0] + " \n", text)),
    ],
)
def test_edited_copy_is_found(original: str, name: str, copy: Callable[[str], str]) -> None:
    assert near_duplicates(SPEECHES | {"sp-copy": copy(SPEECHES[original])}) == {"sp-copy": original}


@pytest.mark.parametrize("original", SPEECHES)
def test_heavily_rewritten_text_is_none(original: str) -> None:
    assert near_duplicates(SPEECHES | {"sp-copy": edited(SPEECHES[original], 0.25)}) == {}


def test_representative_is_the_smallest_id_of_a_chain() -> None:
    text = SPEECHES["sp-0"]
    chain = {"c": text, "b": text[len(text) // 4 :], "a": text[len(text) * 11 // 20 :]}
    assert near(shingles(chain["c"]), shingles(chain["b"]))
    assert not near(shingles(chain["c"]), shingles(chain["a"]))
    assert near_duplicates(chain) == {"b": "a", "c": "a"}


def test_two_clusters_stay_apart() -> None:
    first, second = SPEECHES["sp-0"], SPEECHES["sp-2"]
    texts = {"a": first, "b": second, "c": second + "好", "d": first + "好"}
    assert near_duplicates(texts) == {"c": "b", "d": "a"}


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_order_does_not_matter(chosen: random.Random) -> None:
    copies = {"sp-x": SPEECHES["sp-3"] + "补充。", "sp-y": edited(SPEECHES["sp-1"], 0.02)}
    texts = list((SPEECHES | copies).items())
    chosen.shuffle(texts)
    assert near_duplicates(dict(texts)) == {"sp-x": "sp-3", "sp-y": "sp-1"}


def test_short_texts_need_the_same_words() -> None:
    formula = "同志们：下面，我代表市政府作工作报告，请予审议，并请列席人员提出意见。"
    assert len(shingles(formula + "一")) < MIN_SHINGLES
    assert near_duplicates({"a": formula, "b": formula.replace("，", "、")}) == {"b": "a"}
    assert near_duplicates({"a": formula, "b": formula + "一"}) == {}


def test_length_guard_agrees_with_jaccard() -> None:
    grams = {str(number) for number in range(1000)}
    assert near(grams, {str(number) for number in range(500)})
    assert not near(grams, {str(number) for number in range(499)})
    assert not near(grams, {str(number) for number in range(400, 1400)})


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "同志们"}, {"a": "。", "b": "好"}])
def test_little_or_no_text(texts: dict[str, str]) -> None:
    assert near_duplicates(texts) == {}


def test_import_leaves_datasketch_alone() -> None:
    probe = "import sys, speechdata.dedup; sys.exit('datasketch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
