"""Near-duplicates: edited copies are found, texts on the same topic are not."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repeats import SPEECHES, edited, filled_in, respaced, without_paragraphs
from speechdata.dedup import MIN_SHINGLES, letters, near, near_duplicates, shingles, similarity
from speechdata.dedup._near import _clearly
from speechdata.dedup._sketch import Index, hashes, sketch

EDITS: list[tuple[str, Callable[[str], str], float, float]] = [
    *(("2 % edited", partial(edited, share=0.02, seed=seed), 0.77, 0.90) for seed in range(4)),
    *(("5 % edited", partial(edited, share=0.05, seed=seed), 0.60, 0.74) for seed in range(4)),
    ("without three paragraphs in ten", partial(without_paragraphs, of_ten=3), 0.57, 0.88),
    ("masks filled in", filled_in, 0.95, 1.0),
    ("respaced and repunctuated", respaced, 1.0, 1.0),
]


@pytest.mark.parametrize("original", SPEECHES)
@pytest.mark.parametrize(("name", "copy", "low", "high"), EDITS)
def test_edited_copy_is_found(
    original: str, name: str, copy: Callable[[str], str], low: float, high: float
) -> None:
    passed_on = copy(SPEECHES[original])
    assert low <= similarity(shingles(SPEECHES[original]), shingles(passed_on)) <= high
    assert near_duplicates(SPEECHES | {"sp-copy": passed_on}) == {"sp-copy": original}


@pytest.mark.parametrize("original", SPEECHES)
@pytest.mark.parametrize("copy", [partial(edited, share=0.25), partial(without_paragraphs, of_ten=8)])
def test_heavily_rewritten_text_is_none(original: str, copy: Callable[[str], str]) -> None:
    assert near_duplicates(SPEECHES | {"sp-copy": copy(SPEECHES[original])}) == {}


def test_one_topic_is_no_duplicate() -> None:
    grams = [shingles(text) for text in SPEECHES.values()]
    assert max(similarity(one, other) for one in grams for other in grams if one is not other) < 0.025
    assert near_duplicates(SPEECHES) == {}


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


@given(st.permutations("pqrstuvw"), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_neither_order_nor_names_matter(names: list[str], chosen: random.Random) -> None:
    copies = [edited(SPEECHES["sp-1"], 0.02), SPEECHES["sp-3"] + "补充。", respaced(SPEECHES["sp-3"])]
    texts = list(zip(names, [*SPEECHES.values(), *copies], strict=True))
    clusters = [{names[1], names[5]}, {names[3], names[6], names[7]}]
    chosen.shuffle(texts)
    expected = {name: min(cluster) for cluster in clusters for name in cluster if name != min(cluster)}
    assert near_duplicates(dict(texts)) == expected


def test_many_copies_are_one_cluster() -> None:
    text = SPEECHES["sp-3"]
    texts = {f"{number:03}": text + "甲乙丙丁戊己庚辛"[: number % 9] + "。" * number for number in range(200)}
    assert near_duplicates(texts) == dict.fromkeys(sorted(texts)[1:], "000")


class Counted(Mapping[str, str]):
    """Texts that are made when they are asked for, and counted."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts, self.asked = texts, dict.fromkeys(texts, 0)

    def __getitem__(self, speech_id: str) -> str:
        self.asked[speech_id] += 1
        return self.texts[speech_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def test_texts_are_read_once_unless_they_are_candidates() -> None:
    texts = Counted(SPEECHES | {"sp-copy": edited(SPEECHES["sp-2"], 0.02)})
    assert near_duplicates(texts) == {"sp-copy": "sp-2"}
    assert texts.asked == dict.fromkeys(SPEECHES, 1) | {"sp-2": 2, "sp-copy": 2}


def test_sketches_that_are_given_save_the_reading() -> None:
    texts = Counted(SPEECHES | {"sp-copy": edited(SPEECHES["sp-2"], 0.02)})
    found = near_duplicates(texts, sketches=map(sketch, texts.texts.values()))
    assert found == {"sp-copy": "sp-2"}
    assert texts.asked == dict.fromkeys(SPEECHES, 0) | {"sp-2": 1, "sp-copy": 1}


@pytest.mark.parametrize("share", [0.0, 0.02, 0.05, 0.06, 0.07, 0.08, 0.2])
def test_hashes_tell_what_the_shingles_tell_or_nothing(share: float) -> None:
    told = []
    for text in SPEECHES.values():
        copy = edited(text, share)
        clear = _clearly(*(np.unique(hashes(each)) for each in (text, copy)))
        assert clear in (None, near(shingles(text), shingles(copy)))
        told.append(clear is not None)
    assert sum(told) >= len(told) - 1


@pytest.mark.parametrize(("first", "second"), [("同志们", "同志们"), ("同" * 500, "同" * 500), ("", "好")])
def test_hashes_tell_nothing_of_short_texts(first: str, second: str) -> None:
    assert _clearly(*(np.unique(hashes(each)) for each in (first, second))) is None


def test_short_texts_need_the_same_words() -> None:
    formula = "同志们：下面，我代表市政府作工作报告，请予审议，并请列席人员提出意见。"
    assert len(shingles(formula + "一")) < MIN_SHINGLES
    assert near_duplicates({"a": formula, "b": formula.replace("，", "、")}) == {"b": "a"}
    assert near_duplicates({"a": formula, "b": formula + "一"}) == {}


def test_threshold_is_inclusive() -> None:
    grams = {str(number) for number in range(1000)}
    assert near(grams, {str(number) for number in range(500)})
    assert not near(grams, {str(number) for number in range(499)})
    assert not near(grams, {str(number) for number in range(400, 1400)})


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "同志们"}, {"a": "。", "b": "好"}])
def test_little_or_no_text(texts: dict[str, str]) -> None:
    assert near_duplicates(texts) == {}


@given(st.text(max_size=40) | st.text(alphabet="_-٣²Ⅷ㈠ a中〇\u3400\u0301", max_size=20))
def test_letters_are_what_unicode_calls_letters_and_digits(text: str) -> None:
    assert letters(text) == "".join(filter(str.isalnum, text))


# Sketches


@given(st.text(max_size=60), st.text(alphabet="，。 \n：“”", max_size=5), st.integers(0, 60))
def test_a_sketch_ignores_spacing_and_punctuation(text: str, marks: str, at: int) -> None:
    assert np.array_equal(sketch(text), sketch(text[:at] + marks + text[at:]))


@given(st.text(alphabet="甲乙丙", max_size=9), st.text(alphabet="甲乙丙", max_size=9))
def test_sketches_are_equal_exactly_when_the_shingles_are(first: str, second: str) -> None:
    same = shingles(first) == shingles(second)
    assert np.array_equal(sketch(first), sketch(second)) is same


@pytest.mark.parametrize("share", [0.01, 0.03, 0.06, 0.1, 0.2])
def test_agreement_of_sketches_estimates_similarity(share: float) -> None:
    errors = []
    for text in SPEECHES.values():
        for seed in range(5):
            copy = edited(text, share, seed=seed)
            exact = similarity(shingles(text), shingles(copy))
            errors.append(float((sketch(text) == sketch(copy)).mean()) - exact)
    assert max(map(abs, errors)) < 5 * 0.5 / 256**0.5  # five standard deviations at their largest
    assert abs(sum(errors) / len(errors)) < 0.02


def test_index_needs_as_many_texts_as_it_is_told() -> None:
    with pytest.raises(ValueError, match="zip"):
        Index.of([sketch("同志们")], numbers=[0, 1])


def test_import_leaves_scipy_alone() -> None:
    probe = "import sys, speechdata.dedup; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
