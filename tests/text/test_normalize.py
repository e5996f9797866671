from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.records import Removal
from speechdata.span import Span
from speechdata.text.normalize import KINDS, clean
from speechdata.text.offsets import OffsetMap
from speechdata.text.segment import LINE_BREAKS

PARAGRAPHS = (
    "今年以来，全市各级各部门深入贯彻落实会议精神，坚持稳中求进工作总基调，经济社会发展取得明显成效，这是全市"
    "上下共同努力的结果。",
    "一、充分肯定成绩，进一步增强做好工作的信心",
    "一年来，我们坚持把安全生产摆在突出位置，层层压实责任，狠抓隐患排查治理，全市形势保持总体平稳。一是责任体系"
    "不断健全。三级责任制全面建立，“党政同责、一岗双责”要求得到落实。二是专项整治深入开展，整改隐患1268处。",
    "二、正视存在问题",
    "在肯定成绩的同时，也要清醒地看到，一些地方和单位思想认识不到位，责任落实不到位，事故隐患仍然不少。",
    "同志们，责任重于泰山。让我们更加紧密地团结起来，为建设平安、和谐、富裕的新家园而努力奋斗！",
)
texts = st.text(
    alphabet="安全生产要落实在的和一二三年月。，；：、“”（）《》 \u3000\xa0\t\n\r\u2028\x0c\u200b\ufeff\x01GDP12X×*—…",
    max_size=80,
)
pages = st.lists(
    st.sampled_from(
        [
            *PARAGRAPHS,
            "在全市大会上的讲话",
            "同志们：",
            "狠抓 落实，做到G D P增长 3 ％。",
            "要抓紧抓实。真正做到",
            "“未雨绸缪”、防范于未然。",
            "”的要求，抓好监管。",
            "在市委的领导下，",
            "（一）加强领导。",
            "",
        ]
    ),
    max_size=12,
    unique=True,
).map("\n".join)


def cleaned(text: str) -> str:
    return clean(text, Span(0, len(text)))[0]


def kinds(text: str) -> Counter[str]:
    return Counter(item.kind for item in clean(text, Span(0, len(text)))[1])


def wrapped(width: int, indent: str) -> str:
    """The paragraphs, each broken after `width` characters, but not before closing punctuation."""
    lines: list[str] = []
    for paragraph in PARAGRAPHS:
        rest = indent + paragraph
        while rest:
            cut = width
            while width - 3 < cut < len(rest) and rest[cut] in "，。、；：！？”）":
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。\r\n乙。\r\n", "甲。\n乙。"),
        ("甲。\r乙。", "甲。\r乙。"),
        ("甲。\u2028乙。\x0c丙。\x85丁。", "甲。\u2028乙。\x0c丙。\x85丁。"),
        ("甲。\x0c\n乙。", "甲。\n乙。"),
        ("甲。\r\r\r乙。", "甲。\r乙。"),
        ("甲。\n\n\n\n乙。", "甲。\n乙。"),
        ("　　甲。 \t\n 　乙。\xa0\n", "甲。\n乙。"),
        ("\ufeff甲\u200b乙\xad。\x01", "甲乙。"),
        ("甲&nbsp;&nbsp;乙<U+00A0><U+3000>丙", "甲乙丙"),
        ("<p>甲。</p>\n<!-- 注\n -->乙<br/>。", "甲。\n乙。"),
        ("甲<乙>丙 a<b", "甲<乙>丙 a<b"),
        ("   \n\n ", ""),
        ("", ""),
    ],
)
def test_lines_and_characters(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深入开展专项 整治，还 没有结束。", "深入开展专项整治，还没有结束。"),
        ("可以取消，但是 安全不能放松。", "可以取消，但是安全不能放松。"),
        ("不能追求带血的G D P。", "不能追求带血的GDP。"),
        ("我市发生 ****特别重大事故，教训深刻。", "我市发生****特别重大事故，教训深刻。"),
        ("去年 X 市完成 35 项任务。", "去年X市完成35项任务。"),
        ("从1 9 9 3 年3 月起，增长1 1 ％。", "从1993年3月起，增长11％。"),
        ("二、关于1 9 9 8 年工作的建议", "二、关于1998年工作的建议"),
        ("我们要“严” 字当头，抓出实效。", "我们要“严”字当头，抓出实效。"),
        ("做好 GDP 核算和 big data 工作，抓好落实。", "做好 GDP 核算和 big data 工作，抓好落实。"),
        ("2023 2024两年，我们抓落实。", "2023 2024两年，我们抓落实。"),
        ("狠抓落实 促进发展", "狠抓落实 促进发展"),
        ("国务院总理 温家宝", "国务院总理 温家宝"),
        ("会议将于  月  日召开，请准备。", "会议将于  月  日召开，请准备。"),
        ("会议将于 月 日召开，在 的领导下进行。", "会议将于 月 日召开，在 的领导下进行。"),
        ("按照　　　同志的要求，抓好落实。", "按照　　　同志的要求，抓好落实。"),
        ("* 第一条，要落实。", "* 第一条，要落实。"),
    ],
)
def test_spaces_inside_lines(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要抓紧抓实。真正做到\n“未雨绸缪”、防范于未然。", "要抓紧抓实。真正做到“未雨绸缪”、防范于未然。"),
        ("落实“管行业必须管安全\n”的要求，抓好监管。", "落实“管行业必须管安全”的要求，抓好监管。"),
        ("落实责任\n、狠抓监管。", "落实责任、狠抓监管。"),
        ("细颗粒物（PM\n2.5\n）浓度下降。", "细颗粒物（PM2.5）浓度下降。"),
        ("根据《\n纲要\n》的要求，我们要落实。", "根据《纲要》的要求，我们要落实。"),
        ("在市委的正确领导下，\n全市上下团结奋斗。", "在市委的正确领导下，全市上下团结奋斗。"),
        ("今年的\n工资改革要抓好。", "今年的工资改革要抓好。"),
        ("取得成就。交出一份人\n\u200b\n民满意的答卷。", "取得成就。交出一份人民满意的答卷。"),
    ],
)
def test_broken_lines_are_joined(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "一、提高认识\n安全生产重于泰山。",
        "狠抓落实。\n我们要抓好工作。",
        "在大会上的讲话\n同志们：\n今天开会。",
        "要抓好落实。下面我讲三点意见\n提高认识是前提。",
        "要抓好落实，做到\n一、提高认识，加强领导。",
        "要抓好落实。做到\n（一）提高认识。",
        "要抓好落实。做到\n第一，提高认识。",
        "要抓好落实。做到\n——提高认识。",
        "各位领导，同志们，\n今天我们开会。",
        "in the\nword we trust",
        "抓好落实。完成任务\n再接再厉",
    ],
)
def test_lines_that_stand_alone_stay(text: str) -> None:
    assert cleaned(text) == text


def test_an_indented_line_begins_a_paragraph() -> None:
    assert cleaned("　　健全制度。加强管理\n　　这是统一的。") == "健全制度。加强管理\n这是统一的。"


@pytest.mark.parametrize("indent", ["　　", ""])
@pytest.mark.parametrize("width", [20, 28, 35, 40])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_joined(width: int, indent: str, line_end: str) -> None:
    assert cleaned(wrapped(width, indent).replace("\n", line_end)) == "\n".join(PARAGRAPHS)


def test_lines_of_one_length_that_end_sentences_are_not_wrapped() -> None:
    lines = [f"第{number}组的同志们要把各项工作任务落实到位抓出成效。" for number in "甲乙丙丁戊己庚辛"]
    assert cleaned("\n".join(lines)) == "\n".join(lines)


def test_kinds_tell_why() -> None:
    text = "\ufeff　　甲 \r\n\r\n<b>乙</b>&nbsp;，发 展。做到\n“丙”。\x02"
    assert set(kinds(text)) == {
        "zero_width", "indent", "trailing_space", "carriage_return", "blank_line", "markup", "escaped_space",
        "inner_space", "line_break", "control",
    }  # fmt: skip


def test_what_the_caller_removes_goes_first() -> None:
    text = "前言\n第一篇：讲话\n真正做到。要\n— 3 —\n“未雨绸缪”。\n后记"
    mark, page = text.index("第一篇："), text.index("— 3")
    removed = [
        Removal(start=mark, end=mark + 4, kind="collection_mark", text="第一篇："),
        Removal(start=page, end=page + 6, kind="page_number", text="— 3 —\n"),
    ]
    span = Span(mark, text.index("\n后记"))
    left, cuts = clean(text, span, removed=removed)
    assert left == "讲话\n真正做到。要“未雨绸缪”。"
    assert [(cut.kind, cut.text) for cut in cuts] == [
        ("collection_mark", "第一篇："),
        ("line_break", "\n"),
        ("page_number", "— 3 —\n"),
    ]
    assert OffsetMap.from_removed(span, (Span(cut.start, cut.end) for cut in cuts)).apply(text) == left


@given(texts, st.data())
def test_text_and_removals_give_the_source_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    left, removed = clean(text, span)
    assert all(cut.text == text[cut.start : cut.end] and cut.kind in KINDS for cut in removed)
    bounds = [at for cut in removed for at in (cut.start, cut.end)]
    assert bounds == sorted(bounds)
    assert all(cut.start < cut.end for cut in removed)
    mapped = OffsetMap.from_removed(span, (Span(cut.start, cut.end) for cut in removed))
    assert mapped.apply(text) == left
    pieces = [(run.start, run.of(text)) for run in mapped.kept] + [(cut.start, cut.text) for cut in removed]
    assert "".join(piece for _, piece in sorted(pieces)) == span.of(text)


@given(texts)
def test_clean_text_is_tidy(text: str) -> None:
    left = cleaned(text)
    assert left == left.strip()
    assert not re.search(rf"[{LINE_BREAKS}]\s|\s[{LINE_BREAKS}]", left)
    assert not re.search("[\u200b\ufeff\x01]", left)


@given(texts)
def test_cleaning_again_cuts_nothing_but_line_breaks(text: str) -> None:
    assert set(kinds(cleaned(text))) <= {"line_break"}


@given(pages)
def test_cleaning_a_page_without_indents_again_cuts_nothing(text: str) -> None:
    left = cleaned(text)
    assert cleaned(left) == left


@pytest.mark.parametrize(
    "unit", ["要抓好落实。", "要抓 好落实", "“", "安", "<b", " ", "&nbsp;", "1 ", "、\n"]
)
def test_long_lines_take_linear_time(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    before = time.process_time()
    assert len(cleaned(text)) <= len(text)
    assert time.process_time() - before < 5
