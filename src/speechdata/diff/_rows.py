"""The rows of a table as numbers: of a row are kept in memory its speech, its range and hashes, 44 bytes in all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from speechdata.diff._hashes import Hashes, combined, hashes
from speechdata.tables import columns, stored_columns

PLACES = frozenset({"start", "end", "source_start", "source_end", "position", "path", "split"})
"""Columns that say where a row stands, as do all ids; what it says are the others."""

BATCH = 8192
"""Rows that are hashed at once."""
Indices = NDArray[np.int64]


class Rows(NamedTuple):
    """Numbers of the rows of a table, in its order."""

    speeches: Hashes
    starts: Indices
    ends: Indices
    words: Hashes
    """What the row says, save offsets."""
    offsets: Hashes
    """Offsets of what it names (X_start, X_end), which other words of the speech may shift."""
    places: Hashes

    def keys(self) -> Hashes:
        """A number of each row's speech and range."""
        return combined(
            [self.speeches, self.starts.astype(np.uint64), self.ends.astype(np.uint64)], len(self)
        )

    def __len__(self) -> int:
        return len(self.speeches)


def common_names(table: str, old: Path, new: Path) -> list[str]:
    """Columns that both versions of a table have; of one without files, those of the other."""
    was, now = (list(stored_columns(folder, table)) for folder in (old, new))
    return [name for name in was if name in now] if was and now else was or now


def is_place(name: str) -> bool:
    """Whether a column says where a row stands, not what it says."""
    return name in PLACES or (name.endswith("_id") and name != "canonical_id")


def is_offset(name: str) -> bool:
    """Whether a column is an offset of something that the row names."""
    return name.endswith(("_start", "_end")) and not is_place(name)


def rows_of(folder: Path, table: str, names: Sequence[str]) -> Rows:
    """The rows of a table as numbers, of these columns."""
    parts = [_numbers(part, names) for part in _batches(folder, table, names)]
    empty = _numbers(pa.table({"speech_id": [], "start": [], "end": []}), ["speech_id", "start", "end"])
    return Rows(*(np.concatenate(each) for each in zip(empty, *parts, strict=True)))


def _numbers(part: Any, names: Sequence[str]) -> Rows:
    found = {name: hashes(_chunk(part[name])) for name in names}
    groups: dict[str, list[Hashes]] = {"words": [], "offsets": [], "places": []}
    for name, column in found.items():
        groups["places" if is_place(name) else "offsets" if is_offset(name) else "words"].append(column)
    size = part.num_rows
    return Rows(
        speeches=found["speech_id"],
        starts=np.asarray(part["start"]).astype(np.int64),
        ends=np.asarray(part["end"]).astype(np.int64),
        **{group: combined(own, size) for group, own in groups.items()},
    )


def column_hashes(folder: Path, table: str, name: str) -> Hashes:
    """The hashes of one column of a table, in its order."""
    parts = [hashes(_chunk(part[name])) for part in _batches(folder, table, [name])]
    return np.concatenate([np.zeros(0, np.uint64), *parts])


def digest(folder: Path, table: str, names: Sequence[str]) -> tuple[int, int]:
    """The number of rows, and a number that is the same for the same rows in any order."""
    size, total = 0, np.uint64(0)
    for part in _batches(folder, table, names):
        size += part.num_rows
        total += combined([hashes(_chunk(part[name])) for name in names], part.num_rows).sum(dtype=np.uint64)
    return size, int(total)


def taken(folder: Path, table: str, at: Iterable[int], names: Sequence[str]) -> dict[int, dict[str, Any]]:
    """The values of the rows at these places of the table."""
    wanted, first = sorted(at), 0
    found: dict[int, dict[str, Any]] = {}
    for part in columns(folder, table, names) if wanted else ():
        here = [number for number in wanted if first <= number < first + part.num_rows]
        rows = part.take([number - first for number in here]).to_pylist() if here else []
        found |= dict(zip(here, rows, strict=True))
        first += part.num_rows
        if first > wanted[-1]:
            break
    return found


def _batches(folder: Path, table: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """The table in parts that are large enough to count and small enough to hold."""
    waiting: list[pa.Table] = []
    for part in columns(folder, table, names):
        waiting.append(part)
        if sum(each.num_rows for each in waiting) >= BATCH:
            yield pa.concat_tables(waiting)
            waiting.clear()
    if waiting:
        yield pa.concat_tables(waiting)


def _chunk(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
