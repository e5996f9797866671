"""The rows that the card shows, read back from the tables."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from speechdata.records import Record
from speechdata.tables import columns, row_model
from speechdata.views import records

PARTS = 4
"""Parts of a table that are looked at: about a thousand rows."""


def samples(folder: Path) -> dict[str, Record]:
    """Of each config of a dataset folder that has rows, one: of its first rows, the first that has most fields filled.

    It follows from the data files alone. Raises SpeechdataError: table-files, table-unreadable.
    """
    found = {name: _fullest(folder, name, row_model(record)) for name, record in records().items()}
    return {name: row for name, row in found.items() if row}


def _fullest(folder: Path, name: str, model: type[Record]) -> Record | None:
    best: tuple[int, dict[str, Any]] = -1, {}
    for part in islice(columns(folder, name, list(model.model_fields)), PARTS):
        counts = filled_in(part)
        most = pc.max(counts).as_py()
        if most > best[0]:
            best = most, part.slice(pc.index(counts, most).as_py(), 1).to_pylist()[0]
    return model.model_validate(best[1]) if best[1] else None


def filled_in(part: pa.Table) -> pa.Array:
    """How many fields of each row are neither null nor empty."""
    counts = pa.array([0] * part.num_rows, pa.int64())
    for column in part.columns:
        full = pc.is_valid(column)
        if pa.types.is_string(column.type):
            full = pc.and_(full, pc.fill_null(pc.not_equal(column, ""), False))
        elif pa.types.is_list(column.type):
            full = pc.and_(full, pc.fill_null(pc.greater(pc.list_value_length(column), 0), False))
        counts = pc.add(counts, pc.cast(full, pa.int64()))
    return counts
