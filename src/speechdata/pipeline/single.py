"""One file at a time, in memory: what `annotate`, `explain` and `evaluate` work on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from speechdata import readers
from speechdata.annotators import layers
from speechdata.layer import Doc
from speechdata.lexicons import extended
from speechdata.pipeline.project import lexicon_folder
from speechdata.records import Source
from speechdata.speeches import extract


def annotate_file(
    path: Path, *, encoding: str | None = None, lexicons: Path | None = None
) -> tuple[Source, list[Doc]]:
    """The decoded source of a file and a Doc, all layers done, for each of its speeches.

    `encoding` is that of a text file, found if not given; `lexicons` the folder of the project's own lexicons,
    lexicons/ beside the file if none is given. Raises SourceError if the file cannot be read, ConfigError or
    LexiconError if the lexicons cannot.
    """
    with extended(lexicon_folder(path, lexicons)):
        options = readers.Options(encoding=encoding)
        return annotate_source(readers.read(path, path.name, options=options))


def annotate_source(source: Source) -> tuple[Source, list[Doc]]:
    """All layers over the speeches of a decoded source."""
    return source, [Doc(speech).annotate(layers()) for speech in extract(source)]


def at_source_offset(docs: Iterable[Doc], offset: int) -> Doc | None:
    """The speech that holds a code point of the source; None if none does."""
    return next(
        (doc for doc in docs if doc.speech.occurrence.start <= offset < doc.speech.occurrence.end), None
    )
