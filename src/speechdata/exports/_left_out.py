"""Fields that a format has no place for, counted where they say something."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.records import Record

IDENTITY = frozenset({"annotation_id", "speech_id", "start", "end", "text", "split"})
"""Fields of a record that any format gives back which gives its layer, its place and the text."""


def speech_fields(rows: SpeechRows, held: Collection[str | None], losses: Losses, *, reason: str) -> None:
    """Notes what the row of the speech says beyond the fields in `held`."""
    fields_of("speeches", (rows.speech,), {*held, "speech_id"}, losses, reason=reason)


def fields_of(
    table: str, records: Iterable[Record], held: Collection[str | None], losses: Losses, *, reason: str
) -> None:
    """Notes what records of a table say beyond the fields in `held`."""
    for record in records:
        for name, value in record:
            if name not in held and value not in (None, (), ""):
                losses.add("field", f"{table}.{name}", reason)
