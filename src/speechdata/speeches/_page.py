"""A source as lines with kinds, and the front matter that speeches begin with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from speechdata.span import Span
from speechdata.speeches._around import entry
from speechdata.speeches._kinds import (
    AROUND,
    DEBRIS,
    FRONT,
    SALUTATIONS,
    Kind,
    is_closing,
    opening,
    takes_leave,
    turning,
)
from speechdata.speeches._lines import Line
from speechdata.speeches._mend import LONGEST_FRONT_LINE, TOP_UNIT, lines_and_kinds
from speechdata.speeches._titles import heading, says_same

_SURELY_PARTING = AROUND | {Kind.TAIL, Kind.CONTENTS, Kind.RULE}
_PARTING = _SURELY_PARTING | {Kind.NAVIGATION, Kind.SOURCE}
_FURNITURE = DEBRIS | _PARTING


_SHORTEST_OPENING = 20


@dataclass(frozen=True)
class Front:
    """Front matter: lines [first, after) of a page, at least one of them a title, mark or salutation."""

    first: int
    after: int


@dataclass(frozen=True)
class Page:
    """The lines of a source and their kinds."""

    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]

    @cached_property
    def fronts(self) -> tuple[Front, ...]:
        """All stretches of front matter, whether a speech begins there or not."""
        return tuple(self._fronts())

    @cached_property
    def first_prose(self) -> int:
        """The first line of prose; the number of lines if there is none."""
        return next((at for at, kind in enumerate(self.kinds) if kind is Kind.PROSE), len(self.lines))

    @cached_property
    def _units(self) -> list[int]:
        """Lines that begin with a top enumerator (一、)."""
        return [
            at
            for at, line in enumerate(self.lines)
            if TOP_UNIT.match(line.flat) and self.kinds[at] not in (Kind.TITLE, Kind.LISTED)
        ]

    @cached_property
    def _first_units(self) -> list[int]:
        """Those of them that begin a series."""
        return [at for at in self._units if self.flat(at)[0] == "一" and self.flat(at)[1] in "、．."]

    @cached_property
    def _titles(self) -> list[int]:
        return [front.first for front in self.fronts if self.kinds[front.first] not in SALUTATIONS]

    def flat(self, index: int) -> str:
        """Text of a line; empty off the page."""
        return self.lines[index].flat if 0 <= index < len(self.lines) else ""

    @cached_property
    def dated(self) -> bool:
        """Whether dates head the speeches: one is the first line of all that is no furniture, and more follow."""
        first = next((at for at, kind in enumerate(self.kinds) if kind not in _FURNITURE), len(self.kinds))
        return self.kinds[first : first + 1] == (Kind.DATE,) and Kind.DATE in self.kinds[first + 1 :]

    @cached_property
    def listed(self) -> frozenset[str]:
        """The words of the titles in tables of contents."""
        words = (entry(self.flat(at)) for at, kind in enumerate(self.kinds) if kind is Kind.LISTED)
        return frozenset(word for word in words if word)

    def is_listed(self, index: int) -> bool:
        """Whether a line is a title that a table of contents names."""
        return bool(self.listed) and entry(self.flat(index)) in self.listed

    def left_before(self, index: int, floor: int) -> bool:
        """Whether what stands above a line, not above `floor`, surely ends a speech: its leave, or a parting line."""
        at = index - 1
        while at >= floor and self.kinds[at] in _FURNITURE:
            if self.kinds[at] in _SURELY_PARTING:
                return True
            at -= 1
        return at >= floor and self.kinds[at] in (Kind.PROSE, Kind.OTHER) and takes_leave(self.flat(at))

    def closed_before(self, index: int, floor: int) -> tuple[str, ...]:
        """What ends a speech above a line, not above `floor`: its closing words, what stands between speeches."""
        at = index - 1
        while at >= floor and self.kinds[at] in _FURNITURE:
            at -= 1
        if at < floor:
            return ()
        between = [kind for kind in self.kinds[at + 1 : index] if kind in _PARTING]
        around = tuple(dict.fromkeys(str(kind) for kind in between if kind in AROUND))
        if self.kinds[at] in (Kind.PROSE, Kind.OTHER) and is_closing(self.flat(at)):
            return (f"closing_formula:{self.lines[at].written[-12:]}", *around)
        return around or (("page_furniture",) if between else ())

    def words(self, index: int, part: Span) -> str:
        """A range of a line as written."""
        return part.of(self.lines[index].written)

    def opened_by(self, index: int) -> str | None:
        """The words by which the paragraph at a line opens a speech, or it or the next turns to its points."""
        found = opening(self.flat(index)) or turning(self.flat(index))
        if found is None and len(self.flat(index)) > _SHORTEST_OPENING:
            index += 1
            found = turning(self.flat(index))
        return self.words(index, found) if found else None

    def restarts(self, index: int, floor: int) -> bool:
        """Whether the outline, begun between `floor` and a line, starts again at 一 below the line.

        What stands below the next title is another speech's outline.
        """
        begun, after = bisect_left(self._first_units, floor), bisect_left(self._first_units, index)
        unit, title = bisect_left(self._units, index), bisect_left(self._titles, index)
        limit = self._titles[title] if title < len(self._titles) else len(self.lines)
        if begun == after or unit == len(self._units) or after == len(self._first_units):
            return False
        return self._units[unit] == self._first_units[after] < limit

    def _fronts(self) -> Iterator[Front]:
        at = 0
        while at < len(self.lines):
            if self._anchors(at):
                front = self._front_at(at)
                yield front
                at = front.after
            else:
                at += 1

    def _anchors(self, at: int) -> bool:
        kind = self.kinds[at]
        if kind in (Kind.PLAN, Kind.VOCATIVE):
            return at < self.first_prose
        return kind in (Kind.MARK, Kind.TITLE, Kind.NAMED, Kind.SALUTATION)

    def _front_at(self, at: int) -> Front:
        first, after = self._above(at), at + 1
        titled = self.kinds[at] not in SALUTATIONS
        while after < len(self.lines) and self._goes_on(after, titled=titled):
            after += 1
        while after > at + 1 and self.kinds[after - 1] not in FRONT:
            after -= 1
        return Front(first, after)

    def _above(self, at: int) -> int:
        """First line of front matter anchored at a line: names and dates, or a main title, may stand above it."""
        first = self.below_date(at)
        if self.kinds[at] in SALUTATIONS:
            while first > 0 and self.kinds[first - 1] in (Kind.BYLINE, Kind.DATE, Kind.SUBTITLE):
                first -= 1
        elif self.flat(at)[:1] in "—–―" and first > 0 and self.kinds[first - 1] is Kind.OTHER:
            first -= 1 if len(self.flat(first - 1)) <= LONGEST_FRONT_LINE else 0
        return first

    def below_date(self, at: int) -> int:
        """The line of the date that heads a speech whose next line is given; this line if there is none."""
        return at - 1 if at > 0 and self.dated and self.kinds[at - 1] is Kind.DATE else at

    def _goes_on(self, at: int, *, titled: bool) -> bool:
        """Whether a line goes on with the front matter above it."""
        kind = self.kinds[at]
        if self.kinds[at - 1] in SALUTATIONS:
            return kind in SALUTATIONS
        if kind in FRONT or not titled:
            return titled or kind in SALUTATIONS
        if kind in DEBRIS | {Kind.LISTED, Kind.NEWS}:
            return True
        short = (
            kind is Kind.OTHER
            and len(self.flat(at)) <= LONGEST_FRONT_LINE
            and not TOP_UNIT.match(self.flat(at))
        )
        ahead = [other for other in self.kinds[at + 1 : at + 12] if other not in DEBRIS][:3]
        return short and any(other in FRONT and other is not Kind.BYLINE for other in ahead)


def page_of(text: str) -> Page:
    """The page of a source's text."""
    lines, kinds = lines_and_kinds(text)
    return Page(tuple(lines), tuple(kinds))


def own_title(page: Page, front: Front) -> Front:
    """The front matter without a table of contents or headings of other speeches above the speech's own title.

    Below a collection heading it is what follows the last of these; below a table of contents, and of three titles or
    more that say different things, it is the last.
    """
    titles = [at for at in range(front.first, front.after) if page.kinds[at] in (Kind.MARK, Kind.TITLE)]
    marks = [at for at in titles if page.kinds[at] is Kind.MARK]
    if marks:
        return Front(marks[-1], front.after)
    if front.first > 0 and page.kinds[front.first - 1] is Kind.LISTED and len(titles) > 1:
        return Front(titles[-1], front.after)
    changes = [at for above, at in pairwise(titles) if not says_same(_words(page, above), _words(page, at))]
    return Front(changes[-1], front.after) if len(changes) > 1 else front


def _words(page: Page, at: int) -> str:
    found = heading(page.flat(at))
    return found.title.of(page.flat(at)) if found and found.title else page.flat(at)
