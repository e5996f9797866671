"""Rows to Parquet: one folder a table, one or more files a split, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import Field

from speechdata.errors import SpeechdataError
from speechdata.records import SPLITS, Record, SplitName
from speechdata.tables._groups import bytes_before, stops, units
from speechdata.tables._rows import describe, order, row_model, tables
from speechdata.tables._schema import Provenance, arrow_schema, file_schema

FILE_BYTES = 64 << 20
"""Bytes of values that a file aims at: a version sends the footers of changed files alone."""
GROUP_BYTES, GROUP_ROWS, GROUP_MOST = 1 << 20, 1024, 16 << 20
"""Bytes of values, and rows, that a row group aims at: it has about the first and no fewer than the second, unless
that comes to the third.
"""
PLACE_IDS = frozenset({"annotation_id", "sentence_id", "section_id", "parent_id"})
"""Ids that begin as the one in the row before."""


class FileFact(Record):
    """One Parquet file of the dataset."""

    path: str = Field(description="path in the dataset folder, with forward slashes")
    split: SplitName = Field(description="split that the file belongs to")
    rows: int = Field(ge=1, description="rows in the file")
    bytes: int = Field(ge=1, description="size of the file in bytes")
    arrow_bytes: int = Field(ge=0, description="size of its rows in memory, as `datasets` counts it")
    sha256: str = Field(description="SHA-256 of the file, 64 hex digits")
    generation: int = Field(
        default=0, ge=0, description="0, and one more for each dataset that its speeches came after"
    )


class TableFact(Record):
    """One table of the dataset; a table without rows has no files."""

    name: str = Field(description="name of the table, and of its config")
    description: str = Field(description="what a row is")
    rows: int = Field(ge=0, description="rows in all splits")
    splits: dict[SplitName, int] = Field(description="rows of each split that exists")
    files: tuple[FileFact, ...] = Field(description="the files, in order")


def table_fact(table: str, files: Iterable[FileFact], *, record: type[Record] | None = None) -> TableFact:
    """The facts of a table from those of its files. `record` as for `write`."""
    listed = tuple(files)
    counts = {split: sum(file.rows for file in listed if file.split == split) for split in SPLITS}
    return TableFact(
        name=table,
        description=describe(record or tables()[table]),
        rows=sum(counts.values()),
        splits={split: count for split, count in counts.items() if count},
        files=listed,
    )


def write(
    table: str,
    parts: Iterable[pa.Table],
    folder: Path,
    *,
    metadata: Provenance,
    record: type[Record] | None = None,
) -> list[FileFact]:
    """Writes Arrow tables, which have the schema of `table`'s row model, to folder/data/<table>/ as files.

    `record` is that of the rows where `table` is none of `tables()`.
    Raises SpeechdataError `table-exists`. For the files see `write_generations`.
    """
    return write_generations(table, [parts], folder, metadata=metadata, record=record)


def write_generations(
    table: str,
    generations: Iterable[Iterable[pa.Table]],
    folder: Path,
    *,
    metadata: Provenance,
    record: type[Record] | None = None,
) -> list[FileFact]:
    """As `write`, for rows that came in several generations, the oldest first: no file holds rows of two.

    Files are <split>-<shard>-of-<shards>.parquet, zstd, in row groups that end where a speech says so: a later
    version shares those whose speeches did not change. A split without rows has no file; a table without splits
    is all train. Holds one row group a split in memory (16 MB, at most twice that); how the rows are cut into parts
    does not matter.
    """
    place = f"data/{table}"
    if (folder / place).exists():
        raise SpeechdataError(
            "table-exists", "already written", place=place, advice="Write into a new folder."
        )
    schema = file_schema(row_model(record or tables()[table]), metadata=metadata)
    shards = {split: _Shards(folder, f"{place}/{split}", schema) for split in SPLITS}
    for parts in generations:
        for part in parts:
            for split in SPLITS:
                shards[split].add(_of_split(part, split))
        for each in shards.values():
            each.end_generation()
    facts = [fact for split in SPLITS for fact in shards[split].close(split)]
    pa.default_memory_pool().release_unused()
    return facts


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
    """The files of one split as they grow: speeches gather until one ends a row group, row groups until a file."""

    def __init__(self, folder: Path, stem: str, schema: pa.Schema) -> None:
        self._folder, self._stem, self._schema = folder, stem, schema
        self._waiting = schema.empty_table()
        self._writer: pq.ParquetWriter | None = None
        self._generations: list[int] = []
        self._generation = 0
        self._in_file = 0.0

    def add(self, part: pa.Table) -> None:
        """Takes rows, and writes the row groups that are full; how the rows come in parts makes no difference."""
        part = part.replace_schema_metadata(self._schema.metadata)
        table = pa.concat_tables([self._waiting, part]).combine_chunks()
        size, start = bytes_before(table), 0
        whole = list(units(table))[:-1]  # rows of the last speech may follow
        for key, first, end in whole:
            own, filled = (_filled(end - at, int(size[end] - size[at])) for at in (first, start))
            if stops(key, own, filled):
                self._group(table.slice(start, end - start), key, int(size[end] - size[start]))
                start = end
        self._waiting = table.slice(start)

    def end_generation(self) -> None:
        """Writes what is left of this generation; what is added from now on goes into new files."""
        if self._waiting.num_rows:
            self._group(self._waiting, "", 0)
        self._waiting = self._schema.empty_table()
        self._end()
        self._generation += 1

    def close(self, split: SplitName) -> list[FileFact]:
        """Names the files, now that their number is known, and returns them."""
        facts = []
        for number, generation in enumerate(self._generations):
            path = f"{self._stem}-{number:05}-of-{len(self._generations):05}.parquet"
            self._part(number).rename(self._folder / path)
            facts.append(_fact(self._folder, path, split, generation))
        return facts

    def _part(self, number: int) -> Path:
        return self._folder / f"{self._stem}-{number:05}.part"

    def _group(self, rows: pa.Table, key: str, size: int) -> None:
        """Writes a row group of that many bytes of values, whose last speech is `key` and may end the file too."""
        if self._writer is None:
            part = self._part(len(self._generations))
            part.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(part, self._schema, **_layout(self._schema))
        self._writer.write_table(rows.combine_chunks(), row_group_size=rows.num_rows)
        self._in_file += size / FILE_BYTES
        if stops(f"file {key}", size / FILE_BYTES, self._in_file):
            self._end()

    def _end(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            self._generations.append(self._generation)
            self._in_file = 0.0


def _filled(rows: int, size: int) -> float:
    """How full a row group is, in targets."""
    return max(min(rows / GROUP_ROWS, size / GROUP_BYTES), size / GROUP_MOST)


def _layout(schema: pa.Schema) -> dict[str, Any]:
    """What the writer is told. Pages end with their row group, so there is nothing for a page index to find, and
    content-defined pages would make a row group depend on the ones before it. Words have no statistics: nobody
    looks for a range of them, and with every row group they stand in the footer, which no version shares.
    """
    leaves = dict(chain.from_iterable(_leaves(field.name, field) for field in schema))
    encodings = {path: _encoding(leaf) for path, leaf in leaves.items()}
    return {
        "compression": "zstd",
        "compression_level": 3,
        "use_dictionary": [path for path, encoding in encodings.items() if not encoding],
        "column_encoding": {path: encoding for path, encoding in encodings.items() if encoding},
        "write_statistics": [
            path for path, leaf in leaves.items() if path == "speech_id" or not pa.types.is_string(leaf.type)
        ],
    }


def _leaves(path: str, field: pa.Field) -> Iterator[tuple[str, pa.Field]]:
    """The columns of Parquet that a field becomes, by their paths."""
    kind = field.type
    if pa.types.is_struct(kind):
        for part in kind:
            yield from _leaves(f"{path}.{part.name}", part)
    elif pa.types.is_list(kind):
        yield from _leaves(f"{path}.list.element", kind.value_field)
    else:
        yield path, field


def _encoding(leaf: pa.Field) -> str | None:
    """Differences for numbers and for ids that begin alike; None for a dictionary."""
    if pa.types.is_int32(leaf.type):
        return "DELTA_BINARY_PACKED"
    return "DELTA_BYTE_ARRAY" if leaf.name in PLACE_IDS else None


def sha256(path: Path) -> str:
    """SHA-256 of a file, 64 hex digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _fact(folder: Path, path: str, split: SplitName, generation: int) -> FileFact:
    file = pq.ParquetFile(folder / path)
    groups = range(file.metadata.num_row_groups)
    return FileFact(
        path=path,
        split=split,
        rows=file.metadata.num_rows,
        bytes=(folder / path).stat().st_size,
        arrow_bytes=sum(file.read_row_group(group).nbytes for group in groups),
        sha256=sha256(folder / path),
        generation=generation,
    )
