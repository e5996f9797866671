"""E15xx: numbers and addresses that lead to a person. All read half-width text (`folded`)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from speechdata.gate._phone import phones
from speechdata.gate._sight import Scan
from speechdata.gate._words import entries, words
from speechdata.span import Span

_CARD = re.compile(r"(?<![\dA-Za-z])(?<!\d\.)\d(?:[ -]?\d){14,18}(?![ -]?\d)(?!\.\d)(?![A-Za-z])")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])[1-9](?:[ -]?\d){16}[ -]?[\dXx](?![\dA-Za-z])")
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_])?@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,18}(?![A-Za-z0-9@])"
)
_CUED = r"(?:{cues})(?:号码|号)?[:\s是为]{{0,3}}(?P<number>{number})"
_TAKE_OUT = "Take it out of the source, or leave the source out."


def identities(text: str) -> Iterator[Span]:
    """Numbers of resident identity cards: 18 digits with region, day of birth and check digit (GB 11643).

    Regions are not looked up: they were drawn anew often, and who was born before keeps the old number.
    """
    for found in _IDENTITY.finditer(text):
        number = re.sub(r"[ -]", "", found[0]).upper()
        if mod_11_2.is_valid(number) and _is_day(number[6:14]):
            yield Span(*found.span())


def _is_day(digits: str) -> bool:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").year >= 1880
    except ValueError:
        return False


def banks(text: str) -> Iterator[Span]:
    """Numbers of bank cards, with an issuer's first digits and Luhn's check digit; numbers of accounts that are
    called so.
    """
    taken = list(identities(text))
    for found in _CARD.finditer(text):
        span = Span(*found.span())
        if _is_card(re.sub(r"\D", "", found[0])) and not any(span.overlap(other) for other in taken):
            taken.append(span)
            yield span
    for span in _cued(text, "account", r"\d(?:[ -]?\d){8,28}(?!\d)"):
        if not any(span.overlap(other) for other in taken):
            yield span


def emails(text: str) -> Iterator[Span]:
    """E-mail addresses."""
    yield from (Span(*found.span()) for found in _EMAIL.finditer(text))


def passports(text: str) -> Iterator[Span]:
    """Numbers of passports that are called so."""
    yield from _cued(text, "passport", r"[A-Z]{1,2}\d{7,8}(?![\dA-Za-z])")


def plates(text: str) -> Iterator[Span]:
    """Number plates: province, letter, and five or six letters and digits, two of them digits (GA 36)."""
    yield from (Span(*found.span()) for found in _plate().finditer(text))


def _is_card(digits: str) -> bool:
    return any(
        digits.startswith(prefix) and fewest <= len(digits) <= most for prefix, fewest, most in _issuers()
    ) and luhn.is_valid(digits)


@cache
def _issuers() -> tuple[tuple[str, int, int], ...]:
    found = (entry for entry in entries("personal") if entry["role"] == "bank")
    return tuple((entry["cue"], *map(int, entry["length"].split("-"))) for entry in found)  # type: ignore[misc]


def _cued(text: str, role: str, number: str) -> Iterator[Span]:
    cues = "|".join(map(re.escape, words("personal", role)))
    pattern = re.compile(_CUED.format(cues=cues, number=number))
    yield from (Span(*found.span("number")) for found in pattern.finditer(text))


@cache
def _plate() -> re.Pattern[str]:
    first = "".join(words("personal", "plate"))
    return re.compile(
        rf"[{first}][A-HJ-NP-Z]\s?[·•.]?\s?(?=[A-Z]{{0,3}}\d[A-Z]{{0,3}}\d)[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])"
    )


SCANS = (
    Scan("E1501", "phone-number", _TAKE_OUT, phones),
    Scan("E1502", "identity-number", _TAKE_OUT, identities),
    Scan("E1503", "bank-number", _TAKE_OUT, banks),
    Scan("E1504", "email-address", _TAKE_OUT, emails),
    Scan("E1505", "passport-number", _TAKE_OUT, passports),
    Scan("E1506", "number-plate", _TAKE_OUT, plates),
)
