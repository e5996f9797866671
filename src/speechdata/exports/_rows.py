"""One speech at a time out of a dataset folder, with all rows that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from speechdata.card import Manifest, SourceFact
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.layer import Layer
from speechdata.records import Annotation, Record, Sentence, Speech
from speechdata.span import Span
from speechdata.tables import columns, of_speech, reasons, row_model, tables
from speechdata.text.offsets import OffsetMap

PART = 256
"""Rows that are unpacked at once."""


@dataclass(frozen=True)
class SpeechRows:
    """A speech, its sentences, and its records of each layer that was asked for (plural name -> records)."""

    speech: Speech
    sentences: tuple[Sentence, ...]
    layers: Mapping[str, tuple[Annotation, ...]]
    source: SourceFact | None = None
    """What the manifest says of the source of its first occurrence."""

    @property
    def text(self) -> str:
        """The clean speech text."""
        return self.speech.text

    @property
    def speech_id(self) -> str:
        """The id of the speech."""
        return self.speech.speech_id


def map_of(speech: Speech) -> OffsetMap:
    """From the text of a speech to the source of its first occurrence. Raises OffsetError if they do not fit."""
    whole = speech.occurrences[0]
    return OffsetMap.from_removed(
        Span(whole.start, whole.end), (Span(part.start, part.end) for part in speech.removed)
    )


def stream(
    folder: Path,
    manifest: Manifest,
    layers: Sequence[Layer],
    *,
    split: str | None = None,
    speech_id: str | None = None,
) -> Iterator[SpeechRows]:
    """The speeches of a dataset folder in the order of its tables, each with its rows; one is held at a time.

    Raises ConfigError export-speech for an id that is not there, SpeechdataError table-row, table-order and those of
    `tables.columns`.
    """
    sources = {fact.source_id: fact for fact in manifest.sources}
    names = ("sentences", *(layer.name for layer in layers))
    parts = _of_one(folder, names, speech_id) if speech_id else _of_all(folder, names, split)
    for speech, rows in parts:
        sentences = rows.pop("sentences")
        yield SpeechRows(speech, sentences, rows, sources.get(speech.occurrences[0].source_id))


def _of_one(folder: Path, names: Sequence[str], speech_id: str) -> Iterator[tuple[Speech, dict[str, Any]]]:
    found: list[Any] = of_speech(folder, "speeches", speech_id)
    if not found:
        advice = "Give a whole speech_id, as in the table speeches."
        raise ConfigError(
            "export-speech", "no such speech in the dataset", place=f"{speech_id} in {folder}", advice=advice
        )
    yield found[0], {name: tuple(of_speech(folder, name, speech_id)) for name in names}


def _of_all(folder: Path, names: Sequence[str], split: str | None) -> Iterator[tuple[Speech, dict[str, Any]]]:
    takes = {name: _groups(rows(folder, name, split=split), folder / "data" / name) for name in names}
    for speech in rows(folder, "speeches", split=split):
        assert isinstance(speech, Speech)
        yield speech, {name: take(speech.speech_id) for name, take in takes.items()}
    for take in takes.values():
        take(None)


def _groups(
    members: Iterator[Record], place: Path
) -> Callable[[str | None], tuple[Sentence | Annotation, ...]]:
    """Gives the rows of the next speech if it is the one asked for; asked for None, makes sure that none is left."""
    runs = ((key, tuple(run)) for key, run in groupby(members, key=lambda row: getattr(row, "speech_id", "")))
    waiting: list[tuple[str, tuple[Any, ...]]] = []

    def take(speech_id: str | None) -> tuple[Any, ...]:
        if not waiting and (run := next(runs, None)):
            waiting.append(run)
        if waiting and waiting[0][0] == speech_id:
            return waiting.pop()[1]
        if waiting and speech_id is None:
            message = f"rows of {waiting[0][0]} do not stand in the order of the table speeches"
            raise SpeechdataError("table-order", message, place=str(place), advice="Build the dataset again.")
        return ()

    return take


def rows(folder: Path, table: str, *, split: str | None = None) -> Iterator[Record]:
    """The validated rows of a table, in order, read in parts."""
    model = row_model(tables()[table])
    for values in _values(folder, table, list(model.model_fields)):
        if split is None or values.get("split", split) == split:
            try:
                yield model.model_validate(values)
            except ValidationError as error:
                place = f"{folder / 'data' / table}, {_id(values)}"
                raise SpeechdataError("table-row", reasons(error), place=place) from error


def _values(folder: Path, table: str, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows as plain values, few at a time: they take many times the room that they have in Arrow."""
    for part in columns(folder, table, names):
        for at in range(0, part.num_rows, PART):
            yield from part.slice(at, PART).to_pylist()


def _id(values: Mapping[str, Any]) -> str:
    return next(
        (str(values[name]) for name in ("annotation_id", "sentence_id", "speech_id") if name in values), "?"
    )
