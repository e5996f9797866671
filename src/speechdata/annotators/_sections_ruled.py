"""Tells the enumerators of a text from the strings that only look like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from speechdata.annotators._sections_marks import LAYOUT, Lines, Mark, Opening, candidates
from speechdata.annotators._sections_numbers import SYMBOLS, alternatives
from speechdata.lexicons import load
from speechdata.span import Span
from speechdata.text.segment import SENTENCE_END, WHITE

_BUSY = re.compile(f"[^{re.escape(LAYOUT + SENTENCE_END)}；;：:，,、]")
_NUMBER_NEXT = re.compile(
    rf"[{WHITE}]*(?:第?{SYMBOLS['N']}[、，,]|{SYMBOLS['D']}[、，,]|第{SYMBOLS['N']}"
    rf"|(?:{'|'.join(SYMBOLS[kind] for kind in 'SBULRr')})[、，,])"
)
_BARE_STYLES = frozenset({"arabic_dot", "arabic_bracket", "arabic_half", "decimal", "roman", "letter"})
"""Families whose marks are page numbers and the like where they stand alone on a line."""
_SURE = 99
"""The number up to which one mark may stand for a series."""


@dataclass(frozen=True)
class Ruled:
    """A string that looks like an enumerator, with the rule that ruled it out and the reason."""

    span: Span
    rule: str
    reason: str


@cache
def _cues(role: str) -> tuple[str, ...]:
    return tuple(entry["cue"] for entry in load("sections_cues") if entry["role"] == role)


@cache
def _pseudo() -> Opening:
    return Opening(_cues("pseudo"))


@cache
def _quantity() -> re.Pattern[str]:
    """What a decimal number or the rest of a date goes on with."""
    return re.compile(rf"\d|[.．]\d|[{WHITE}]*(?:{alternatives(_cues('measure'))})")


def _counts(_: Lines, mark: Mark, after: str) -> bool:
    return mark.entry["style"] in ("shi", "yao") and after.startswith(mark.surface[:-1])


def _is_decimal(_: Lines, mark: Mark, after: str) -> bool:
    if mark.entry["style"] == "decimal":
        return _quantity().match(after) is not None
    return mark.surface[-1] in ".．" and after[:1].isdigit()


def _in_number_list(_: Lines, mark: Mark, after: str) -> bool:
    return mark.surface[-1] in "、，,." and _NUMBER_NEXT.match(after) is not None


def _is_hash(_: Lines, mark: Mark, after: str) -> bool:
    return mark.entry["style"] == "markdown" and (mark.line == 0 or not after.startswith(" "))


def _is_empty(lines: Lines, mark: Mark, _: str) -> bool:
    if mark.opens_line and mark.entry["style"] not in _BARE_STYLES:
        return False
    return not _BUSY.search(lines.text, mark.span.end, max(mark.span.end, lines.spans[mark.line].end))


_SHAPES: tuple[tuple[str, str, Callable[[Lines, Mark, str], bool]], ...] = (
    ("number", "spells no number from 1 up", lambda _, mark, _after: mark.ordinal == 0),
    ("count", "the same numeral on both sides", _counts),
    ("decimal", "a quantity, a decimal fraction or a date", _is_decimal),
    ("number_list", "the next word is a number, too", _in_number_list),
    ("hash", "a number sign before the title, or one that no space follows", _is_hash),
    ("empty", "nothing follows in the line", _is_empty),
    (
        "inline",
        "counts only where it opens a line",
        lambda _, mark, _after: mark.entry["reach"] == "opening" and not mark.opens_line,
    ),
    (
        "enclosed",
        "inside quotation marks or brackets",
        lambda lines, mark, _: lines.depth(mark.line, mark.span.start) > 0,
    ),
)
"""Rule, reason and test of a mark by its own characters and the next ones of its line."""


def _by_shape(lines: Lines, marks: list[Mark]) -> Iterator[Ruled]:
    for mark in marks:
        end = max(mark.span.end, lines.spans[mark.line].end)
        after = lines.flat[mark.span.end : min(end, mark.span.end + 8)]
        for rule, reason, holds in _SHAPES:
            if holds(lines, mark, after):
                yield Ruled(mark.span, f"sections.{rule}", reason)
                break
    for before, following in pairwise(marks):
        between = lines.text[before.span.end : following.span.start]
        if before.entry["style"] == "markdown" and not between.strip(LAYOUT):
            yield Ruled(before.span, "sections.layout", "the enumerator behind it counts")


def _near(mark: Mark, other: Mark) -> bool:
    if mark.line == other.line or (mark.opens_line and other.opens_line):
        return True
    return mark.entry["reach"] == "text" and "never" not in (mark.entry["lone"], other.entry["lone"])


def _continues(before: Mark | None, after: Mark | None) -> bool:
    """Whether `after` can follow `before` in a series that may skip or repeat one number."""
    if before is None or after is None or before.ordinal is None or not _near(before, after):
        return False
    if after.ordinal is None:
        return before.line == after.line or before.entry["style"] == after.entry["style"]
    near = after.ordinal > 1 and before.ordinal <= after.ordinal <= before.ordinal + 2
    return near and before.outer == after.outer


def _stands_alone(mark: Mark, known: set[tuple[int, ...]], *, alike: bool) -> bool:
    """Whether a mark needs no other member of its series. `known` are the numbers of all marks, outer ones first."""
    own = mark.ordinal or 0
    if mark.entry["lone"] == "inner":
        return (own, 1) in known
    if own == 1 and mark.outer in known:
        return True
    return mark.entry["lone"] == "start" and mark.opens_line and own <= _SURE and not alike


def _lone(marks: list[Mark], pseudo: dict[int, Span]) -> Iterator[Ruled]:
    """Marks that need another member of their series and have none."""
    known = {(*mark.outer, mark.ordinal) for mark in marks if mark.ordinal}
    series: dict[str, list[Mark]] = {}
    for mark in marks:
        series.setdefault(mark.series, []).append(mark)
    for members in series.values():
        for before, mark, after in zip([None, *members], members, [*members[1:], None], strict=False):
            if _stands_alone(mark, known, alike=mark.span.start in pseudo):
                continue
            inner = mark.entry["lone"] == "inner"
            if inner or not (_continues(before, mark) or _continues(mark, after)):
                yield Ruled(mark.span, "sections.lone", "no other member of a series")


def _without(marks: list[Mark], ruled: list[Ruled]) -> list[Mark]:
    out = {item.span for item in ruled}
    return [mark for mark in marks if mark.span not in out]


def find_marks(lines: Lines) -> tuple[list[Mark], list[Ruled]]:
    """The enumerators of a text in order, and what was ruled out."""
    marks = list(candidates(lines))
    pseudo = {match.start(): Span(*match.span()) for match in _pseudo().find(lines.flat)}
    ruled = list(_by_shape(lines, marks))
    marks = _without(marks, ruled)
    while fallen := list(_lone(marks, pseudo)):
        ruled += fallen
        marks = _without(marks, fallen)
    ruled = [item for item in ruled if item.rule != "sections.lone" or item.span.start not in pseudo]
    known = {mark.span.start for mark in marks} | {item.span.start for item in ruled}
    ruled += (
        Ruled(span, "sections.pseudo", "a word that carries no number of a series")
        for start, span in pseudo.items()
        if start not in known
    )
    return marks, sorted(ruled, key=lambda item: item.span)
