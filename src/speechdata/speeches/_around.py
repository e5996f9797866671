"""What stands round speeches: which lines are of a table of contents, a press report, a request, a host's script.

The words of a line only make it a candidate; what stands near it decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from speechdata.speeches._cues import NUMBER, any_of, pattern
from speechdata.speeches._kinds import DEBRIS, SALUTATIONS, Kind, opening, opens_report, without_words
from speechdata.speeches._lines import Line
from speechdata.speeches._titles import LONGEST, heading

_NEAR = 12
"""Lines from a request or a press report down to the speech that it leads to."""
_FRONT_NEAR = 4
"""Lines from a title that only its table of contents makes one down to front matter or an opening."""
_ENTRIES = frozenset(
    {Kind.OTHER, Kind.TITLE, Kind.MARK, Kind.PLAN, Kind.LISTED, Kind.SUBTITLE, Kind.PAGE, Kind.DATE}
)
_TITLES = frozenset({Kind.TITLE, Kind.MARK, Kind.DATE})
_FEWEST = 3
"""Lines of the shortest run that may hold a table of contents without a heading, with the title that ends it."""
_ANCHORS = frozenset({Kind.MARK, Kind.TITLE, Kind.SALUTATION, Kind.SUBTITLE, Kind.CONTENTS, Kind.LISTED})
_ENUMERATOR = re.compile(rf"[（(]?{NUMBER}[)）、.．]")
_DATED = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?(?=.)")
_REPLIED = re.compile("刚才|刚刚")
_HOSTS_OWN = re.compile("主持(?:词|讲话|稿)|串词")


def settle(lines: Sequence[Line], kinds: list[Kind]) -> None:
    """Settles the kinds of lines round speeches by what stands near them."""
    flats = [line.flat for line in lines]
    _requests(flats, kinds)
    _reports(flats, kinds)
    _contents(flats, kinds)
    _hosts(flats, kinds)


def entry(flat: str) -> str:
    """The words of a title or of its entry in a table of contents, without date, mark, enumerator and page."""
    listed = pattern("listed_pattern").fullmatch(flat)
    dated = _DATED.match(flat)
    flat = flat[dated.end() if dated else 0 : listed.start("page") if listed else None]
    found = heading(flat)
    if found and found.mark:
        return found.title.of(flat) if found.title else ""
    numbered = _numbered().match(flat)
    return flat[numbered.end() :] if numbered else flat


@cache
def _numbered() -> re.Pattern[str]:
    """An enumerator, or a mark with nothing to divide it from the title."""
    return re.compile(
        rf"{_ENUMERATOR.pattern}|{any_of('mark_word', 'sample_mark')}之?[（(]?{NUMBER}[)）]?[：:、]?"
    )


def _contents(flats: list[str], kinds: list[Kind]) -> None:
    """Makes entries of a table of contents of the lines below 目录, and of titles at the top that stand below again."""
    heads = [at for at, flat in enumerate(flats) if pattern("contents_pattern").fullmatch(flat)]
    first = next((at for at, kind in enumerate(kinds) if kind in (Kind.TITLE, Kind.MARK)), len(flats))
    after = 0
    if not heads and Kind.PROSE not in kinds[:first]:
        after = _run_end(flats, kinds, first, _TITLES)
    if not heads and after - first < _FEWEST:
        return
    places = _places(flats)
    if not heads:
        _list(
            flats, kinds, range(first, _entries_end(flats, places, range(first, after), headed=False)), places
        )
    for head in heads:
        if head >= after:
            after = _run_end(flats, kinds, head + 1, _ENTRIES)
            end = _entries_end(flats, places, range(head + 1, after), headed=True)
            _list(flats, kinds, range(head + 1, end), places)


def _run_end(flats: list[str], kinds: list[Kind], at: int, wanted: frozenset[Kind]) -> int:
    while at < len(flats) and kinds[at] in wanted and len(flats[at]) <= LONGEST:
        at += 1
    return at


def _places(flats: list[str]) -> dict[str, list[int]]:
    """Lines that may be titles or their entries, by their words."""
    found: dict[str, list[int]] = {}
    for at, flat in enumerate(flats):
        word = entry(flat) if len(flat) <= LONGEST else ""
        if word:
            found.setdefault(word, []).append(at)
    return found


def _entries_end(flats: list[str], places: dict[str, list[int]], run: range, *, headed: bool) -> int:
    """Line after the last entry of a run: where the first stands again, or the last that stands below."""
    words = [entry(flats[at]) for at in run]
    below = [bool(word) and places[word][-1] >= run.stop for word in words]
    again = _again([flats[at] for at in run], words)
    if again and (headed or any(below[1:again])):
        known = Counter(word for word in words if word)
        while again > 1 and not below[again - 1] and known[words[again - 1]] < 2:
            again -= 1
        return run.start + again
    paged = (pattern("listed_pattern").fullmatch(flats[at]) for at in run)
    listed = [at for at, repeats, page in zip(run, below, paged, strict=True) if headed and (repeats or page)]
    return listed[-1] + 1 if listed else run.start


def _again(flats: list[str], words: list[str]) -> int:
    """Where the first line last stands again, with its mark or at least with its words; 0 if it does not."""
    marked = [at for at in range(2, len(flats)) if flats[at] == flats[0]]
    worded = [at for at in range(2, len(words)) if words[at] and words[at] == words[0]]
    return max(marked or worded, default=0)


def _list(flats: list[str], kinds: list[Kind], entries: range, places: dict[str, list[int]]) -> None:
    """Makes a table of contents of lines, and titles of the lines below that only it tells to be such."""
    kinds[entries.start : entries.stop] = [Kind.LISTED] * len(entries)
    names = {entry(flats[at]) for at in entries if not _ENUMERATOR.match(flats[at])} - {""}
    for at in (at for name in names for at in places[name] if at >= entries.stop and flats[at] == name):
        if kinds[at] in (Kind.OTHER, Kind.PLAN) and _leads(flats, kinds, at):
            kinds[at] = Kind.NAMED


def _leads(flats: list[str], kinds: list[Kind], at: int) -> bool:
    """Whether front matter or an opening stands right below a line."""
    near = range(at + 1, min(at + _FRONT_NEAR, len(flats)))
    return any(
        kinds[below] in SALUTATIONS | {Kind.BYLINE, Kind.DATE, Kind.SUBTITLE} or opening(flats[below])
        for below in near
    )


def _requests(flats: list[str], kinds: list[Kind]) -> None:
    """A request, with its conditions, leads to a reply or a title; any other line like one is prose."""
    at = 0
    while at < len(flats):
        after = at + 1
        if kinds[at] is Kind.REQUEST:
            after = _led_to(kinds, at + 1)
            if after or pattern("reply_pattern").fullmatch(flats[at]):
                after = after or at + 1
                kinds[at:after] = [Kind.REQUEST] * (after - at)
            else:
                kinds[at], after = Kind.PROSE, at + 1
        at = after


def _led_to(kinds: list[Kind], first: int) -> int:
    """The first anchor of a speech from a line on, if it is near; 0 without one."""
    near = range(first, min(first + _NEAR, len(kinds)))
    found = next((at for at in near if kinds[at] in _ANCHORS), 0)
    while found > first and kinds[found - 1] in (Kind.DATE, Kind.BYLINE):
        found -= 1
    replied = [at for at in range(first, found or near.stop) if kinds[at] is Kind.REQUEST]
    return found or (replied[-1] + 1 if replied else 0)


def _reports(flats: list[str], kinds: list[Kind]) -> None:
    """A press report down to the title, salutation or words that announce the speech belongs to none."""
    for at, flat in enumerate(flats):
        if kinds[at] in (Kind.PROSE, Kind.SOURCE) and opens_report(flat):
            near = range(at + 1, min(at + _NEAR, len(flats)))
            after = next((below for below in near if kinds[below] in _ANCHORS | {Kind.NEWS}), at)
            kinds[at:after] = [Kind.NEWS] * (after - at)
    intro = next((at for at in range(min(_NEAR, len(flats))) if kinds[at] is Kind.NEWS), 0)
    if not any(kind in SALUTATIONS for kind in kinds[:intro]):
        for at in range(intro):
            headline = kinds[at] in (Kind.TITLE, Kind.OTHER) and pattern("headline_pattern").search(flats[at])
            kinds[at] = Kind.NEWS if headline or kinds[at] is Kind.PROSE else kinds[at]


def _hosts(flats: list[str], kinds: list[Kind]) -> None:
    """A host's words lead to a speech; in a script that is itself one, or amid a speech, they are prose."""
    own, follows = False, _followers(kinds)
    for at, flat in enumerate(flats):
        if kinds[at] in (Kind.TITLE, Kind.MARK, Kind.NAMED):
            own = _HOSTS_OWN.search(flat) is not None
        if kinds[at] is not Kind.HOST:
            continue
        parted = Kind.RULE in kinds[at + 1 : min(follows[at], at + _NEAR)]
        if own or not (parted or _opens(flats, kinds, follows[at])):
            kinds[at] = Kind.PROSE


def _followers(kinds: list[Kind]) -> list[int]:
    """For each line, the next below it that is neither a host's nor debris; the number of lines if there is none."""
    found, following = [0] * len(kinds), len(kinds)
    for at in range(len(kinds) - 1, -1, -1):
        found[at] = following
        if kinds[at] not in DEBRIS | {Kind.HOST, Kind.RULE}:
            following = at
    return found


def _opens(flats: list[str], kinds: list[Kind], at: int) -> bool:
    if at >= len(flats):
        return False
    if kinds[at] in _ANCHORS | {Kind.NAMED, Kind.DATE, Kind.BYLINE}:
        return True
    return not _REPLIED.match(flats[at]) and opening(flats[at]) is not None and not without_words(flats[at])
