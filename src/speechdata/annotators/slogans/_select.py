"""Of candidates that overlap, the longest stays; of equals, the surer."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from speechdata.annotators.slogans._cues import PAUSES, QUOTES, STOPS
from speechdata.annotators.slogans._fold import fold
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, balanced, letters, rejection
from speechdata.annotators.slogans.known import ruled_out
from speechdata.records import Rejection
from speechdata.span import Span

_SURE = (
    "slogans.call",
    "slogans.lexicon",
    "slogans.lexicon.series",
    "slogans.numeric.quoted",
    "slogans.quoted.parts",
)


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    certainty = _SURE.index(candidate.rule) if candidate.rule in _SURE else len(_SURE)
    return -len(candidate.span), certainty, candidate.span.start


def select(reading: Reading, found: Iterable[Found]) -> tuple[list[Candidate], list[Rejection]]:
    """Candidates without overlap, in order, and everything that was ruled out."""
    pool, rejected = [], []
    for item in found:
        if isinstance(item, Rejection):
            rejected.append(item)
        elif fault := _fault(reading, item.span):
            rejected.append(rejection(item.span, "slogans.select.form", fault))
        elif line := ruled_out().get(letters(item.span.of(reading.text))):
            rejected.append(rejection(item.span, "slogans.not.listed", line["reason"]))
        else:
            pool.append(item)
    kept: list[Candidate] = []
    for candidate in sorted(pool, key=_rank):
        rival = _rival(kept, candidate.span)
        if not rival:
            insort(kept, candidate)
        elif rival.span != candidate.span:
            rejected.append(rejection(candidate.span, "slogans.select.overlap", f"part of {rival.rule}"))
    return kept, _unclaimed(rejected, kept)


def _fault(reading: Reading, span: Span) -> str | None:
    surface = span.of(reading.text)
    if reading.titled(span):
        return "inside the title of a document"
    written = fold(span.of(reading.doc.text))
    if (
        not balanced(surface)
        or not balanced(written)
        or not surface.strip(PAUSES + STOPS + QUOTES)
        or "\n" in surface
    ):
        return "quotation marks do not pair, or more than one line"
    return None


def _rival(kept: list[Candidate], span: Span) -> Candidate | None:
    at = bisect_left(kept, (span,))
    return next((c for c in kept[max(0, at - 1) : at + 1] if c.span.overlap(span)), None)


def _unclaimed(rejected: list[Rejection], kept: list[Candidate]) -> list[Rejection]:
    """Rejections of spans that no other rule took; each span once."""
    taken = {candidate.span for candidate in kept}
    first: dict[tuple[Span, str], Rejection] = {}
    for item in rejected:
        span = Span(item.start, item.end)
        if span not in taken:
            first.setdefault((span, item.rule), item)
    return list(first.values())
