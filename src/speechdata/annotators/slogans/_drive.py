"""Unquoted proper names of drives (稳岗扩容提质行动), told from generic ones and from building work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.annotators.slogans._cues import HAN, NUMERALS, any_of, words
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, rejection
from speechdata.annotators.slogans.known import entries
from speechdata.lexicons import derived
from speechdata.span import Span

_BATTLES = ("攻坚战", "保卫战", "大会战")
_NAMES = ("专项行动", "行动", "工程", *_BATTLES)
_PERIODS = ("年", "月", "周", "杯")
_LEAST, _LEAST_PERIOD, _LEAST_PROPER, _LEAST_LAUNCHED = 6, 4, 2, 4
_LEAST_RUN, _REACH = 3, 24
_COUNTED = re.compile(f"[0-9{NUMERALS}百千万多数几余]+[项个批]?$")
_ROUND = re.compile(f"^新一轮|^新时代|^第[{NUMERALS}]轮|[{NUMERALS}]年$")


@cache
def _suffix() -> re.Pattern[str]:
    plans, follows = any_of(words("campaigns", "plan")), any_of(words("campaigns", "follow"))
    # every alternative begins with its literal, by which the search skips ahead
    names = [f"{name}(?<=(?!{plans}){name})" for name in _NAMES]
    periods = [f"{name}(?<=(?!{plans}){name})(?<![{NUMERALS}几0-9].)(?=活动|竞赛)" for name in _PERIODS]
    return re.compile(f"(?:{'|'.join((*names, *periods))})(?!{follows})")


_RUN = re.compile(f"{HAN}*$")


def drives(reading: Reading) -> Iterator[Found]:
    """Names that end in 行动, 工程, 攻坚战 or, before 活动, in 年, 月, 杯; those without a proper part are rejected."""
    last = 0
    for match in _suffix().finditer(reading.text):
        reach = reading.text[max(last, match.start() - _REACH) : match.start()]
        run = _RUN.search(reach)
        if run and len(run.group()) >= _LEAST_RUN:
            last = match.end()
            yield from _judged(reading, Span(match.start() - len(run.group()), last), match.group())


def _judged(reading: Reading, run: Span, suffix: str) -> Iterator[Found]:
    span = Span(_start(reading, run), run.end)
    name, before = span.of(reading.text), reading.text[max(0, span.start - 6) : span.start]
    described = _COUNTED.search(before) or before.endswith("”")
    least = _LEAST_PERIOD if suffix in _PERIODS else _LEAST
    if described or len(name) < least or name.endswith(_known()):
        return
    launched = before.endswith(words("campaigns", "launch"))
    if _is_proper(name.removesuffix(suffix), suffix, launched=launched):
        yield Candidate(span, "campaign", "slogans.campaign.drive")
    else:
        yield rejection(span, "slogans.campaign.generic", "generic drive or building work, no proper name")


@derived
def _known() -> tuple[str, ...]:
    return tuple(key for key, entry in entries().items() if entry.kind == "campaign" and entry.use == "any")


def _start(reading: Reading, span: Span) -> int:
    """Where the name starts: behind the last leading word that is a word of its own."""
    start = last = span.start
    for match in _leading().finditer(reading.text, span.start, span.end):
        if match.start() == last or reading.boundary(match.start()):
            last = match.end()
            start = last if reading.boundary(last) else start
    return start


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(any_of(words("campaigns", "leader")))


@cache
def _improper() -> re.Pattern[str]:
    """What no proper part holds: 的, 把, a vague opening, a count at its end."""
    return re.compile(f"[的把]|^{any_of(words('campaigns', 'vague'))}|[{NUMERALS}][个大项场]$")


@cache
def _built() -> re.Pattern[str]:
    return re.compile(any_of(words("campaigns", "physical")))


def _is_proper(proper: str, suffix: str, *, launched: bool) -> bool:
    if len(_ROUND.sub("", proper)) < _LEAST_PROPER or _improper().search(proper):
        return False
    if suffix == "工程" and _built().search(proper):
        return False
    if proper in words("campaigns", "generic") or proper.endswith("整治"):
        return False
    if suffix in (*_BATTLES, *_PERIODS) or proper.endswith(words("campaigns", "theme")):
        return True
    if any(period in proper[-4:] for period in words("campaigns", "span")):
        return True
    return launched and len(proper) >= _LEAST_LAUNCHED and not _generic().search(proper)


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(any_of(words("campaigns", "generic part")))
