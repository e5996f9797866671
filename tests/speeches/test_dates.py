from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.speeches._dates import date_in, date_line, iso

DIGITS = "〇一二三四五六七八九"


def chinese(date: dt.date) -> str:
    """A date in Chinese numerals."""

    def number(value: int) -> str:
        tens, ones = divmod(value, 10)
        return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (
            DIGITS[ones] if ones else ""
        )

    year = "".join(DIGITS[int(digit)] for digit in f"{date.year:04d}")
    return f"{year}年{number(date.month)}月{number(date.day)}日"


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_way_to_write_a_day(date: dt.date) -> None:
    fullwidth = f"{date.year}年{date.month}月{date.day}日".translate(
        {ord("0") + n: ord("０") + n for n in range(10)}
    )
    for written in (
        f"{date.year}年{date.month}月{date.day}日",
        f"{date.year}年{date.month}月{date.day}号",
        date.isoformat(),
        f"{date.year}.{date.month}.{date.day}",
        f"{date.year}/{date.month:02d}/{date.day:02d}",
        chinese(date),
        chinese(date).replace("〇", "○"),
        chinese(date).replace("〇", "零"),
        fullwidth,
    ):
        assert iso(written) == date
        for line in (written, f"（{written}）", f"({written})", f"时间：{written}", f"{written}上午"):
            found = date_line(line)
            assert found is not None
            assert found.of(line) == written


@pytest.mark.parametrize(
    "written",
    [
        "2024年3月",
        "3月16日",
        "2024年",
        "2024年X月X日",
        "20XX年3月16日",
        "××年×月×日",
        "2024年2月30日",
        "2024-13-01",
        "",
    ],
)
def test_a_date_in_part_has_no_iso_form(written: str) -> None:
    assert iso(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024年元月5日", dt.date(2024, 1, 5)), ("一九九八年十月卅一日", dt.date(1998, 10, 31))],
)
def test_other_names_of_months_and_days(written: str, day: dt.date) -> None:
    assert iso(written) == day


@pytest.mark.parametrize(
    "line", ["2024年全市工作会议", "在2024年3月16日的会议上", "3月工作安排", "2024", "第2024年3月16日次会议"]
)
def test_a_line_with_more_than_a_date_is_no_date_line(line: str) -> None:
    assert date_line(line) is None


def test_the_first_date_in_a_line() -> None:
    line = "——2026年1月26日在某省人民代表大会会议上"
    found = date_in(line)
    assert found is not None
    assert found.of(line) == "2026年1月26日"
    assert date_in("在某省人民代表大会会议上") is None
