"""Whether a passage assigns work or reports what was done."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from speechdata.annotators.directives._clauses import Clause, Cue, Part, Verdict
from speechdata.annotators.directives._cues import Cues
from speechdata.annotators.directives._kinds import COPULA, HAS, is_order, kind, tells
from speechdata.annotators.directives._lexicon import words
from speechdata.annotators.directives._subjects import leading
from speechdata.layer import Doc
from speechdata.span import Span
from speechdata.text.segment import SENTENCE_END, WHITE

Mood = Literal["review", "task", "open", "title"]

_DONE = re.compile("了(?<![为除罢终受不大离]了)(?![解然结事却如])")
_COMING = re.compile("[12]\\d{3}年|“[一二三四五六七八九十]+五”(时期|期间)")
_ASSIGNS = re.compile("要|必须|任务|目标|重点|着力|思路|总要求|总体要求|将")
_ANNOUNCES = re.compile("(?<!主)要|做好|抓好|搞好|把握|推进|提|讲|谈|强调|是$")
_COUNTED = re.compile(r"以下|如下|下列|几|[一二三四五六七八九十两\d]+(个|方面|项|点|条|大|件)|是$")
_PARAGRAPH = re.compile("(?:[^\n　]+|　(?!　))+")
_LONGEST_TITLE = 30
_REMEMBERED = 1000
"""Headings of which the mood is kept, while the lines below them are looked at."""


@dataclass(slots=True)
class Passage:
    """A line of the speech, or a paragraph that an indent opens inside a line, and its mood as it runs on.

    `review` reports, `task` assigns, `open` tells nothing, `title` is a line before the speech begins.
    `held` says that a heading or an announcement set the mood, `orders` counts orders without a cue so far.
    """

    span: Span
    mood: Mood
    held: bool
    orders: int = 0

    @property
    def plans(self) -> bool:
        """Whether it is a work plan: a heading says so, or its sentences so far order without a cue."""
        return self.mood == "task" if self.held else self.mood == "open" and self.orders > 1

    def doubts(self, cue: Cue, clause: Clause) -> Verdict | None:
        """Why a cue asks for nothing in a passage that reports: 倡导创新 was done, 动力需持续加强 is a need."""
        if self.mood != "review":
            return None
        if cue.strength == 1 and cue.surface not in ("希望", "请", "恳请", "敬请"):
            return Verdict("directives.not.report", "the passage reports what was done")
        before = clause.text[: cue.span.start - clause.span.start]
        lacking = cue.surface in ("需", "需要") or (cue.surface == "要" and before.endswith(("还", "仍")))
        if lacking and len(before) > 2 and not leading(before.rstrip("还仍都也")):
            return Verdict("directives.not.need", "it tells what the situation lacks")
        return None

    def rules_out(self, part: Part, run: list[Clause], rest: Clause | None) -> Verdict | None:
        """Why an uncued run of clauses, with the clause behind it, orders nothing; None when it orders."""
        if part.quoted:
            return Verdict("directives.not.quoted", "an uncued quotation")
        if part.asks:
            return Verdict("directives.not.question", "the sentence asks")
        if rest and _is_predicate(rest, run):
            return Verdict("directives.not.subject", "the clauses are the subject of what follows")
        if self.mood == "title":
            return Verdict("directives.not.title", "it stands before the speech begins")
        if self.mood == "review" or _DONE.search(part.frame):
            return Verdict("directives.not.report", "the passage reports what was done")
        mark = next((found for c in run if (found := _report_mark(c.bare, self.mood))), "")
        return Verdict("directives.not.report", f"{mark} reports") if mark else None

    def heard(self, part: Part, *, asked: bool, ordered: bool) -> None:
        """Takes note of a part: an explicit demand makes what follows a task, a report a review."""
        self.orders += ordered
        if asked:
            self.mood = "open" if self.held and self.mood == "review" else "task"
        elif self.mood == "open" and _report_mark("\n".join(clause.bare for clause in part.clauses), "open"):
            self.mood = "review"
        elif self.mood == "review" and not self.held and _comes(part.clauses[0].text):
            self.mood = "open"


class Passages:
    """The lines of a speech with the moods that headings, announcements and openings set."""

    def __init__(self, doc: Doc, text: str, cues: Cues) -> None:
        self._text, self._cues = text, cues
        self._sections = {s.annotation_id: s for s in doc.layers.get("sections", ())}
        self._announced: dict[str | None, Mood] = {}
        self._drift: Mood | None = None
        self._begun = self._outlined = False
        self._lines = [self._line(doc, Span(*m.span())) for m in _PARAGRAPH.finditer(text)]
        self._starts = [line.span.start for line in self._lines]
        self._reconsider_headings()

    def at(self, offset: int) -> Passage:
        """The passage that holds `offset`."""
        return self._lines[bisect_right(self._starts, offset) - 1]

    def _line(self, doc: Doc, span: Span) -> Passage:
        chain = self._chain(doc, span.start)
        line = span.of(self._text).strip(WHITE)
        self._begun = self._begun or bool(chain) or _begins(line)
        if not self._begun:
            return Passage(span, "title", held=True)
        if title := _title(line, chain, span):
            self._announced = {None: title}
        held = self._held(chain)
        if announced := _announcement(line):
            self._announced[chain[0].annotation_id if chain else None] = announced
        opening, told = _opening(line), self._told(span, line)
        return Passage(span, opening or held or told or "open", held is not None)

    def _chain(self, doc: Doc, offset: int) -> list[Any]:
        """The sections that hold `offset`, innermost first."""
        chain = []
        section: Any = doc.section_at(offset)
        while section is not None:
            chain.append(section)
            section = self._sections.get(section.parent_id)
        return chain

    def _held(self, chain: list[Any]) -> Mood | None:
        """The mood of the innermost section that has one, else what was announced before the sections.

        What stands in a report is no task by its name alone. An announcement ends with the sections behind it.
        """
        if not chain and self._outlined:
            self._announced.pop(None, None)
        self._outlined = bool(chain)
        named = [(section, self._named(section)) for section in chain]
        report = any(mood == "review" for _, mood in named)
        for section, mood in named:
            if mood and not (mood == "task" and report and not _lies_ahead(section.heading or "")):
                return mood
        return self._announced.get(None)

    def _named(self, section: Any) -> Mood | None:
        announced = self._announced.get(section.annotation_id)
        return announced or (_heading(section.heading or "") if section.kind == "block" else None)

    def _told(self, span: Span, line: str) -> Mood | None:
        """The mood that what a line holds tells: it reports at least twice and demands nothing, or goes on so.

        A report goes on through lines that hold neither until one demands. Who opens a meeting by telling
        what has just been said starts no report.
        """
        if any(cue.strength > 1 and not cue.doubtful for cue in self._cues.inside(span)):
            self._drift = None
            return None
        marks = len(words("connectives", "report_mark").all(line)) + len(_DONE.findall(line))
        if marks < 2:
            return self._drift
        if not words("passages", "meeting").inside(line):
            self._drift = "review"
        return "review"

    def _reconsider_headings(self) -> None:
        """A heading on a line of its own that stands between lines that report names what was done."""
        for above, line, below in zip(self._lines, self._lines[1:], self._lines[2:], strict=False):
            told = above.mood == below.mood == "review"
            if told and line.mood == "open" and _is_heading(line.span.of(self._text)):
                line.mood = "review"


def _comes(text: str) -> bool:
    return bool(words("passages", "coming").at(text) or _COMING.match(text))


def _lies_ahead(heading: str) -> bool:
    return bool(words("passages", "coming").inside(heading) or words("passages", "ahead").ending(heading))


def _report_mark(text: str, mood: Mood) -> str:
    found = None if mood == "task" else words("connectives", "report_mark").inside(text)
    found = found or _DONE.search(text)
    return found.group() if found else ""


def _is_predicate(rest: Clause, run: list[Clause]) -> bool:
    """Whether the clause behind a run tells something about it, or states what the run only names the field of."""
    if tells(rest) or (rest.text.startswith("我") and not words("connectives", "stop").at(rest.text)):
        return True
    orders = [clause for clause in run if kind(clause) == "order"]
    return (
        len(orders) == 1 and orders[0] is run[-1] and bool(COPULA.search(rest.bare) or HAS.search(rest.bare))
    )


def _is_heading(line: str) -> bool:
    return bool(line) and line.strip(WHITE)[-1:] not in SENTENCE_END + "：；，"


def _begins(line: str) -> bool:
    """Whether a line belongs to the speech itself: a sentence, or a salutation."""
    return line[-1:] in SENTENCE_END or (line[-1:] == "：" and bool(words("connectives", "alone").at(line)))


def _title(line: str, chain: list[Any], span: Span) -> Mood | None:
    """The mood of a short unnumbered line that names a part of the speech: 2022年主要工作, 下一步工作打算."""
    if chain and chain[0].start >= span.start:
        return None
    return _heading(line) if _is_heading(line) else None


def _opening(line: str) -> Mood | None:
    """The mood that the first words of a line set."""
    if words("passages", "review_opening").at(line):
        return "review"
    return "task" if _comes(line) and _ASSIGNS.search(line) and not _report_mark(line, "open") else None


@lru_cache(_REMEMBERED)
def _heading(heading: str) -> Mood | None:
    """The mood that a heading sets by what it names; a heading that orders sets none."""
    if len(heading) > _LONGEST_TITLE or any(is_order(clause) for clause in heading.split("，")):
        return None
    if words("passages", "task_heading").ending(heading) or words("passages", "coming").at(heading):
        return "task"
    if words("passages", "review_heading", "situation_heading").inside(heading):
        return "review"
    return None


def _announcement(line: str) -> Mood | None:
    """The mood of what a line announces at its end: 主要做了以下工作：, 重点抓好以下工作："""
    last = line.strip("。：:").rpartition("。")[2]
    if words("passages", "review_closing").ending(last):
        return "review"
    if not words("passages", "task_closing").ending(last) or _DONE.search(last):
        return None
    return "task" if _ANNOUNCES.search(last[-40:]) and _COUNTED.search(last[-16:]) else None
