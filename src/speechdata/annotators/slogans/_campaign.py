"""Names of years, days, places and titles to be won, and what stands around a quoted drive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.annotators.slogans._cues import HAN, NUMERALS, any_of, words
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, tag
from speechdata.span import Span

_MASK = "[XxＸ×*＊○某]+[市县区省镇]?"
_WORD = re.compile(f"{HAN}+")
_DATE = re.compile(f"[0-9{NUMERALS}百千万几数多每今明去前后当本近上下第年月日]+")
_SHORTEST = 3


def is_name(name: str, *, before: str, after: str) -> bool:
    """Whether the quoted `name` is a campaign, by its own form or by what stands around the quotation."""
    if name.endswith(words("campaigns", "suffix")) and not (_dated(name) or "+" in name):
        return True
    if after.startswith(words("campaigns", "honour")):
        return True
    awarded = after.startswith(words("campaigns", "award"))
    if name.endswith(words("campaigns", "title")):
        own = name.startswith(words("campaigns", "prefix"))
        return awarded or own or bool(_won().search(before))
    placed = _placed().fullmatch(name)
    if placed and placed["word"]:
        return is_place(placed["word"]) and (awarded or name.startswith(words("campaigns", "prefix")))
    return bool(placed)


@cache
def _won() -> re.Pattern[str]:
    verbs = any_of((*words("campaigns", "vying"), *words("campaigns", "won")))
    return re.compile(f"{verbs}[^，。；：“”]{{0,8}}$")


def _dated(name: str) -> bool:
    """Whether `name` is a date, a span of time or a word of its own (明年, 十一月, 关键环节), no name."""
    word = tag(name[-2:]) != "x" and not name.endswith(words("campaigns", "drive"))
    return bool(_DATE.fullmatch(name[:-1])) or len(name) < _SHORTEST or word


@cache
def _placed() -> re.Pattern[str]:
    openers = any_of((*words("campaigns", "prefix"), *words("campaigns", "placed")))
    return re.compile(f"(?:全国)?{openers}(?:{_MASK}|中国|(?P<word>{HAN}{{2,3}}))")


def driven(after: str) -> bool:
    """Whether the text behind a quotation calls it a drive (“春雷”专项行动)."""
    return bool(_driven().match(after))


@cache
def _driven() -> re.Pattern[str]:
    plans, stops = any_of(words("campaigns", "plan")), any_of(words("campaigns", "break"))
    between = f"(?:(?!{plans}|{stops}){HAN})"
    drives = any_of(words("campaigns", "drive"))
    return re.compile(f"(?:{between}{{0,6}}?|等{between}{{0,4}}?)(?!{plans}){drives}")


def places(reading: Reading) -> Iterator[Found]:
    """Unquoted 平安X, 健康江苏, 数字中国."""
    for match in _prefixed().finditer(reading.text):
        longest = (Span(match.start(), end) for end in range(match.end("rest"), match.end("prefix"), -1))
        found = next((span for span in longest if _is_placed(reading, span, len(match["prefix"]))), None)
        if found:
            yield Candidate(found, "campaign", "slogans.campaign.place")


@cache
def _prefixed() -> re.Pattern[str]:
    return re.compile(f"(?P<prefix>{any_of(words('campaigns', 'prefix'))})(?=(?P<rest>{_MASK}|{HAN}{{2,4}}))")


def _is_placed(reading: Reading, span: Span, opening: int) -> bool:
    name = span.of(reading.text)
    ends = reading.boundary(span.end) or not _WORD.fullmatch(name[opening:])
    return ends and reading.boundary(span.start) and is_place(name[opening:])


def is_place(word: str) -> bool:
    """Whether `word` is 中国, a mask, or a place of the dictionary, also with 新 before it."""
    if re.fullmatch(_MASK, word) or word == "中国":
        return True
    word = word.removeprefix("新")
    return len(word) > 1 and tag(word) == "ns" and word not in words("campaigns", "noplace")


def titles(reading: Reading) -> Iterator[Found]:
    """Unquoted titles behind 创建, 争创 (创建本质安全型企业)."""
    for match in _vied().finditer(reading.text):
        yield Candidate(Span(*match.span("name")), "campaign", "slogans.campaign.title")


@cache
def _vied() -> re.Pattern[str]:
    roles = ("vying", "title", "vague", "award", "join")
    vying, title, vague, award, join = (any_of(words("campaigns", role)) for role in roles)
    return re.compile(f"{vying}(?P<name>(?!{vague})[*×X]*{HAN}{{2,10}}?{title})(?!(?!{award}|{join}){HAN})")
