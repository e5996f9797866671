"""What comes up for review: every rule is either in doubt or settled, and what is known never comes up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cases
from conftest import ROOT
from speechdata.annotators.slogans import LAYER
from speechdata.annotators.slogans.known import KINDS
from speechdata.annotators.slogans.review import DOUBTS, LONGEST, SETTLED, Sighting, sightings
from speechdata.lexicons import extended

SOURCES = sorted((ROOT / "src" / "speechdata" / "annotators" / "slogans").glob("*.py"))


def seen(text: str) -> list[Sighting]:
    return sightings(cases.doc_of(text).annotate([LAYER]))


def rejection_rules() -> set[str]:
    calls = (
        node for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _rejects(node)
    )
    return {call.args[1].value for call in calls}  # type: ignore[attr-defined]


def _rejects(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rejection"


def test_every_rule_that_turns_a_wording_down_is_in_doubt_or_settled() -> None:
    assert {*DOUBTS} | {*SETTLED} == rejection_rules()
    assert not {*DOUBTS} & {*SETTLED}
    assert {doubt.kind for doubt in DOUBTS.values()} <= {*KINDS}


@pytest.mark.parametrize(
    ("text", "wording", "kind", "rule", "bound"),
    [
        ("开展“七查七看”。", "七查七看", "numeric_formula", "slogans.numeric.quoted", True),
        ("開展「七查七看」。", "七查七看", "numeric_formula", "slogans.numeric.quoted", True),
        ("落实四个“是否到田”。", "四个是否到田", "numeric_formula", "slogans.numeric.counted", False),
        ("要早谋划、早动手、早见效。", "早谋划、早动手、早见效", "policy_formula", "slogans.series", False),
        ("坚持先到先收，当日结清的原则。", "先到先收、当日结清", "policy_formula", "slogans.named", True),
        ("实施仓容扩建提质行动。", "仓容扩建提质行动", "campaign", "slogans.campaign.drive", False),
        ("没有粮仓就没有底气。", "没有粮仓就没有底气", "aphorism", "slogans.aphorism.without", False),
        ("推行“田头记账”。", "田头记账", "policy_formula", "slogans.not.occasion", True),
        ("推行「田頭 記賬」。", "田头记账", "policy_formula", "slogans.not.occasion", True),
        ("遵循科学规律的要求。", "科学规律", "policy_formula", "slogans.named.topic", True),
        ("持续开展联合执法专项行动。", "联合执法专项行动", "campaign", "slogans.campaign.generic", False),
        ("建成五个“百亿级”园区。", "五个百亿级", "numeric_formula", "slogans.numeric.count", False),
    ],
)
def test_in_the_queue(text: str, wording: str, kind: str, rule: str, bound: bool) -> None:
    assert (wording, kind, rule, bound) in [(s.wording, s.kind, s.rule, s.bound) for s in seen(text)]
    (sighting,) = (s for s in seen(text) if s.rule == rule)
    assert text[sighting.span.start : sighting.span.end].strip("“”「」")


@pytest.mark.parametrize(
    "text",
    [
        "坚持“以人为本”的理念。",  # in the lexicon
        "研究安全发展问题。",  # in the lexicon, a bare topic here
        "坚持以人为本、执政为民。",  # a series of known wordings
        "各单位“一把手”要负责。",  # ruled out by the package
        "“十四五”时期任务繁重。",  # the name of a plan
        "推行“账”管理。",  # too short
        "学习《关于“田头记账”的意见》。",  # in a document's title
        "他说：“" + "这件事情我们议了很久" * 3 + "”。",  # a quoted speech
        "编号“6.10”。",  # hardly a wording
        "部署已经明确。\n让我们同心协力，为建设家园作出贡献！",  # a call
        "部署已经明确。\n会后请各组留下讨论。",  # an order of business
    ],
)
def test_not_in_the_queue(text: str) -> None:
    assert seen(text) == []


def test_a_wording_that_a_project_has_decided_on_does_not_come_up(tmp_path: Path) -> None:
    text = "推行“田头记账”，防止粮价“过山车”。"
    assert [sighting.wording for sighting in seen(text)] == ["田头记账", "过山车"]
    (tmp_path / "slogans.tsv").write_text(
        "canonical\tkind\tuse\tvariants\n田头记账\tpolicy_formula\tany\t\n", "utf-8"
    )
    (tmp_path / "slogans.not.tsv").write_text("wording\treason\n过山车\tword\n", "utf-8")
    with extended(tmp_path):
        assert seen(text) == []


def test_the_longest_wording_in_doubt() -> None:
    assert [len(s.wording) for s in seen(f"他说“{'田' * LONGEST}”。")] == [LONGEST]
    assert seen(f"他说“{'田' * (LONGEST + 1)}”。") == []
