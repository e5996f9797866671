"""What is a good line of the slogan lexicons, and what the annotator makes of a project's own."""

from __future__ import annotations

import ast
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from conftest import ROOT
from speechdata.annotators.slogans import LAYER, Slogan
from speechdata.annotators.slogans.known import KINDS, entries, listed, ruled_out
from speechdata.errors import LexiconError
from speechdata.lexicons import EXTENDABLE, extended, load

HEADS = {"slogans": "canonical\tkind\tuse\tvariants\n", "slogans.not": "wording\treason\n"}


def own(folder: Path, **lines: str) -> Path:
    """A folder of lexicons: `slogans` and `no` are the lines of its files."""
    for name, content in lines.items():
        stem = "slogans.not" if name == "no" else name
        (folder / f"{stem}.tsv").write_text(HEADS[stem] + content, "utf-8")
    return folder


def found(text: str, folder: Path | None = None) -> list[tuple[str, str, str]]:
    """(surface, rule, canonical) of all slogans of a text."""
    with extended(folder) if folder else nullcontext():
        records = cases.doc_of(text).annotate([LAYER]).layers["slogans"]
    return [(r.text, r.rule, r.canonical) for r in records if isinstance(r, Slogan)]


@pytest.mark.parametrize(
    ("files", "code", "line", "says"),
    [
        ({"slogans": "七查七看\tformula\tany\t\n"}, "lexicon-kind", "slogans.tsv:2", "numeric_formula"),
        ({"slogans": "七查七看\tcall\tany\t\n"}, "lexicon-kind", "slogans.tsv:2", "campaign"),
        ({"slogans": "七查七看\tcampaign\tall\t\n"}, "lexicon-use", "slogans.tsv:2", "named"),
        ({"slogans": "“七查七看”\tcampaign\tany\t\n"}, "lexicon-wording", "slogans.tsv:2", "七查七看"),
        ({"slogans": "抓早 抓细\tcampaign\tany\t\n"}, "lexicon-wording", "slogans.tsv:2", "抓早抓细"),
        ({"slogans": "抓早抓细。\tcampaign\tany\t\n"}, "lexicon-wording", "slogans.tsv:2", "抓早抓细"),
        ({"slogans": "田頭記賬\tcampaign\tany\t\n"}, "lexicon-wording", "slogans.tsv:2", "田头记账"),
        ({"slogans": "稳\tcampaign\tany\t\n"}, "lexicon-wording", "slogans.tsv:2", "less than 2"),
        ({"slogans": "以人为本\tpolicy_formula\tany\t\n"}, "lexicon-known", "slogans.tsv:2", "speechdata/"),
        ({"slogans": "人民，至上\tcampaign\tany\t\n"}, "lexicon-known", "slogans.tsv:2", "policy_formula"),
        (
            {"slogans": "七查七看\tcampaign\tany\t以人为本\n"},
            "lexicon-known",
            "slogans.tsv:2",
            "speechdata/lexicons/slogans.tsv:",
        ),
        (
            {"slogans": "抓早、抓细\tcampaign\tany\t\n抓早抓细\tcampaign\tany\t\n"},
            "lexicon-known",
            "slogans.tsv:3",
            "slogans.tsv:2",
        ),
        ({"slogans": "一把手\tcampaign\tany\t\n"}, "lexicon-known", "slogans.tsv:2", "ruled out"),
        (
            {"slogans": "七查七看\tcampaign\tany\t\n", "no": "七查七看\tword\n"},
            "lexicon-known",
            "slogans.tsv:2",
            "slogans.not.tsv:2",
        ),
        ({"no": "一把手\tword\n"}, "lexicon-known", "slogans.not.tsv:2", "speechdata/lexicons/slogans.not"),
        ({"no": "過山車\tword\n"}, "lexicon-wording", "slogans.not.tsv:2", "过山车"),
    ],
)
def test_a_bad_line_names_its_place_and_the_reason(
    tmp_path: Path, files: dict[str, str], code: str, line: str, says: str
) -> None:
    with extended(own(tmp_path, **files)), pytest.raises(LexiconError) as caught:
        entries()
    assert (caught.value.code, caught.value.place) == (code, f"{tmp_path.as_posix()}/{line}")
    assert says in str(caught.value)


def test_a_project_makes_a_wording_a_slogan_in_both_scripts_and_with_its_variants(tmp_path: Path) -> None:
    text = "要推行田头记账，做到先记账再称粮。要推行田頭記賬。"
    folder = own(tmp_path, slogans="田头记账\tpolicy_formula\tany\t先记账、再称粮\n")
    rule = "slogans.lexicon"
    assert found(text) == []
    assert found(text, folder) == [
        ("田头记账", rule, "田头记账"),
        ("先记账再称粮", rule, "田头记账"),
        ("田頭記賬", rule, "田头记账"),
    ]
    assert found(text) == []


@pytest.mark.parametrize(
    ("use", "expected"), [("any", [1, 1, 1]), ("named", [0, 1, 1]), ("quoted", [0, 1, 0])]
)
def test_use_says_where_a_wording_counts(tmp_path: Path, use: str, expected: list[int]) -> None:
    folder = own(tmp_path, slogans=f"田头记账\tpolicy_formula\t{use}\t\n")
    texts = ("要推行田头记账。", "要推行“田头记账”。", "要遵循田头记账原则。")
    rules = [[rule for _, rule, _ in found(text, folder)] for text in texts]
    assert [found_rules.count("slogans.lexicon") for found_rules in rules] == expected


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("开展“七查七看”活动，抓实七查七看。", "七查七看"),
        ("坚持早谋划、早动手、早见效。", "早谋划、早动手、早见效"),
        ("建设平安江苏。", "平安江苏"),
        ("实施仓容扩建提质行动。", "仓容扩建提质行动"),
        ("没有粮仓就没有底气。", "没有粮仓就没有底气"),
        ("坚持有诉必应、有难必帮的原则。", "有诉必应、有难必帮"),
    ],
)
def test_a_wording_that_a_project_rules_out_is_no_slogan_by_any_rule(
    tmp_path: Path, text: str, wording: str
) -> None:
    assert wording in [surface for surface, _, _ in found(text)]
    folder = own(tmp_path, no=f"{wording}\tword of the day\n")
    assert wording not in [surface for surface, _, _ in found(text, folder)]
    with extended(folder):
        rejections = cases.doc_of(text).annotate([LAYER]).rejections
    assert ("slogans.not.listed", "word of the day") in [(item.rule, item.reason) for item in rejections]
    assert wording in [surface for surface, _, _ in found(text)]


def test_a_campaign_that_a_project_knows_is_found_inside_a_longer_name(tmp_path: Path) -> None:
    text = "全县开展打击盗采粮仓卫士专项行动。"
    folder = own(tmp_path, slogans="粮仓卫士专项行动\tcampaign\tany\t\n")
    assert ("粮仓卫士专项行动", "slogans.lexicon", "粮仓卫士专项行动") in found(text, folder)
    assert ("粮仓卫士专项行动", "slogans.lexicon", "粮仓卫士专项行动") not in found(text)


def test_nothing_made_of_lexicons_that_can_be_extended_is_cached_for_good() -> None:
    trees = [
        ast.parse(path.read_text("utf-8"))
        for path in sorted((ROOT / "src" / "speechdata" / "annotators").rglob("*.py"))
    ]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    derived = {node.name for node in functions if "derived" in _decorators(node)}
    assert derived >= {"entries", "ruled_out"}
    for node in functions:
        if "cache" in _decorators(node):
            assert not derived & set(_calls(node)), node.name
            assert not set(EXTENDABLE) & set(_literals(node)), node.name


def _decorators(node: ast.FunctionDef) -> list[str]:
    return [item.id for item in node.decorator_list if isinstance(item, ast.Name)]


def _calls(node: ast.FunctionDef) -> list[str]:
    calls = (item for item in ast.walk(node) if isinstance(item, ast.Call))
    return [call.func.id for call in calls if isinstance(call.func, ast.Name)]


def _literals(node: ast.FunctionDef) -> list[str]:
    constants = (item for item in ast.walk(node) if isinstance(item, ast.Constant))
    return [constant.value for constant in constants if isinstance(constant.value, str)]


@given(st.text("抓早細“”、，。 #|", max_size=12), st.sampled_from(KINDS))
def test_listing_is_done_once(surface: str, kind: str) -> None:
    once = listed(surface, kind)
    assert listed(once, kind) == once


def test_every_packaged_wording_is_listed_as_it_should_be() -> None:
    assert len(entries()) > len(load("slogans"))
    assert len(ruled_out()) == len(load("slogans.not"))
