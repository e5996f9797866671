"""Wordings that the speech itself quotes as slogans, where they come back, quoted or not."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.annotators.slogans._reading import Candidate, Reading, letters
from speechdata.span import Span

_LEAST = 4
_LEAST_NUMERIC = 3


def repeats(reading: Reading, accepted: list[Candidate]) -> Iterator[Candidate]:
    """Further occurrences of each accepted quoted wording of four characters and more (three with a number)."""
    quoted = [candidate for candidate in accepted if reading.quoted(candidate.span)]
    kinds = {c.span.of(reading.text): c.kind for c in quoted if len(c.span) >= _least(c)}
    known = {letters(wording): kind for wording, kind in kinds.items()}
    for quote in reading.wordings:
        if kind_again := known.get(letters(quote.of(reading.text))):
            yield Candidate(quote, kind_again, "slogans.repeat")
    for wording, kind in kinds.items():
        at = reading.text.find(wording)
        while at >= 0:
            span = Span(at, at + len(wording))
            if not reading.within_quote(span) and reading.boundary(span.start) and reading.boundary(span.end):
                yield Candidate(span, kind, "slogans.repeat")
            at = reading.text.find(wording, span.end)


def _least(candidate: Candidate) -> int:
    return _LEAST_NUMERIC if candidate.kind == "numeric_formula" else _LEAST
