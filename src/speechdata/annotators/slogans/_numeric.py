"""Numeric formulas: a number and what it counts, standing for a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.annotators.slogans._cues import HAN, NUMERALS, PAUSES, STOPS, any_of, words
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, letters, rejection, tag
from speechdata.span import Span

_MEASURE = "[个大项条种类级位篇张道件座块方步层]"
_CODED = re.compile(
    r"[0-9NnXx一二三四五六七八九十]{1,4}(?:[+×][0-9NnXx一二三四五六七八九十]{1,4})+|[0-9]{3,6}[XN]?"
)
_CODED_SUM = re.compile(r"[0-9NnXx一二三四五六七八九十]+(?:[+×][0-9NnXx一二三四五六七八九十]+)+")
_COUNTED = re.compile(f"(?:[二两三四五六七八九十双]|[0-9]+[个大]){_MEASURE}?{HAN}{{1,8}}")
_LINKED = re.compile(f"[一百千万]{HAN}{{1,3}}[{NUMERALS}百千万双]{HAN}{{1,6}}")
_MULTIPLE = re.compile(f"[{NUMERALS}]{HAN}{{1,3}}[{NUMERALS}]{HAN}{{1,4}}")
_QUOTED_COUNT = re.compile(
    f"“(?<=(?<![{NUMERALS}百千万第0-9])[二两三四五六七八九十2-9][个种项大条]“)[^”]{{1,10}}”"
)


def shaped(wording: str) -> bool:
    """Whether the letters of `wording` are a number and what it counts, or a coded number (1+6+N)."""
    return any(shape.fullmatch(wording) for shape in (_CODED, _COUNTED, _LINKED))


def multiple(wording: str) -> bool:
    """Whether `wording` counts twice (三圈三网)."""
    return bool(_MULTIPLE.fullmatch(wording))


@cache
def _quantity() -> re.Pattern[str]:
    return re.compile(f"[0-9{NUMERALS}百千万双第]+个?{any_of(words('numeric', 'unit'))}+")


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(f"[0-9{NUMERALS}百千万]+个?{any_of(words('numeric', 'span'))}")


_ONE = re.compile(f"[{NUMERALS}](?![个张间套层条座把块门份]){HAN}{{1,4}}")
_LISTED = re.compile(f"[{NUMERALS}][个项大]")
_AMOUNT = re.compile("[0-9].*[亿万元%]")
_SPELLED = ("即", "是指", "，即", "，是指", "，指", "：一是", "：一要")
_PLAN = re.compile(f"十?[{NUMERALS}]五")


def excluded(wording: str, after: str) -> str | None:
    """Why a number in quotation marks is no formula, given the text behind it; None if it is one."""
    if _PLAN.fullmatch(wording):
        return "name of a plan period"
    if after.startswith(_SPELLED) or _CODED_SUM.fullmatch(wording):
        return None
    if _quantity().fullmatch(wording) or _measured().match(wording) or _AMOUNT.search(wording):
        return "plain quantity"
    if wording.endswith(words("numeric", "nickname")) and not (multiple(wording) or _LISTED.match(wording)):
        return "nickname of a plan, a document or a record"
    if after.startswith(words("numeric", "after")):
        return "name of a line, an event or a body"
    if tag(wording) in {"i", "ns", "nr", "nt"} or wording.startswith(words("numeric", "region")):
        return "idiom or proper name"
    return None


def counted(reading: Reading) -> Iterator[Found]:
    """A number with a quoted phrase (四个“是否落实”); a plain noun behind it makes it a count of things."""
    for match in _QUOTED_COUNT.finditer(reading.text):
        span, after = Span(match.start() - 2, match.end()), reading.text[match.end() : match.end() + 8]
        if not after or after[0] in PAUSES + STOPS + "）)\n”" or _collective().match(after):
            yield Candidate(span, "numeric_formula", "slogans.numeric.counted")
        else:
            yield rejection(span, "slogans.numeric.count", "counts things, stands for no list")


@cache
def _collective() -> re.Pattern[str]:
    return re.compile(f"的?{any_of(words('numeric', 'collective'))}")


_NAMED = re.compile(
    f"[二三四五六七八九十](?<![{NUMERALS}百千万第].)个?(?:不{HAN}{{1,3}}|严禁|坚持|确保|必须)"
)


def named(reading: Reading) -> Iterator[Found]:
    """Unquoted 四不放过 and the like before 原则, 要求, 方针."""
    for match in _NAMED.finditer(reading.text):
        for end in range(match.end(), match.start() + 2, -1):
            if reading.text[end : end + 3].removeprefix("的").startswith(words("numeric", "norm")):
                yield Candidate(Span(match.start(), end), "numeric_formula", "slogans.numeric.named")
                break


def several(parts: list[str]) -> bool:
    """Whether the parts of a quotation count one by one (三大支撑、八项重点; 一圈两翼、多点支撑)."""
    first, *others = (letters(part) for part in parts)
    if others and all(_ONE.fullmatch(part) for part in (first, *others)):
        return True
    return shaped(first) and (multiple(first) or all(other[:1] in {*NUMERALS} for other in others))


@cache
def _announced() -> re.Pattern[str]:
    leads, counts = (
        any_of(words("numeric", "lead")),
        any_of((*words("numeric", "unit"), *words("numeric", "thing"))),
    )
    return re.compile(
        f"{leads}(?P<formula>[三四五六七八九十]个?(?!个?{counts}){HAN}{{1,4}})(?=[：:](?:一是|一要|第一|首先|一抓))"
    )


def announced(reading: Reading) -> Iterator[Found]:
    """Unquoted coinages that a list spells out (做到四抓：一是…); a number of things, points, tasks is none."""
    for match in _announced().finditer(reading.text):
        yield Candidate(Span(*match.span("formula")), "numeric_formula", "slogans.numeric.announced")
