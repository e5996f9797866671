"""Labels taken for others, and precision by rule."""

from __future__ import annotations

from typing import Any

from speechdata.gold import confusion, rules
from speechdata.gold.align import Alignment, align
from speechdata.gold.confusion import Cell, Confusion, confusions
from speechdata.gold.standoff import Mark
from speechdata.span import Span
from standoffs import LAYERS, directive, gold_of, slogan


def _aligned(gold: list[Mark], predicted: list[Mark]) -> tuple[Alignment, ...]:
    return align(gold_of(*gold), gold_of(*predicted), layers=LAYERS)


def _of(found: tuple[Confusion, ...], label: str, field: str) -> Confusion:
    return next(each for each in found if (each.label, each.field) == (label, field))


GOLD = [directive(0, 9), directive(10, 19), directive(20, 29, modality="prohibition", strength=3)]
PREDICTED = [
    directive(0, 8),
    directive(10, 19, modality="permission", strength=1),
    directive(20, 29, modality="prohibition", strength=3),
    directive(40, 49, modality="permission"),
]


def test_labels_are_counted_on_overlap_pairs_alone() -> None:
    found = _of(confusions(_aligned(GOLD, PREDICTED)), "directive", "modality")
    assert found.cells == (
        Cell(gold="obligation", predicted="obligation", n=1),
        Cell(gold="obligation", predicted="permission", n=1),
        Cell(gold="prohibition", predicted="prohibition", n=1),
    )
    assert found.n_wrong == 1


def test_numbers_stay_numbers_and_null_is_a_label() -> None:
    found = _of(
        confusions(_aligned([directive(0, 9, strength=None)], [directive(0, 9, strength=2)])),
        "directive",
        "strength",
    )
    assert found.cells == (Cell(gold=None, predicted=2, n=1),)
    assert Confusion.model_validate_json(found.model_dump_json()) == found


def test_a_field_that_a_prediction_lacks_is_not_counted() -> None:
    found = _of(confusions(_aligned([slogan(0, 4)], [Mark("slogan", Span(0, 4), {})])), "slogan", "kind")
    assert (found.cells, found.n_wrong) == ((), 0)


def test_a_label_that_is_no_plain_value_goes_by_its_text() -> None:
    odd: dict[str, Any] = {"kind": ["call"]}
    found = _of(confusions(_aligned([slogan(0, 4)], [Mark("slogan", Span(0, 4), odd)])), "slogan", "kind")
    assert found.cells == (Cell(gold="call", predicted="['call']", n=1),)


def test_pooled_counts_add_up() -> None:
    one = confusions(_aligned(GOLD, PREDICTED))
    pooled = _of(confusion.pool([*one, *one]), "directive", "modality")
    assert [cell.n for cell in pooled.cells] == [2, 2, 2]


def test_the_table_has_gold_down_and_found_across() -> None:
    lines = confusion.table(_of(confusions(_aligned(GOLD, PREDICTED)), "directive", "strength")).splitlines()
    assert [line.split() for line in lines] == [
        ["directive.strength:", "gold", "\\", "found", "1", "2", "3"],
        ["1", ".", ".", "."],
        ["2", "1", "1", "."],
        ["3", ".", ".", "1"],
    ]


RULED = [
    slogan(0, 4, rule="exact"),
    slogan(10, 13, rule="short"),
    slogan(20, 24, rule="short"),
    slogan(50, 54, rule="wild"),
    slogan(60, 64, rule="wild"),
    slogan(30, 34),
]


def test_each_rule_has_its_precision_and_the_costliest_comes_first() -> None:
    gold = [slogan(at, at + 4) for at in (0, 10, 20, 30)]
    found = rules.rules(_aligned(gold, RULED))
    assert [(each.rule, each.n, each.n_exact, each.n_overlap) for each in found] == [
        ("wild", 2, 0, 0),
        ("short", 2, 1, 2),
        (None, 1, 1, 1),
        ("exact", 1, 1, 1),
    ]
    assert [(each.precision_exact, each.precision_overlap) for each in found][:2] == [(0.0, 0.0), (0.5, 1.0)]


def test_rules_of_several_texts_add_up_layer_by_layer() -> None:
    texts = [_aligned([directive(0, 9)], [directive(0, 9, rule="d"), slogan(0, 9, rule="s")])] * 2
    pooled = rules.pool(each for text in texts for each in rules.rules(text))
    assert [(each.label, each.rule, each.n, each.n_exact) for each in pooled] == [
        ("directive", "d", 2, 2),
        ("slogan", "s", 2, 0),
    ]


def test_the_rules_table_names_what_has_no_rule() -> None:
    lines = rules.table(rules.rules(_aligned([slogan(30, 34)], RULED[-1:]))).splitlines()
    assert lines[1].split() == ["slogan", "(none", "named)", "1", "1", "1", "1.000", "1.000"]
