"""Boilerplate: sentences are shared when another cluster of speeches has them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.dedup import MIN_LETTERS, letters, sentence_hashes, shared_sentences

PIECE, OWN, THIRD = "各级各部门要高度重视，加强领导。", "今年全市粮食产量稳定。", "我们完成了九项实事。"
POOL = [PIECE, OWN, THIRD, "各级各部门要高度重视、加强领导", "同志们：", "谢谢大家！", "要抓好落实工作。", ""]


def shared(sentences: Iterable[tuple[str, Iterable[str]]], clusters: Mapping[str, str]) -> dict[str, float]:
    """The shares of speeches with these sentences."""
    return shared_sentences(((name, sentence_hashes(own)) for name, own in sentences), clusters)


@pytest.mark.parametrize(
    ("name", "sentences", "clusters", "shares"),
    [
        ("no speech", {}, {}, {}),
        ("one alone", {"a": [PIECE, OWN]}, {}, {"a": 0.0}),
        ("one of two shared", {"a": [PIECE, OWN], "b": [PIECE]}, {}, {"a": 0.5, "b": 1.0}),
        ("repeated within only", {"a": [PIECE, PIECE], "b": [OWN]}, {}, {"a": 0.0, "b": 0.0}),
        ("each place counts", {"a": [PIECE, PIECE, OWN, THIRD], "b": [PIECE]}, {}, {"a": 0.5, "b": 1.0}),
        ("other marks", {"a": [PIECE], "b": ["各级各部门 要高度重视 加强领导！"]}, {}, {"a": 1.0, "b": 1.0}),
        ("other words", {"a": [PIECE], "b": [PIECE.replace("要", "应")]}, {}, {"a": 0.0, "b": 0.0}),
        (
            "greetings do not count",
            {"a": ["同志们：", OWN], "b": ["同志们：", THIRD]},
            {},
            {"a": 0.0, "b": 0.0},
        ),
        ("only greetings: no share", {"a": ["同志们：", "谢谢大家！"], "b": [OWN]}, {}, {"b": 0.0}),
        (
            "copies are not elsewhere",
            {"a": [PIECE, OWN], "b": [PIECE, OWN]},
            {"b": "a"},
            {"a": 0.0, "b": 0.0},
        ),
        (
            "copies, and another speech",
            {"a": [PIECE, OWN], "b": [PIECE, OWN], "c": [PIECE, THIRD]},
            {"b": "a"},
            {"a": 0.5, "b": 0.5, "c": 0.5},
        ),
        (
            "their representative is absent",
            {"b": [OWN], "c": [OWN]},
            {"b": "a", "c": "a"},
            {"b": 0.0, "c": 0.0},
        ),
    ],
)
def test_share(
    name: str,
    sentences: Mapping[str, Sequence[str]],
    clusters: Mapping[str, str],
    shares: Mapping[str, float],
) -> None:
    assert shared(sentences.items(), clusters) == shares


def test_six_letters_count_and_five_do_not() -> None:
    short, enough = "要，抓落实！", "要，抓好落实！"
    assert [len(letters(short)), len(letters(enough))] == [MIN_LETTERS - 2, MIN_LETTERS - 1]
    for sentence, counted in ((enough, False), (enough[:-1] + "的" + "！", True)):
        found = shared([("a", [sentence, OWN]), ("b", [sentence])], {})
        assert found == ({"a": 0.5, "b": 1.0} if counted else {"a": 0.0})


def _plainly(sentences: Mapping[str, Sequence[str]], clusters: Mapping[str, str]) -> dict[str, float]:
    """The same share by comparing every speech with every other."""
    kept = {
        name: [part for s in own if len(part := letters(s)) >= MIN_LETTERS] for name, own in sentences.items()
    }
    shares = {}
    for name, own in sorted(kept.items()):
        others = [o for o in kept if clusters.get(o, o) != clusters.get(name, name)]
        elsewhere = {part for other in others for part in kept[other]}
        if own:
            shares[name] = sum(part in elsewhere for part in own) / len(own)
    return shares


COLLECTIONS = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from(POOL), max_size=6))
CLUSTERS = st.dictionaries(st.sampled_from("def"), st.sampled_from("abc"))


@given(COLLECTIONS, CLUSTERS, st.randoms(use_true_random=False))
def test_agrees_with_comparing_all_pairs_in_any_order(
    sentences: dict[str, list[str]], clusters: dict[str, str], chosen: random.Random
) -> None:
    shuffled = [(name, chosen.sample(own, len(own))) for name, own in sentences.items()]
    chosen.shuffle(shuffled)
    found = shared(((name, iter(own)) for name, own in shuffled), clusters)
    assert found == _plainly(sentences, clusters)
    assert list(found) == sorted(found)


@given(COLLECTIONS, st.permutations("uvwxyz"))
def test_names_do_not_matter(sentences: dict[str, list[str]], names: list[str]) -> None:
    renamed = dict(zip("abcdef", names, strict=True))
    found = shared(((renamed[name], own) for name, own in sentences.items()), {})
    assert found == {renamed[name]: share for name, share in shared(sentences.items(), {}).items()}
