"""Which clauses a directive holds: from its fronted topic to the last clause that depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speechdata.annotators.directives._clauses import Clause, Part
from speechdata.annotators.directives._drafts import Draft, Ruled
from speechdata.annotators.directives._fronted import before_cue, cue_first, fronted, leans
from speechdata.annotators.directives._implicit import uncued
from speechdata.annotators.directives._kinds import CASE_ORDER, COPULA, is_order, kind, tells
from speechdata.annotators.directives._lexicon import words
from speechdata.annotators.directives._passages import Passage

_PARALLEL = re.compile("该.+的")


def drafts(part: Part, passage: Passage) -> Sequence[Draft | Ruled]:
    """Directives of one part, and implicit candidates that were ruled out."""
    for clause in part.clauses:
        if clause.cues:
            return list(_cued(part, passage))
    return uncued(part.clauses, part, passage)  # most parts


def _cued(part: Part, passage: Passage) -> Iterator[Draft | Ruled]:
    waiting: list[Clause] = []
    current: Draft | None = None
    for index, clause in enumerate(part.clauses):
        if clause.cues and current and (_only(current, clause) or _attains(current, clause)):
            current = Draft([*current.clauses, clause], clause, current.rule, current.start)
        elif clause.cues:
            waiting += _taken_back(current, clause) if current else []
            if current:
                yield current
            frame = _frame(clause)
            own = [] if frame else fronted(waiting, clause)
            if before := waiting[: len(waiting) - len(own)]:
                yield from uncued(before, part, passage)
            start = own[0].span.start if own else clause.span.start + frame
            waiting, current = [], Draft([*own, clause], clause, "directives.explicit.clause", start)
        elif current and not _leaves(clause, part.clauses[index + 1 : index + 2], current):
            current.clauses.append(clause)
        else:
            waiting += _case_before(current) if current and kind(clause) == "topic" else []
            if current:
                yield current
            waiting.append(clause)
            current = None
    if current:
        yield current
    if waiting:
        yield from uncued(waiting, part, passage)


def _only(current: Draft, clause: Clause) -> bool:
    """只能紧，不能松: one directive, asked by the second cue."""
    first, second = current.cue, clause.cue
    return bool(first and second and first.surface == "只能" and second.modality == "prohibition")


def _attains(current: Draft, clause: Clause) -> bool:
    """要长治久安，大家必须…: what 要 names is wanted, not asked; the next clause asks for the means."""
    first = current.main
    if current.clauses != [first] or not clause.cue or not first.text.startswith("要"):
        return False
    means = clause.cue.surface != "要" or not cue_first(clause)
    return means and bool(words("verbs", "attainment").at(first.text, 1))


def _frame(clause: Clause) -> int:
    """Length of a frame such as 这就要求 that opens a cue clause; the directive starts behind it."""
    before, at = before_cue(clause), 0
    while match := words("connectives", "frame").inside(before, at):
        at = match.end()
    return at


def _taken_back(current: Draft, cue_clause: Clause) -> list[Clause]:
    """Clauses at the end of `current` that are fronted to the next cue; they are taken out of it."""
    if _governs_facts(current):
        return []
    at = len(current.clauses)
    while current.clauses[at - 1] is not current.main and leans(
        current.clauses[at - 1], cue_clause, coverb=False
    ):
        at -= 1
    tail = current.clauses[at:]
    del current.clauses[at:]
    return tail


def _case_before(current: Draft) -> list[Clause]:
    """对-clauses at the end of `current` that a 的-topic goes on with: 对存在隐患，逾期不整改的，…."""
    at = len(current.clauses)
    while current.clauses[at - 1] is not current.main and current.clauses[at - 1].text.startswith(
        ("对", "凡")
    ):
        at -= 1
    tail = current.clauses[at:]
    del current.clauses[at:]
    return tail


def _governs_facts(current: Draft) -> bool:
    """Whether what is asked is to see, know or keep in mind: then the clauses behind are its object."""
    cue = current.cue
    return bool(
        cue and words("verbs", "cognition").inside(current.main.bare, cue.span.end - current.main.span.start)
    )


def _leaves(clause: Clause, following: list[Clause], current: Draft) -> bool:
    """Whether an uncued clause behind a directive stands for itself: a statement, or an order of its own."""
    if words("connectives", "stop").at(clause.text) or clause.text.startswith("让我们"):
        return True
    if _governs_facts(current):
        return False
    if COPULA.search(clause.bare) and kind(clause) != "order":
        return True
    if following and not following[0].cue and _values(following[0]):
        return True
    return _opens_uncued(clause, current)


def _values(clause: Clause) -> bool:
    """Whether a clause is a predicate, other than 是, about the one clause before it: 意义重大."""
    return tells(clause) and not COPULA.search(clause.bare[:3])


def _opens_uncued(clause: Clause, current: Draft) -> bool:
    """Whether an uncued clause orders something that the directive before it cannot govern."""
    if kind(clause) == "topic" and not _PARALLEL.match(clause.text):
        return True
    if CASE_ORDER.match(clause.bare) and not _PARALLEL.match(clause.text):
        return True
    if current.cue is None or current.cue.surface not in ("严禁", "禁止", "不得", "不准", "不许", "一律不"):
        return False
    return is_order(clause.text) and not words("verbs", "result").at(clause.text)
