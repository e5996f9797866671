"""Slogans: canonical forms, expansions, rejections, the lexicon's own form, and what holds for all input."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cases
from speechdata.annotators.slogans import LAYER, Slogan
from speechdata.annotators.slogans._aphorism import kind_of, patterns
from speechdata.annotators.slogans._canonical import canonical, canonical_id
from speechdata.annotators.slogans._fold import fold
from speechdata.annotators.slogans._reading import Kind, Reading, balanced, letters
from speechdata.annotators.slogans._series import is_banner
from speechdata.annotators.slogans.known import entries
from speechdata.layer import Doc
from speechdata.lexicons import load

EDGES = " \t\n\u3000。！？；，：、;,:!?"


def annotated(text: str) -> Doc:
    return cases.doc_of(text).annotate([LAYER])


def slogans(text: str) -> list[Slogan]:
    return [record for record in annotated(text).layers["slogans"] if isinstance(record, Slogan)]


@pytest.mark.parametrize(
    ("surface", "kind", "expected"),
    [
        ("安全第一，预防为主，综合治理", "policy_formula", "安全第一、预防为主、综合治理"),
        ("安全第一 预防为主； 综合治理", "policy_formula", "安全第一、预防为主、综合治理"),
        ("“港人治港”、“澳人治澳”、高度自治", "policy_formula", "港人治港、高度自治"),
        ("抓质量就是抓生命、抓质量就是抓未来", "aphorism", "抓质量就是抓生命，抓质量就是抓未来"),
        ("“保安全”就是“保增长、保发展”", "aphorism", "保安全就是保增长，保发展"),
        ("四个“是否落实”", "numeric_formula", "四个是否落实"),
        ("先 试\n点，，后推开", "policy_formula", "先试点、后推开"),
        ("多予、少取、放活", "policy_formula", "多予少取放活"),
        ("扫黑除恶", "campaign", "扫黑除恶"),
    ],
)
def test_canonical(surface: str, kind: Kind, expected: str) -> None:
    assert canonical(surface, kind) == expected


def test_canonical_id_hashes_the_canonical_wording() -> None:
    record = slogans("要贯彻“以人为本”的理念。")[0]
    digest = hashlib.sha256("以人为本".encode()).hexdigest()
    assert record.canonical_id == canonical_id("以人为本") == f"sl-{digest[:16]}"


@pytest.mark.parametrize(
    "text",
    [
        "坚持安全第一，预防为主，综合治理的方针。",
        "坚持“安全第一、预防为主、综合治理”的方针。",
        "坚持“安全第一 预防为主 综合治理”的方针。",
        '坚持"安全第一、预防为主、综合治理"的方针。',
        "堅持「安全第一、預防為主、綜合治理」的方針。",
    ],
)
def test_ways_of_writing_share_one_canonical_form(text: str) -> None:
    records = slogans(text)
    assert [record.canonical for record in records] == ["安全第一、预防为主、综合治理"]
    assert records[0].quoted == any(mark in text for mark in '“「"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("抓好“三项制度”，即例会制度、台账制度、报告制度。", "例会制度、台账制度、报告制度"),
        ("所谓“三大优势”是区位优势、生态优势、人才优势。", "区位优势、生态优势、人才优势"),
        ("坚持“两个优先”：一是民生优先，二是生态优先。请大家落实。", "一是民生优先，二是生态优先"),
        ("兜牢“三保”（保基本民生、保工资、保运转）底线。", "保基本民生、保工资、保运转"),
        ("落实人员、经费、场地、制度等“四到位”。", "人员、经费、场地、制度"),
        ("按照“有人管、有人修、有人查”的“三有”标准。", "有人管、有人修、有人查"),
        ("落实人员、经费等“四到位”。", None),
        ("深化“三查三改”行动，成效明显。", None),
        ("坚持“三个面向”（详见附件）办学。", None),
    ],
)
def test_expansion(text: str, expected: str | None) -> None:
    found = [record.expansion for record in slogans(text) if record.text[0] in "两三四"]
    assert found == [expected]


def test_expansion_offsets_are_those_of_the_speech() -> None:
    text = "实现“五级五覆盖”（“五级”即：省、市、县、乡、村）。"
    record = next(record for record in slogans(text) if record.text == "五级")
    assert record.expansion_start is not None
    assert text[record.expansion_start : record.expansion_end] == "省、市、县、乡、村"


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("“十四五”时期任务繁重。", "十四五", "slogans.numeric.excluded"),
        ("各单位“一把手”要负责。", "一把手", "slogans.not.listed"),
        ("要抓紧“还账”。", "还账", "slogans.not.occasion"),
        ("研究安全发展问题。", "安全发展", "slogans.lexicon.unnamed"),
        ("建成五个“百亿级”园区。", "五个“百亿级”", "slogans.numeric.count"),
        ("学习《坚持以人为本的意见》。", "以人为本", "slogans.select.form"),
        ("部署已经明确。\n让我们坚持以人为本，为建设家园作出贡献！", "以人为本", "slogans.select.overlap"),
        ("遵循科学规律的要求。", "科学规律", "slogans.named.topic"),
        ("各项部署已经明确。\n会后请各组留下讨论。", "会后请各组留下讨论。", "slogans.call.business"),
        ("持续开展联合执法专项行动。", "联合执法专项行动", "slogans.campaign.generic"),
        ("兜牢“三保”（稳就业、稳物价、稳收入）底线。", "稳就业、稳物价、稳收入", "slogans.series.item"),
    ],
)
def test_rejections_name_rule_and_reason(text: str, surface: str, rule: str) -> None:
    rejected = [item for item in annotated(text).rejections if item.rule == rule]
    assert surface in [text[item.start : item.end] for item in rejected], annotated(text).rejections
    assert all(item.layer == "slogan" and item.reason for item in rejected)


MAXIMS = [
    ("没有质量就没有市场", "without"),
    ("只有创新才能发展，只有发展才能稳定", "only"),
    ("抓安全就是抓效益", "equation.same"),
    ("合同就是军令", "equation.short"),
    ("对懒政的纵容，就是对实干的打击", "equation.toward"),
    ("种树是政绩，治水也是政绩", "predicate.same"),
    ("困难是暂时的，前景是光明的", "predicate.nature"),
    ("质量是根本，服务是保障", "predicate.pair"),
    ("防汛责任重于泰山", "weight"),
    ("宁流一身汗，不留一处险", "rather"),
    ("谁掌握了人才，谁就掌握了未来", "who.then"),
    ("谁建设谁养护", "who.who"),
    ("干而不实等于白干", "amounts"),
    ("发展不能以牺牲环境为代价", "cost"),
    ("改革只有进行时，没有完成时", "endless"),
    ("服务群众永远在路上", "road"),
    ("作风决定成效", "decides"),
    ("民生无小事", "trifle"),
    ("稳定是第一责任", "first"),
    ("科技兴则产业兴", "follows"),
    ("三分建设，七分管理", "shares"),
    ("要强国，先强农", "prior"),
    ("安全来自警惕，事故出于麻痹", "source"),
    ("隐患不除，机器不转", "unless"),
    ("今天多流汗，明天少流血", "today"),
    ("不怕慢，就怕站", "fear"),
    ("苦口婆心不如以身作则", "better"),
    ("发展问题，实干为先；民生问题，群众为上", "couplet"),
    ("为官一任，造福一方", "incumbent"),
    ("有为才有位", "begets"),
    ("管行业必须管环保", "remit"),
    ("向创新要动力，向管理要效益", "demand"),
    ("不忘来路，牢记重托", "unforgotten"),
    ("规矩越明白，办事越顺当", "more"),
    ("越是艰难越要坚持", "more.is"),
    ("绿色是最美的底色", "best"),
    ("没有看客，只有队员", "never.only"),
    ("哪里有灾情，哪里就有民兵", "where"),
    ("群众在哪里，服务就跟到哪里", "where.to"),
    ("不进取就难以立足", "else"),
    ("人民警察为人民", "people"),
    ("一人懈怠，众人受累", "one.all"),
    ("服务群众没有终点", "unending"),
    ("千忙万忙，不抓落实就是瞎忙", "thousand"),
    ("好日子是干出来的", "earned"),
    ("群众盼的，就应是干部干的", "theirs"),
    ("教育者，兴国之本也", "define"),
]


@pytest.mark.parametrize(("wording", "pattern"), MAXIMS)
def test_each_pattern_fits_a_maxim(wording: str, pattern: str) -> None:
    found = kind_of(wording)
    assert found is not None
    assert found.id == pattern


def test_every_pattern_has_an_example() -> None:
    assert {pattern.id for pattern in patterns()} == {name for _, name in MAXIMS}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["保增长", "保民生", "保稳定"], True),
        (["强基础", "补短板"], True),
        (["教育在先", "警示在先"], True),
        (["应保尽保", "应助尽助"], True),
        (["赶工期", "抢进度"], False),
        (["建筑业", "制造业", "服务业"], False),
        (["同步规划", "同步部署", "同步推进"], False),
        (["严格执法", "公正执法", "廉洁执法"], False),
        (["保增长", "保增长"], False),
    ],
)
def test_banner_shapes(parts: list[str], expected: bool) -> None:
    assert is_banner(parts) is expected


def test_lexicon_keeps_its_own_form() -> None:
    for row in load("slogans"):
        pause = "，" if row["kind"] == "aphorism" else "、"
        for wording in [row["canonical"], *filter(None, row["variants"].split("|"))]:
            assert not re.search(rf"[\s“”‘’{EDGES.replace(pause, '')}]", wording), wording
            assert wording[0] + wording[-1] == (wording[0] + wording[-1]).strip(EDGES), wording
            assert canonical(wording, "call") == row["canonical"]
        assert row["kind"] in {"policy_formula", "numeric_formula", "campaign", "aphorism"}
        assert row["use"] in {"any", "named", "quoted"}
    assert len(load("slogans")) > 800


def test_lexicon_wordings_are_found_in_a_sentence() -> None:
    missed = []
    for row in load("slogans"):
        found = {record.canonical for record in slogans(f"会议提出“{row['canonical']}”，各地要落实。")}
        missed += [] if found == {row["canonical"]} else [(row["canonical"], found)]
    assert missed == []


def test_excluded_wordings_are_no_slogans() -> None:
    known = entries()
    for row in load("slogans.not"):
        assert letters(row["wording"]) not in known, row["wording"]
        assert slogans(f"他提到“{row['wording']}”一词。") == [], row["wording"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_fold_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


WORDINGS = (
    "安全第一 预防为主 以人为本 四不放过 三农 平安×× 谁主管谁负责 保稳定 促发展 没有安全就没有发展 五级 1+6+N"
)
CONTEXTS = "的原则 的方针 坚持 落实 开展 行动 三个 即： 同志们， 让我们 为建设家园作出贡献 就是 創建 本质安全型企业 X"
MARKS = ["“", "”", "「", "」", "‘", "’", '"', "，", "、", "；", "。", "！", "\n", " ", "《", "》", "（", "）"]
PIECES = [*WORDINGS.split(), *CONTEXTS.split(), *MARKS]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
@example("坚持坚持，的原则")
def test_spans_are_clean_and_never_overlap(text: str) -> None:
    doc = annotated(text)
    found = slogans(text)
    reading = Reading(doc)
    for record in found:
        assert text[record.start : record.end] == record.text
        assert record.text[0] not in EDGES
        assert record.text[-1] not in EDGES
        assert balanced(fold(record.text))
        assert reading.trim(record.span) == record.span
        assert record.canonical
        assert record.rule.startswith("slogans.")
    assert all(left.end <= right.start for left, right in pairwise(found))
    for item in doc.rejections:
        assert 0 <= item.start <= item.end <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_sentences_before_change_nothing_but_offsets(text: str) -> None:
    before = "会议开了半天。\n"
    shifted = [(r.start - len(before), r.text, r.kind) for r in slogans(before + text) if r.kind != "call"]
    assert shifted == [(r.start, r.text, r.kind) for r in slogans(text) if r.kind != "call"]
