"""Salutations, and lines or titles that say who speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from speechdata.span import Span
from speechdata.speeches._cues import HAN, MASK, any_of, person

LONGEST = 90
"""Characters of the longest line that may be a salutation."""

_TURNED = re.compile("各位|全体|诸位|在座|尊敬的|敬爱的|亲爱的|们|朋友")
_HEAD = re.compile("[^：:！!。；;？?]{2,80}")
_GREETED = re.compile("[，,](?:大家|同志们|同学们|各位)?(?:早上|上午|中午|下午|晚上|新年|新春)?好$")


@cache
def _turned_to() -> re.Pattern[str]:
    dear = "(?:尊敬的|敬爱的|亲爱的)"
    named = f"{dear}?(?:在座的?)?(?:各位|全体|诸位)?[{HAN}·]{{0,12}}?{any_of('address')}们?"
    noun = f"(?:(?![要应请必都可务能也就在是把认说讲看想知做提表])[{HAN}]){{1,8}}"
    several = f"{dear}?(?:(?:各位|诸位){noun}|{noun}(?<![我你您他她它咱人])们)"
    return re.compile(f"(?:{named}){{1,3}}|{dear}[{HAN}·]{{1,10}}?{any_of('office')}|{several}")


def salutation_line(flat: str) -> Span | None:
    """The salutation of a line that is nothing else, without its colon; None for any other line."""
    words = flat.rstrip("：:！!，,")
    if not 2 <= len(words) <= LONGEST or not _TURNED.search(words):
        return None
    parts = re.split("[、，,]", words)
    turned = all(len(part) <= 40 and _turned_to().fullmatch(part) for part in parts)
    return Span(0, len(words)) if turned else None


def salutation_at_start(flat: str) -> Span | None:
    """The salutation that a paragraph begins with: up to a colon, or to a comma before 大家好."""
    match = _HEAD.match(flat[: LONGEST + 1])
    if match is None:
        return None
    head, after = match.group(), flat[match.end() : match.end() + 1]
    greeted = _GREETED.search(head)
    if greeted:
        return salutation_line(head[: greeted.start()])
    return salutation_line(head) if after and after in "：:！!" else None


@dataclass(frozen=True)
class Byline:
    """Who speaks: office and name as ranges of a flat line. A masked name is none."""

    role: Span | None
    name: Span | None


@cache
def _byline() -> re.Pattern[str]:
    office = any_of("office")
    role = rf"(?P<role>[{HAN}A-Z（）、·]{{0,24}}?{office}(?:[、兼{HAN}]{{0,24}}?{office})*?)"
    label = "(?:(?:讲话|主讲|报告|发言|演讲|致辞|汇报|述职)(?:人|者)?[：:])?"
    masked = rf"(?:{MASK}{{1,4}}|[{HAN}]{MASK}{{1,3}})"
    return re.compile(
        rf"[—–-]{{0,2}}[（(]?{label}(?:{role}(?:(?P<name>{person(running=False)})|{masked})?"
        rf"|(?P<alone>{person(running=False)})|[{HAN}]?{MASK}{{2,4}})(?:同志)?[)）]?[：:]?"
    )


def byline(flat: str) -> Byline | None:
    """Office and name of a line that is nothing else; None for any other line."""
    match = _byline().fullmatch(flat) if len(flat) <= 44 else None
    if match is None:
        return None
    return Byline(_group(match, "role"), _group(match, "name") or _group(match, "alone"))


@cache
def _title_people() -> tuple[re.Pattern[str], re.Pattern[str]]:
    office, name, genre = any_of("office"), person(running=True), any_of("genre")
    role = rf"(?P<role>[{HAN}、]{{0,20}}?{office}(?:[、兼{HAN}]{{0,16}}?{office})?)"
    return (
        re.compile(rf"{MASK}*(?:{role}(?P<name>{name})?|(?P<alone>{name}))(?:同志)?(?:在|于|所作|所做)"),
        re.compile(
            rf"(?:.*{any_of('event')})?{MASK}*{role}(?P<name>{name})?(?:同志)?的?[{HAN}]{{0,6}}?{genre}"
        ),
    )


def title_people(title: str) -> Byline:
    """Office and name that a title names as the speaker's: 市长在…上的讲话, …会议市长讲话."""
    leading, short = _title_people()
    match = leading.match(title) or (None if "在" in title else short.fullmatch(title))
    if match is None:
        return Byline(None, None)
    alone = _group(match, "alone") if "alone" in match.groupdict() else None
    return Byline(_group(match, "role"), _group(match, "name") or alone)


def _group(match: re.Match[str], name: str) -> Span | None:
    return Span(*match.span(name)) if match.group(name) else None


@cache
def _occasions() -> tuple[re.Pattern[str], ...]:
    event, genre = any_of("event"), any_of("genre")
    people = rf"{MASK}*(?:[{HAN}]{{0,16}}?{any_of('office')})?(?:{person(running=True)})?(?:同志)?"
    until = "(?:上|时|中|期间)"
    return (
        re.compile(rf"在(?P<occasion>.{{2,60}}?){until}(?:的|所?作的?)[^的]{{0,8}}?{genre}"),
        re.compile(rf"在(?P<occasion>.{{2,60}}{event}){until}?的?[^的]{{0,8}}?{genre}"),
        re.compile(rf"^{people}(?P<occasion>.{{2,60}}{event})上?的?[^的]{{0,8}}?{genre}"),
        re.compile(rf"在(?P<occasion>.{{2,60}}?){until}[)）]?$"),
    )


def occasion(title: str) -> Span | None:
    """What the speech is held at, as a title or subtitle names it, with a year written there; None if it does not.

    >>> occasion("市长在2024年全市安全生产工作会议上的讲话").of("市长在2024年全市安全生产工作会议上的讲话")
    '2024年全市安全生产工作会议'
    """
    found = (pattern.search(title) for pattern in _occasions())
    return next((Span(*match.span("occasion")) for match in found if match), None)
