"""Title lines: collection marks, the title itself, remarks that it is a sample, and what a title tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from speechdata.span import Span
from speechdata.speeches._cues import HAN, NUMBER, any_of, person
from speechdata.speeches._dates import date_line

LONGEST = 72
"""Characters of the longest line that may be a title."""

_STOPS = re.compile("[。！？；!?;]|[，：:]$")
_ENCLOSING = ("《》", "【】", "「」", "『』", "〈〉")
_DASHES = re.compile("^[—–―-]{1,4}")
_BRACKET = re.compile(r"[（(【\[][^（）()【】\[\]]{1,20}[)）】\]]$")
_NUMBERED = re.compile(rf"[（(【\[]?(?:第{NUMBER}篇|篇{NUMBER}|之?{NUMBER})[)）】\]]?$")
_ENUMERATOR = re.compile(rf"(?:[（(]{NUMBER}[)）]|{NUMBER}[、.．])")


@dataclass(frozen=True)
class Heading:
    """What a flat line that heads a speech consists of; spans count its characters."""

    mark: Span | None
    """Collection mark in front of the title or behind it."""
    enumerated: bool
    """Whether the mark is a mere enumerator, as outline headings have too."""
    title: Span | None
    sample: Span | None
    """Remark, behind the title, that it is a sample."""
    date: Span | None
    """Date in brackets behind the title."""
    genre: bool
    """Whether the title ends in a word for a kind of speech."""
    placed: bool
    """Whether the title also says where the speech is given."""
    strong: bool
    """Whether the title also says where, by whom or for what the speech is given."""


@dataclass(frozen=True)
class _Patterns:
    genre: re.Pattern[str]
    placed: re.Pattern[str]
    spoken: re.Pattern[str]
    sample: re.Pattern[str]
    counted: re.Pattern[str]
    verb: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    genre, event, office = any_of("genre"), any_of("event"), any_of("office")
    until = f"(?:上|时|中|期间|{event})"
    return _Patterns(
        genre=re.compile(f"{genre}$"),
        placed=re.compile(
            rf"在.{{2,50}}{until}(?:的|所?作的?)?[{HAN}]{{0,8}}?{genre}$"
            rf"|{event}(?:上|开幕时|闭幕时)?的?[{HAN}]{{0,6}}?{genre}$"
        ),
        spoken=re.compile(
            rf"{office}(?:{person(running=True)})?(?:同志)?的?[{HAN}]{{0,6}}?{genre}$"
            "|(?:[词辞稿]|工作报告|施政报告|党课)$"
        ),
        sample=re.compile(rf"[（(【\[]?{any_of('sample_mark')}[)）】\]]?$"),
        counted=re.compile(any_of("genre", "sample_mark") + "$"),
        verb=re.compile(any_of("title_verb")),
    )


@cache
def _mark() -> re.Pattern[str]:
    word, sample = any_of("mark_word"), any_of("sample_mark")
    item = rf"(?:第{NUMBER}篇|篇{NUMBER}|{word}之?{NUMBER}|{sample}[（(]{NUMBER}[)）]|之{NUMBER})"
    return re.compile(
        rf"[★☆◆●■▲※＊*#~—–-]*"
        rf"(?:[【（(\[](?:{NUMBER}篇|{item})[】）)\]][：:、.．—–-]*"
        rf"|{item}(?:[：:、.．—–-]+|$)"
        rf"|(?:第{NUMBER}篇|篇{NUMBER}|(?:范文|例文){NUMBER}|{sample}[（(]{NUMBER}[)）])(?=.)"
        rf"|(?:标题|题目)[：:]"
        rf"|(?:[Pp]art|PART|N[oO])[.．]?\d{{1,2}}(?:[：:、.．—–-]+|$|(?=[{HAN}])))"
    )


@cache
def _contents() -> re.Pattern[str]:
    words = any_of("genre", "plan", "sample_mark")
    return re.compile(
        rf"{words}[^，。]{{0,6}}?(?<!第)\d{{0,2}}{NUMBER}篇[)）】]?$|(?:汇编|合集|大全|集锦|选编)[)）]?$"
    )


def mark_of(flat: str) -> Span | None:
    """The collection mark that a line begins with, whatever follows; None without one."""
    found = _mark().match(flat)
    return Span(*found.span()) if found else None


def contents_heading(flat: str) -> bool:
    """Whether a line heads a whole collection (…讲话稿范文5篇) rather than one speech."""
    return len(flat) <= LONGEST and not _STOPS.search(flat) and _contents().search(flat) is not None


def heading(flat: str) -> Heading | None:
    """The parts of a line that heads a speech; None for any other line. A collection mark may stand alone."""
    if len(flat) > LONGEST or _STOPS.search(flat.rstrip("：:") if _mark().match(flat) else flat):
        return None
    lead = _mark().match(flat)
    enumerator = None if lead else _ENUMERATOR.match(flat)
    opening = lead or enumerator or _DASHES.match(flat)
    start = opening.end() if opening else 0
    if flat[start : start + 1] + flat[-1] in _ENCLOSING:
        flat, start = flat[:-1], start + 1
    tail, patterns = _tail(flat, start), _patterns()
    core = flat[start : tail.core]
    genre = patterns.genre.search(core) is not None and patterns.verb.match(core) is None
    if not genre and not (lead and (not core or flat[lead.end() - 1] in "：:、.．—–-】）)]")):
        return None
    placed = genre and patterns.placed.search(core) is not None
    return Heading(
        mark=Span(0, opening.end()) if opening and (lead or enumerator) else tail.mark,
        enumerated=enumerator is not None,
        title=Span(start, tail.title) if tail.title > start else None,
        sample=tail.sample,
        date=tail.date,
        genre=genre,
        placed=placed,
        strong=placed or (genre and patterns.spoken.search(core) is not None),
    )


@dataclass(frozen=True)
class _Tail:
    core: int
    """End of the words of the title."""
    title: int
    """End of the title with brackets that belong to it, such as （摘要）."""
    sample: Span | None = None
    mark: Span | None = None
    date: Span | None = None


def _tail(flat: str, start: int) -> _Tail:
    """What stands behind the title that begins at `start`, read from the end."""
    patterns = _patterns()
    tail = _Tail(len(flat), len(flat))
    while tail.core > start:
        rest, end = flat[start : tail.core], tail.core
        outside = tail.title == tail.core
        if outside and (found := patterns.sample.search(rest)):
            at = start + found.start()
            tail = replace(tail, core=at, title=at, sample=Span(at, tail.sample.end if tail.sample else end))
        elif outside and (found := _NUMBERED.search(rest)) and patterns.counted.search(rest[: found.start()]):
            at = start + found.start()
            tail = replace(tail, core=at, title=at, mark=Span(at, end))
        elif found := _BRACKET.search(rest):
            at, date = start + found.start(), date_line(found.group()) if outside else None
            placed = date.shift(at) if date else tail.date
            tail = replace(tail, core=at, title=at if date else tail.title, date=placed)
        else:
            break
    return tail


def plan_heading(flat: str) -> bool:
    """Whether a line is the title of a work plan or summary."""
    if not 4 < len(flat) <= LONGEST or _STOPS.search(flat) or _ENUMERATOR.match(flat):
        return False
    return _ends("plan").search(flat) is not None


def document_heading(flat: str) -> bool:
    """Whether a line is the title of an official paper that is no speech."""
    if len(flat) > LONGEST or _STOPS.search(flat) or "，" in flat or _ENUMERATOR.match(flat):
        return False
    return _ends("document").search(flat) is not None


@cache
def _ends(role: str) -> re.Pattern[str]:
    return re.compile(any_of(role) + "(?:[（(][^（）]{1,12}[)）])?$")


def says_same(one: str, other: str) -> bool:
    """Whether two titles are one: the shorter is left when words are struck from the longer, or most is alike."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(mark in rest for mark in short) or SequenceMatcher(None, one, other).ratio() >= 0.75
