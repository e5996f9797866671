"""Phone numbers of people and offices; hotlines (12345, 400 and 800 numbers) are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.gate._words import words
from speechdata.span import Span

_FREE = r"(?<![\dA-Za-z+])(?<!\d\.)"
_END = r"(?!\d)(?!\.\d)(?![A-Za-z])"
_NUMBER = re.compile(
    rf"{_FREE}(?:"
    r"(?:(?:\+|00)?86[ -]?)?1[3-9](?:[ -]?\d){9}"  # mobile
    r"|(?:(?:\+|00)86[ -]?\(?0?|\(?0)[1-9]\d{1,2}\)?[ -]{0,3}[1-9]\d{2,3}[ -]?\d{4}"  # area code and number
    r"|\+[1-9]\d{0,2}[ -]?\(?\d(?:[ ()-]{0,2}\d){6,12}"  # other countries
    rf"){_END}"
)


def phones(text: str) -> Iterator[Span]:
    """Mobile numbers, numbers with an area code, and those that are called a phone number, in half-width text."""
    end = 0
    for found in _candidates(text):
        span = Span(*found.span("number") if "number" in found.re.groupindex else found.span())
        if span.start >= end and not _is_other(text, span) and _is_phone(found):
            end = span.end
            yield span


def _candidates(text: str) -> list[re.Match[str]]:
    found = [*_NUMBER.finditer(text), *_local().finditer(text)]
    return sorted(found, key=lambda each: (each.start(), -each.end()))


@cache
def _local() -> re.Pattern[str]:
    """A subscriber's number without area code, behind a word for phone."""
    cues = "|".join(map(re.escape, words("personal", "phone")))
    return re.compile(
        rf"(?:{cues})(?:号码)?[:\s.是为]{{0,3}}(?P<number>[2-8]\d{{2,3}}[ -]?\d{{4}}){_END}(?! ?[-~])"
    )


def _is_phone(found: re.Match[str]) -> bool:
    """Whether the plan of the numbers has it and gives it to subscribers."""
    if "number" in found.re.groupindex:
        return True
    # Here, since it costs a twentieth of a second and few texts have a number.
    from phonenumbers import NumberParseException, PhoneNumberType, is_valid_number, number_type, parse

    digits = re.sub(r"[^\d+]", "", found[0])
    international = re.sub(r"^(?:\+|00)?86(?=\d{8,})", "+86", digits)
    try:
        number = parse(international, "CN")
    except NumberParseException:
        return False
    subscriber = {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.VOIP,
    }
    return is_valid_number(number) and number_type(number) in subscriber


def _is_other(text: str, span: Span) -> bool:
    """Whether what stands around says that it is an amount or the number of something else."""
    before, after = _around()
    return bool(before.search(text[max(0, span.start - 12) : span.start])) or bool(
        after.match(text, span.end)
    )


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    other, unit = ("|".join(map(re.escape, words("personal", role))) for role in ("other", "unit"))
    return re.compile(rf"(?:{other})[:\s]{{0,3}}$|[¥￥$€£]\s?$"), re.compile(rf"\s?(?:{unit})")
