"""A shard's rows at rest: one Parquet file a table, without what only the whole collection tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from speechdata.checks import Bundle
from speechdata.errors import SpeechdataError
from speechdata.pipeline import fingerprints
from speechdata.pipeline.fingerprints import Fingerprint
from speechdata.records import Anchored, Record, Speech
from speechdata.tables import arrow_schema, tables, to_arrow

LEXICON = "lexicon"
HELD = 2 << 20
"""Bytes of a table that are held until they are written."""
AT_ONCE = 1024
"""Rows that become columns together, or are compared with their speeches."""


def names() -> list[str]:
    """The tables whose rows belong to a speech, in order."""
    return [name for name in tables() if name != LEXICON]


class Rows(ExitStack):
    """The rows of a shard, taken source by source and written to a folder; a speech that stands in more than one
    source keeps the rows of the first. Held are the speeches, their fingerprints, and of each other table AT_ONCE
    rows and HELD bytes.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._speeches: dict[str, Speech] = {}
        self._rows: dict[str, list[Anchored]] = {}
        self._parts: dict[str, list[pa.Table]] = {}
        self._held: Counter[str] = Counter()
        self._files: dict[str, pq.ParquetWriter] = {}
        self._fingerprints: list[Fingerprint] = []

    def add(self, rows: Bundle) -> None:
        """Takes the rows of the next source."""
        place = {speech.speech_id: at for at, speech in enumerate(rows.speeches)}
        new = place.keys() - self._speeches.keys()
        for name, records in rows.tables():
            own = [row for row in records if row.speech_id in new]
            own.sort(key=lambda row: (place[row.speech_id], row.start, -row.end))
            self._rows.setdefault(name, []).extend(own)
            if len(self._rows[name]) >= AT_ONCE:
                self._convert(name)
        self._fingerprints += fingerprints.fingerprints(rows, new)
        for speech in rows.speeches:
            self._add_speech(speech)

    def _add_speech(self, speech: Speech) -> None:
        known = self._speeches.setdefault(speech.speech_id, speech)
        if known is not speech:
            both = known.occurrences + speech.occurrences
            self._speeches[speech.speech_id] = known.model_copy(update={"occurrences": both})

    def end(self) -> None:
        """Writes what is held, now that no source follows; a table without rows has no file."""
        if self._speeches:
            self._hold("speeches", to_arrow(list(self._speeches.values()), Speech, place="speeches"))
        for name in self._rows:
            self._convert(name)
        for name in self._parts:
            self._write(name)
        fingerprints.write(self._fingerprints, self._folder)

    def _convert(self, name: str) -> None:
        if own := self._rows[name]:
            self._hold(name, to_arrow(own, tables()[name], place=name))
            own.clear()

    def _hold(self, name: str, part: pa.Table) -> None:
        self._parts.setdefault(name, []).append(part)
        self._held[name] += part.nbytes
        if self._held[name] > HELD:
            self._write(name)

    def _write(self, name: str) -> None:
        parts = self._parts[name]
        if parts and name not in self._files:
            options: Any = {"compression": "zstd", "compression_level": 1}
            file = pq.ParquetWriter(_path(self._folder, name), parts[0].schema, **options)
            self._files[name] = self.enter_context(file)
        if parts:
            self._files[name].write_table(pa.concat_tables(parts).combine_chunks())
            parts.clear()
            self._held[name] = 0


def read(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table of a shard, or some columns of it; empty if it has no file."""
    names = list(columns) if columns else None
    if (path := _path(folder, name)).is_file():
        with pq.ParquetFile(path) as file:
            return file.read(names).combine_chunks()
    empty = arrow_schema(tables()[name]).empty_table()
    return empty.select(names) if names else empty


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def tuples(part: pa.Table | pa.RecordBatch, *names: str) -> Iterator[tuple[Any, ...]]:
    """Rows as tuples of all columns, or of those named."""
    return zip(*(part[name].to_pylist() for name in names or part.schema.names), strict=True)


def verify(folder: Path) -> None:
    """Raises SpeechdataError `rows-differ` unless schemas are right, every row has its speech and every surface and
    place is the speech's own.
    """
    texts = dict(tuples(read(folder, "speeches", ["speech_id", "text"])))
    for name in names():
        if not _path(folder, name).is_file():
            continue
        with pq.ParquetFile(_path(folder, name)) as file:
            if not file.schema_arrow.equals(arrow_schema(tables()[name])):
                raise _differ(folder, name, "another schema")
            for number, (speech_id, start, end, text) in enumerate(_surfaces(file, tables()[name])):
                if texts.get(speech_id, "")[start:end] != text:
                    raise _differ(folder, name, f"row {number}, {speech_id}[{start}:{end}]")


def _surfaces(file: pq.ParquetFile, record: type[Record]) -> Iterator[tuple[Any, ...]]:
    """Id, place and text of the rows, if they are stretches of speeches; all columns are read, a part at a time."""
    for part in file.iter_batches(AT_ONCE):
        if not issubclass(record, Speech):
            yield from tuples(part, "speech_id", "start", "end", "text")


def _differ(folder: Path, name: str, what: str) -> SpeechdataError:
    return SpeechdataError(
        "rows-differ",
        f"{what}: not what was written",
        place=str(_path(folder, name)),
        advice="Remove this folder and build again; if it comes back, the disk or the code is at fault.",
    )
