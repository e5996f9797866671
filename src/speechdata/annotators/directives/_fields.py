"""Action, deadline and condition of a directive."""

from __future__ import annotations

import re

from speechdata.annotators.directives._clauses import Clause
from speechdata.annotators.directives._drafts import Draft
from speechdata.annotators.directives._kinds import kind, order_at
from speechdata.span import Span

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十○〇两]{1,4})"
_DEADLINE = re.compile(
    rf"(?:今年|明年|本月|本周|下周|{_NUMBER}年)?{_NUMBER}月(?:{_NUMBER}日|底|末|份)?(?:之?前|以前)"
    rf"|(?:今年|明年|本月|{_NUMBER}年)?(?:年底|年末|月底|月末|底|末)(?:之?前|以前)"
    rf"|{_NUMBER}(?:个)?(?:工作日|小时|天|日|周|月|年)(?:之内|以?内)"
    "|年内|月内|近日内|限期|按期|如期|立即|立刻|马上|当日|当天"
)

_LIMITS = re.compile("[前内期立马当]")
"""What every time limit holds: looked for first, since few clauses have one."""


def action(draft: Draft) -> Span | None:
    """What stands behind the cue of the clause that asks, or from the verb of an implicit directive on."""
    clause = draft.main
    start = draft.cue.span.end if draft.cue else clause.span.start + (order_at(clause.text) or 0)
    return Span(start, clause.span.end) if start < clause.span.end else None


def deadline(draft: Draft) -> Span | None:
    """The first time limit written in the directive."""
    for clause in draft.clauses:
        if _LIMITS.search(clause.bare) and (match := _DEADLINE.search(clause.bare)):
            return Span(clause.span.start + match.start(), clause.span.start + match.end())
    return None


def condition(draft: Draft) -> Span | None:
    """The first condition or case that is fronted in a clause of its own."""
    for clause in draft.clauses:
        if clause is draft.main:
            break
        if _is_case(clause):
            return clause.span
    return None


def _is_case(clause: Clause) -> bool:
    return kind(clause) in ("condition", "topic") or clause.text.startswith(("对", "凡"))
