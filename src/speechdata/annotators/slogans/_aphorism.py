"""Maxims by their sentence patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, cast

from ahocorasick_rs import AhoCorasick

from speechdata.annotators.slogans._cues import PAUSES, QUOTES, any_of, head, spelled, words
from speechdata.annotators.slogans._reading import Candidate, Found, Kind, Reading, balanced
from speechdata.lexicons import load
from speechdata.span import Span
from speechdata.text.segment import WHITE

_MARKS = re.compile(f"[{QUOTES + WHITE}]")
_LETTER = re.compile(f"[^{QUOTES + WHITE}]")


class Pattern(NamedTuple):
    """A sentence pattern of the lexicon; `same` are groups that must be equally long."""

    id: str
    kind: Kind
    trigger: tuple[str, ...]
    whole: str
    inside: str
    same: tuple[tuple[int, int], ...]


@cache
def patterns() -> tuple[Pattern, ...]:
    """All patterns; `whole` fits a wording, `inside` finds it at the clauses of a sentence. Compiled at first use."""
    return tuple(_pattern(row) for row in load("slogans.aphorisms"))


def _pattern(row: dict[str, str]) -> Pattern:
    core = re.sub(r"\\(\d)", lambda back: f"\\{int(back[1]) + 1}", _lazy(row["pattern"]))
    if row["repeat"] == "yes":
        again = re.sub(r"\((?!\?)", "(?:", core)
        core += f"(?:[{PAUSES}]{again})*"
    core = f"(?P<core>{core})"
    lead = any_of(words("heads", "lead"))
    start = "" if row["kind"] == "policy_formula" else rf"(?<![^，。；：！？、\n（])(?:{lead}，?)*"
    of = "|的" if row["kind"] == "policy_formula" else ""
    end = rf"(?=[，。；：！？、）\n]|$|这[一个]{of}|(?={head('head').pattern}))"
    same = tuple((int(a), int(b)) for a, b in (pair.split("=") for pair in row["same"].split(",") if pair))
    kind = cast(Kind, row["kind"])
    return Pattern(row["id"], kind, tuple(row["trigger"].split("|")), core, start + core + end, same)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _lazy(pattern: str) -> str:
    return spelled(re.sub(r"(H\{\d+,\d+\})", r"\1?", pattern))


def _even(match: re.Match[str], same: tuple[tuple[int, int], ...]) -> bool:
    """Whether paired groups are equally long, give or take one character in five."""
    sizes = ((len(match[a + 1]), len(match[b + 1])) for a, b in same)
    return all(abs(a - b) <= max(a, b) // 5 or {a, b} == {2, 3} for a, b in sizes)


@lru_cache(maxsize=4096)
def kind_of(wording: str) -> Pattern | None:
    """The pattern that the whole `wording` fills."""
    for pattern in patterns():
        match = (
            _compiled(pattern.whole).fullmatch(wording)
            if any(t in wording for t in pattern.trigger)
            else None
        )
        if match and _even(match, pattern.same):
            return pattern
    return None


def aphorisms(reading: Reading) -> Iterator[Found]:
    """Patterns anywhere in a sentence, read without quotation marks."""
    for index, found in _set_off(reading).items():
        sentence = reading.doc.sentences[index]
        bare = _MARKS.sub("", sentence.of(reading.text))
        for at in sorted(found):
            if _compiled(patterns()[at].inside).search(bare):
                yield from _matches(reading, patterns()[at], bare, _places(reading.text, sentence))


def _set_off(reading: Reading) -> dict[int, set[int]]:
    """Sentences, by index and in order, that hold a trigger, with the places of the patterns to try on them."""
    sentences, (automaton, own) = reading.doc.sentences, _triggers()
    found: dict[int, set[int]] = {}
    for trigger, start, end in automaton.find_matches_as_indexes(reading.text, overlapping=True):
        index = reading.doc.sentence_index(start)
        if index is not None and end <= sentences[index].end:
            found.setdefault(index, set()).update(own[trigger])
    return found


def _places(text: str, sentence: Span) -> list[int]:
    """Where the characters of the sentence without quotation marks and white space stand."""
    return [match.start() for match in _LETTER.finditer(text, sentence.start, sentence.end)]


@cache
def _triggers() -> tuple[AhoCorasick, list[list[int]]]:
    """What finds all triggers, and for each the places, among the patterns, of those that it may set off."""
    found: dict[str, list[int]] = {}
    for at, pattern in enumerate(patterns()):
        for trigger in pattern.trigger:
            found.setdefault(trigger, []).append(at)
    return AhoCorasick(found), list(found.values())


def _matches(reading: Reading, pattern: Pattern, bare: str, places: Sequence[int]) -> Iterator[Candidate]:
    for match in _compiled(pattern.inside).finditer(bare):
        if _even(match, pattern.same):
            first, last = match.span("core")
            span = _with_marks(reading, Span(places[first], places[last - 1] + 1))
            if balanced(span.of(reading.text)) and not _quotes_one(reading, span):
                yield Candidate(reading.trim(span), pattern.kind, f"slogans.{_family(pattern)}.{pattern.id}")


def _quotes_one(reading: Reading, span: Span) -> bool:
    """Whether a quotation inside the span is the maxim, and the rest only stands beside it."""
    return any(
        span.contains(quote) and kind_of(quote.of(reading.text)) for quote in reading.quotes_from(span)
    )


def _family(pattern: Pattern) -> str:
    return "aphorism" if pattern.kind == "aphorism" else "principle"


def _with_marks(reading: Reading, span: Span) -> Span:
    """Takes in a quotation mark at either edge whose partner lies inside."""
    for quote in reading.quotes_from(span):
        if quote.start == span.start and quote.end < span.end:
            span = Span(span.start - 1, span.end)
        elif quote.end == span.end and quote.start > span.start:
            span = Span(span.start, span.end + 1)
    return span
