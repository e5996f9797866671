"""Hangs enumerators into a tree: the level that a series takes in this text's own nesting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from speechdata.annotators._sections_marks import Mark
from speechdata.span import Span


@dataclass(eq=False)
class Unit:
    """An enumerated unit in the making."""

    mark: Mark
    heading: Span
    titled: bool
    """Whether the heading stands alone on its line."""
    is_line: bool
    """Whether the heading is a whole sentence alone on its line."""
    after_close: bool
    """Whether a paragraph that closes the speech begins between the mark before and this one."""
    stacked: bool = False
    """Whether the member before stands in the paragraph right above: members are single paragraphs."""
    listed: bool = False
    """Whether both are bare lines."""
    follows: bool = False
    """Whether a later mark continues its series."""
    ordinal: int = 0
    parent: Unit | None = None
    children: list[Unit] = field(default_factory=list)
    depth: int = 1
    """1 at the top."""


def _next_to(before: Mark | None, after: Mark | None) -> bool:
    if before is None or after is None:
        return False
    expected = (*before.outer, (before.ordinal or 0) + 1)
    return after.ordinal is None or (*after.outer, after.ordinal) == expected


def relate(units: list[Unit]) -> None:
    """Sets what units, which stand in text order, know of the other members of their series."""
    latest: dict[str, Unit] = {}
    for unit in units:
        above = latest.get(unit.mark.series)
        latest[unit.mark.series] = unit
        if above and _next_to(above.mark, unit.mark) and unit.mark.line - above.mark.line == 1:
            unit.stacked, unit.listed = True, above.is_line and unit.is_line
    below: dict[tuple[str, bool], Mark] = {}
    for unit in reversed(units):
        mark = unit.mark
        at_start = below.get((mark.series, True))
        other = below.get((mark.series, False))
        nearest = min((m for m in (at_start, other) if m), key=lambda m: m.span, default=None)
        unit.follows = _next_to(mark, nearest) or (mark.opens_line and _next_to(mark, at_start))
        below[mark.series, mark.opens_line] = mark


def _ended(above: Unit, unit: Unit) -> bool:
    """Whether `unit` lies outside the unit `above`, which is still open when it comes."""
    if unit.titled and not above.titled and unit.mark.rank < above.mark.rank:
        return True
    further = unit.mark.line - above.mark.line
    if above.follows or not further:
        return False
    paragraph = not above.mark.opens_line or (above.stacked and not unit.mark.opens_line)
    return (paragraph and not above.titled) or (above.listed and further > 1)


def _member(open_units: list[Unit], unit: Unit) -> int | None:
    """Index of the open unit whose series `unit` continues, restarts or (with a gap) joins."""
    mark = unit.mark
    same = [i for i, u in enumerate(open_units) if u.mark.series == mark.series]
    next_in = [i for i in same if mark.ordinal in (None, open_units[i].ordinal + 1)]
    alike = [i for i in next_in if open_units[i].mark.opens_line == mark.opens_line]
    if next_in or not same:
        return max(alike or next_in, default=None)
    return _restarted(open_units, unit, same) if mark.ordinal == 1 else same[-1]


def _restarted(open_units: list[Unit], unit: Unit, same: list[int]) -> int | None:
    """Index from which a series that is open already starts over; None if it opens a level of its own."""
    if unit.after_close:
        return 0 if same[0] == 0 else None
    member = open_units[same[-1]]
    holds_on = member.titled or member.follows or member.mark.line == unit.mark.line
    if member.mark.opens_line and not unit.mark.opens_line and holds_on:
        return None
    return next((i for i in range(same[-1]) if _ended(open_units[i], unit)), same[-1])


def _new_level(open_units: list[Unit], unit: Unit) -> int:
    """How many open units stay above a series that is not open yet."""
    kept = len(open_units)
    if unit.after_close:
        titled = [i for i, u in enumerate(open_units) if u.titled]
        kept = min(kept, max(titled, default=0) + 1)
    while kept and _ended(open_units[kept - 1], unit):
        kept -= 1
    return kept


def nest(units: list[Unit]) -> None:
    """Sets ordinal, parent, children and depth of `units`, which stand in text order and are related."""
    open_units: list[Unit] = []
    for unit in units:
        index = _member(open_units, unit)
        unit.ordinal = unit.mark.ordinal or (1 if index is None else open_units[index].ordinal + 1)
        del open_units[_new_level(open_units, unit) if index is None else index :]
        if open_units:
            unit.parent = open_units[-1]
            unit.parent.children.append(unit)
            unit.depth = unit.parent.depth + 1
        open_units.append(unit)


def series(siblings: list[Unit]) -> Iterator[list[Unit]]:
    """Series among siblings: members of one family; a family starts over at 1."""
    running: dict[str, list[Unit]] = {}
    for unit in siblings:
        name = unit.mark.series
        if name in running and unit.ordinal == 1:
            yield running.pop(name)
        running.setdefault(name, []).append(unit)
    yield from running.values()
