"""Rows to Parquet: one folder a table, one or more files a split, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import Field

from speechdata.errors import SpeechdataError
from speechdata.records import SPLITS, Record, SplitName
from speechdata.tables._rows import describe, order, row_model, tables
from speechdata.tables._schema import Provenance, file_schema

SHARD_BYTES = 256 << 20
"""Arrow bytes after which a split starts its next file."""
GROUP_BYTES = 32 << 20
"""Arrow bytes that a row group aims at."""
BATCH_ROWS = 1024
"""Rows converted at once; the grain of shards."""


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


def write(table: str, rows: Iterable[Record], folder: Path, *, metadata: Provenance) -> list[FileFact]:
    """Writes rows of `table` (of its row model, sorted by `order`) to folder/data/<table>/ as files.

    Files are <split>-<shard>-of-<shards>.parquet, zstd, in content-defined chunks so that a later version
    shares what did not change. A split without rows has no file; a table without splits is all train. Holds
    one shard a split in memory. Raises SpeechdataError: table-exists, table-row, table-order, table-value.
    """
    place = f"data/{table}"
    if (folder / place).exists():
        raise SpeechdataError(
            "table-exists", "already written", place=place, advice="Write into a new folder."
        )
    model = row_model(tables()[table])
    schema = file_schema(model, metadata=metadata)
    shards = {split: _Shards(folder, f"{place}/{split}", schema) for split in SPLITS}
    for row in _in_order(rows, model, place):
        shards[getattr(row, "split", "train")].add(row)
    return [fact for split in SPLITS for fact in shards[split].close(split)]


def _in_order(rows: Iterable[Record], model: type[Record], place: str) -> Iterator[Record]:
    last = None
    for row in rows:
        if not isinstance(row, model):
            message = f"a {type(row).__name__} is no row of this table, which holds {model.__name__}"
            raise SpeechdataError("table-row", message, place=place, advice="Make rows with tables.rows.")
        key = order(row)
        if last is not None and key < last:
            message = f"the row at {key} comes after the one at {last}"
            raise SpeechdataError(
                "table-order", message, place=place, advice="Sort rows with key=tables.order."
            )
        last = key
        yield row


class _Shards:
    """The files of one split as they grow: rows become Arrow batches, and batches files."""

    def __init__(self, folder: Path, stem: str, schema: pa.Schema) -> None:
        self._folder, self._stem, self._schema = folder, stem, schema
        self._rows: list[Record] = []
        self._batches: list[pa.Table] = []
        self._written = 0

    def add(self, row: Record) -> None:
        """Takes a row, and writes a file when a shard is full."""
        self._rows.append(row)
        if len(self._rows) == BATCH_ROWS:
            self._convert()
            if sum(batch.nbytes for batch in self._batches) >= SHARD_BYTES:
                self._flush()

    def close(self, split: SplitName) -> list[FileFact]:
        """Writes the rest and returns the files, now that their number is known."""
        self._convert()
        self._flush()
        paths = [f"{self._stem}-{n:05}-of-{self._written:05}.parquet" for n in range(self._written)]
        for number, path in enumerate(paths):
            self._part(number).rename(self._folder / path)
        return [_fact(self._folder, path, split) for path in paths]

    def _part(self, number: int) -> Path:
        return self._folder / f"{self._stem}-{number:05}.part"

    def _convert(self) -> None:
        if not self._rows:
            return
        try:
            values = [row.model_dump() for row in self._rows]
            self._batches.append(pa.Table.from_pylist(values, schema=self._schema))
        except pa.ArrowInvalid as error:
            place = f"{self._stem}, rows from {order(self._rows[0])}"
            raise SpeechdataError(
                "table-value", f"a value does not fit its column: {error}", place=place
            ) from error
        self._rows = []

    def _flush(self) -> None:
        if not self._batches:
            return
        table = pa.concat_tables(self._batches).combine_chunks()
        part = self._part(self._written)
        part.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            table,
            part,
            compression="zstd",
            compression_level=3,
            row_group_size=_group_rows(table),
            use_content_defined_chunking=True,
            write_page_index=True,
        )
        self._written += 1
        self._batches = []


def _group_rows(table: pa.Table) -> int:
    """Rows a row group: the power of two below GROUP_BYTES, so that a little more data moves no boundary."""
    fitting: int = table.num_rows * GROUP_BYTES // max(table.nbytes, 1)
    return 1 << max(fitting.bit_length() - 1, 0)


def _fact(folder: Path, path: str, split: SplitName) -> FileFact:
    content = (folder / path).read_bytes()
    table = pq.read_table(pa.BufferReader(content))
    return FileFact(
        path=path,
        split=split,
        rows=table.num_rows,
        bytes=len(content),
        arrow_bytes=table.nbytes,
        sha256=hashlib.sha256(content).hexdigest(),
    )
