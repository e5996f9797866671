"""Template filling: paragraphs whose masks are numbered slots, each with the kind of what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from pydantic import Field

from speechdata.annotators.placeholders import Form, Kind
from speechdata.records import Offset, Record
from speechdata.tables import arrow_schema, row_model
from speechdata.views._ground import by_speech
from speechdata.views._view import Tables, View, words


class Slot(Record):
    """One slot: a mask of the template."""

    annotation_id: str = Field(description="its id in `placeholders`")
    number: int = Field(ge=1, description="number in its marker, from 1 in each row")
    kind: Kind = Field(description="what is missing")
    form: Form = Field(description="what the mask is made of")
    mask: str = Field(description="the mask as written")
    start: Offset = Field(description="first code point of the marker in the row's text")
    end: Offset = Field(description="code point after the marker in the row's text")


class Slotted(Record):
    """A paragraph of a template with numbered slots in place of its masks."""

    speech_id: str = Field(description="the speech this belongs to")
    start: Offset = Field(description="first code point of the paragraph in the speech text")
    end: Offset = Field(description="code point after the paragraph in the speech text")
    text: str = Field(description="the paragraph with [SLOT1], [SLOT2] … in place of the masks")
    slots: tuple[Slot, ...] = Field(min_length=1, description="the slots, in order")


def view() -> View:
    """The declaration."""
    return View(
        name="template_filling",
        record=Slotted,
        needs={
            "speeches": ("speech_id", "text"),
            "placeholders": ("speech_id", "annotation_id", "start", "end", "text", "kind", "form"),
        },
        derive=derive,
        category="fill-mask",
        task="Tell for each slot of a template what kind of words belongs there, or fill it. What once stood there is"
        " not known: the author of the template took it out.",
        derivation="One row a paragraph with masks; a paragraph is a line of the speech, or several where a mask runs"
        " over a line's end. Each mask is `[SLOT1]`, `[SLOT2]` … in `text`, and `start` and `end` of its slot say"
        " where, whatever else the text may hold. With `mask` put back from the last slot to the first, `text` is"
        " the paragraph again.",
        training=f"Labels of `kind`: {words(Kind)}. To fill slots, give"
        " a generator `text` with the kinds; there is no right answer in the data to score against. To find masks,"
        " take `placeholders` of `token_classification`.",
    )


def derive(tables: Tables) -> pa.Table:
    """A row a paragraph with masks."""
    rows = [
        _row(speech, start, end, own)
        for speech, masks in by_speech(tables["speeches"], tables["placeholders"])
        for start, end, own in _paragraphs(speech["text"], masks)
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(row_model(Slotted)))


def _paragraphs(
    text: str, masks: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, int, list[Mapping[str, Any]]]]:
    """Start, end and masks of each paragraph that has any."""
    own: list[Mapping[str, Any]] = []
    start = end = 0
    for mask in masks:
        if own and mask["start"] > end:
            yield start, end, own
            own = []
        if not own:
            start = text.rfind("\n", 0, mask["start"]) + 1
        own.append(mask)
        after = text.find("\n", mask["end"])
        end = len(text) if after < 0 else after
    if own:
        yield start, end, own


def _row(
    speech: Mapping[str, str], start: int, end: int, masks: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    text, at, slots = "", start, []
    for number, mask in enumerate(masks, 1):
        text += speech["text"][at : mask["start"]]
        marker = f"[SLOT{number}]"
        slots.append(
            {
                "annotation_id": mask["annotation_id"],
                "number": number,
                "kind": mask["kind"],
                "form": mask["form"],
                "mask": mask["text"],
                "start": len(text),
                "end": len(text) + len(marker),
            }
        )
        text, at = text + marker, mask["end"]
    text += speech["text"][at:end]
    return {
        "speech_id": speech["speech_id"],
        "split": speech["split"],
        "start": start,
        "end": end,
        "text": text,
        "slots": slots,
    }
