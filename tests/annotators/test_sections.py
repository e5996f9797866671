"""Sections: numerals, gaps, what is ruled out, and the tree as a whole."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cases
from speechdata import readers
from speechdata.annotators import sections
from speechdata.annotators._sections_numbers import han_number, numbers
from speechdata.annotators.sections import Section
from speechdata.checks import QUALITY, Bundle
from speechdata.layer import Doc
from speechdata.lexicons import load
from speechdata.readers._docx_numerals import numeral
from speechdata.span import Span
from speechdata.speeches import extract

SEEDS = Path(__file__).parents[2] / "seeds"


def _annotated(text: str) -> tuple[Doc, list[Section]]:
    doc = cases.doc_of(text.replace("⏎", "\n")).annotate([sections.LAYER])
    return doc, [record for record in doc.layers["sections"] if isinstance(record, Section)]


@pytest.mark.parametrize(
    ("spelt", "number"),
    [
        ("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("九十九", 99), ("廿一", 21),
        ("卅", 30), ("壹", 1), ("叁", 3), ("參", 3), ("拾伍", 15), ("貳拾陸", 26), ("二〇", 20), ("一三", 13),
        ("一三二", 132), ("一○○", 100), ("百", 100), ("百一", 101), ("一百零一", 101), ("壹佰貳拾叄", 123),
        ("一千〇一", 1001), ("十十", None), ("二廿", None), ("十一二", None), ("一百百", None),
        ("零一", None), ("一九九八", None),
    ],
)  # fmt: skip
def test_numerals(spelt: str, number: int | None) -> None:
    assert han_number(spelt) == number


@pytest.mark.parametrize(
    ("form", "last", "roman"),
    [
        ("decimal", 999, False), ("decimalFullWidth", 999, False), ("decimalZero", 999, False), ("001", 999, False),
        ("chineseCounting", 999, False), ("taiwaneseCounting", 999, False), ("chineseCountingThousand", 9999, False),
        ("taiwaneseCountingThousand", 9999, False), ("japaneseCounting", 9999, False), ("ideographDigital", 999, False),
        ("taiwaneseDigital", 999, False), ("chineseLegalSimplified", 9999, False), ("japaneseLegal", 999, False),
        ("ideographLegalTraditional", 9999, False), ("ideographTraditional", 10, False), ("ideographZodiac", 12, False),
        ("decimalEnclosedCircle", 20, False), ("decimalEnclosedFullstop", 20, False), ("upperLetter", 26, False),
        ("decimalEnclosedParen", 20, False), ("ideographEnclosedCircle", 10, False), ("lowerLetter", 26, False),
        ("upperRoman", 39, True), ("lowerRoman", 39, True),
    ],
)  # fmt: skip
def test_the_numerals_that_word_counts_with_read_back(form: str, last: int, roman: bool) -> None:
    read = [numbers(numeral(number, form), roman=roman) for number in range(1, last + 1)]
    assert read == [(number,) for number in range(1, last + 1)]


@pytest.mark.parametrize(
    "surface", ["㊀", "❶", "Ⅰ．", "ⅰ．", "⒜", "ⓐ", "Ⓐ", "（Ａ）", "ａ）", "第一点，", "其一是", "一則"]
)
def test_the_first_of_other_families(surface: str) -> None:
    assert numbers(surface, roman=surface[0] in "Ⅰⅰ") == (1,)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("一是定目标；二是定责任；三是定措施。", []),
        ("一是定目标；三是定责任。", [("三是", "series-gap")]),
        ("二、重点工作⏎三、保障措施⏎", [("二、", "series-gap")]),
        ("一是抓早；二是抓小；二是抓实；三是抓细。", [("二是", "series-repeat")]),
        ("一、抓早⏎早安排。⏎一、抓小⏎小事不小看。⏎二、抓实⏎实干。", [("一、", "series-repeat")]),
        ("一、去年⏎一是抓早；二是抓小。⏎二、今年⏎一是抓实；二是抓细。", []),
        ("财政上，一要增收；二要节支。⏎金融上，一要扩面；二要降费。", []),
        ("首先要稳住人心，其次要理清账目，最后要恢复生产。", []),
        ("首先，时间紧。其次，任务重。第四，要求高。", [("第四，", "series-gap")]),
        ("## 任务⏎抓落实。⏎## 措施⏎强保障。", []),
        ("1.1 目标⏎三年见效。⏎1.3 原则⏎稳中求进。", [("1.3", "series-gap")]),
        ("1.1 目标⏎三年见效。⏎1.2 原则⏎稳中求进。⏎2.1 分工⏎各负其责。⏎2.2 进度⏎按月推进。", []),
        ("甲、抓早⏎早动手。⏎乙、抓小⏎小切口。⏎乙、抓实⏎下实功。", [("乙、", "series-repeat")]),
        ("一百、抓早⏎早动手。⏎一百零一、抓实⏎下实功。", [("一百、", "series-gap")]),
    ],
)
def test_gaps(text: str, gaps: list[tuple[str, str]]) -> None:
    _, found = _annotated(text)
    rows = Bundle(speeches=(), sentences=(), annotations={"sections": tuple(found)})
    markers = {section.start: section.marker for section in found}
    series = (each for each in QUALITY if each.title in ("series-gap", "series-repeat"))
    assert [
        (markers[f.start], each.title) for each in series for f in each.run(rows) if f.start in markers
    ] == gaps


@pytest.mark.parametrize(
    ("text", "surface", "rule"),
    [
        ("办事一是一、二是二。，一是一，", "一是", "sections.count"),
        ("增速为9.5%，3.8亿元到位。", "3.8", "sections.decimal"),
        ("3.5 万户受益。\n3.6 万户脱贫。", "3.6", "sections.decimal"),
        ("3.15晚会曝光了问题。", "3.15", "sections.lone"),
        ("6.10事故教训深刻，7.11事故又敲响警钟。", "7.11", "sections.inline"),
        ("依据《安全生产法》第一条、第二条，严肃追责。", "第一条", "sections.inline"),
        ("甲、乙、丙三个方案各有长处。", "甲、", "sections.number_list"),
        ("Ⅰ、Ⅱ、Ⅲ级响应分别启动。", "Ⅰ、", "sections.number_list"),
        ("1 张三 五千元\n2 李四 六千元", "2", "sections.lone"),
        ("110、推进公开\n要公开。", "110、", "sections.lone"),
        ("一则以喜，一则以忧。", "一则", "sections.lone"),
        ("—粮食丰收。", "—", "sections.pseudo"),
        ("第三方评估已经完成。", "第三方", "sections.pseudo"),
        ("他说：“一要实干，二要苦干。”", "二要", "sections.enclosed"),
        ("新机制（一是定岗，二是定责）很好。", "二是", "sections.enclosed"),
        ("结构在变。第一、第二、第三产业都要抓。", "第一、", "sections.number_list"),
        ("会议重要，首先是统一了思想。", "首先是", "sections.lone"),
        ("安全是大事，第一要务是稳。", "第一要务", "sections.pseudo"),
        ("——粮食丰收。", "——", "sections.pseudo"),
        ("正文。\n12.\n下一页", "12.", "sections.empty"),
        ("甲。\n# 标题\n#话题", "#", "sections.hash"),
        ("甲。\n## 一、任务\n乙。", "##", "sections.layout"),
        ("三百人到会。零、无此编号。", "零、", "sections.number"),
    ],
)
def test_what_only_looks_like_a_marker_is_reported(text: str, surface: str, rule: str) -> None:
    doc, _ = _annotated(text)
    named = [(text[item.start : item.end], item.rule) for item in doc.rejections]
    assert (surface, rule) in named
    assert all(item.reason and item.layer == "section" for item in doc.rejections)


def test_parents_bodies_and_ids() -> None:
    doc, found = _annotated(
        "一、总则⏎说明。⏎（一）要点。详述。⏎（二）难点。详述。⏎二、附则⏎完。⏎同志们，散会。"
    )
    first, point, hard, last = found
    assert [section.parent_id for section in found] == [None, first.annotation_id, first.annotation_id, None]
    assert [section.section_id for section in found] == [section.annotation_id for section in found]
    assert [section.position for section in found] == [0, 1, 2, 3]
    assert doc.text[point.body_start : point.body_end] == "详述。"
    assert first.body_end == hard.body_end < last.start
    assert doc.text[last.body_start : last.body_end] == "完。"
    assert doc.section_at(point.body_start) == point
    assert doc.section_at(len(doc.text) - 2) is None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("一是甲项。二是乙项。乙项另行说明。\n下面请看第二件事。", "乙项另行说明。"),
        ("第一，抓早。早动手。\n第二，抓小。小切口。\n同志们，加油干！", "小切口。"),
        ("一是缺钱。二是缺人。三是缺地。以上问题必须解决。", ""),
        ("一、抓早\n早动手。\n二、抓实\n实干。\n再实干。\n总之，要抓紧。", "实干。\n再实干。"),
        ("有三点：一是稳；二是进；三是好。各地照此办理。", ""),
    ],
)
def test_the_last_body_leaves_out_what_closes_the_list(text: str, body: str) -> None:
    _, found = _annotated(text)
    assert text[found[-1].body_start : found[-1].body_end] == body


def test_lexicon_styles_are_the_vocabulary() -> None:
    vocabulary = get_args(Section.model_fields["marker_style"].annotation)
    assert list(vocabulary) == list(dict.fromkeys(entry["style"] for entry in load("sections")))


def test_all_markers_of_the_seed_and_no_others() -> None:
    (source,) = SEEDS.glob("*.txt")
    gold = [json.loads(line) for line in (SEEDS / "gold" / f"{source.stem}.gold.jsonl").open("rb")]
    markers = [Span(r["marker"]["start"], r["marker"]["end"]) for r in gold if r["layer"] == "section"]
    speeches = extract(readers.read(source, source.name))
    docs = [Doc(speech).annotate([sections.LAYER]) for speech in speeches]
    found = [(doc, row) for doc in docs for row in doc.layers["sections"] if isinstance(row, Section)]
    assert [doc.offsets.to_source(Span(row.marker_start, row.marker_end)) for doc, row in found] == markers


MARKS = [f"{n}{end}" for n in "一二三" for end in ("、", "是", "要")] + [f"（{n}）" for n in "一二1"]
MARKS += ["1.", "2、", "①", "②", "第一，", "第二，", "首先，", "其次，", "最后，", "## "]
MARKS += [
    "1 ",
    "1.1 ",
    "1.2",
    "1.1.1、",
    "2.1 ",
    "甲、",
    "乙、",
    "A.",
    "B.",
    "H.",
    "I.",
    "II.",
    "一则",
    "二則",
    "第一条",
]
WORDS = [
    *"“”（）。；：，\n ",
    "\u3000\u3000",
    "抓落实",
    "安全",
    "总之，",
    "同志们",
    "等等。",
    "因此，",
    "1.5%",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=40))
@example(["一、", "\n", "## ", "”"])
def test_sections_make_a_tree_on_any_text(pieces: list[str]) -> None:
    doc, found = _annotated("".join(pieces))
    by_id = {section.annotation_id: section for section in found}
    assert len(by_id) == len(found)
    children: dict[str | None, int] = {}
    for section in found:
        parent = by_id[section.parent_id] if section.parent_id else None
        children[section.parent_id] = children.get(section.parent_id, 0) + 1
        assert section.depth == (parent.depth + 1 if parent else 1)
        assert section.path == (f"{parent.path}." if parent else "") + str(children[section.parent_id])
        assert section.end <= section.body_start <= section.body_end <= len(doc.text)
        assert not parent or (parent.end <= section.start and section.body_end <= parent.body_end)
        assert section.heading is None or section.heading.strip("。；：，！？ \n\u3000") == section.heading
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert before.body_end <= after.start or after.parent_id == before.annotation_id
