from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import LexiconError
from speechdata.lexicons import _parse, lexicon_hash, load, simplified

NAMES = sorted(
    path.name[:-4] for path in files("speechdata.lexicons").iterdir() if path.name.endswith(".tsv")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_packaged_lexicon_loads(name: str) -> None:
    entries = load(name)
    assert all(set(entry) == set(entries[0]) for entry in entries)


def test_entries_in_file_order_with_comments_and_empty_cells() -> None:
    content = "# 注\nword\tkind\n要\tcue\n\n# 再注\n应\t\n"
    assert _parse(content, "x.tsv") == ({"word": "要", "kind": "cue"}, {"word": "应", "kind": ""})


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("", "lexicon-empty", "x.tsv"),
        ("# nothing else\n", "lexicon-empty", "x.tsv"),
        ("word\tkind\n要\n", "lexicon-cells", "x.tsv:2"),
        ("word\tkind\n要\tcue\tmore\n", "lexicon-cells", "x.tsv:2"),
        ("word\tkind\n# 注\n要 \tcue\n", "lexicon-space", "x.tsv:3"),
        ("word\tkind\tnote\n要\tcue\ta\n要\tcue\tb\n", "lexicon-double", "x.tsv:3"),
    ],
)
def test_a_broken_file_names_the_line(content: str, code: str, place: str) -> None:
    with pytest.raises(LexiconError) as caught:
        _parse(content, "x.tsv")
    assert (caught.value.code, caught.value.place) == (code, place)


def test_an_unknown_lexicon_raises() -> None:
    with pytest.raises(LexiconError, match="lexicon-missing"):
        load("no-such-lexicon")


def test_the_hash_is_stable_and_hex() -> None:
    assert re.fullmatch("[0-9a-f]{64}", lexicon_hash())
    assert lexicon_hash() == lexicon_hash.__wrapped__()


def test_simplified_keeps_every_place() -> None:
    assert simplified("各級黨委要嚴格落實「三同時」制度") == "各级党委要严格落实「三同时」制度"
    assert simplified("各级党委要严格落实制度") == "各级党委要严格落实制度"


@given(st.text())
def test_simplified_is_one_for_one_and_done_once(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_traditional_characters_are_single_and_no_simplified_one_folds_again() -> None:
    pairs = [(old, entry["simplified"]) for entry in load("traditional") for old in entry["traditional"]]
    assert all(len(new) == 1 for _, new in pairs)
    assert not {old for old, _ in pairs} & {new for _, new in pairs}
    assert len({old for old, _ in pairs}) == len(pairs)
