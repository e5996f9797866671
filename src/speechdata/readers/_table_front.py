"""Title, occasion, speaker and date of a record, to go before its text where the text does not begin with them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from speechdata.lexicons import simplified

HEAD = 200
"""Code points at the start of a text in which its own title, speaker and date are looked for."""

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_DAY = re.compile(
    r"(\d{4}|[〇○零一二三四五六七八九]{4})\s*[年./-]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[月./-]\s*"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
)


def front(record: Mapping[str, object], columns: Mapping[str, str], text: str) -> dict[str, str]:
    """Role -> line, for what the text does not begin with."""
    head = text[:HEAD]
    values = {role: _value(record.get(name)) for role, name in columns.items()}
    return {role: value for role, value in values.items() if value and not _stands(role, value, head)}


def _value(cell: object) -> str:
    """A cell on one line; a point in time as its day."""
    if isinstance(cell, dt.date):
        return cell.date().isoformat() if isinstance(cell, dt.datetime) else cell.isoformat()
    return " ".join(cell.split()) if isinstance(cell, str) else ""


def _stands(role: str, value: str, head: str) -> bool:
    days = _days(value) if role == "date" else set()
    return _folded(value) in _folded(head) or bool(days & _days(head))


def _folded(text: str) -> str:
    """Letters, figures and characters alone, in simplified script."""
    return "".join(character for character in simplified(text).casefold() if character.isalnum())


def _days(text: str) -> set[tuple[int, int, int]]:
    """The days that a text names in figures or characters."""
    found = _DAY.findall(unicodedata.normalize("NFKC", text))
    return {(int(year.translate(_DIGITS)), _number(month), _number(day)) for year, month, day in found}


def _number(written: str) -> int:
    """1 to 99, in figures or characters."""
    if "十" not in written:
        return int(written.translate(_DIGITS))
    tens, _, ones = written.partition("十")
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
