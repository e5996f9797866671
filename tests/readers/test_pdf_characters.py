"""Characters that PDF fonts yield in place of those that were written."""

from __future__ import annotations

import unicodedata
from collections import Counter

from speechdata.readers._pdf_characters import RADICALS, is_lost, unify

ASSIGNED = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]


def test_one_character_becomes_one_and_then_stays() -> None:
    notes: Counter[str] = Counter()
    mapped = [unify(char, notes) for char in ASSIGNED]
    assert {len(char) for char in mapped} == {1}
    assert [unify(char, Counter()) for char in mapped] == mapped


def test_only_radicals_compatibility_ideographs_and_vertical_forms_change() -> None:
    changed = {char for char in ASSIGNED if unify(char, Counter()) != char}
    names = {unicodedata.name(char).split()[0] for char in changed}
    assert names == {"KANGXI", "CJK", "PRESENTATION"}
    assert not changed & set("①％（）ﾊ〇一㈠℃Ａ")


def test_every_radical_becomes_an_ideograph() -> None:
    notes: Counter[str] = Counter()
    kangxi = [unify(chr(code), notes) for code in range(0x2F00, 0x2FD6)]
    assert all(unicodedata.name(char).startswith("CJK UNIFIED") for char in kangxi)
    assert notes == {RADICALS: 214}


def test_what_says_nothing_is_told() -> None:
    assert [is_lost(char) for char in "\ufffd\ue000\uf8ff\U000f0000讲a\uf900"] == [True] * 4 + [False] * 3
