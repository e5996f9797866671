"""The tables of the page: records of a layer by what they have in common, most frequent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from speechdata.annotators import layers
from speechdata.explore._script import put
from speechdata.tables import columns

ROWS = 500
"""Rows of a file."""
SHOWN = 120
"""Characters of a record's text that a table shows."""


class Grouping(NamedTuple):
    """How the records of a layer are grouped, and by what else they are counted."""

    keys: tuple[str, ...]
    facets: tuple[str, ...]


_GROUPINGS = {
    "directives": Grouping(("addressee",), ("modality", "strength")),
    "slogans": Grouping(("canonical", "kind"), ("year",)),
    "placeholders": Grouping(("kind", "form"), ()),
}


def write_groups(dataset: Path, folder: Path, speeches: Sequence[Mapping[str, Any]]) -> None:
    """Writes data/<layer>.js, the groups, and data/<layer>/<n>.js, their rows, of the layers that have a grouping.

    `speeches` are the rows of the index.
    """
    ids = pa.array([speech["id"] for speech in speeches], pa.string())
    years = pa.array([(speech["date"] or "")[:4] for speech in speeches], pa.string())
    for name in (layer.name for layer in layers() if layer.name in _GROUPINGS):
        keys, facets = _GROUPINGS[name]
        rows = _rows(dataset, name, {*keys, *facets} - {"year"}, ids, years)
        groups = _groups(rows, keys, facets)
        put(folder, name, {"keys": keys, "facets": facets, "rows": ROWS, "groups": groups})
        order = _ranked(rows, groups, keys)
        for number, start in enumerate(range(0, order.num_rows, ROWS)):
            put(folder, f"{name}/{number}", order.slice(start, ROWS).to_pydict())


def _rows(dataset: Path, name: str, fields: set[str], ids: pa.Array, years: pa.Array) -> pa.Table:
    """The records: number of the speech, place, the first words, year of the speech and the fields asked for."""
    wanted = ["speech_id", "start", "end", "text", *sorted(fields)]
    parts = [_numbered(part, ids) for part in columns(dataset, name, wanted)]
    if not parts:
        names = ["speech", "start", "end", "text", *sorted(fields), "year"]
        return pa.table({each: pa.array([], pa.string()) for each in names})
    rows = pa.concat_tables(parts)
    for field in sorted(fields):
        values = pc.fill_null(pc.cast(rows[field], pa.string()), "")
        rows = rows.set_column(rows.column_names.index(field), field, values)
    return rows.append_column("year", years.take(rows["speech"].combine_chunks()))


def _numbered(part: pa.Table, ids: pa.Array) -> pa.Table:
    short = pc.utf8_slice_codeunits(part["text"], 0, SHOWN)
    part = part.set_column(part.column_names.index("text"), "text", short)
    numbers = pc.index_in(part["speech_id"], value_set=ids)
    return part.set_column(0, "speech", numbers)


def _groups(rows: pa.Table, keys: Sequence[str], facets: Sequence[str]) -> list[list[Any]]:
    """[keys, records, speeches, [[facets, records] ...]] of each group, most records first."""
    counted = rows.group_by(list(keys)).aggregate([("speech", "count"), ("speech", "count_distinct")])
    found = {
        tuple(row[key] for key in keys): [row["speech_count"], row["speech_count_distinct"], []]
        for row in counted.to_pylist()
    }
    if facets:
        for row in rows.group_by([*keys, *facets]).aggregate([("speech", "count")]).to_pylist():
            cell = [[row[facet] for facet in facets], row["speech_count"]]
            found[tuple(row[key] for key in keys)][2].append(cell)
    ranked = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return [[list(key), records, speeches, sorted(cells)] for key, (records, speeches, cells) in ranked]


def _ranked(rows: pa.Table, groups: Sequence[Sequence[Any]], keys: Sequence[str]) -> pa.Table:
    """The rows in the order of their groups, so that a group is a stretch of them."""
    ranks = pa.table(
        {key: pa.array([group[0][at] for group in groups], pa.string()) for at, key in enumerate(keys)}
        | {"rank": pa.array(range(len(groups)), pa.int64())}
    )
    joined = rows.join(ranks, list(keys))
    names = [name for name in rows.column_names if name not in keys]
    return joined.sort_by([("rank", "ascending"), ("speech", "ascending"), ("start", "ascending")]).select(
        names
    )
