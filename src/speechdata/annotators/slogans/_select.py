"""Of candidates that overlap, the longest stays; of equals, the surer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

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
_CERTAINTY = {rule: rank for rank, rule in enumerate(_SURE)}


def _rank(candidate: Candidate) -> tuple[int, int, int]:
    return -len(candidate.span), _CERTAINTY.get(candidate.rule, len(_SURE)), candidate.span.start


def sift(reading: Reading, found: Iterable[Found]) -> tuple[list[Candidate], list[Rejection]]:
    """Candidates that may be slogans by their form and by the list of those that are none, and what was ruled out."""
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
    return pool, rejected


def select(pool: Iterable[Candidate]) -> tuple[list[Candidate], list[tuple[Candidate, Candidate]]]:
    """Candidates without overlap, in order, and the others, each with its rival among those."""
    kept: list[Candidate] = []
    starts: list[int] = []
    beaten = []
    for candidate in sorted(pool, key=_rank):
        at = bisect_left(starts, candidate.span.start)
        rival = next((c for c in kept[max(0, at - 1) : at + 1] if c.span.overlap(candidate.span)), None)
        if rival:
            beaten.append((candidate, rival))
        else:
            kept.insert(at, candidate)
            starts.insert(at, candidate.span.start)
    return kept, beaten


def overlaps(beaten: Iterable[tuple[Candidate, Candidate]]) -> Iterator[Rejection]:
    """Rejections of candidates that overlap a rival of another span."""
    for candidate, rival in beaten:
        if rival.span != candidate.span:
            yield rejection(candidate.span, "slogans.select.overlap", f"part of {rival.rule}")


def _fault(reading: Reading, span: Span) -> str | None:
    surface = span.of(reading.text)
    if reading.titled(span):
        return "inside the title of a document"
    if "\n" in surface or not surface.strip(PAUSES + STOPS + QUOTES) or not _pairs(reading, span):
        return "quotation marks do not pair, or more than one line"
    return None


def _pairs(reading: Reading, span: Span) -> bool:
    """Whether quotation marks pair, also where straight ones are read without the rest of their line."""
    if not balanced(span.of(reading.text)):
        return False
    written = span.of(reading.doc.text)
    straight = '"' in written or "＂" in written
    return not straight or balanced(fold(written))


def unclaimed(rejected: Iterable[Rejection], kept: list[Candidate]) -> list[Rejection]:
    """Rejections of spans that no other rule took; each span once."""
    taken = {(candidate.span.start, candidate.span.end) for candidate in kept}
    first: dict[tuple[int, int, str], Rejection] = {}
    for item in rejected:
        if (item.start, item.end) not in taken:
            first.setdefault((item.start, item.end, item.rule), item)
    return list(first.values())
