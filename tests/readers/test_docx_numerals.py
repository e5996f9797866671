from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.readers._docx_numerals import known, numeral

WRITTEN = {
    "decimal": {1: "1", 10: "10", 101: "101", 0: "0"},
    "decimalZero": {1: "01", 9: "09", 10: "10", 100: "100"},
    "decimalFullWidth": {1: "１", 20: "２０"},
    "decimalEnclosedCircle": {1: "①", 20: "⑳", 21: "21"},
    "decimalEnclosedCircleChinese": {1: "①", 10: "⑩"},
    "decimalEnclosedFullstop": {1: "⒈", 20: "⒛", 21: "21"},
    "decimalEnclosedParen": {1: "⑴", 20: "⒇", 21: "21"},
    "chineseCounting": {
        1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九", 100: "一○○", 101: "一○一",
        110: "一一○", 1005: "一○○五",
    },
    "taiwaneseCounting": {10: "十", 19: "十九", 90: "九十", 100: "一○○"},
    "chineseCountingThousand": {
        9: "九", 10: "十", 19: "十九", 50: "五十", 100: "一百", 101: "一百〇一", 110: "一百一十", 111: "一百一十一",
        121: "一百二十一", 1000: "一千", 1001: "一千〇一", 1010: "一千〇一十", 1100: "一千一百", 1101: "一千一百〇一",
        10000: "一万", 10011: "一万〇一十一", 10101: "一万〇一百〇一", 32767: "三万二千七百六十七",
    },
    "taiwaneseCountingThousand": {12: "十二", 101: "一百零一", 10005: "一萬零五", 13456: "一萬三千四百五十六"},
    "japaneseCounting": {1: "一", 10: "十", 21: "二十一", 100: "百", 101: "百一", 110: "百十", 1234: "千二百三十四"},
    "ideographDigital": {1: "一", 10: "一〇", 101: "一〇一"},
    "taiwaneseDigital": {20: "二○"},
    "chineseLegalSimplified": {
        1: "壹", 3: "叁", 10: "壹拾", 11: "壹拾壹", 102: "壹佰零贰", 110: "壹佰壹拾", 2060: "贰仟零陆拾",
        10309: "壹万零叁佰零玖",
    },
    "ideographLegalTraditional": {2: "貳", 10: "壹拾", 21: "貳拾壹", 101: "壹佰零壹", 27890: "貳萬柒仟捌佰玖拾"},
    "ideographTraditional": {1: "甲", 10: "癸", 11: "11"},
    "ideographZodiac": {1: "子", 4: "卯", 12: "亥", 13: "13"},
    "ideographZodiacTraditional": {1: "甲子", 11: "甲戌", 13: "丙子", 60: "癸亥", 61: "甲子"},
    "ideographEnclosedCircle": {1: "㈠", 10: "㈩", 11: "11"},
    "upperLetter": {1: "A", 26: "Z", 27: "AA", 53: "AAA"},
    "lowerLetter": {2: "b", 28: "bb"},
    "upperRoman": {1: "I", 4: "IV", 49: "XLIX", 1994: "MCMXCIV"},
    "lowerRoman": {9: "ix", 40: "xl", 767: "dcclxvii"},
    "ordinal": {1: "1st", 2: "2nd", 11: "11th", 23: "23rd", 112: "112th"},
    "numberInDash": {3: "- 3 -"},
    "001": {1: "001", 12: "012", 1234: "1234"},
    "none": {1: "", 40_000: ""},
    "bullet": {1: ""},
    "thaiCounting": {7: "7"},
}  # fmt: skip
COUNTING = (
    "chineseCountingThousand",
    "taiwaneseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
)


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [(form, value, expected) for form, cases in WRITTEN.items() for value, expected in cases.items()],
)
def test_numerals_are_written_as_word_writes_them(form: str, value: int, expected: str) -> None:
    assert numeral(value, form) == expected


def test_forms_that_can_only_be_written_in_figures_are_known_as_such() -> None:
    assert [form for form in WRITTEN if not known(form)] == ["thaiCounting"]


@pytest.mark.parametrize("form", [form for form in WRITTEN if form not in ("none", "bullet")])
def test_beyond_what_word_counts_all_is_figures(form: str) -> None:
    assert numeral(2_000_000_000, form) == "2000000000"
    assert numeral(-1, form) in ("-1", "-01")


@given(st.integers(1, 9999))
def test_counting_numerals_by_filling_all_places_and_striking_the_empty_ones(value: int) -> None:
    full = "".join(
        "〇一二三四五六七八九"[int(figure)] + unit
        for figure, unit in zip(f"{value:04}", "千百十 ", strict=True)
    )
    struck = re.sub("〇+", "〇", re.sub("〇[千百十]", "〇", full.strip())).strip("〇")
    assert numeral(value, "chineseCountingThousand") == re.sub("^一十", "十", struck)


@given(st.integers(1, 32_767), st.sampled_from(COUNTING))
def test_counting_numerals_read_back_as_their_value(value: int, form: str) -> None:
    assert _read(numeral(value, form)) == value


@given(st.integers(100, 9999))
def test_short_counting_numerals_above_99_are_the_figures_one_by_one(value: int) -> None:
    written = numeral(value, "chineseCounting")
    assert int("".join(str("○一二三四五六七八九".index(char)) for char in written)) == value


def _read(numeral_text: str) -> int:
    total = group = figure = 0
    for char in numeral_text:
        if (
            place := next((p for p, units in enumerate(("十拾", "百佰", "千仟"), 1) if char in units), 0)
        ) > 0:
            group, figure = group + (figure or 1) * 10**place, 0
        elif char in "万萬":
            total, group, figure = (group + figure) * 10_000, 0, 0
        else:
            figure = next(
                row.index(char) for row in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") if char in row
            )
    return total + group + figure
