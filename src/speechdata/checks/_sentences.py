"""E5xx: sentences are in order and leave nothing out."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.checks._bundle import SENTENCES, Bundle
from speechdata.checks._check import Problem, at_row, at_speech, declare, row_id
from speechdata.span import Span


@declare("E501", "sentence-order")
def sentence_order(bundle: Bundle) -> Iterator[Problem]:
    """The sentences of a speech do not overlap, and their positions count them from 0."""
    for own in bundle.grouped[SENTENCES].values():
        reach = 0
        for position, row in enumerate(own):
            found = getattr(row, "position", None)
            if row.start < reach or found != position:
                message = (
                    f"{row_id(row)} has position {found}, due {position}, and the one before ends at {reach}"
                )
                yield at_row(SENTENCES, row, message)
            reach = row.end


@declare("E502", "sentence-gap")
def sentence_gap(bundle: Bundle) -> Iterator[Problem]:
    """Between sentences there is nothing but white space."""
    sentences = bundle.grouped[SENTENCES]
    for speech in bundle.speeches:
        at = 0
        for row in [*sentences.get(speech.speech_id, []), None]:
            until = row.start if row else len(speech.text)
            if speech.text[at:until].strip():
                span = Span(at, until)
                yield at_speech(speech, f"no sentence holds {span.of(speech.text)!r}", span)
            at = max(at, row.end) if row else at


CHECKS = (sentence_order, sentence_gap)
