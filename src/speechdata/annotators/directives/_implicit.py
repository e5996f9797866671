"""Directives without a cue: a run of clauses that opens with the verb of an order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from speechdata.annotators.directives._clauses import Clause, Part
from speechdata.annotators.directives._drafts import Draft, Ruled
from speechdata.annotators.directives._kinds import COPULA, FRONTED, HAS, is_order, kind, tells
from speechdata.annotators.directives._lexicon import either, words
from speechdata.annotators.directives._passages import Passage
from speechdata.annotators.directives._subjects import addressed
from speechdata.span import Span

_AMOUNTS = re.compile(r"(为|总计|共计|合计)[\d一二三四五六七八九十]")
_TARGET = re.compile(rf"{either('verbs', 'planned')}[^，]{{0,10}}[\d一二三四五六七八九十百]")
_SET_ASIDE = re.compile("拟|预计|预期|同比|比上年|已|了")
_SHORTEST = 4
_STOPS = words("connectives", "stop")
_WAITING = frozenset(FRONTED) - {"coverb"}
"""Kinds of clauses that order nothing by themselves."""


def uncued(clauses: list[Clause], part: Part, passage: Passage) -> Sequence[Draft | Ruled]:
    """The implicit directive of a run of uncued clauses, if they order something; at most one."""
    first, size = 0, len(clauses)
    while first < size and kind(clauses[first]) in _WAITING:
        first += 1
    rule = _implicit_rule(clauses, first, part, passage) if first < size else ""
    if not rule:
        return ()
    end = first + 1
    while end < size and not _breaks_run(clauses[end]):
        end += 1
    run, rest = clauses[:end], clauses[end] if end < size else None
    span = Span(run[0].span.start, run[-1].span.end)
    if ruled := passage.rules_out(part, run, rest):
        return (Ruled(span, ruled),)
    return () if len(span) < _SHORTEST else (Draft(run, run[first], rule, span.start),)


def _implicit_rule(clauses: list[Clause], first: int, part: Part, passage: Passage) -> str:
    """The rule by which the first clause that is not fronted orders without a cue; empty if it does not.

    A 围绕-phrase orders if an order or nothing follows. Where work is assigned a written agent with its verb
    does too (各部门落实责任), and so does a thing with its planned figure (标准提高到450元).
    """
    clause, kind_ = clauses[first], kind(clauses[first])
    if kind_ == "order" or (kind_ == "coverb" and _goes_on(clauses[first + 1 :])):
        return "directives.implicit.verb_initial"
    if kind_ != "statement" or not passage.plans or words("agents", "pronoun").at(clause.text):
        return ""
    if _SET_ASIDE.search(clause.bare) or COPULA.search(clause.bare):
        return ""
    if words("agents", "quantifier").at(clause.text) and is_order(
        clause.text[addressed(clause.text) or len(clause.text) :]
    ):
        return "directives.implicit.third_person"
    return "directives.implicit.target" if not part.frame and _TARGET.search(clause.bare) else ""


def _goes_on(later: list[Clause]) -> bool:
    """Whether an order, or nothing that is not fronted, follows."""
    kinds = [kind(clause) for clause in later if kind(clause) not in FRONTED]
    return not kinds or "order" in kinds


def _breaks_run(clause: Clause) -> bool:
    kind_ = kind(clause)
    if kind_ == "topic" or _STOPS.at(clause.text) or tells(clause):
        return True
    if kind_ != "statement":
        return False
    bare = clause.bare
    told = COPULA.search(bare) or HAS.search(bare) or _AMOUNTS.search(bare)
    return told is not None or clause.text.startswith(("我", "他们"))
