"""The cues of lexicons/cleaning.tsv as compiled patterns."""

from __future__ import annotations

import re
from functools import cache

from speechdata.lexicons import Entry, load
from speechdata.text.match import Matcher

OPENING = "（(【[〔［"
CLOSING = "）)】]〕］"
ADDRESSES = ("http://", "https://", "www.")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONGEST_NAME = 12


@cache
def line_pattern() -> re.Pattern[str]:
    """Matches the whole of a line of debris without its white space; the last group tells the kind."""
    return _any_of(_rows("line"))


@cache
def inline_cues() -> Matcher:
    """Finds the places where debris may begin."""
    return Matcher(_cues())


@cache
def inline_pattern(cue: int) -> re.Pattern[str]:
    """Matches debris that begins with a cue; the last group tells the kind."""
    words = tuple(_cues())[cue]
    return _any_of([row for row in _rows("inline") if words in _cues_of(row)])


@cache
def site_line() -> re.Pattern[str]:
    """Matches a whole line, without its white space, that has the name of a site and little else."""
    name, other = _literals("site", "site_name"), f"[^，。；！？、：]{{0,{_LONGEST_NAME}}}"
    return re.compile(f"{other}(?:{name}){other}")


@cache
def site_names() -> Matcher:
    """Finds names of sites and what addresses of pages begin with."""
    return Matcher((*ADDRESSES, *(row["pattern"] for row in _rows("site_name"))))


def kind_of(match: re.Match[str]) -> str:
    """The kind of what a pattern of several kinds matched."""
    return str(match.lastgroup).rpartition("_")[0]


def _any_of(rows: list[Entry]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{row['kind']}_{at}>{_spelled(row)})" for at, row in enumerate(rows)))


def _rows(role: str) -> list[Entry]:
    return [row for row in load("cleaning") if row["role"] == role]


@cache
def _cues() -> dict[str, None]:
    return {cue: None for row in _rows("inline") for cue in _cues_of(row)}


def _cues_of(row: Entry) -> list[str]:
    return list(OPENING) if row["cue"] == "{O}" else row["cue"].split()


def _spelled(row: Entry) -> str:
    brackets = re.escape(OPENING + CLOSING)
    pattern = row["pattern"]
    for name, stands_for in (
        ("{O}", f"[{re.escape(OPENING)}]"),
        ("{C}", f"[{re.escape(CLOSING)}]"),
        ("{IN}", f"[^{brackets}\\n]"),
        ("{HAN}", f"[{_HAN}]"),
        ("{HANS}", _HAN),
        ("{SITENAME}", f"(?:{_literals('site_name')})"),
        ("{SITE}", f"(?:{_literals('site', 'site_name')})"),
    ):
        pattern = pattern.replace(name, stands_for)
    return pattern


@cache
def _literals(*roles: str) -> str:
    names = {row["pattern"] for role in roles for row in _rows(role)}
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
