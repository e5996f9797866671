"""x9xx, years: those that contradict what stands beside them, as where a template's year was replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Problem, at_speech, declare
from speechdata.lexicons import load, simplified
from speechdata.records import Speech
from speechdata.span import Span

_DIGITS = "〇零○一二三四五六七八九"
# a pattern that begins with a character is looked for much faster than one that begins by looking behind
_YEAR = (
    "(?:(?:19|20|１９|２０)(?<![0-9０-９]..)[0-9０-９]{2}(?![0-9０-９])"
    f"|[一二][九〇零○][{_DIGITS}]{{2}}(?=年))"
)
_LINK = "(?:[、和与及]|以及)"
_RANGE = "(?:[至到]|[—–~～-]{1,2})"
_YEARS = rf"{_YEAR}(?:年度?)?(?:(?:{_LINK}|{_RANGE}){_YEAR}(?:年度?)?)*(?:(?<=年)|(?<=年度)|(?=[）)]))"
_QUOTES = "“‘”’「」『』\"'＂"
_NUMERAL = "(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PLAN = (
    rf"(?<![第一二三四五六七八九十0-9])(?:第(?P<long>{_NUMERAL})个五年|[{_QUOTES}]?(?P<short>{_NUMERAL})五[{_QUOTES}]?)"
    "(?:规划|计划)?"
)
_LONGEST_NUMBER = 5
"""Characters of a plan's name before its 五: 第二十一个五年."""
_FIRST, _FIRST_AFTER_1965, _LENGTH = 1953, 1966, 5
_LOOKS_BACK, _LOOKS_AHEAD = 6, 9
"""Up to this month a meeting may look back on the year before; from that one on it may plan the year to come."""


def plan_years(number: int) -> range:
    """The years of a five-year plan; 1 is 1953 to 1957, and the third began in 1966, three years late.

    >>> [(plan_years(number)[0], plan_years(number)[-1]) for number in (2, 3, 10, 11)]
    [(1958, 1962), (1966, 1970), (2001, 2005), (2006, 2010)]
    """
    known = (_FIRST, 1) if number < 3 else (_FIRST_AFTER_1965, 3)
    start = known[0] + _LENGTH * (number - known[1])
    return range(start, start + _LENGTH)


@declare("W907", "plan-year")
def plan_year(bundle: Bundle) -> Iterator[Problem]:
    """A year that is said to lie in a five-year plan does."""
    for speech in bundle.speeches:
        text = simplified(speech.text)
        for match in (*_years_behind(text), *_before_plan().finditer(text)):
            yield from _outside(speech, match)


def _years_behind(text: str) -> Iterator[re.Match[str]]:
    """What `_behind_plan` finds, looked for only around a 五, which the name of every plan holds."""
    end = 0
    for five in re.finditer("五", text):
        for start in range(max(end, five.start() - _LONGEST_NUMBER), five.start()):
            if match := _behind_plan().match(text, start):
                yield match
                end = match.end()
                break


def _outside(speech: Speech, match: re.Match[str]) -> Iterator[Problem]:
    """Years of the match that its plan does not hold. A range may begin with the year before, for comparison."""
    plan = plan_years(_number(match))
    first = plan[0] - bool(re.search(_RANGE, match["years"]))
    for found in re.finditer(_YEAR, match["years"]):
        year = _value(found.group())
        if year < first or (year > plan[-1] and not match.groupdict().get("since")):
            span = Span(*found.span()).shift(match.start("years"))
            message = f"{year} is said to lie in the plan of {plan[0]} to {plan[-1]}"
            yield at_speech(speech, message, span)


@cache
def _behind_plan() -> re.Pattern[str]:
    """A plan, and right behind it the years: “十一五”期间，特别是2009年和2010年."""
    tie = f"(?:{_any('during')}|(?P<since>{_any('since')})|{_any('edge')})"
    return re.compile(f"{_PLAN}{tie}的?[，,（(]?{_any('namely')}?[，,]?(?P<years>{_YEARS})")


@cache
def _before_plan() -> re.Pattern[str]:
    """A year, and what it is in its plan: 2006年是“十一五”规划的开局之年."""
    between = f"(?:(?!{_any('outside')})[^，。；！？\n])"
    rank = f"{_any('rank')}(?!{_any('outside')}|后)"
    return re.compile(
        rf"(?P<years>{_YEAR}年)[，,]?是{between}{{0,16}}?{_PLAN}{between}{{0,8}}?{rank}(?:一年|之年|年)"
    )


@declare("W908", "year-repeat")
def year_repeat(bundle: Bundle) -> Iterator[Problem]:
    """Years that are named together differ."""
    joined = re.compile(rf"{_YEAR}(?:年度?)?(?:(?:{_LINK}|{_RANGE}){_YEAR}(?:年度?)?)+(?<=[年度])")
    for speech in bundle.speeches:
        for match in joined.finditer(simplified(speech.text)):
            for before, year in pairwise(re.finditer(_YEAR, match.group())):
                if _value(before.group()) == _value(year.group()):
                    span = Span(before.start(), year.end()).shift(match.start())
                    yield at_speech(speech, f"{_value(year.group())} stands twice", span)


@declare("N909", "title-doubled")
def title_doubled(bundle: Bundle) -> Iterator[Problem]:
    """The title stands once."""
    for speech in bundle.speeches:
        doubled = [removal.text for removal in speech.removed if removal.kind == "doubled_title"]
        if doubled:
            message = f"title lines that repeat it were removed: {', '.join(map(repr, doubled))}"
            yield at_speech(speech, message, _title(speech))


@declare("W910", "title-year")
def title_year(bundle: Bundle) -> Iterator[Problem]:
    """A year in the title fits the date: a meeting may look back on the year before, or plan the year to come."""
    for speech in bundle.speeches:
        title = simplified(speech.title or "")
        found = [] if re.search(_any("occasion"), title) else list(re.finditer(_YEAR, title))
        if found and not any(_fits(_value(each.group()), speech) for each in found):
            place = _title(speech)
            span = Span(*found[0].span()).shift(place.start) if place else None
            message = f"{found[0].group()} in the title, {speech.date_text} as the date"
            yield at_speech(speech, message, span)


def _fits(year: int, speech: Speech) -> bool:
    """Whether a speech of its date can be about `year`; of a date in part the year before and after will do."""
    if speech.date is None:
        dated = re.search(_YEAR, speech.date_text or "")
        return dated is None or abs(year - _value(dated.group())) <= 1
    ahead, month = year - speech.date.year, speech.date.month
    return ahead == 0 or (ahead == -1 and month <= _LOOKS_BACK) or (ahead == 1 and month >= _LOOKS_AHEAD)


def _title(speech: Speech) -> Span | None:
    at = speech.text.find(speech.title) if speech.title else -1
    return Span(at, at + len(speech.title or "")) if at >= 0 else None


def _value(year: str) -> int:
    """The number that a year spells in Arabic or Chinese digits."""
    return int("".join(str(max(0, _DIGITS.index(mark) - 2)) if mark in _DIGITS else mark for mark in year))


def _number(match: re.Match[str]) -> int:
    """The number of the plan that a match names: 11 for 十一五, 10 for 十五."""
    tens, ten, ones = (match["long"] or match["short"]).rpartition("十")
    values = {mark: value for value, mark in enumerate("一二三四五六七八九", 1)}
    return 10 * values.get(tens, 1) * bool(ten) + values.get(ones, 0)


@cache
def _any(role: str) -> str:
    """The words of a role of lexicons/years.tsv as a regular expression, the longest first."""
    words = sorted(
        (e["word"] for e in load("years") if e["role"] == role), key=lambda word: (-len(word), word)
    )
    return f"(?:{'|'.join(map(re.escape, words))})"


CHECKS = (plan_year, year_repeat, title_doubled, title_year)
