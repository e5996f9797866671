"""Speeches laid end to end, so that places in all of them are numbers on one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from speechdata.errors import SpeechdataError

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ground:
    """The speeches of a table, one after the other."""

    ids: pa.Array
    """speech_id of each."""
    bases: Numbers
    """Where each starts on the line, and behind the last one where the line ends."""

    @classmethod
    def of(cls, speeches: pa.Table) -> Ground:
        """The ground of some speeches; needs `speech_id` and `text`."""
        lengths = pc.utf8_length(speeches["text"]).to_numpy()
        bases = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
        return cls(speeches["speech_id"].combine_chunks(), bases)

    def speeches(self, table: pa.Table) -> Numbers:
        """Which speech each row of a table belongs to. Raises SpeechdataError `view-reference`."""
        return positions(table["speech_id"], self.ids)

    def owners(self, points: Numbers) -> Numbers:
        """Which speech each point of the line lies in."""
        return np.asarray(np.searchsorted(self.bases, points, side="right") - 1, np.int64)

    def spans(self, table: pa.Table) -> tuple[Numbers, Numbers, Numbers]:
        """Order of a table's spans on the line, their starts and their ends in that order."""
        bases = self.bases[self.speeches(table)]
        starts, ends = table["start"].to_numpy() + bases, table["end"].to_numpy() + bases
        order = np.lexsort((-ends, starts))
        return order, starts[order], ends[order]


def by_speech(speeches: pa.Table, table: pa.Table) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each speech that has rows in a table (`speech_id`, `text`, `split`), with these in the order of the text."""
    ground = Ground.of(speeches)
    table = table.take(ground.spans(table)[0])
    told = speeches.select(["speech_id", "text", "split"]).to_pylist()
    owned = zip(ground.speeches(table).tolist(), table.to_pylist(), strict=True)
    for at, group in groupby(owned, key=itemgetter(0)):
        yield told[at], [row for _, row in group]


def positions(ids: pa.ChunkedArray, among: pa.Array) -> Numbers:
    """Index of each id among others. Raises SpeechdataError `view-reference` for one that is not there."""
    found = pc.index_in(ids, value_set=among)
    if found.null_count:
        lost = ids.filter(pc.is_null(found))[0].as_py()
        raise SpeechdataError("view-reference", f"{lost}: named by a row, but not there")
    return np.asarray(found.to_numpy(), np.int64)


def stretches(starts: Numbers, ends: Numbers) -> Numbers:
    """All points of some half-open ranges, range after range."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(lengths.sum()) + np.repeat(starts - before, lengths), np.int64)


def grouped(groups: Numbers, number: int, values: pa.Array, kind: pa.ListType) -> pa.Array:
    """Lists of values, one a group 0 … number - 1; `groups` is the group of each value and rises."""
    offsets = np.concatenate([[0], np.cumsum(np.bincount(groups, minlength=number))])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values, type=kind)


def structs(table: pa.Table, kind: pa.StructType) -> pa.Array:
    """Rows of a table as structs of the fields that `kind` names."""
    fields = [kind.field(at) for at in range(kind.num_fields)]
    return pa.StructArray.from_arrays([table[field.name].combine_chunks() for field in fields], fields=fields)
