"""Confidence intervals: passages, counts by passage, and that intervals hold what they promise."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.gold import intervals
from speechdata.gold.align import align
from speechdata.gold.intervals import (
    ENOUGH,
    PASSAGE,
    Counts,
    Tally,
    difference,
    passages,
    pool,
    tally,
)
from speechdata.gold.score import scored
from speechdata.span import Span
from standoffs import LAYERS, gold_of, slogan

LONG = "字" * PASSAGE
SHORT = "字" * 30


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        (SHORT, [0]),
        (f"{LONG}\n{SHORT}", [0, PASSAGE + 1]),
        (f"{SHORT}\n{LONG}\n{SHORT}", [0, PASSAGE + 32]),
        (f"{SHORT}\n" * 14, [0, 31 * 7]),
        (LONG * 3, [0]),
        (f"\n\n{LONG}\r\n{SHORT}", [0, PASSAGE + 4]),
    ],
    ids=["empty", "one line", "two lines", "heading stays", "wrapped lines", "one long line", "blank lines"],
)
def test_passages_are_whole_lines(text: str, starts: list[int]) -> None:
    assert passages(text) == starts


def _tally(gold: list[Span], predicted: list[Span], starts: list[int]) -> Tally:
    marks = ([slogan(span.start, span.end) for span in spans] for spans in (gold, predicted))
    one = next(
        each
        for each in align(*(gold_of(*own) for own in marks), layers=LAYERS)
        if each.form.label == "slogan"
    )
    return tally(one, starts)


def test_a_pair_belongs_where_gold_starts_and_a_record_alone_where_it_starts() -> None:
    found = _tally([Span(0, 4), Span(8, 12)], [Span(0, 4), Span(10, 14), Span(20, 24)], [0, 10, 20])
    assert found.passages == ((2, 2, 1, 2), (0, 0, 0, 0), (0, 1, 0, 0))


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=8,
)


@settings(deadline=None)  # the first call loads scipy
@given(spans, spans, st.sets(st.integers(1, 40), max_size=5))
def test_passages_add_up_to_the_scores(gold: list[Span], predicted: list[Span], cuts: set[int]) -> None:
    marks = [gold_of(*(slogan(span.start, span.end) for span in own)) for own in (gold, predicted)]
    alignments = [each for each in align(*marks, layers=LAYERS) if each.form.label == "slogan"]
    (layer,) = scored(alignments, text="").layers
    found = tally(alignments[0], [0, *sorted(cuts)])
    assert tuple(map(sum, zip(*found.passages, strict=True))) == (
        layer.exact.n_gold,
        layer.exact.n_predicted,
        layer.exact.n_matched,
        layer.overlap.n_matched,
    )


def _of(*rows: Counts) -> Tally:
    return Tally(label="slogan", passages=rows)


def _interval(found: Tally) -> tuple[float, float]:
    interval = intervals.intervals([found])["slogan"].exact
    assert interval is not None
    return interval.low, interval.high


MIXED = [(4, 4, 4, 4), (4, 4, 1, 3), (2, 5, 2, 2), (3, 0, 0, 0)] * 5


def test_the_same_counts_give_the_same_interval_and_it_holds_the_figure() -> None:
    low, high = _interval(_of(*MIXED))
    assert (low, high) == _interval(_of(*MIXED))
    assert low < 2 * 35 / (65 + 65) < high


def test_errors_that_cluster_widen_the_interval() -> None:
    scattered = _of(*[(4, 4, 2, 2)] * 10, *[(4, 4, 3, 3)] * 10)
    clustered = _of(*[(4, 4, 0, 0)] * 7, *[(4, 4, 4, 4)] * 12, (4, 4, 2, 2))
    widths = [high - low for low, high in map(_interval, (scattered, clustered))]
    assert sum(row[2] for row in scattered.passages) == sum(row[2] for row in clustered.passages) == 50
    assert widths[1] > 3 * widths[0]


@pytest.mark.parametrize(
    "found",
    [
        _of(*MIXED[: ENOUGH - 1]),
        _of(*[(2, 2, 2, 2)] * 20),
        _of(*[(0, 0, 0, 0)] * 20),
        _of(*[(3, 0, 0, 0)] * 20),
    ],
    ids=["few passages", "no error seen", "no record", "nothing found"],
)
def test_not_defined(found: Tally) -> None:
    assert intervals.intervals([found])["slogan"].exact is None


def test_resamples_without_any_record_are_left_out() -> None:
    low, high = _interval(_of((2, 2, 1, 1), (2, 2, 2, 2), *[(0, 0, 0, 0)] * 10))
    assert 0.5 <= low < high <= 1.0


def test_two_runs_are_drawn_alike() -> None:
    better = [(g, p, min(g, p), o) for g, p, _, o in MIXED]
    moved = difference(_of(*MIXED), _of(*better))
    assert moved.exact is not None
    assert 0 < moved.exact.low < moved.exact.high
    assert moved.overlap is None, "nothing moved in any draw"
    assert difference(_of(*MIXED), _of((5, 4, 4, 4), *MIXED[1:])).exact is None, "other gold"


def test_pooled_passages_are_those_of_all_texts() -> None:
    (found,) = pool([_of((1, 1, 1, 1)), _of((2, 2, 0, 1))])
    assert found == _of((1, 1, 1, 1), (2, 2, 0, 1))


def test_95_in_100_intervals_hold_the_true_figure_by_passage_but_not_by_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Passages of six records that share their fate; the true F1 is 0.7."""
    monkeypatch.setattr(intervals, "RESAMPLES", 300)
    draw = random.Random(1)
    held = {"passage": 0, "record": 0}
    for _ in range(120):
        right = [draw.choice((1, 3, 5, 6, 6)) for _ in range(40)]
        single = [(1, 1, int(at < n), 1) for n in right for at in range(6)]
        for unit, rows in (("passage", [(6, 6, n, n) for n in right]), ("record", single)):
            low, high = _interval(_of(*rows))
            held[unit] += low <= 0.7 <= high
    assert 0.90 <= held["passage"] / 120 <= 0.99
    assert held["record"] / 120 < 0.85
