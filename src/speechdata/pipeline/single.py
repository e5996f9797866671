"""One file at a time, in memory: what `annotate`, `explain` and `evaluate` work on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from speechdata import readers
from speechdata.annotators import layers
from speechdata.layer import Doc
from speechdata.records import Source
from speechdata.speeches import extract


def annotate_file(path: Path) -> tuple[Source, list[Doc]]:
    """The decoded source of a file and a Doc, all layers done, for each of its speeches.

    Raises SourceError if the file cannot be read.
    """
    return annotate_source(readers.read(path, path.name))


def annotate_source(source: Source) -> tuple[Source, list[Doc]]:
    """All layers over the speeches of a decoded source."""
    return source, [Doc(speech).annotate(layers()) for speech in extract(source)]


def at_source_offset(docs: Iterable[Doc], offset: int) -> Doc | None:
    """The speech that holds a code point of the source; None if none does."""
    return next(
        (doc for doc in docs if doc.speech.occurrence.start <= offset < doc.speech.occurrence.end), None
    )
