"""Which script a character or a text is written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.text.script import prevailing_script, script_counts, script_of


@pytest.mark.parametrize(
    ("character", "script"),
    [("国", "Hans"), ("國", "Hant"), ("务", "Hans"), ("務", "Hant"), ("人", None), ("a", None), ("，", None)],
)
def test_script_of_a_character(character: str, script: str | None) -> None:
    assert script_of(character) == script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("各单位要严格落实安全生产责任", "Hans"),
        ("各單位要嚴格落實安全生產責任", "Hant"),
        ("他在台灣说的话，我们都记得很清楚", "Hans"),
        ("大家一定要做好工作", "Hans"),
        ("", "Hans"),
    ],
)
def test_prevailing_script_of_a_text(text: str, script: str) -> None:
    assert prevailing_script(text) == script


@given(st.text(st.one_of(st.sampled_from("各单單位要严嚴格，Ａa·—〇"), st.characters())))
def test_counts_are_those_of_the_characters(text: str) -> None:
    scripts = [script_of(character) for character in text]
    assert script_counts(text) == {script: scripts.count(script) for script in ("Hans", "Hant")}
