"""The addressee of a directive: written, inherited or unstated."""

from __future__ import annotations

import re

from speechdata.annotators.directives._agents import is_agent, is_means
from speechdata.annotators.directives._clauses import Clause
from speechdata.annotators.directives._drafts import Draft
from speechdata.annotators.directives._fronted import LISTING
from speechdata.annotators.directives._lexicon import fold, tag, words
from speechdata.annotators.directives._subjects import addressed, behind_openers, leading
from speechdata.layer import Doc
from speechdata.span import Span
from speechdata.text.segment import SENTENCE_END

_SENTENCE_END = re.compile(f"[{SENTENCE_END}]")
_PARAGRAPHS = ("\n", "　　")
"""What divides paragraphs."""
_FARTHEST = 2000
"""Code points through which an addressee holds in a paragraph."""
_ABOUT = ("对", "针对", "凡", "关于")


class Addressees:
    """Finds addressees in text order and remembers the last one written, for those who inherit it."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._last: Span | None = None
        self._once = self._quoted = False

    def of(self, draft: Draft, span: Span, *, quoted: bool) -> tuple[Span | None, str]:
        """Addressee and its basis; nobody inherits across the edge of a quotation."""
        if quoted != self._quoted:
            self._last, self._quoted = None, quoted
        asked, subject = _asked(draft), _bare_subject(draft)
        written = asked or _subject(draft, *subject)
        if written and span.contains(written):
            self._last = written
            self._once = bool(asked and draft.cue and draft.cue.modality in ("prohibition", "permission"))
            return written, "written"
        subjectless = not subject[0] and draft.rule != "directives.implicit.target"
        if self._last and subjectless and self._holds(self._last, draft, span):
            return self._last, "inherited"
        return None, "unstated"

    def _holds(self, earlier: Span, draft: Draft, span: Span) -> bool:
        """Whether an addressee holds on: through its paragraph, and from a heading through the section's body.

        Whom a prohibition names (严禁个人…) is named for its own sentence. An order without a cue goes on from the
        sentence before, or from 我们.
        """
        text = self._doc.text
        if self._once and _SENTENCE_END.search(text, earlier.end, span.start):
            return False
        section = self._doc.section_at(span.start)
        if section is not None and section.start <= earlier.start < section.end:
            return True
        if not self._share_paragraph(earlier, span):
            return False
        near = draft.cue is not None or len(_SENTENCE_END.findall(text, earlier.end, span.start)) <= 1
        return near or bool(words("agents", "pronoun").at(fold(earlier.of(text))))

    def _share_paragraph(self, earlier: Span, span: Span) -> bool:
        """Whether both stand in one paragraph, and not in two items of a list."""
        text, end, start = self._doc.text, earlier.end, span.start
        if start - end > _FARTHEST or any(text.find(mark, end, start) >= 0 for mark in _PARAGRAPHS):
            return False
        own = self._doc.section_at(earlier.start)
        return own is None or bool(span.start < max(own.end, own.body_end))


def _bare_subject(draft: Draft) -> tuple[str, int]:
    """What stands before the cue behind time words, adverbs and circumstances, and where it stands."""
    clause, cue = draft.main, draft.cue
    at = max(clause.span.start, draft.start)
    if not cue:
        return "", at
    text = clause.text[at - clause.span.start : cue.span.start - clause.span.start]
    size = behind_openers(text)
    return text[size:], at + size


def _subject(draft: Draft, text: str, at: int) -> Span | None:
    """The agent that is the subject: in the clause that asks, or as a clause of its own before it."""
    if draft.rule == "directives.implicit.third_person":
        return Span(draft.main.span.start, draft.main.span.start + addressed(draft.main.text))
    if not draft.cue or _acted_upon(draft, text):
        return None
    size = leading(text)
    fronted = draft.clauses[: draft.clauses.index(draft.main)]
    if size and not (is_means(text[:size]) and _asks_quality(draft)):
        listed = draft.main.opened_by in LISTING and fronted and is_agent(fronted[-1].text)
        return Span(fronted[-1].span.start if listed else at, at + size)
    return None if text else _fronted_subject(fronted)


def _fronted_subject(fronted: list[Clause]) -> Span | None:
    """The agent that is a clause of its own before the cue, with those that 特别是 adds to it."""
    found: Span | None = None
    for clause in fronted:
        if clause.text.startswith(_ABOUT):
            return None
        at = behind_openers(clause.text)
        size = leading(clause.text[at:])
        if size and (found is None or clause.opened_by in LISTING):
            start = clause.span.start + at
            found = Span(found.start if found else start, start + size)
    return found


def _asked(draft: Draft) -> Span | None:
    """The agent behind 希望, 请, 严禁 and their like."""
    clause = draft.main
    for cue in clause.cues:
        if cue.agent_behind:
            end = cue.span.end
            size = addressed(clause.text[end - clause.span.start :])
            return Span(end, end + size) if size else None
    return None


def _after(draft: Draft) -> str:
    """What stands behind the cue in its clause."""
    return draft.main.text[draft.cue.span.end - draft.main.span.start :] if draft.cue else ""


def _acted_upon(draft: Draft, subject: str) -> bool:
    """Whether the subject is what is acted upon: 涉及到的部门必须问责; not 公安机关要依法严惩."""
    after = _after(draft)
    passive = words("verbs", "passive").ending(after)
    if not passive or len(after) > len(passive) + 8:
        return False
    return not words("agents", "authority").ending(subject)


def _asks_quality(draft: Draft) -> bool:
    """Whether no more than a quality is asked: 队伍要过硬, 领导要到位."""
    after = _after(draft).partition("、")[0]
    if lead := words("connectives", "adverb").at(after):
        after = after[len(lead) :] or after
    return len(after) <= 4 and (tag(after)[0] == "a" or after in words("verbs", "stative", "quality"))
