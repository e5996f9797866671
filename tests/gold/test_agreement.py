"""Agreement of two annotations: figures by hand, and what cannot be said."""

from __future__ import annotations

import pytest

from speechdata.errors import SpeechdataError
from speechdata.gold.agreement import LayerAgreement, agreement, kappa, table
from speechdata.gold.confusion import Cell, Confusion
from speechdata.gold.standoff import Mark
from speechdata.span import Span
from standoffs import LAYERS, directive, gold_of, section, slogan


def _layer(a: list[Mark], b: list[Mark], label: str) -> LayerAgreement:
    found = agreement(gold_of(*a), gold_of(*b), layers=LAYERS)
    return next(each for each in found.layers if each.label == label)


def _confusion(**cells: int) -> Confusion:
    """Cells such as yes_no=5: gold yes, predicted no."""
    rows = [
        Cell(gold=name.split("_")[0], predicted=name.split("_")[1], n=n) for name, n in cells.items() if n
    ]
    return Confusion(label="x", field="y", cells=tuple(rows))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"yes_yes": 20, "yes_no": 5, "no_yes": 10, "no_no": 15}, 0.4),
        ({"yes_yes": 45, "yes_no": 15, "no_yes": 25, "no_no": 15}, 0.1304),
        ({"yes_yes": 5, "no_no": 5}, 1.0),
        ({"yes_no": 5, "no_yes": 5}, -1.0),
        ({"yes_yes": 8, "yes_no": 2}, 0.0),
        ({"yes_yes": 8}, None),
        ({}, None),
    ],
    ids=["half", "worse", "full", "opposite", "one never says no", "one label", "no pairs"],
)
def test_kappa_by_hand(cells: dict[str, int], expected: float | None) -> None:
    found = kappa(_confusion(**cells))
    assert found == (expected if expected is None else pytest.approx(expected, abs=5e-5))


def test_spans_labels_and_units() -> None:
    a = [
        directive(0, 10, cue=Span(2, 3)),
        directive(20, 30),
        directive(40, 50, modality="prohibition", strength=3),
    ]
    b = [directive(0, 10, cue=Span(2, 4)), directive(22, 30), directive(40, 50, modality="prohibition")]
    found = _layer(a, b, "directive")
    assert (found.n_a, found.n_b, found.f1_exact, found.f1_overlap) == (3, 3, 2 / 3, 1.0)
    assert found.alpha_u is not None
    assert 0.9 < found.alpha_u < 1
    fields = {each.name: (each.n, each.n_alike, each.share, each.kappa) for each in found.fields}
    assert fields["modality"] == (3, 3, 1.0, 1.0)
    assert fields["strength"] == (3, 2, 2 / 3, 0.0)
    assert fields["cue"] == (3, 2, 2 / 3, None)


def test_the_order_of_the_two_does_not_matter() -> None:
    a, b = [slogan(0, 4), slogan(10, 14, "motto")], [slogan(0, 4), slogan(11, 14), slogan(30, 33)]
    there, back = _layer(a, b, "slogan"), _layer(b, a, "slogan")
    assert (there.n_a, there.n_b) == (back.n_b, back.n_a)
    for name in ("f1_exact", "f1_overlap", "alpha_u", "fields"):
        assert getattr(there, name) == getattr(back, name)


def test_nested_sections_are_units_by_their_markers() -> None:
    nested = [section(0, 50, 2), section(10, 20, 2)]
    assert _layer(nested, nested, "section").alpha_u == 1.0


def test_nothing_to_agree_on_is_null() -> None:
    found = _layer([], [], "slogan")
    assert (found.f1_exact, found.alpha_u, found.fields[0].share, found.fields[0].kappa) == (None,) * 4


def test_different_texts_are_refused() -> None:
    with pytest.raises(SpeechdataError, match="score-source"):
        agreement(gold_of(), gold_of(sha256="b"))


def test_the_table() -> None:
    lines = table(agreement(gold_of(slogan(0, 4)), gold_of(slogan(0, 4)), layers=LAYERS[3:])).splitlines()
    assert [line.split() for line in lines if line.startswith("slogan")] == [
        ["slogan", "1", "1", "1.000", "1.000", "1.000"],
        ["slogan.kind", "1", "1", "1.000", "-"],
    ]
