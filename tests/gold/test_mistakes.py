"""Errors one by one: what kind each is, where it stands; and what became of them since another run."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.gold import compare
from speechdata.gold.align import align
from speechdata.gold.intervals import tally
from speechdata.gold.mistakes import Mistake, Place, counts, mistakes
from speechdata.gold.score import scored
from speechdata.gold.standoff import Mark
from speechdata.span import Span
from standoffs import LAYERS, directive, gold_of, section, slogan

TEXT = "".join(chr(0x4E00 + at) for at in range(100))


def _found(gold: list[Mark], predicted: list[Mark]) -> tuple[Mistake, ...]:
    return mistakes(align(gold_of(*gold), gold_of(*predicted), layers=LAYERS), TEXT)


def _place(start: int, end: int) -> Place:
    return Place(
        start=start,
        end=end,
        text=TEXT[start:end],
        before=TEXT[max(0, start - 12) : start],
        after=TEXT[end : end + 12],
    )


def test_missed_and_spurious_have_one_side() -> None:
    missed, spurious = _found([slogan(5, 9)], [slogan(95, 99, rule="slogans.x")])
    assert (missed.kind, missed.gold, missed.predicted, missed.rule) == ("missed", _place(5, 9), None, None)
    assert (spurious.kind, spurious.gold, spurious.predicted) == ("spurious", None, _place(95, 99))
    assert spurious.rule == "slogans.x"
    assert (spurious.place.before, spurious.place.after) == (TEXT[83:95], TEXT[99:])


def test_bounds_show_both() -> None:
    (found,) = _found([slogan(10, 20)], [slogan(12, 20)])
    assert (found.kind, found.field) == ("bounds", None)
    assert (found.gold, found.predicted) == (_place(10, 20), _place(12, 20))


def test_an_anchored_layer_is_judged_by_its_anchor() -> None:
    marker, heading = _found([section(10, 20, 2)], [section(10, 20, 3)])
    assert (marker.kind, marker.field) == ("bounds", "marker")
    assert (marker.gold_value, marker.predicted_value) == (_place(10, 12), _place(10, 13))
    assert (heading.kind, heading.field) == ("label", "heading")
    (longer,) = _found([section(10, 20, 2)], [section(10, 22, 2)])
    assert (longer.kind, longer.field) == ("label", "heading")


def test_a_pair_has_a_mistake_for_each_field_that_differs() -> None:
    gold = [directive(10, 20, cue=Span(12, 13), strength=3)]
    found = _found(gold, [directive(10, 20, cue=None, strength=2)])
    assert [(each.kind, each.field, each.gold_value, each.predicted_value) for each in found] == [
        ("label", "strength", 3, 2),
        ("label", "cue", _place(12, 13), None),
    ]


def test_a_field_that_the_prediction_lacks_is_no_mistake() -> None:
    assert _found([slogan(0, 4)], [Mark("slogan", Span(0, 4), {})]) == ()


def test_mistakes_read_back_as_written() -> None:
    for each in _found([directive(10, 20, cue=Span(12, 13))], [directive(10, 21, strength=1)]):
        assert Mistake.model_validate_json(each.model_dump_json()) == each


def test_counts_by_layer_kind_and_field() -> None:
    gold = [directive(0, 9), directive(10, 19, cue=Span(10, 11)), directive(20, 29)]
    predicted = [directive(0, 8, strength=1), directive(10, 19), slogan(50, 54)]
    assert counts(_found(gold, predicted)) == {
        "directive": {"missed": 1, "bounds": 1, "label": 2, "label strength": 1, "label cue": 1},
        "slogan": {"spurious": 1},
    }


spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 4)).map(
        lambda pair: slogan(pair[0] * 7, pair[0] * 7 + pair[1])
    ),
    max_size=6,
    unique_by=lambda mark: mark.span.start,
)
"""Records that do not overlap each other."""


@settings(deadline=None)  # the first call loads scipy
@given(spans, spans)
def test_mistakes_add_up_to_the_scores(gold: list[Mark], predicted: list[Mark]) -> None:
    aligned = align(gold_of(*gold), gold_of(*predicted), layers=LAYERS)
    layer = scored(aligned, text="").layer("slogan")
    assert layer is not None
    summed = counts(mistakes(aligned, TEXT)).get("slogan", Counter())
    assert summed["missed"] == layer.overlap.n_gold - layer.overlap.n_matched
    assert summed["spurious"] == layer.overlap.n_predicted - layer.overlap.n_matched
    assert summed["bounds"] == layer.overlap.n_matched - layer.exact.n_matched


EARLIER = [slogan(0, 4), slogan(10, 13), slogan(60, 64), slogan(80, 84)]
LATER = [slogan(0, 4, "motto"), slogan(10, 14), slogan(60, 64), slogan(90, 94)]
GOLD = [slogan(0, 4), slogan(10, 14), slogan(20, 24), slogan(60, 64)]


def test_what_became_right_and_what_became_wrong() -> None:
    found = compare.records(_found(GOLD, EARLIER), _found(GOLD, LATER))
    assert [(each.kind, each.place.start) for each in found.became_right] == [
        ("bounds", 10),
        ("spurious", 80),
    ]
    assert [(each.kind, each.place.start) for each in found.became_wrong] == [("label", 0), ("spurious", 90)]
    assert found.n_still_wrong == 1


def test_a_record_that_is_wrong_in_another_way_is_still_wrong() -> None:
    found = compare.records(_found([slogan(10, 14)], []), _found([slogan(10, 14)], [slogan(10, 13)]))
    assert (found.became_right, found.became_wrong, found.n_still_wrong) == ((), (), 1)


def test_figures_of_two_runs_side_by_side() -> None:
    runs = [align(gold_of(*GOLD), gold_of(*marks), layers=LAYERS[3:]) for marks in (EARLIER, LATER)]
    before, now = (scored(run, text="") for run in runs)
    starts = list(range(0, 100, 7))
    tallies = [[tally(each, starts) for each in run] for run in runs]
    found = compare.changes(before, now, tallies=(tallies[0], tallies[1]))
    (exact,) = (each for each in found if (each.label, each.matching) == ("slogan", "exact"))
    assert (exact.before, exact.now) == (4 / 8, 6 / 8)
    assert exact.change == pytest.approx(0.25)
    assert exact.interval is not None
    assert exact.interval.low < 0.25 < exact.interval.high
    line = next(line for line in compare.table(found).splitlines() if line.startswith("slogan  exact"))
    assert line.split()[2:5] == ["0.500", "0.750", "+0.250"]


def test_a_layer_of_one_run_alone_is_not_compared() -> None:
    some = scored(align(gold_of(*GOLD), gold_of(*LATER), layers=LAYERS), text="")
    assert compare.changes(some.only({"section"}), some.only({"slogan"}), tallies=((), ())) == ()
