"""A shard's rows at rest: one Parquet file a table, without what only the whole collection tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from speechdata.checks import Bundle
from speechdata.errors import SpeechdataError
from speechdata.records import Record, Speech
from speechdata.tables import arrow_schema, order, tables, to_arrow

LEXICON = "lexicon"


def names() -> list[str]:
    """The tables whose rows belong to a speech, in order."""
    return [name for name in tables() if name != LEXICON]


def write(rows: Bundle, folder: Path) -> None:
    """Writes the rows; a table without any has no file."""
    place = {speech.speech_id: at for at, speech in enumerate(rows.speeches)}
    found: dict[str, Sequence[Record]] = {"speeches": rows.speeches}
    for name, own in rows.tables():
        found[name] = sorted(own, key=lambda row: (place[row.speech_id], *order(row)))  # type: ignore[attr-defined]
    for name, records in found.items():
        if records:
            table = to_arrow(records, tables()[name], place=name)
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd", compression_level=1)


def read(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table of a shard, or some columns of it; empty if it has no file."""
    path = folder / f"{name}.parquet"
    schema = arrow_schema(tables()[name])
    if not path.is_file():
        empty = schema.empty_table()
        return empty.select(list(columns)) if columns else empty
    return pq.read_table(path, columns=list(columns) if columns else None)


def verify(folder: Path) -> None:
    """Raises SpeechdataError `rows-differ` unless schemas are right, every row has its speech and every surface and
    place is the speech's own.
    """
    speeches = read(folder, "speeches", ["speech_id", "text"])
    texts = dict(zip(*(column.to_pylist() for column in speeches.columns), strict=True))
    for name in names():
        table = read(folder, name)
        if not table.schema.equals(arrow_schema(tables()[name])):
            raise _differ(folder, name, "another schema")
        if issubclass(tables()[name], Speech):
            continue
        columns = (table[column].to_pylist() for column in ("speech_id", "start", "end", "text"))
        for number, (speech_id, start, end, text) in enumerate(zip(*columns, strict=True)):
            if texts.get(speech_id, "")[start:end] != text:
                raise _differ(folder, name, f"row {number}, {speech_id}[{start}:{end}]")


def _differ(folder: Path, name: str, what: str) -> SpeechdataError:
    return SpeechdataError(
        "rows-differ",
        f"{what}: not what was written",
        place=str(folder / f"{name}.parquet"),
        advice="Remove this folder and build again; if it comes back, the disk or the code is at fault.",
    )
