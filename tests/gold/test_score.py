"""Scores: figures computed by hand, undefined cases, one-to-one matching, pooling, the table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata.errors import SpeechdataError
from speechdata.gold import Mark, load
from speechdata.gold._match import exact, overlapping
from speechdata.gold.score import LayerScore, Scores, pool, score, table
from speechdata.span import Span
from standoffs import LAYERS, directive, gold_of, section, slogan

GOLD = Path(__file__).parents[2] / "seeds" / "gold" / "000_46ebd7ac5d9d9c86.gold.jsonl"


def _layer(gold: Sequence[Mark], predicted: Sequence[Mark], label: str) -> LayerScore:
    found = score(gold_of(*gold), gold_of(*predicted), layers=LAYERS).layer(label)
    assert found is not None
    return found


def test_exact_and_overlap_by_hand() -> None:
    gold = [slogan(0, 4), slogan(10, 14), slogan(20, 24), slogan(30, 34)]
    predicted = [slogan(0, 4), slogan(11, 14), slogan(50, 54)]
    found = _layer(gold, predicted, "slogan")
    assert (found.exact.precision, found.exact.recall, found.exact.f1) == (1 / 3, 1 / 4, 2 / 7)
    assert (found.overlap.precision, found.overlap.recall, found.overlap.f1) == (2 / 3, 2 / 4, 4 / 7)


def test_an_anchored_layer_is_identified_by_its_anchor() -> None:
    found = _layer([section(0, 10, 2)], [section(0, 8, 2)], "section")
    assert found.exact.f1 == 1.0
    assert found.fields["heading"].accuracy == 0.0
    assert _layer([section(0, 10, 2)], [section(0, 10, 3)], "section").exact.f1 == 0.0


def test_two_predictions_on_one_gold_record_count_once() -> None:
    found = _layer([slogan(0, 10)], [slogan(0, 4), slogan(5, 10)], "slogan")
    assert (found.overlap.n_matched, found.overlap.precision) == (1, 0.5)


def test_a_record_written_twice_is_right_once() -> None:
    assert _layer([slogan(0, 4)], [slogan(0, 4), slogan(0, 4)], "slogan").exact.n_matched == 1


def test_labels_are_compared_on_overlap_pairs() -> None:
    gold = [slogan(0, 4, "call"), slogan(10, 14, "aphorism"), slogan(20, 24)]
    found = _layer(gold, [slogan(0, 5, "call"), slogan(10, 14, "campaign")], "slogan").fields["kind"]
    assert (found.n, found.n_right, found.accuracy) == (2, 1, 0.5)


def test_null_equals_null_and_written_ones_are_counted_apart() -> None:
    cue = Span(2, 3)
    gold = [directive(0, 9), directive(10, 19), directive(20, 29, cue=cue), directive(30, 39, cue=cue)]
    predicted = [
        directive(0, 9),
        directive(10, 19, cue=cue),
        directive(20, 29, cue=cue),
        directive(30, 39, cue=Span(2, 4)),
    ]
    found = _layer(gold, predicted, "directive").fields["cue"]
    assert (found.n, found.n_right, found.n_written, found.n_written_right) == (4, 2, 2, 1)
    assert (found.accuracy, found.accuracy_written) == (0.5, 0.5)


def test_a_field_that_a_prediction_lacks_is_not_scored() -> None:
    found = _layer([slogan(0, 4)], [Mark("slogan", Span(0, 4), {})], "slogan").fields["kind"]
    assert (found.n, found.accuracy) == (0, None)


@pytest.mark.parametrize(
    ("gold", "predicted", "figures"),
    [
        ([], [], (None, None, None)),
        ([slogan(0, 4)], [], (None, 0.0, 0.0)),
        ([], [slogan(0, 4)], (0.0, None, 0.0)),
    ],
    ids=["neither", "nothing predicted", "nothing to find"],
)
def test_undefined_figures_are_null(
    gold: list[Mark], predicted: list[Mark], figures: tuple[float | None, ...]
) -> None:
    found = _layer(gold, predicted, "slogan").exact
    assert (found.precision, found.recall, found.f1) == figures


def test_only_layers_that_both_files_annotate_are_scored() -> None:
    some = gold_of(slogan(0, 4), labels=frozenset({"slogan", "section"}))
    scores = score(gold_of(slogan(0, 4)), some, layers=LAYERS)
    assert [each.label for each in scores.layers] == ["section", "slogan"]


def test_an_undeclared_layer_is_scored_by_its_spans() -> None:
    found = _layer([Mark("promise", Span(0, 4), {"by": None})], [Mark("promise", Span(0, 4), {})], "promise")
    assert (found.exact.f1, found.fields) == (1.0, {})


def test_files_of_different_texts_are_refused() -> None:
    with pytest.raises(SpeechdataError, match="score-source"):
        score(gold_of(), gold_of(sha256="b"))


def test_the_seed_gold_against_itself_is_right_throughout() -> None:
    gold = load(GOLD, layers=LAYERS)
    for layer in score(gold, gold, layers=LAYERS).layers:
        assert (layer.exact.f1, layer.overlap.f1) == (1.0, 1.0)
        assert all(field.accuracy == 1.0 for field in layer.fields.values())


def test_perturbed_seed_gold_loses_what_was_taken() -> None:
    gold = load(GOLD, layers=LAYERS)
    marks = list(gold.of("directive"))
    shorter = replace(marks[0], span=Span(marks[0].span.start, marks[0].span.end - 1))
    kept = (shorter, replace(marks[1], fields={**marks[1].fields, "modality": "wish"}), *marks[3:])
    found = score(gold, replace(gold, records={**gold.records, "directive": kept}), layers=LAYERS).layer(
        "directive"
    )
    assert found is not None
    assert (found.exact.n_matched, found.exact.n_predicted) == (309, 310)
    assert found.overlap.n_matched == 310
    assert found.fields["modality"].n_right == 309
    assert found.fields["strength"].n_right == 310


def test_speech_fields_are_scored() -> None:
    gold = load(GOLD, layers=LAYERS)
    first, *others = gold.of("speech")
    untitled = replace(first, fields={**first.fields, "title": None})
    found = score(gold, replace(gold, records={"speech": (untitled, *others)}), layers=LAYERS).layer("speech")
    assert found is not None
    assert found.exact.f1 == 1.0
    assert (found.fields["title"].n_right, found.fields["title"].n_written) == (4, 4)
    assert (found.fields["iso"].accuracy, found.fields["iso"].n_written) == (1.0, 1)


def test_pooled_scores_add_counts() -> None:
    one = score(gold_of(slogan(0, 4)), gold_of(slogan(0, 4)), layers=LAYERS)
    two = score(gold_of(slogan(0, 4), slogan(9, 12)), gold_of(slogan(1, 4)), layers=LAYERS)
    pooled = pool([one, two])
    found = pooled.layer("slogan")
    assert found is not None
    assert pooled.texts == ("g", "g")
    assert (found.exact.n_gold, found.exact.n_predicted, found.exact.n_matched) == (3, 2, 1)
    assert found.exact.f1 == 2 / 5
    assert (found.fields["kind"].n, found.fields["kind"].n_right) == (2, 2)


def test_scores_serialise_with_their_ratios_and_read_back() -> None:
    scores = score(gold_of(slogan(0, 4)), gold_of(slogan(0, 4)), layers=LAYERS)
    written = scores.model_dump_json()
    found = next(each for each in json.loads(written)["layers"] if each["label"] == "slogan")
    assert found["exact"] == {
        "n_gold": 1,
        "n_predicted": 1,
        "n_matched": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert Scores.model_validate_json(written) == scores


def test_figures_are_flat_and_named_by_layer() -> None:
    figures = score(gold_of(directive(0, 9)), gold_of(directive(0, 9)), layers=LAYERS).figures()
    assert figures["directive.exact_f1"] == 1.0
    assert figures["directive.modality"] == 1.0
    assert figures["directive.cue_written"] is None
    assert figures["slogan.overlap_recall"] is None


def test_the_table_is_aligned_and_sets_the_baseline_beside() -> None:
    gold = gold_of(slogan(0, 4), Mark("口号", Span(0, 2), {}), labels=frozenset({"slogan", "口号"}))
    scores = score(gold, gold_of(slogan(0, 4)), layers=LAYERS)
    baseline = score(gold, gold_of(slogan(1, 4), labels=frozenset({"slogan"})), layers=LAYERS)
    lines = table(scores, baseline).splitlines()
    assert lines[0].split("  ")[-1] == "baseline F1 overlap"
    assert lines[1].split() == ["slogan", "1", "1", *["1.000"] * 6, "0.000", "1.000"]
    assert lines[2].split() == ["口号", "1", "0", "-", "0.000", "0.000", "-", "0.000", "0.000", "-", "-"]
    assert len(lines[2]) + 2 == len(lines[1]) == len(lines[0]), "two wide characters take four columns"
    assert lines[4].split() == ["field", "pairs", "right", "accuracy", "written", "right", "accuracy"]
    assert lines[5].split() == ["slogan.kind", "1", "1", "1.000", "1", "1", "1.000"]
    assert "baseline" not in table(scores)


spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda pair: Span(pair[0], pair[0] + pair[1])),
    max_size=5,
)


def _worth(
    gold: Sequence[Span], predicted: Sequence[Span], pairs: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    shared = [gold[i].overlap(predicted[j]) for i, j in pairs]
    return sum(n > 0 for n in shared), sum(shared)


def _best(gold: Sequence[Span], predicted: Sequence[Span]) -> tuple[int, int]:
    """Most pairs, then most overlap, by trying every assignment."""
    few, many = sorted((gold, predicted), key=len)
    return max(
        _worth(few, many, list(enumerate(order))) for order in permutations(range(len(many)), len(few))
    )


@settings(deadline=None)  # the first call loads scipy
@given(spans, spans)
def test_matching_is_one_to_one_and_the_best_there_is(gold: list[Span], predicted: list[Span]) -> None:
    pairs = overlapping(gold, predicted)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(gold[i].overlap(predicted[j]) for i, j in pairs)
    assert _worth(gold, predicted, pairs) == _best(gold, predicted)


@settings(deadline=None)  # the first call loads scipy
@given(spans, spans)
def test_exact_pairs_are_equal_and_one_to_one(gold: list[Span], predicted: list[Span]) -> None:
    pairs = exact(gold, predicted)
    assert all(gold[i] == predicted[j] for i, j in pairs)
    assert len({j for _, j in pairs}) == len(pairs)
    assert len(pairs) == sum(min(gold.count(span), predicted.count(span)) for span in set(gold))


@settings(deadline=None)  # the first call loads scipy
@given(spans, spans)
def test_figures_lie_between_0_and_1_and_f1_is_symmetric(gold: list[Span], predicted: list[Span]) -> None:
    left = [slogan(span.start, span.end) for span in gold]
    right = [slogan(span.start, span.end) for span in predicted]
    there, back = _layer(left, right, "slogan"), _layer(right, left, "slogan")
    for one, other in ((there.exact, back.exact), (there.overlap, back.overlap)):
        assert one.f1 == other.f1
        assert one.precision == other.recall
        assert all(figure is None or 0 <= figure <= 1 for figure in (one.precision, one.recall, one.f1))
    assert there.exact.n_matched <= there.overlap.n_matched
