"""Placeholders: places where a template's author removed a name, a number or an event."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import partial
from typing import ClassVar, Literal

from pydantic import Field

from speechdata.annotators._placeholders_kind import NONE, Around, Evidence, evidence
from speechdata.annotators._placeholders_masks import EMPHASIS, SINGLE, Mask, against, asks, strings
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Rejection

CONTEXT = 10
REACH = 300
"""Characters on either side that are looked at, so that a text of one endless line takes no longer."""


Form = Literal[
    "letter",
    "cross",
    "asterisk",
    "ellipsis",
    "circle",
    "underscore",
    "bracket",
    "hash",
    "dash",
    "mou",
    "blank",
]
Kind = Literal["person", "place", "org", "date", "number", "event", "other"]


class Placeholder(Annotation):
    """A mask: the characters that stand where a word was removed."""

    layer: ClassVar[str] = "placeholder"

    form: Form = Field(
        description="what the mask is made of; `mou` is 某, `blank` white space left where a word was deleted"
    )
    kind: Kind = Field(description="what is missing, as far as the words around it tell")
    left_context: str = Field(description=f"up to {CONTEXT} characters before the mask in its line")
    right_context: str = Field(description=f"up to {CONTEXT} characters after the mask in its line")


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """Masks of the speech, and strings that look like one.

    A mask counts by its form and by the words next to it. A single letter or 某 without such words counts only
    where the speech holds other masks; paired asterisks only where more of them are told to be masks.
    """
    sure: list[Mask] = []
    weak: list[tuple[Mask, tuple[str, str]]] = []
    for mask in _masks(doc):
        verdict = against(mask)
        if verdict is EMPHASIS or (verdict is None and mask.is_weak):
            weak.append((mask, verdict or SINGLE))
        elif verdict:
            yield _rejection(mask, *verdict)
        else:
            sure.append(mask)
    told = sum(mask.told and mask.form == "asterisk" for mask in sure)
    marks_emphasis = told <= sum(verdict is EMPHASIS for _, verdict in weak)
    for mask, verdict in weak:
        if not sure or (verdict is EMPHASIS and marks_emphasis):
            yield _rejection(mask, *verdict)
        else:
            sure.append(mask)
    for mask in sure:
        yield _record(doc, mask, _habit(mask, sure) if mask.found is NONE else mask.found)


def _habit(mask: Mask, sure: list[Mask]) -> Evidence:
    """What the same string stands for elsewhere in the speech, if at least two places tell and agree."""
    kinds = [other.found.kind for other in sure if other.text == mask.text and other.told]
    return Evidence(kinds[0], "habit") if len(kinds) > 1 and len(set(kinds)) == 1 else NONE


def _masks(doc: Doc) -> Iterator[Mask]:
    breaks = [-1, *(match.start() for match in re.finditer("\n", doc.text)), len(doc.text)]
    for span, form in strings(doc.text):
        row = bisect_right(breaks, span.start)
        start, end = max(breaks[row - 1] + 1, span.start - REACH), min(breaks[row], span.end + REACH)
        around = Around(doc.text[start : span.start], span.of(doc.text), doc.text[span.end : end])
        found = asks(around.mask) if form == "bracket" else evidence(around)
        yield Mask(span, form, around, found, partial(_word_before, doc, span.start))


def _word_before(doc: Doc, offset: int) -> str:
    index = doc.sentence_index(offset - 1) if offset else None
    tokens = doc.sentence_tokens(index) if index is not None else []
    return next((token.word for token in tokens if token.end == offset), "")


def _record(doc: Doc, mask: Mask, found: Evidence) -> Placeholder:
    return doc.record(
        Placeholder,
        mask.span,
        rule=f"placeholders.{mask.form}.{found.role}",
        form=mask.form,
        kind=found.kind,
        left_context=mask.before[-CONTEXT:],
        right_context=mask.after[:CONTEXT],
    )


def _rejection(mask: Mask, rule: str, reason: str) -> Rejection:
    return Rejection(
        layer=Placeholder.layer, start=mask.span.start, end=mask.span.end, rule=rule, reason=reason
    )


LAYER = Layer(name="placeholders", record=Placeholder, annotate=annotate, attributes=("form", "kind"))
