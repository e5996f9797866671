"""Boundaries and texts in compilations made up by a generator, in styles and wording of three parts."""

from __future__ import annotations

from functools import cache

import pytest

import compilation_parts
import compilation_styles
from compilation_parts import Wording
from compilation_styles import Style
from compilations import Compilation, compilation
from sources import source
from speechdata.records import RawSpeech
from speechdata.speeches import extract, outside

OF_EACH = 8
PARTS: dict[str, tuple[dict[str, Style], Wording]] = {
    "first": (compilation_styles.FIRST, compilation_parts.FIRST),
    "second": (compilation_styles.SECOND, compilation_parts.SECOND),
    "third": (compilation_styles.THIRD, compilation_parts.THIRD),
}
ROUND = (
    "目　录",
    "目　錄",
    "主持人：",
    "小编",
    "小編",
    "请帮我写",
    "請幫我寫",
    "本报讯",
    "本報訊",
    "希望以上内容",
    "责任编辑",
)


@cache
def cases(part: str) -> list[tuple[Style, Compilation, list[RawSpeech]]]:
    """The compilations of a part, with their styles and what is found in them."""
    styles, wording = PARTS[part]
    made = (
        (look, compilation(name, look, wording, seed))
        for name, look in styles.items()
        for seed in range(OF_EACH)
    )
    return [(look, one, extract(source(one.text))) for look, one in made]


def hits(made: Compilation, found: list[RawSpeech]) -> int:
    """How many speeches start where they should."""
    starts = {speech.occurrence.start for speech in found}
    return sum(any(start in starts for start in allowed) for allowed in made.starts)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("part", PARTS)
def test_boundaries_and_texts(part: str) -> None:
    right = wrong = missed = same = plain = 0
    for look, made, found in cases(part):
        hit = hits(made, found)
        right, wrong, missed = right + hit, wrong + len(found) - hit, missed + len(made.starts) - hit
        if look.plain:
            texts = {squeezed(speech.text) for speech in found}
            same += sum(squeezed(text) in texts for text in made.speeches)
            plain += len(made.speeches)
    assert right > 400
    assert 2 * right / (2 * right + wrong + missed) >= 0.98
    assert same / plain >= 0.98


@pytest.mark.parametrize("part", PARTS)
def test_what_stands_round_speeches_is_in_none(part: str) -> None:
    for _, made, found in cases(part):
        assert not [words for words in ROUND for speech in found if words in speech.text], made.name
        reasons = {stretch.reason for stretch in outside(source(made.text), found)}
        for sign, reason in (("目", "table_of_contents"), ("本", "news_report"), ("请帮我", "request")):
            if made.text.startswith(sign):
                assert reason in reasons, made.name


def test_the_same_seed_makes_the_same_compilation() -> None:
    look, wording = compilation_styles.FIRST["篇二"], compilation_parts.FIRST
    assert compilation("篇二", look, wording, 1) == compilation("篇二", look, wording, 1)
    assert compilation("篇二", look, wording, 1).text != compilation("篇二", look, wording, 2).text
