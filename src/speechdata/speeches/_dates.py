"""Dates as written: 2024年3月16日, 二〇二四年三月十六日, 2024-03-16, also in part."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from speechdata.span import Span
from speechdata.speeches._cues import MASK

_HAN_DIGITS = "〇零○一二三四五六七八九"
_YEAR = rf"(?:(?:\d{{4}}|[{_HAN_DIGITS}]{{4}})|(?:\d{{2,3}}|{MASK}{{1,2}}\d{{0,2}})?{MASK}{{1,4}})"
_SMALL = rf"(?:\d{{1,2}}|[元正冬腊]|[{_HAN_DIGITS}十廿卅]{{1,3}}|{MASK}{{1,2}})"
DATE = (
    rf"(?:{_YEAR}年(?:{_SMALL}月(?:{_SMALL}[日号])?)?|{_SMALL}月{_SMALL}[日号]"
    rf"|\d{{4}}(?P<sep>[-/.．])\d{{1,2}}(?:(?P=sep)\d{{1,2}})?)"
)
"""Regular expression for a date in whole or in part, masks included; holds the group `sep`."""

_LABEL = "(?:(?:讲话|会议|演讲|报告|发言)?(?:时间|日期)[：:])?"
_WEEKDAY = "(?:[（(]?(?:星期|周)[一二三四五六日天][)）]?)?(?:上午|下午|晚上|晚)?"
_LINE = re.compile(rf"[—–-]{{0,3}}[（(\[【]?{_LABEL}(?P<date>{DATE}){_WEEKDAY}[)）\]】]?")
_ALONE = re.compile(DATE)
_FULL = re.compile(
    rf"(\d{{4}}|[{_HAN_DIGITS}]{{4}})[年./．-]([^\W年月日号]{{1,3}})[月./．-]([^\W年月日号]{{1,3}})[日号]?"
)


def date_line(flat: str) -> Span | None:
    """The date of a line that is nothing but a date; None for any other line."""
    match = _LINE.fullmatch(flat)
    return Span(*match.span("date")) if match else None


def date_in(flat: str) -> Span | None:
    """The first date in a line; None if there is none."""
    match = _ALONE.search(flat)
    return Span(*match.span()) if match else None


def iso(written: str) -> dt.date | None:
    """The date, if year, month and day are written and such a day exists.

    >>> iso("二〇二四年三月十六日"), iso("2024年3月")
    (datetime.date(2024, 3, 16), None)
    """
    match = _FULL.fullmatch(unicodedata.normalize("NFKC", written).replace("．", "."))
    numbers = [_number(part) for part in match.groups()] if match else [None]
    if None in numbers:
        return None
    year, month, day = (number or 0 for number in numbers)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _number(written: str) -> int | None:
    """Value of Arabic digits, of Chinese digits one by one, or of Chinese tens."""
    if written.isascii() and written.isdigit():
        return int(written)
    if written in ("元", "正"):
        return 1
    digits = {mark: max(0, index - 2) for index, mark in enumerate(_HAN_DIGITS)}
    written = written.replace("廿", "二十").replace("卅", "三十")
    if "十" not in written:
        values = [digits.get(mark) for mark in written]
        return None if None in values else int("".join(map(str, values)))
    tens, ones = written.split("十", 1)
    parts = [digits.get(part) if part else default for part, default in ((tens, 1), (ones, 0))]
    return None if None in parts else (parts[0] or 0) * 10 + (parts[1] or 0)
