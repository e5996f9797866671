"""Where a row group or a file ends: at a speech that says so, so that new speeches move no other end.

How far a group or a file is filled is counted in targets: 1.0 is as large as meant. It ends after a speech, at the
earliest when half full: then each speech ends it with a chance equal to its own size in halves of the target, drawn
from the hash of its id. Whatever comes before, the same speeches meet the same ends again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LARGEST = 2.0
"""Most targets that a group or a file holds before it ends in any case."""

Ends = np.ndarray[Any, np.dtype[np.int64]]


def stops(key: str, own: float, filled: float) -> bool:
    """Whether the speech `key`, of the size `own`, ends what it fills up to `filled`, both in targets."""
    drawn = zlib.crc32(key.encode()) / 2**32
    return filled >= LARGEST or (filled >= 0.5 and drawn < 2 * own)


def units(table: pa.Table) -> Iterator[tuple[str, int, int]]:
    """Stretches of rows that are never cut: (id, first row, row after the last) of each speech, or of each row
    where rows belong to none.
    """
    keys = table["speech_id" if "speech_id" in table.column_names else 0].combine_chunks()
    if not len(keys):
        return
    changes = pc.not_equal(keys[1:], keys[:-1]).to_numpy(zero_copy_only=False)
    for start, end in pairwise([0, *(np.flatnonzero(changes) + 1).tolist(), len(keys)]):
        yield keys[start].as_py(), start, end


def bytes_before(table: pa.Table) -> Ends:
    """Bytes of the values before each row and, last, of all rows; the same wherever the rows stand."""
    total = np.zeros(table.num_rows + 1, np.int64)
    for column in table.combine_chunks().columns:
        total += _before(column.chunk(0)) if column.num_chunks else 0
    return total


def _before(values: pa.Array) -> Ends:
    kind = values.type
    if pa.types.is_struct(kind):
        parts: list[Ends] = [_before(part) for part in values.flatten()]
        total: Ends = np.sum(parts, axis=0, dtype=np.int64)
        return total
    if not (pa.types.is_string(kind) or pa.types.is_list(kind)):
        width: int = max(kind.bit_width // 8, 1)
        return np.arange(0, (len(values) + 1) * width, width, dtype=np.int64)
    offsets = _offsets(values)
    if pa.types.is_list(kind):
        return _before(values.flatten())[offsets]
    return offsets


def _offsets(values: pa.Array) -> Ends:
    """Where each string or list begins and, last, where the last one ends."""
    lengths = pc.fill_null(
        pc.binary_length(values) if pa.types.is_string(values.type) else pc.list_value_length(values), 0
    )
    return np.concatenate(([0], np.cumsum(lengths.to_numpy(zero_copy_only=False), dtype=np.int64)))
