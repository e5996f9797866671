"""The keyword baseline: what its patterns find, and what it reaches on the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechdata.gold import baseline, load
from speechdata.gold.score import score
from speechdata.span import Span
from standoffs import LAYERS, source_of

SEEDS = Path(__file__).parents[2] / "seeds"


def _found(text: str, label: str) -> list[str]:
    source = source_of(text)
    return [mark.span.of(text) for mark in baseline.predict(source, [Span(0, len(text))]).of(label)]


@pytest.mark.parametrize(
    ("label", "text", "found"),
    [
        ("section", "一、抓落实\n（二）抓责任。正文", ["一、抓落实", "（二）抓责任"]),
        ("section", "分三步：一是抓早；二要抓小。", ["一是抓早", "二要抓小"]),
        ("section", "这是唯一的办法", []),
        ("directive", "各地要抓好落实，压实责任，不得推诿。", ["各地要抓好落实，压实责任", "不得推诿"]),
        ("directive", "各地應當抓好落實。", ["各地應當抓好落實"]),
        ("directive", "会议开得很好。", []),
        ("placeholder", "X市**同志汇报", ["X", "**"]),
        ("placeholder", "全市汇报", []),
        ("slogan", "坚持“安全第一”，“是”", ["安全第一"]),
        ("slogan", "让我们一起努力！", ["让我们一起努力"]),
        ("slogan", "我们一起努力", []),
        ("promise", "我们将全力支持", []),
    ],
)
def test_patterns(label: str, text: str, found: list[str]) -> None:
    assert _found(text, label) == found


def test_named_groups_become_sub_spans_and_columns_attributes() -> None:
    text = "各地严禁推诿"
    mark = baseline.predict(source_of(text), [Span(0, len(text))]).of("directive")[0]
    assert mark.fields == {"cue": Span(2, 4), "modality": "prohibition", "strength": 3}


def test_only_the_given_ranges_are_searched() -> None:
    text = "X市X县X镇"
    marks = baseline.predict(source_of(text), [Span(2, 4)]).of("placeholder")
    assert [mark.span for mark in marks] == [Span(2, 3)]


def test_speeches_are_not_covered() -> None:
    found = baseline.predict(source_of("一、"), [])
    assert not found.covers("speech")
    assert found.covers("directive")


def test_the_seed_has_the_figures_that_stand_beside_every_score() -> None:
    source = source_of((SEEDS / "000_46ebd7ac5d9d9c86.txt").read_bytes().decode())
    gold = load(SEEDS / "gold" / "000_46ebd7ac5d9d9c86.gold.jsonl", source=source, layers=LAYERS)
    predicted = baseline.predict(source, (mark.span for mark in gold.of("speech")))
    scores = score(gold, predicted, layers=LAYERS)
    reached = {each.label: (each.exact.f1, each.overlap.f1) for each in scores.layers}
    assert reached == {
        "section": (pytest.approx(0.962, abs=0.0005), pytest.approx(0.962, abs=0.0005)),
        "directive": (pytest.approx(0.356, abs=0.0005), pytest.approx(0.796, abs=0.0005)),
        "placeholder": (1.0, 1.0),
        "slogan": (pytest.approx(0.574, abs=0.0005), pytest.approx(0.603, abs=0.0005)),
    }
