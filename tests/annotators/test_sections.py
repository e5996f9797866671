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
from speechdata.annotators import sections
from speechdata.annotators._sections_marks import han_number
from speechdata.annotators.sections import Section
from speechdata.checks import QUALITY, Bundle
from speechdata.layer import Doc
from speechdata.lexicons import load

SEEDS = Path(__file__).parents[2] / "seeds"


def _annotated(text: str) -> tuple[Doc, list[Section]]:
    doc = cases.doc_of(text.replace("⏎", "\n")).annotate([sections.LAYER])
    return doc, [record for record in doc.layers["sections"] if isinstance(record, Section)]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("二十三", 23), ("九十九", 99), ("廿一", 21),
        ("卅", 30), ("壹", 1), ("叁", 3), ("參", 3), ("拾伍", 15), ("貳拾陸", 26), ("二〇", 20), ("一三", 13),
        ("一三二", None), ("十十", None), ("二廿", None), ("十一二", None),
    ],
)  # fmt: skip
def test_numerals(numeral: str, number: int | None) -> None:
    assert han_number(numeral) == number


@given(st.integers(1, 99))
def test_every_number_under_a_hundred_reads_back(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    spelt = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    assert han_number(spelt) == number


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
        ("增速为9.5%，3.8亿元到位。", "3.", "sections.decimal"),
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
    markers = {(r["marker"]["start"], r["marker"]["end"]) for r in gold if r["layer"] == "section"}
    _, found = _annotated(source.read_bytes().decode("utf-8"))
    assert {(section.marker_start, section.marker_end) for section in found} == markers


MARKS = [f"{n}{end}" for n in "一二三" for end in ("、", "是", "要")] + [f"（{n}）" for n in "一二1"]
MARKS += ["1.", "2、", "①", "②", "第一，", "第二，", "首先，", "其次，", "最后，", "## "]
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
