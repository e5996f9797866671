"""Modal cues: where their letters stand, and clauses that fall apart between two of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import cast

from speechdata.annotators.directives._clauses import Clause, Cue, Modality
from speechdata.annotators.directives._lexicon import words
from speechdata.lexicons import Entry, load
from speechdata.span import Span
from speechdata.text.match import Matcher


@cache
def _lexicon() -> tuple[Matcher, tuple[Entry, ...]]:
    entries = load("directives.cues")
    return Matcher(entry["surface"] for entry in entries), entries


class Cues:
    """All cue candidates of a folded text, in order.

    A pseudo-cue (主要, 供应) keeps its letters from being one. If it holds 要 the place stays a doubtful
    candidate, because only tokens tell 业主|要 from 主要.
    """

    def __init__(self, text: str) -> None:
        self._found = list(_find(text))
        self._starts = [cue.span.start for cue in self._found]

    def inside(self, span: Span) -> list[Cue]:
        """The candidates that start in `span`."""
        return self.between(span.start, span.end)

    def between(self, start: int, end: int) -> list[Cue]:
        """The candidates that start in [start, end)."""
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _find(text: str) -> Iterator[Cue]:
    matcher, entries = _lexicon()
    will = next(entry for entry in entries if entry["surface"] == "要")
    for span, index in matcher.find(text):
        entry = entries[index]
        if text[span.end - 1] == "不" and (shorter := _without_no(text, span, entry, entries)):
            yield shorter
        elif entry["role"] == "cue":
            yield _cue(span, entry)
        elif (at := entry["surface"].find("要")) >= 0:
            yield _cue(Span(span.start + at, span.start + at + 1), will, doubtful=True)


def _without_no(text: str, span: Span, entry: Entry, entries: tuple[Entry, ...]) -> Cue | None:
    """必须 where the 不 behind it opens an adverb: 必须不断创新, 一律不折不扣."""
    if not words("connectives", "adverb").at(text, span.end - 1):
        return None
    found = next((other for other in entries if other["surface"] == entry["surface"][:-1]), None)
    return _cue(Span(span.start, span.end - 1), found) if found and found["role"] == "cue" else None


def _cue(span: Span, entry: Entry, *, doubtful: bool = False) -> Cue:
    modality = cast("Modality", entry["modality"])
    return Cue(span, entry["surface"], modality, int(entry["strength"]), bool(entry["agent"]), doubtful)


def pieces(clause: Clause) -> list[Clause]:
    """A clause as the parts that repeat the cue (必须配强、必须配足; 既要A又要B), each with its own cues."""
    if len(clause.cues) < 2:
        return [clause]
    found = []
    for start, end in pairwise([0, *_seams(clause), len(clause.text)]):
        text = clause.text[start:end].rstrip("、")
        span = Span(clause.span.start + start, clause.span.start + start + len(text))
        cues = tuple(cue for cue in clause.cues if span.contains(cue.span))
        bare = clause.bare[start : start + len(text)]
        found.append(Clause(span, text, bare, "" if start else clause.opened_by, cues))
    return found


def _seams(clause: Clause) -> Iterator[int]:
    first = clause.cues[0]
    for cue in clause.cues[1:]:
        at = cue.span.start - clause.span.start
        if clause.text[at - 1] == "、" and first.surface == cue.surface:
            yield at
        elif clause.text[at - 1] in "又还更也" and "既" + first.surface in clause.text:
            yield at - 1
