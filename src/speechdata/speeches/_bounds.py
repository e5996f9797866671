"""Where speeches begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from speechdata.speeches._kinds import (
    AROUND,
    DEBRIS,
    SALUTATIONS,
    Kind,
    is_closing,
    is_report_tail,
    is_tail,
    opening,
    turning,
    without_words,
)
from speechdata.speeches._page import Front, Page, own_title
from speechdata.speeches._people import salutation_at_start
from speechdata.speeches._titles import heading


@dataclass(frozen=True)
class Start:
    """Where a speech begins: its front matter, empty if it has none, and what marks the place.

    Lines from `above` to the front matter, such as a table of contents, belong to no speech.
    """

    front: Front
    evidence: tuple[str, ...]
    above: int


@dataclass(frozen=True)
class Block:
    """Lines [front.first, after) of one would-be speech."""

    start: Start
    after: int

    @property
    def front(self) -> Front:
        """The front matter."""
        return self.start.front


def blocks(page: Page) -> list[Block]:
    """The would-be speeches of a page in order, without what belongs to none; those without a body are left out."""
    starts = list(_starts(page))
    limits = [*(start.above for start in starts[1:]), len(page.lines)]
    cut = (Block(start, _end(page, start.front, limit)) for start, limit in zip(starts, limits, strict=False))
    return [block for block in cut if block.after > block.front.after]


def _starts(page: Page) -> Iterator[Start]:
    """All starts; where the first is not at the top, what stands above it is a would-be speech too."""
    fronts = {front.first: front for front in page.fronts}
    furniture = DEBRIS | AROUND | {Kind.CONTENTS, Kind.RULE}
    top = next((at for at, kind in enumerate(page.kinds) if kind not in furniture), len(page.lines))
    at, floor = top, -1
    while at < len(page.lines):
        front = fronts.get(at)
        if floor < 0:
            start = _at_top(page, at, front, headed=any(first <= page.first_prose for first in fronts))
        else:
            start = _at_front(page, front, floor) if front else _at_opening(page, at, floor)
        if start:
            yield start
            floor = start.front.after
        at = front.after if front else at + 1


def _at_top(page: Page, at: int, front: Front | None, *, headed: bool) -> Start | None:
    """The first start: the first front matter if it is `headed` by no prose, else the first line."""
    if front:
        own = own_title(page, front)
        evidence = ("source_start", *_told(page, own), *_opening(page, own.after))
        return Start(_untold_title(page, own), evidence, front.first)
    if headed:
        return None
    front = Front(at, at)
    return Start(front, ("source_start", *_told(page, front), *_opening(page, at)), at)


def _at_front(page: Page, front: Front, floor: int) -> Start | None:
    own = own_title(page, front)
    told = _told(page, own)
    opens, closing = _opening(page, own.after), page.closed_before(front.first, floor)
    restart = ("series_restart",) if page.restarts(own.after, floor) else ()
    left = page.left_before(front.first, floor)
    if _is_boundary(
        page, own, told, opens=bool(opens), closed=bool(closing), left=left, restarts=bool(restart)
    ):
        return Start(own, (*told, *opens, *restart, *closing), front.first)
    return None


def _at_opening(page: Page, at: int, floor: int) -> Start | None:
    """A start without front matter but for a date: an opening formula below a closing one, or a line that parts."""
    if page.kinds[at] is not Kind.PROSE or at <= floor:
        return None
    first = page.below_date(at)
    words, ruled = opening(page.flat(at)), page.kinds[first - 1] is Kind.RULE
    if not (words or ruled):
        return None
    closing = page.closed_before(first, floor)
    if not (closing or first < at):
        return None
    restart = ("series_restart",) if page.restarts(at, floor) else ()
    if not (restart or (words and _turns(page, at)) or (words and page.left_before(first, floor))):
        return None
    told = (f"opening_formula:{page.words(at, words)[:16]}",) if words else ()
    return Start(Front(first, at), (*_glued_salutation(page, at), *told, *restart, *closing), first)


def _turns(page: Page, at: int) -> bool:
    return any(turning(page.flat(near)) for near in (at, at + 1))


def _untold_title(page: Page, front: Front) -> Front:
    """Front matter of the first speech: where only a salutation is known, short lines above it are its title."""
    first = front.first
    if page.kinds[first] in SALUTATIONS:
        while first > 0 and page.kinds[first - 1] in (Kind.OTHER, Kind.BYLINE, Kind.DATE):
            first -= 1
    return Front(first, front.after)


def _is_boundary(
    page: Page, front: Front, told: tuple[str, ...], *, opens: bool, closed: bool, left: bool, restarts: bool
) -> bool:
    """Whether front matter below other text begins a new speech."""
    kinds = page.kinds[front.first : front.after]
    if Kind.MARK in kinds or "contents_entry" in told:
        return True
    saluted = any(kind in SALUTATIONS for kind in kinds)
    if "title_line" not in told:
        turned = Kind.SALUTATION in kinds and (left or restarts)
        return turned or (closed and (opens or restarts))
    if _is_strong(page, front):
        named = any(kind in (Kind.SUBTITLE, Kind.BYLINE, Kind.DATE) for kind in kinds)
        return saluted or named or opens or left or restarts
    return (saluted and (opens or closed or restarts)) or (opens and closed)


def _is_strong(page: Page, front: Front) -> bool:
    found = (heading(page.flat(at)) for at in range(front.first, front.after))
    return any(part.strong for part in found if part)


def _told(page: Page, front: Front) -> tuple[str, ...]:
    """Evidence that the front matter itself gives."""
    codes: list[str] = []
    for at in range(front.first, front.after):
        flat, kind = page.flat(at), page.kinds[at]
        found = heading(flat) if kind in (Kind.MARK, Kind.TITLE) else None
        if kind is Kind.MARK and found and found.mark:
            codes.append(f"collection_heading:{page.words(at, found.mark)}")
        if (found and found.title) or kind in (Kind.PLAN, Kind.NAMED):
            codes.append("title_line")
            codes += ["contents_entry"] if page.is_listed(at) else []
        if kind in SALUTATIONS:
            codes.append(f"salutation:{page.lines[at].written.rstrip('：:！!，,')}")
    return tuple(dict.fromkeys([*codes, *_glued_salutation(page, front.after)]))


def _glued_salutation(page: Page, at: int) -> list[str]:
    """Evidence of a salutation that the first paragraph begins with."""
    found = salutation_at_start(page.flat(at))
    return [f"salutation:{page.words(at, found)}"] if found else []


def _opening(page: Page, at: int) -> tuple[str, ...]:
    words = page.opened_by(at)
    return (f"opening_formula:{words[:16]}",) if words else ()


def _end(page: Page, front: Front, limit: int) -> int:
    """Line after the last one of the speech: a page's tail, notes, navigation and page numbers stay outside."""
    after = _before_tail(page, front.after, limit)
    while after > front.after and _is_beyond(page, after - 1):
        after -= 1
    return after


def _is_beyond(page: Page, at: int) -> bool:
    """Whether the last line of a would-be speech does not belong to it."""
    kind, flat = page.kinds[at], page.flat(at)
    if kind in DEBRIS | AROUND | {Kind.TAIL, Kind.CONTENTS, Kind.RULE} or without_words(flat):
        return True
    return is_report_tail(flat) and is_closing(page.flat(at - 1))


def _before_tail(page: Page, first: int, limit: int) -> int:
    """The first line that begins a tail, if less stands below it than above."""
    total = sum(len(page.flat(at)) for at in range(first, limit))
    above = 0
    for at in range(first, limit):
        if above > total / 2 and is_tail(page.flat(at)):
            return at
        above += len(page.flat(at))
    return limit
