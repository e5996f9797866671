"""Lines and kinds of a source, with titles put together and glued lines parted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.speeches._around import settle
from speechdata.speeches._cues import forms
from speechdata.speeches._glued import glued
from speechdata.speeches._kinds import DEBRIS, Kind, kind_of
from speechdata.speeches._lines import Line, lines_of

LONGEST_FRONT_LINE = 40
"""Characters of the longest line of front matter that is not recognised by its words."""
TOP_UNIT = re.compile("([一二三四五六七八九十]{1,2})[、．.]")
"""An enumerator of the top series."""

_MOST_BREAKS = 2
"""Line breaks between the halves of a title: pages set a blank line there."""
_BEGUN = re.compile("[^，。]{0,16}在")
_BULLETS = ("·", "•", "●", "■", ">", "»", "-")
_PAGE_DATE = re.compile(r"[\d./-]+|(?:时间|日期)[：:].*")


def lines_and_kinds(text: str) -> tuple[list[Line], list[Kind]]:
    """Lines of a source's text, and their kinds."""
    parted = [part for line in lines_of(text) for part in line.cut(glued(line))]
    lines = list(_joined(text, parted))
    kinds = [kind_of(line) for line in lines]
    _settle_sources(lines, kinds)
    _settle_links(lines, kinds)
    settle(lines, kinds)
    return lines, kinds


def _joined(text: str, lines: list[Line]) -> Iterator[Line]:
    at = 0
    while at < len(lines):
        broken = at + 1 < len(lines) and _is_broken(text, lines[at], lines[at + 1])
        yield lines[at].joined(lines[at + 1]) if broken else lines[at]
        at += 2 if broken else 1


def _is_broken(text: str, line: Line, after: Line) -> bool:
    """Whether two lines are the halves of one title or subtitle."""
    if max(len(line.flat), len(after.flat)) > LONGEST_FRONT_LINE or not _title_ends().search(after.flat):
        return False
    if (
        line.row == after.row
        or text.count("\n", line.end, after.start) > _MOST_BREAKS
        or TOP_UNIT.match(line.flat)
    ):
        return False
    if kind_of(line) is not Kind.OTHER or kind_of(line.joined(after)) not in (Kind.TITLE, Kind.SUBTITLE):
        return False
    below = kind_of(after)
    return (
        below is Kind.OTHER
        or len(after.flat) <= 2
        or (below is Kind.TITLE and _leads_on(line.flat, after.flat))
    )


def _leads_on(flat: str, after: str) -> bool:
    """Whether a title that could stand alone is the rest of a title begun above it (在…改革 / 暨…会上的讲话)."""
    return after[0] in "暨及和与" or (_BEGUN.match(flat) is not None and "在" not in after)


@cache
def _title_ends() -> re.Pattern[str]:
    ends = "".join(sorted({form[-1] for form in forms("genre")}))
    return re.compile(f"[{ends}上时中间)）】]$")


def _settle_sources(lines: list[Line], kinds: list[Kind]) -> None:
    """Makes source remarks of what stands on a row with one, of the value of a label, of a page's date beside one."""
    remarks = {line.row for line, kind in zip(lines, kinds, strict=True) if kind is Kind.SOURCE}
    for at, line in enumerate(lines):
        if kinds[at] not in (Kind.OTHER, Kind.DATE, Kind.BYLINE) or len(line.flat) > LONGEST_FRONT_LINE:
            continue
        before = kinds[at - 1] if at else Kind.PROSE
        labelled = before in DEBRIS and lines[at - 1].flat[-1] in "：:"
        beside = Kind.SOURCE in (before, kinds[at + 1] if at + 1 < len(lines) else Kind.PROSE)
        dated = beside and kinds[at] is Kind.DATE and _PAGE_DATE.fullmatch(line.flat) is not None
        if line.row in remarks or labelled or dated:
            kinds[at] = Kind.SOURCE


def _settle_links(lines: list[Line], kinds: list[Kind]) -> None:
    """Takes from titles behind a bare bullet that they are titles: they are links to other pages."""
    for at in range(1, len(lines)):
        if kinds[at] is Kind.TITLE and lines[at - 1].flat in _BULLETS:
            kinds[at] = Kind.OTHER
