"""Lines glued together: a title and its subtitle, a byline and a salutation, whole speeches without line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from speechdata.span import Span
from speechdata.speeches._cues import HAN, any_of, forms, matcher
from speechdata.speeches._dates import date_line
from speechdata.speeches._kinds import AROUND, DEBRIS, Kind, is_subtitle, kind_of, opening
from speechdata.speeches._lines import Line
from speechdata.speeches._people import byline, salutation_at_start, salutation_line
from speechdata.speeches._titles import LONGEST, heading, mark_of

_SHORT = 160
"""Characters of the longest line that holds front matter only."""
_SHORTEST = 3
"""Characters of the shortest piece that white space parts from a long line."""
_LONGEST_LABEL = 8
"""Characters of the longest label of a page's remark, with its colon."""
_PIECES = AROUND | DEBRIS | {Kind.MARK, Kind.TITLE, Kind.SALUTATION, Kind.CONTENTS, Kind.TAIL, Kind.RULE}
_DASH = re.compile("[—–―]{1,4}")
_TURN = re.compile("尊敬的|敬爱的|各位|全体|诸位|同志们|女士们")
_STOPS = "。！？"
_PAGE = "[-—–]+\\d{1,4}[-—–]+"
_PAGE_MARK = re.compile(_PAGE)
_BRACKETED = re.compile("[（(][^（）()]{4,20}[)）]")
_FOLLOWS = re.compile(rf"[（(]|\d{{4}}年|[{HAN}]{{0,8}}(?:们|位|的)|今|刚|这|值|很|在|根|按")
_LONGEST_SALUTATION = 90


def glued(line: Line) -> list[int]:
    """Where a line is to be parted, in order."""
    flat = line.flat
    if len(flat) <= _SHORT:
        return list(_front(flat)) if flat else []
    places = [0, *_spaced(line), len(flat)]
    within = (
        start + place
        for start, end in pairwise(places)
        if end - start > _SHORT
        for place in _speeches(flat[start:end])
    )
    return sorted({*places[1:-1], *within})


def _spaced(line: Line) -> list[int]:
    """White space in a long line that parts front matter and what stands round speeches from other text."""
    ends = [0]
    for run in line.runs:
        ends.append(ends[-1] + len(run))
    found: set[int] = set()
    for start, end in pairwise(ends):
        if _SHORTEST <= end - start <= _SHORT and _may_be_piece(line.flat[start:end]):
            kind = kind_of(Line(line.written[start:end], (Span(start, end),), line.row))
            found.update((start, end) if kind in _PIECES else ())
    return sorted(found - {0, ends[-1]})


def _may_be_piece(flat: str) -> bool:
    return flat[-1] in _last_of_front() or "：" in flat[:_LONGEST_LABEL]


@cache
def _last_of_front() -> frozenset[str]:
    ends = (form[-1] for role in ("genre", "mark_word", "sample_mark") for form in forms(role))
    return frozenset({*ends, *"0123456789一二三四五六七八九十：:！!】）)篇名网。"})


def _front(flat: str) -> Iterator[int]:
    dash = _DASH.search(flat, 2)
    turn = _TURN.search(flat, 2) if flat[-1] in "：:！!" else None
    if dash and is_subtitle(flat[dash.start() :]) and heading(flat[: dash.start()]):
        yield dash.start()
    elif turn and salutation_line(flat[turn.start() :]) and byline(flat[: turn.start()]):
        yield turn.start()


def _speeches(flat: str) -> list[int]:
    """Where speeches or their outlines begin behind a sentence end, and the titles and salutations in front of them."""
    starts = {0, *(stop.end() for stop in _starts().finditer(flat))}
    found = set(starts)
    for start in starts:
        found.update(_head(flat, start))
    for end in _ends(flat):
        start = max(flat.rfind(stop, end - LONGEST, end) for stop in _STOPS) + 1
        if start and start not in starts and _is_title(flat, start, end):
            found.update((start, end, *_head(flat, end)))
    return sorted(found - {0, len(flat)})


@cache
def _starts() -> re.Pattern[str]:
    """A sentence end and what may begin behind it: a collection mark, a top enumerator, a host, or a salutation."""
    word = any_of("mark_word")
    number = "[一二三四五六七八九十]{1,2}"
    return re.compile(
        rf"[{_STOPS}](?=[【（(\[]?(?:第(?:{number}|\d{{1,2}})篇|篇(?:{number}|\d)|{word}(?:{number}|\d{{1,2}}))[】）)\]：:]"
        rf"|{number}、|主持人?[：:]|{_PAGE}"
        rf"|(?:各位|诸位|尊敬的|敬爱的|亲爱的|[{HAN}]{{0,6}}们)[{HAN}、，]{{0,60}}[：:])"
    )


def _ends(flat: str) -> Iterator[int]:
    """Ends of words for a kind of speech with front matter or an opening behind them."""
    for span, _ in matcher("genre").find(flat):
        if _FOLLOWS.match(flat, span.end):
            yield span.end


def _is_title(flat: str, start: int, end: int) -> bool:
    """Whether the words between are a title, by what they say and by the front matter or opening behind them."""
    found = heading(flat[start:end])
    return found is not None and (found.strong or found.mark is not None) and _begins(flat, end)


def _begins(flat: str, at: int) -> bool:
    rest = flat[at : at + 400]
    bracket = _BRACKETED.match(rest)
    dated = bracket is not None and date_line(bracket.group()) is not None
    return dated or salutation_at_start(rest) is not None or opening(rest) is not None


def _title_end(flat: str, start: int) -> int:
    """Where the title at a start ends, or the mark; the start if neither stands there."""
    ends = (start + span.end for span, _ in matcher("genre").find(flat[start : start + LONGEST]))
    mark = mark_of(flat[start : start + LONGEST])
    return next((end for end in ends if _is_title(flat, start, end)), start + (mark.end if mark else 0))


def _head(flat: str, start: int) -> Iterator[int]:
    """Ends of a page number, the title, its date and the salutation that stand at a start of front matter."""
    page = _PAGE_MARK.match(flat, start)
    if page:
        start = page.end()
        yield start
    at = _title_end(flat, start)
    yield at
    bracket = _BRACKETED.match(flat, at)
    if bracket and date_line(bracket.group()):
        at = bracket.end()
        yield at
    saluted = salutation_at_start(flat[at : at + _LONGEST_SALUTATION + 1])
    if saluted:
        yield at + saluted.end + (flat[at + saluted.end : at + saluted.end + 1] in tuple("：:！!"))
