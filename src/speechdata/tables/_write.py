"""Rows to Parquet: one folder a table, one or more files a split, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import Field

from speechdata.errors import SpeechdataError
from speechdata.records import SPLITS, Record, SplitName
from speechdata.tables._rows import describe, order, row_model, tables
from speechdata.tables._schema import Provenance, arrow_schema, file_schema

SHARD_BYTES = 256 << 20
"""Arrow bytes after which a split starts its next file."""
GROUP_BYTES = 32 << 20
"""Arrow bytes that a row group aims at."""
BATCH_ROWS = 1024
"""Rows taken at once: the grain in which row groups fill."""


class FileFact(Record):
    """One Parquet file of the dataset."""

    path: str = Field(description="path in the dataset folder, with forward slashes")
    split: SplitName = Field(description="split that the file belongs to")
    rows: int = Field(ge=1, description="rows in the file")
    bytes: int = Field(ge=1, description="size of the file in bytes")
    arrow_bytes: int = Field(ge=0, description="size of its rows in memory, as `datasets` counts it")
    sha256: str = Field(description="SHA-256 of the file, 64 hex digits")


class TableFact(Record):
    """One table of the dataset; a table without rows has no files."""

    name: str = Field(description="name of the table, and of its config")
    description: str = Field(description="what a row is")
    rows: int = Field(ge=0, description="rows in all splits")
    splits: dict[SplitName, int] = Field(description="rows of each split that exists")
    files: tuple[FileFact, ...] = Field(description="the files, in order")


def table_fact(table: str, files: Iterable[FileFact]) -> TableFact:
    """The facts of a table from those of its files."""
    listed = tuple(files)
    counts = {split: sum(file.rows for file in listed if file.split == split) for split in SPLITS}
    return TableFact(
        name=table,
        description=describe(tables()[table]),
        rows=sum(counts.values()),
        splits={split: count for split, count in counts.items() if count},
        files=listed,
    )


def write(table: str, parts: Iterable[pa.Table], folder: Path, *, metadata: Provenance) -> list[FileFact]:
    """Writes Arrow tables, which have the schema of `table`'s row model, to folder/data/<table>/ as files.

    Files are <split>-<shard>-of-<shards>.parquet, zstd, in content-defined chunks so that a later version
    shares what did not change. A split without rows has no file; a table without splits is all train. Holds
    one row group a split in memory; how the rows are cut into `parts` does not matter. Raises SpeechdataError
    `table-exists`.
    """
    place = f"data/{table}"
    if (folder / place).exists():
        raise SpeechdataError(
            "table-exists", "already written", place=place, advice="Write into a new folder."
        )
    schema = file_schema(row_model(tables()[table]), metadata=metadata)
    shards = {split: _Shards(folder, f"{place}/{split}", schema) for split in SPLITS}
    for part in parts:
        for split in SPLITS:
            shards[split].add(_of_split(part, split))
    return [fact for split in SPLITS for fact in shards[split].close(split)]


def to_arrow(rows: Sequence[Record], model: type[Record], *, place: str) -> pa.Table:
    """Rows as an Arrow table with the schema of their `model`. Raises SpeechdataError `table-row`, `table-value`."""
    for kind in {type(row): None for row in rows}:
        if not issubclass(kind, model):
            message = f"a {kind.__name__} is no row of this table, which holds {model.__name__}"
            raise SpeechdataError("table-row", message, place=place)
    schema = arrow_schema(model)
    try:
        return pa.Table.from_arrays([_column(rows, field) for field in schema], schema=schema)
    except pa.ArrowInvalid as error:
        first = order(rows[0])
        raise SpeechdataError(
            "table-value", f"a value does not fit its column: {error}", place=f"{place}, rows from {first}"
        ) from error


def _column(rows: Sequence[Record], field: pa.Field) -> pa.Array:
    """The values of a field of all rows, straight from the records: by way of dicts it takes twice as long."""
    values: Iterable[Any] = map(attrgetter(field.name), rows)
    if pa.types.is_nested(field.type):
        values = map(_plain, values)
    return pa.array(list(values), field.type)


def _plain(value: Any) -> Any:
    """Lists of records as lists of dicts."""
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return [each.model_dump() for each in value]
    return value.model_dump() if isinstance(value, Record) else value


def _of_split(part: pa.Table, split: SplitName) -> pa.Table:
    """The rows of a split; a table without splits is all train."""
    if "split" in part.column_names:
        return part.filter(pc.equal(part["split"], split))
    return part if split == "train" else part.slice(0, 0)


class _Shards:
    """The files of one split as they grow: rows gather until they fill a row group, row groups until a file."""

    def __init__(self, folder: Path, stem: str, schema: pa.Schema) -> None:
        self._folder, self._stem, self._schema = folder, stem, schema
        self._rest = self._waiting = schema.empty_table()
        self._writer: pq.ParquetWriter | None = None
        self._written = 0
        self._in_file = 0

    def add(self, part: pa.Table) -> None:
        """Takes rows, and writes the row groups that are full; how the rows come in parts makes no difference."""
        part = part.replace_schema_metadata(self._schema.metadata)
        self._rest = pa.concat_tables([self._rest, part])
        while self._rest.num_rows >= BATCH_ROWS:
            self._take(BATCH_ROWS)

    def close(self, split: SplitName) -> list[FileFact]:
        """Writes what is left and returns the files, now that their number is known."""
        self._take(self._rest.num_rows)
        while self._waiting.num_rows:
            self._group(_group_rows(self._waiting))
        self._end()
        paths = [f"{self._stem}-{n:05}-of-{self._written:05}.parquet" for n in range(self._written)]
        for number, path in enumerate(paths):
            self._part(number).rename(self._folder / path)
        return [_fact(self._folder, path, split) for path in paths]

    def _take(self, rows: int) -> None:
        self._waiting = pa.concat_tables([self._waiting, self._rest.slice(0, rows)])
        self._rest = self._rest.slice(rows)
        while self._waiting.nbytes >= GROUP_BYTES and self._waiting.num_rows > (
            size := _group_rows(self._waiting)
        ):
            self._group(size)

    def _part(self, number: int) -> Path:
        return self._folder / f"{self._stem}-{number:05}.part"

    def _group(self, rows: int) -> None:
        """Writes the first waiting rows as a row group; a file that is large enough ends."""
        group = self._waiting.slice(0, rows).combine_chunks()
        self._waiting = self._waiting.slice(rows).combine_chunks()
        if self._writer is None:
            part = self._part(self._written)
            part.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                part,
                self._schema,
                compression="zstd",
                compression_level=3,
                use_content_defined_chunking=True,
                write_page_index=True,
            )
        self._writer.write_table(group, row_group_size=rows)
        self._in_file += group.nbytes
        if self._in_file >= SHARD_BYTES:
            self._end()

    def _end(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._written += 1
            self._in_file = 0


def _group_rows(table: pa.Table) -> int:
    """Rows a row group: the power of two below GROUP_BYTES, so that a little more data moves no boundary."""
    fitting: int = table.num_rows * GROUP_BYTES // max(table.nbytes, 1)
    return 1 << max(fitting.bit_length() - 1, 0)


def sha256(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fact(folder: Path, path: str, split: SplitName) -> FileFact:
    file = pq.ParquetFile(folder / path)
    groups = range(file.metadata.num_row_groups)
    return FileFact(
        path=path,
        split=split,
        rows=file.metadata.num_rows,
        bytes=(folder / path).stat().st_size,
        arrow_bytes=sum(file.read_row_group(group).nbytes for group in groups),
        sha256=sha256(folder / path),
    )
