"""Debris told by its words, and the text beside it that only looks like debris."""

from __future__ import annotations

import time

import pytest

from debris_cases import INLINE, LINES, cleaned, kinds, pairs
from speechdata.lexicons import load
from speechdata.text.debris import LONGEST_LINE, debris, line_kind
from speechdata.text.normalize import DEBRIS_KINDS, KINDS

MEANT = [
    "本级××部门要在____前完成，由（此处填写单位）负责，[姓名]签字，【待补】。",
    "（一）要抓好落实。会议定于（2024年3月16日）召开。",
    "按照国办发〔2024〕5号、厅字[2024]5号和国发〔98〕12号文件执行。",
    "会场响起热烈的掌声，大家的笑声说明了一切，干部要听得进群众的插话。",
    "三项任务：①查堤防；②查水库；③查物资。",
    "做到[1]查堤防，[2]查水库，[3]查物资。",
    "表决须经三分之二（2/3）以上通过。",
    "不能停在口号上，要翻开下一页，未完待续的是改革。",
    "农业、工业（含建筑业）、服务业（三产）都要抓。",
    "加快企业资源计划（ERP）和电商平台（app）建设，用好微信公众号和互联网。",
    "按照第[1]条、第〔2〕款和附表①、②执行。",
    "面积达到35平方千米²以上，其中10米³为一档。",
    "比2020—2024年增长12%，2023-2024两年平均增长3—5个百分点。",
    "由某某局（记者站）负责，某某公司（摄影组）配合。",
    "广大网友和市民都很关心。",
    "会议分享了经验，推荐了典型，请登录www.example.gov.cn查询。",
    "来源于群众、服务于群众是我们的作风。",
    "责任编辑制度要落实到位。",
    "各单位（来源、去向要登记）务必配合。",
    "文艺界（书法、美术、摄影）和院校（机械制图）要带头，素材（集中拍摄）要用好。",
    "企业（来源于互联网）和素材（内容由各地自定，资料来自各县）都要核对。",
    "（更多关注民生）的导向不能变，共[12]人、〔3〕户要落实。",
    "扫码点餐",
    "加强网络媒体记者队伍建设",
    "要开通会员单位绿色通道，把服务做细",
    "××",
    "____",
    "XX",
    "一、关于分享经济",
    "更多地依靠群众",
    "（未定稿）",
    "〔2024〕5号",
    "①查堤防",
    "[1]查堤防",
    "2024",
]


@pytest.mark.parametrize(("kind", "words"), pairs(INLINE))
def test_debris_amid_a_sentence(kind: str, words: str) -> None:
    text = f"各地要把责任压实{words}，把隐患查清{words}并整改到位。"
    assert cleaned(text) == "各地要把责任压实，把隐患查清并整改到位。"
    assert kinds(text) == {kind: 2}


@pytest.mark.parametrize(("kind", "words"), pairs(LINES))
def test_a_line_of_debris(kind: str, words: str) -> None:
    assert line_kind("".join(words.split())) == kind
    text = f"抓好落实。\n　　{words}\n查清隐患。"
    assert cleaned(text) == "抓好落实。\n查清隐患。"
    assert set(kinds(text)) - {"indent"} == {kind}


@pytest.mark.parametrize("text", MEANT)
def test_what_a_speech_means_stays(text: str) -> None:
    assert cleaned(text) == text
    assert cleaned(f"抓好落实。\n{text}\n查清隐患。") == f"抓好落实。\n{text}\n查清隐患。"


@pytest.mark.parametrize(
    "mark", ["〔1〕", "[12]", "[1][2]", "[3-5]", "〔注1〕", "①", "¹", "<sup>[1]</sup>", "[^1]"]
)
@pytest.mark.parametrize(
    ("before", "behind"), [("毛泽东同志指出", "，要团结。"), ("“实事求是”", "是根本。"), ("要团结", "。")]
)
def test_footnote_marks(mark: str, before: str, behind: str) -> None:
    assert cleaned(before + mark + behind) == before + behind
    assert set(kinds(before + mark + behind)) == {"footnote_mark"}


@pytest.mark.parametrize("mark", ["〔1〕", "[12]", "①"])
def test_footnote_marks_behind_a_sentence_and_marks_of_lists(mark: str) -> None:
    assert cleaned(f"要团结。{mark}\n抓好落实。") == "要团结。\n抓好落实。"
    assert cleaned(f"要团结。{mark}抓好落实。") == f"要团结。{mark}抓好落实。"


@pytest.mark.parametrize(
    "gloss",
    ["（dá）", "(dá)", "[dá]", "（音dá）", "（da2）", "（ㄉㄚˊ）", "（音同达）", "（读作“达”）", "(zhuàng)"],
)
def test_pinyin_behind_a_character(gloss: str) -> None:
    text = f"龘{gloss}字写得少，要认准。"
    assert cleaned(text) == "龘字写得少，要认准。"
    assert set(kinds(text)) == {"pinyin"}


@pytest.mark.parametrize(
    "other", ["（DA）", "（音乐）", "（a4）", "（读后感）", "（café）", "（pm）", "(ERP)"]
)
def test_other_brackets_behind_a_character_stay(other: str) -> None:
    assert cleaned(f"企业{other}要用好。") == f"企业{other}要用好。"


@pytest.mark.parametrize(("kind", "words"), pairs(INLINE) + pairs(LINES))
def test_debris_is_kept_on_demand(kind: str, words: str) -> None:
    text = f"\ufeff　　抓好落实。\r\n\r\n{words}\r\n查清隐患。"
    left = cleaned(text, keep_debris=True)
    assert "".join(left.split()) == "".join(f"抓好落实。{words}查清隐患。".split())
    assert not any(mark in left for mark in "\ufeff\r\u3000")


def test_every_kind_of_the_lexicon_is_a_kind_of_debris() -> None:
    rows = load("cleaning")
    assert {row["kind"] for row in rows} == DEBRIS_KINDS
    assert set(KINDS) >= DEBRIS_KINDS
    assert all(bool(row["cue"]) == (row["role"] == "inline") for row in rows)


def test_a_long_line_is_prose() -> None:
    assert line_kind("来源：" + "某" * 30) == "source_remark"
    assert line_kind("<!--" + "某" * LONGEST_LINE) is None


@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "【",
        "[1]",
        "①",
        "（1/",
        "（热烈的",
        "来源：",
        "下载",
        "返回首页",
        "首页>",
        "- 1 ",
        "— 1",
        "第1页",
        "上一页 ",
        "www.a",
        "（a",
        "1\n",
        "—1—\n",
        "图：",
        "本文来自",
        "记者",
        "QQ空间",
        "剩余8页",
    ],
)
def test_no_pattern_takes_more_than_linear_time(unit: str) -> None:
    before = time.process_time()
    assert len(cleaned(unit * (200_000 // len(unit)))) <= 200_000
    lines = [(unit.strip() * 80)[: 80 - number % 3] for number in range(300)]
    list(debris("\n".join(lines)))
    assert time.process_time() - before < 4
