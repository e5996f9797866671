"""What stands before the cue clause and belongs to it: topic, case, circumstance, aim."""

from __future__ import annotations

import re

from speechdata.annotators.directives._agents import is_agent
from speechdata.annotators.directives._clauses import Clause
from speechdata.annotators.directives._kinds import COPULA, FRONTED, is_order, kind, kind_of
from speechdata.annotators.directives._lexicon import words
from speechdata.annotators.directives._subjects import leading
from speechdata.layer import tokenizer

LISTING = ("特别是", "尤其是", "包括")
_MEANS = re.compile("(就|就是|而是|是)$")


def before_cue(clause: Clause) -> str:
    """What stands before the cue in its clause."""
    return clause.text[: clause.cue.span.start - clause.span.start] if clause.cue else ""


def cue_first(clause: Clause) -> bool:
    """Whether the cue clause has no subject of its own."""
    before = before_cue(clause)
    adverbs = words("connectives", "adverb", "time")
    while before and (word := adverbs.at(before)):
        before = before[len(word) :]
    return before in ("", "关键是", "关键", "就是", "是")


def leans(clause: Clause, cue_clause: Clause, *, coverb: bool = True) -> bool:
    """Whether an uncued clause belongs to the cue clause that follows."""
    if kind(clause) in FRONTED and (coverb or kind(clause) != "coverb"):
        return True
    if cue_clause.opened_by in LISTING and is_agent(clause.text):
        return True
    return kind(clause) == "statement" and cue_first(cue_clause) and (_is_subject(clause) or _is_noun(clause))


def _is_subject(clause: Clause) -> bool:
    """Whether a clause is an agent with no more than circumstances: 各部门按照分工, 市民如有疑问."""
    size = leading(clause.text)
    return size > 0 and (
        size == len(clause.text) or kind_of(clause.bare[size:], clause.text[size:]) in FRONTED
    )


def _is_noun(clause: Clause) -> bool:
    """Whether a clause is a bare noun phrase: no predicate outside its modifiers."""
    if clause.text[0] in "我你他" or COPULA.search(clause.bare) or is_order(clause.text):
        return False
    if re.search("[了已曾没]", clause.bare):
        return False
    head = clause.text[clause.text.rfind("的") + 1 :]
    tags = [token.pos for token in tokenizer().tokens(head)]
    return (
        bool(tags)
        and (tags[-1][0] in "nrjsqx" or tags[-1] in ("vn", "an"))
        and not {"v", "a", "d", "p"} & set(tags[:-1])
    )


def fronted(pending: list[Clause], clause: Clause) -> list[Clause]:
    """The clauses at the end of `pending` that belong to the cue clause."""
    at = len(pending)
    if not at:
        return []
    while at and leans(pending[at - 1], clause):
        at -= 1
    for rule in (_correlated, _about, _cased, _defined, _aimed):
        at = min(at, rule(pending, at, clause))
    return pending[at:]


def _correlated(pending: list[Clause], at: int, clause: Clause) -> int:
    """宁可A，也要B: from the clause that holds the first word of the pair."""
    if not re.search("[也都]$", before_cue(clause)):
        return at
    return next(
        (i for i, c in enumerate(pending[:at]) if words("connectives", "correlative").inside(c.bare)), at
    )


def _about(pending: list[Clause], at: int, _clause: Clause) -> int:
    """对于水平高，贡献大的企业，要…: from the 对 whose noun phrase holds commas."""
    if at == len(pending) or kind(pending[at]) != "statement":
        return at
    opened = next((i for i in range(at - 1, -1, -1) if pending[i].text.startswith(("对", "针对"))), at)
    return at if any(COPULA.search(c.bare) or c.bare.endswith("了") for c in pending[opened:at]) else opened


def _cased(pending: list[Clause], at: int, clause: Clause) -> int:
    """A 的-topic with its own predicate, and then a cue that goes on with it: 对…的，该停则停，绝不手软."""
    topic = next((i for i, c in enumerate(pending[:at]) if kind(c) == "topic"), None)
    if topic is None or not cue_first(clause) or any(COPULA.search(c.bare) for c in pending[topic:at]):
        return at
    while topic and leans(pending[topic - 1], clause):
        topic -= 1
    return topic


def _defined(pending: list[Clause], at: int, clause: Clause) -> int:
    """A, 就是要B: what B defines is its topic."""
    means = _MEANS.search(before_cue(clause)) or clause.opened_by == "首先"
    if not means or not cue_first(clause) or at > 2:
        return at
    return 0 if not any(COPULA.search(c.bare) or c.bare.endswith("了") for c in pending[:at]) else at


def _aimed(pending: list[Clause], at: int, clause: Clause) -> int:
    """Bare verb phrases before the cue that name the aim (实现…，必须…) or the manner (总结经验，我们要…)."""
    orders = [c for c in pending[:at] if kind(c) == "order"]
    if not orders:
        return at
    if before_cue(clause).startswith("我们") and all(kind(c) in ("order", *FRONTED) for c in pending[:at]):
        return 0 if all(len(c.text) <= 6 for c in orders) else at
    if orders != [pending[-1]] or len(orders[0].text) > 20 or not (cue_first(clause) and _is_aim(orders[0])):
        return at
    start = len(pending) - 1
    while start and kind(pending[start - 1]) in FRONTED:
        start -= 1
    return start


def _is_aim(clause: Clause) -> bool:
    lead = words("connectives", "adverb").at(clause.text)
    return not lead or lead in ("全面", "真正", "更好", "进一步")
