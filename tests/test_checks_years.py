"""Years that contradict their plan, their neighbour or the date; and where a doubled title is flagged."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bundles
from speechdata import tables
from speechdata.checks import QUALITY, Bundle
from speechdata.checks._years import _behind_plan, _years_behind, plan_years
from speechdata.records import Finding, Removal, Speech

NUMERALS = "一二三四五六七八九十"


def _speech(text: str, **values: Any) -> Speech:
    row = bundles.rows()["speeches"][1]
    return Speech.model_validate(
        row | {"text": text, "n_chars": len(text), "near_duplicate_of": None} | values
    )


def _findings(code: str, speech: Speech) -> list[Finding]:
    (check,) = (each for each in QUALITY if each.code == code)
    return list(check.run(Bundle(speeches=(speech,), sentences=(), annotations={})))


def _places(code: str, speech: Speech) -> list[str]:
    return [speech.text[found.start : found.end] for found in _findings(code, speech)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("“十一五”期间，特别是2024和2024年，投入持续加大。", ["2024", "2024"]),
        ("“十一五”期间，特别是2009年和2010年，投入持续加大。", []),
        ("“十一五”期间，尤其是2010年和2011年，投入持续加大。", ["2011"]),
        ("“八五”时期的1995年，产量翻了一番。", []),
        ("“八五”时期的1996年，产量翻了一番。", ["1996"]),
        ("比“九五”末的2000年增加三倍。", []),
        ("比“九五”末的2001年增加三倍。", ["2001"]),
        ("“十五”期间（2001—2005年），全县修路百条。", []),
        ("“十五”期间（2000—2005年），年均增长一成。", []),
        ("“十五”期间（2000、2005年），全县修路百条。", ["2000"]),
        ("“十五”期间（2001—2006年），全县修路百条。", ["2006"]),
        ("“十二五”以来，特别是2018年以来，河道治理提速。", []),
        ("“十二五”以来，特别是2009年，河道治理提速。", ["2009"]),
        ("2024年是“十三五”规划的开局之年。", ["2024"]),
        ("2016年是“十三五”规划的开局之年。", []),
        ("2014年，是全面完成“十一五”规划的最后一年。", ["2014"]),
        ("第十一个五年规划期间，2012年的水平最高。", ["2012"]),
        ("十一五期间，特别是2024年，投入持续加大。", ["2024"]),
        ("「十一五」期間，特別是2024年，投入持續加大。", ["2024"]),
        ("“十一五”期间，特别是二〇二四年，投入持续加大。", ["二〇二四"]),
        ("“十一五”期间，特别是２０１０年，投入持续加大。", []),
        # Years that the plan does not govern.
        ("“十四五”规划和2035年远景目标纲要已经通过。", []),
        ("做好2025年和“十四五”时期的总结。", []),
        ("“十三五”期间，年均增长一成，2021年又上台阶。", []),
        ("2025年是“十四五”规划收官、“十五五”规划谋篇布局之年。", []),
        ("2025年是谋划“十五五”发展的第一年。", []),
        ("2021年是“十三五”收官后的第一年。", []),
        ("1998年是贯彻第十五次全国代表大会精神的第一年。", []),
        ("“八五”普法期间，2023年的活动最多。", []),
        ("十五年期间，2020年最难。", []),
    ],
)
def test_years_and_their_plan(text: str, places: list[str]) -> None:
    assert _places("W907", _speech(text)) == places


def test_what_is_wrong_is_said() -> None:
    (found,) = _findings("W907", _speech("“十一五”期间，特别是2012年，投入持续加大。"))
    assert found.message == "plan-year: 2012 is said to lie in the plan of 2006 to 2010"
    assert (found.level, found.start, found.end) == ("warning", 11, 15)


def test_plans_follow_each_other_but_for_three_years() -> None:
    plans = [plan_years(number) for number in range(1, 20)]
    gaps = [after[0] - before[-1] for before, after in pairwise(plans)]
    assert gaps == [1, 4, *[1] * 16]
    assert (plans[13][0], plans[13][-1]) == (2021, 2025)


@given(number=st.integers(3, 19), year=st.integers(1950, 2050))
def test_a_year_is_flagged_exactly_outside_its_plan(number: int, year: int) -> None:
    numeral = "十" * (number > 9) + (NUMERALS[number % 10 - 1] if number % 10 else "")
    speech = _speech(f"“{numeral}五”期间，特别是{year}年，各地都在努力。")
    assert bool(_places("W907", speech)) == (year not in plan_years(number))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2024和2024年，降雨偏少。", ["2024和2024"]),
        ("2024年和2024年，降雨偏少。", ["2024年和2024"]),
        ("2024年度与2024年度的账目", ["2024年度与2024"]),
        ("2022、2023、2023年，降雨偏少。", ["2023、2023"]),
        ("2024年至2024年，降雨偏少。", ["2024年至2024"]),
        ("二〇二四年和二〇二四年，降雨偏少。", ["二〇二四年和二〇二四"]),
        ("2023年和2024年，降雨偏少。", []),
        ("2024年3月至2024年9月，降雨偏少。", []),
        ("2024年，2024年的计划全部完成。", []),
        ("拨款2024、2024元。", []),
    ],
)
def test_years_named_together(text: str, places: list[str]) -> None:
    assert _places("W908", _speech(text)) == places


TITLE = "在全市2023年防汛工作会议上的讲话"


@pytest.mark.parametrize(
    ("title", "date", "date_text", "places"),
    [
        (TITLE, dt.date(2023, 3, 16), "2023年3月16日", []),
        (TITLE, dt.date(2024, 2, 1), "2024年2月1日", []),
        (TITLE, dt.date(2024, 8, 1), "2024年8月1日", ["2023"]),
        (TITLE, dt.date(2022, 12, 20), "2022年12月20日", []),
        (TITLE, dt.date(2022, 3, 20), "2022年3月20日", ["2023"]),
        (TITLE, dt.date(2011, 3, 16), "2011年3月16日", ["2023"]),
        (TITLE, None, "2024年", []),
        (TITLE, None, "二〇二一年三月", ["2023"]),
        (TITLE, None, "3月16日", []),
        (TITLE, None, None, []),
        ("在全市2022—2023年度总结会上的讲话", dt.date(2022, 5, 1), "2022年5月1日", []),
        ("关于2021年工作和2022年计划的报告", dt.date(2022, 1, 9), "2022年1月9日", []),
        ("在纪念1949年解放大会上的讲话", dt.date(2019, 5, 1), "2019年5月1日", []),
        ("关于2035年远景目标的说明", dt.date(2021, 1, 9), "2021年1月9日", []),
        ("在防汛工作会议上的讲话", dt.date(2021, 1, 9), "2021年1月9日", []),
    ],
)
def test_the_year_of_a_title_and_the_date(
    title: str, date: dt.date | None, date_text: str | None, places: list[str]
) -> None:
    text = f"第一篇\n{title}\n同志们：\n要抓落实。"
    assert _places("W910", _speech(text, title=title, date=date, date_text=date_text)) == places


def test_a_doubled_title_is_flagged_where_the_title_stands() -> None:
    removals = [Removal(start=0, end=5, kind=kind, text="防汛讲话\n") for kind in ("doubled_title", "indent")]
    speech = _speech("甲县\n防汛讲话\n要抓落实。", title="防汛讲话")
    assert _places("N909", speech.model_copy(update={"removed": tuple(removals)})) == ["防汛讲话"]
    assert _places("N909", speech.model_copy(update={"removed": tuple(removals[1:])})) == []


def test_the_flags_of_a_build_have_places(dataset: Path) -> None:
    found = [
        (flag.code, row.text[flag.start : flag.end])  # type: ignore[attr-defined]
        for row in tables.read(dataset, "speeches")
        for flag in row.quality_flags  # type: ignore[attr-defined]
    ]
    assert found.count(("plan-year", "2024")) == 2
    assert [words for code, words in found if code == "year-repeat"] == ["2024和2024", "2024年和2024"]
    assert len([words for code, words in found if code == "title-doubled" and "讲话" in words]) == 3


@given(
    st.lists(
        st.sampled_from(
            [
                "第",
                "二十一",
                "十",
                "五",
                "个",
                "五年",
                "“",
                "”",
                "规划",
                "期间",
                "以来",
                "，",
                "的",
                "2023年",
                "和",
                "。",
            ]
        )
    )
)
def test_looking_around_a_five_finds_what_looking_everywhere_does(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [match.span() for match in _years_behind(text)]
    assert found == [match.span() for match in _behind_plan().finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        "第十二个五年规划期间的2023年",
        "“十五”期间，2023年",
        "十五五时期，2023年",
        "第二十一个五年规划期间2023年",
    ],
)
def test_a_plan_is_found_at_its_first_character(text: str) -> None:
    assert [match.start() for match in _years_behind(text)] == [0]
