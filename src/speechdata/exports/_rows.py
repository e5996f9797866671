"""One speech at a time out of a dataset folder, with all rows that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speechdata.card import Manifest, SourceFact
from speechdata.errors import ConfigError
from speechdata.layer import Layer
from speechdata.records import Annotation, Sentence, Speech
from speechdata.span import Span
from speechdata.tables import in_step, of_speech, rows
from speechdata.text.offsets import OffsetMap


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

    Raises ConfigError export-speech for an id that is not there, SpeechdataError table-order and those of
    `tables.rows`.
    """
    sources = {fact.source_id: fact for fact in manifest.sources}
    names = ("sentences", *(layer.name for layer in layers))
    parts = _of_one(folder, names, speech_id) if speech_id else _of_all(folder, names, split)
    for speech, own in parts:
        sentences = own.pop("sentences")
        yield SpeechRows(speech, sentences, own, sources.get(speech.occurrences[0].source_id))


def _of_one(folder: Path, names: Sequence[str], speech_id: str) -> Iterator[tuple[Speech, dict[str, Any]]]:
    found: list[Any] = of_speech(folder, "speeches", speech_id)
    if not found:
        advice = "Give a whole speech_id, as in the table speeches."
        raise ConfigError(
            "export-speech", "no such speech in the dataset", place=f"{speech_id} in {folder}", advice=advice
        )
    yield found[0], {name: tuple(of_speech(folder, name, speech_id)) for name in names}


def _of_all(folder: Path, names: Sequence[str], split: str | None) -> Iterator[tuple[Speech, dict[str, Any]]]:
    takes = {
        name: in_step(_of_split(folder, name, split), lambda row: row.speech_id, folder / "data" / name)
        for name in names
    }
    for speech in _of_split(folder, "speeches", split):
        assert isinstance(speech, Speech)
        yield speech, {name: take(speech.speech_id) for name, take in takes.items()}
    for take in takes.values():
        take(None)


def _of_split(folder: Path, table: str, split: str | None) -> Iterator[Any]:
    """The rows of a table that belong to a split, all if none is named."""
    return (row for row in rows(folder, table) if split is None or getattr(row, "split", split) == split)
