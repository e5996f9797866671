"""The mobilising sentence that closes a speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from speechdata.annotators.slogans._reading import Candidate, Found, Reading, rejection
from speechdata.lexicons import load
from speechdata.span import Span
from speechdata.text.segment import split

_LET_US = "让我们"
_CLOSING, _TAIL = 8, 64


@cache
def _cue(role: str) -> re.Pattern[str]:
    return re.compile("|".join(entry["pattern"] for entry in load("slogans.calls") if entry["role"] == role))


def calls(reading: Reading) -> Iterator[Found]:
    """The last 让我们 among the closing sentences; without one, the last urging sentence of the last paragraph."""
    closing = _closing(reading)
    final = _last_paragraph(reading, closing)
    found = [
        sentence for sentence in closing if _LET_US in sentence.of(reading.text) and _urges(reading, sentence)
    ]
    found = found or [sentence for sentence in final if _urges(reading, sentence)]
    for sentence in found[-1:]:
        yield Candidate(reading.trim(_extent(reading, sentence)), "call", "slogans.call")
    if not found and final:
        reason = "no urging subject with a purpose: order of business or report"
        yield rejection(final[-1], "slogans.call.business", reason)


def _closing(reading: Reading) -> list[Span]:
    """The last full sentences; what a web page adds below has no final punctuation, thanks close nothing."""
    tail = (span for span in reversed(reading.doc.sentences[-_TAIL:]) if _is_full(span.of(reading.text)))
    return list(islice(tail, _CLOSING))[::-1]


def _is_full(sentence: str) -> bool:
    return sentence[-1] in "。！!”" and not _cue("thanks").match(sentence)


def _last_paragraph(reading: Reading, closing: list[Span]) -> list[Span]:
    if not closing or len(reading.doc.sentences) < 2:
        return []
    start = reading.text.rfind("\n", 0, closing[-1].start)
    return [sentence for sentence in closing if sentence.start > start]


def _urges(reading: Reading, sentence: Span) -> bool:
    surface = reading.trim(sentence).of(reading.text)
    urge = _cue("urge").search(surface)
    exclaimed = _LET_US in surface and reading.text[sentence.end - 1] in "！!"
    return bool(urge and (exclaimed or _cue("purpose").search(surface, urge.start())))


def _extent(reading: Reading, sentence: Span) -> Span:
    """From the urging clause, or the fronted adverbial before it, to the end."""
    clauses = [clause for clause in split(reading.text, sentence, "，；：") if len(clause)]
    index = next((at for at, clause in enumerate(clauses) if _cue("urge").search(clause.of(reading.text))), 0)
    if index and _cue("fronted").match(clauses[index - 1].of(reading.text)):
        index -= 1
    start = clauses[index].start
    vocative = _cue("vocative").match(reading.text, start)
    return Span(vocative.end() if vocative else start, sentence.end)
