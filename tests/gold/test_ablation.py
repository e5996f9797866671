"""F1 without a family of rules: figures computed by hand, pairs that are free again, pooling, the table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import SEEDS
from speechdata.cli import app
from speechdata.gold import Mark
from speechdata.gold.ablation import Ablation, Family, ablations, families, pool, table
from speechdata.gold.align import align
from speechdata.gold.score import pool as pool_scores
from speechdata.gold.score import scored
from standoffs import LAYERS, directive, gold_of, section, slogan

GOLD = next((SEEDS / "gold").glob("*.gold.jsonl"))


def _families(gold: list[Mark], predicted: list[Mark]) -> tuple[Family, ...]:
    return families(align(gold_of(*gold), gold_of(*predicted), layers=LAYERS))


def _ablations(gold: list[Mark], predicted: list[Mark]) -> dict[str, Ablation]:
    alignments = align(gold_of(*gold), gold_of(*predicted), layers=LAYERS)
    return {each.family: each for each in ablations(scored(alignments, text="g"), families(alignments))}


HAND = [slogan(0, 4), slogan(10, 14), slogan(20, 24), slogan(30, 34)]
FOUND = [
    slogan(0, 4, rule="slogans.numeric.quoted"),
    slogan(11, 14, rule="slogans.numeric.named"),
    slogan(20, 24, rule="slogans.lexicon"),
    slogan(50, 54, rule="slogans.quoted.held"),
]


def test_rules_that_begin_alike_are_a_family() -> None:
    assert [(each.family, each.n, each.n_exact, each.n_overlap) for each in _families(HAND, FOUND)] == [
        ("slogans.numeric", 2, 1, 2),
        ("slogans.lexicon", 1, 1, 1),
        ("slogans.quoted", 1, 0, 0),
    ]


def test_figures_by_hand() -> None:
    found = _ablations(HAND, FOUND)
    # 4 gold and 4 found records: exact pairs 2, overlap pairs 3.
    numeric = found["slogans.numeric"]
    assert (numeric.exact.f1, numeric.exact.without) == (4 / 8, 2 / 6)
    assert (numeric.overlap.f1, numeric.overlap.without) == (6 / 8, 2 / 6)
    assert numeric.exact.change == pytest.approx(-1 / 6)
    assert (found["slogans.quoted"].exact.without, found["slogans.quoted"].overlap.without) == (4 / 7, 6 / 7)
    assert (found["slogans.quoted"].exact.change or 0) > 0, "a family without a right record does harm"


def test_gold_that_a_family_held_is_free_for_what_is_left() -> None:
    predicted = [slogan(0, 8, rule="slogans.series"), slogan(6, 12, rule="slogans.named")]
    found = _ablations([slogan(0, 12)], predicted)
    assert (found["slogans.series"].overlap.f1, found["slogans.series"].overlap.without) == (2 / 3, 1.0)
    assert [each.n_overlap for each in _families([slogan(0, 12)], predicted)] == [0, 0]


def test_the_identifying_span_counts() -> None:
    marker = section(0, 10, 2)
    predicted = Mark(marker.label, marker.span, {**marker.fields, "rule": "sections.shi"})
    found = _ablations([section(0, 8, 2)], [predicted])["sections.shi"]
    assert (found.exact.f1, found.exact.without) == (1.0, 0.0)


def test_a_layer_without_gold_or_other_records_has_no_figure_left() -> None:
    found = _ablations([], [slogan(0, 4, rule="slogans.call")])["slogans.call"]
    assert (found.exact.f1, found.exact.without, found.exact.change) == (0.0, None, None)


def test_records_that_name_no_rule_belong_to_no_family() -> None:
    assert _families(HAND, [slogan(0, 4), slogan(10, 14, rule=None)]) == ()


def test_layers_stand_in_order_and_what_adds_most_first() -> None:
    gold = [*HAND, directive(40, 50)]
    predicted = [*FOUND, directive(40, 50, rule="directives.implicit.target")]
    assert list(_ablations(gold, predicted)) == [
        "directives.implicit",
        "slogans.lexicon",
        "slogans.numeric",
        "slogans.quoted",
    ]


def test_texts_are_pooled_by_counts() -> None:
    texts = [(HAND, FOUND), ([slogan(0, 4)], [slogan(0, 4, rule="slogans.numeric.quoted")]), ([], [])]
    pairs = [align(gold_of(*gold), gold_of(*predicted), layers=LAYERS) for gold, predicted in texts]
    scores = pool_scores(scored(each, text="g") for each in pairs)
    counts = pool(family for each in pairs for family in families(each))
    found = {each.family: each for each in ablations(scores, counts)}
    assert (found["slogans.numeric"].n, found["slogans.lexicon"].n) == (3, 1)
    # 5 gold and 5 found records, 3 exact pairs; a text without the family keeps its counts.
    assert (found["slogans.numeric"].exact.f1, found["slogans.numeric"].exact.without) == (6 / 10, 2 / 7)
    assert found["slogans.lexicon"].exact.without == 4 / 9


def test_table() -> None:
    lines = table(_ablations(HAND, FOUND).values()).splitlines()
    assert " ".join(lines[0].split()) == (
        "layer family found F1 exact without change F1 overlap without change"
    )
    assert lines[2].split() == [
        *("slogan", "slogans.numeric", "2"),
        *("0.500", "0.333", "-0.167", "0.750", "0.333", "-0.417"),
    ]
    assert lines[-1].split()[5] == "+0.071"


@pytest.fixture(scope="module")
def lexicon_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's gold, its first slogan of one family and all others of another."""
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    slogans = [row for row in rows if row["layer"] == "slogan"]
    for row in slogans:
        row["rule"] = "slogans.lexicon"
    slogans[0]["rule"] = "slogans.numeric.quoted"
    path = tmp_path_factory.mktemp("ablation") / "predicted.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def _evaluate(predicted: Path, *options: str) -> str:
    done = CliRunner().invoke(app, ["evaluate", str(GOLD), "--predicted", str(predicted), *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_shows_it_if_asked(lexicon_only: Path) -> None:
    out = _evaluate(lexicon_only, "--ablation", "-l", "slogans")
    n = sum('"slogan"' in line for line in GOLD.read_text("utf-8").splitlines())
    without = f"{2 * (n - 1) / (2 * n - 1):.3f}"
    row = next(line.split() for line in out.splitlines() if "slogans.numeric" in line)
    assert row[:5] == ["slogan", "slogans.numeric", "1", "1.000", without]
    assert "no other rule gets to claim their places" in out
    assert "slogans.numeric" not in _evaluate(lexicon_only)


def test_json_holds_it(lexicon_only: Path) -> None:
    (found,) = json.loads(_evaluate(lexicon_only, "--json")).values()
    assert {each["family"]: each["n"] for each in found["ablations"]}["slogans.numeric"] == 1
    assert found["ablations"][0].keys() == {"label", "family", "n", "exact", "overlap"}
    assert found["ablations"][0]["exact"].keys() == {"f1", "without", "change"}
