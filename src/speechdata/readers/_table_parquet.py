"""Parquet tables, read in batches by pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from speechdata.errors import SourceError
from speechdata.readers._options import Member, Reading, beyond
from speechdata.readers._table_rows import Bad, Cells, Table

_BATCH = 64
"""Records at a time."""


def table(member: Member, reading: Reading) -> Table:
    """The records. Raises SourceError source-damaged or source-limit, also while they are read."""
    try:
        file = pq.ParquetFile(pa.BufferReader(pa.py_buffer(member.data)))
    except (pa.ArrowException, OSError) as error:
        raise _damaged(member.name, error) from error
    metadata = file.metadata
    size = sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if size > reading.room:
        raise beyond(f"{size:,} bytes unpacked, more than {reading.room:,}", place=member.name)
    return Table(_rows(file, member.name, reading), "parquet", "Parquet, whose texts are UTF-8")


def _rows(file: pq.ParquetFile, place: str, reading: Reading) -> Iterator[Cells | Bad]:
    batches = file.iter_batches(batch_size=_BATCH, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(place, error) from error
        if batch is None:
            return
        if batch.nbytes > reading.room:
            raise beyond(f"more than {reading.room:,} bytes unpacked", place=place)
        reading.spend(batch.nbytes)
        yield from _cells(batch)


def _cells(batch: pa.RecordBatch) -> Iterator[Cells | Bad]:
    """The records of a batch; one whose values cannot be is Bad, and takes no other with it."""
    try:
        found: list[Cells | Bad] = batch.to_pylist()
    except (ValueError, OverflowError, pa.ArrowException) as error:
        if batch.num_rows == 1:
            return iter([Bad(getattr(error, "object", b""), f"a value that cannot be read: {error}")])
        return chain.from_iterable(_cells(batch.slice(at, 1)) for at in range(batch.num_rows))
    return iter(found)


def _damaged(place: str, error: Exception) -> SourceError:
    advice = "Fetch the file again, or write it anew."
    return SourceError("source-damaged", f"no sound Parquet file: {error}", place=place, advice=advice)
