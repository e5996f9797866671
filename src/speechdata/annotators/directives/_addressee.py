"""The addressee of a directive: written, inherited or unstated."""

from __future__ import annotations

from speechdata.annotators.directives import _agents
from speechdata.annotators.directives._clauses import Clause
from speechdata.annotators.directives._drafts import Draft
from speechdata.annotators.directives._fronted import LISTING
from speechdata.annotators.directives._lexicon import words
from speechdata.layer import Doc
from speechdata.span import Span

_ABOUT = ("对", "针对", "凡", "关于")


class Addressees:
    """Finds addressees in text order and remembers the last one written, for those who inherit it."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._last: Span | None = None

    def of(self, draft: Draft, span: Span) -> tuple[Span | None, str]:
        """Addressee and its basis."""
        written = _asked(draft) or _subject(draft)
        if written and span.contains(written):
            self._last = written
            return written, "written"
        subjectless = not draft.cue or not _bare_subject(draft.main, draft.start)[0]
        if self._last and subjectless and self._reaches(self._last, span):
            return self._last, "inherited"
        return None, "unstated"

    def _reaches(self, earlier: Span, span: Span) -> bool:
        """Whether an addressee holds on: in its own line, and from a heading through the section's body."""
        if "\n" not in self._doc.text[earlier.end : span.start]:
            return True
        section = self._doc.section_at(span.start)
        return section is not None and bool(section.start <= earlier.start < section.end)


def _bare_subject(clause: Clause, start: int) -> tuple[str, int]:
    """What stands between the start and the cue behind adverbs and time words, and where it stands."""
    cue = clause.cue
    at = max(clause.span.start, start)
    text = clause.text[at - clause.span.start : cue.span.start - clause.span.start if cue else 0]
    openers = words("connectives", "time", "adverb")
    while text and not _agents.leading(text) and (word := openers.at(text)):
        text, at = text[len(word) :], at + len(word)
    return text, at


def _subject(draft: Draft) -> Span | None:
    """The agent that is the subject: in the clause that asks, or as a clause of its own before it."""
    if draft.rule == "directives.implicit.third_person":
        return Span(draft.main.span.start, draft.main.span.start + _agents.addressed(draft.main.text))
    if not draft.cue or _acted_upon(draft):
        return None
    text, at = _bare_subject(draft.main, draft.start)
    size = _agents.leading(text) if text else 0
    fronted = draft.clauses[: draft.clauses.index(draft.main)]
    if size:
        listed = draft.main.opened_by in LISTING and fronted and _agents.is_agent(fronted[-1].text)
        return Span(fronted[-1].span.start if listed else at, at + size)
    return None if text else _fronted_subject(fronted)


def _fronted_subject(fronted: list[Clause]) -> Span | None:
    """The agent that is a clause of its own before the cue, with those that 特别是 adds to it."""
    found: Span | None = None
    for clause in fronted:
        if clause.text.startswith(_ABOUT):
            return None
        size = _agents.leading(clause.text)
        if size and (found is None or clause.opened_by in LISTING):
            found = Span(found.start if found else clause.span.start, clause.span.start + size)
    return found


def _asked(draft: Draft) -> Span | None:
    """The agent behind 希望, 请, 严禁 and their like."""
    clause = draft.main
    asking = next((cue for cue in clause.cues if cue.agent_behind), None)
    if asking is None:
        return None
    size = _agents.addressed(clause.text[asking.span.end - clause.span.start :])
    return Span(asking.span.end, asking.span.end + size) if size else None


def _acted_upon(draft: Draft) -> bool:
    """Whether the subject is what is acted upon: 涉及到的部门必须问责, 干部必须配强."""
    cue = draft.cue
    after = draft.main.text[cue.span.end - draft.main.span.start :] if cue else ""
    passive = words("verbs", "passive").ending(after)
    return bool(passive) and len(after) <= len(passive) + 8
