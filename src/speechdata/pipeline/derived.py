"""The task views of a build, from the same rows as its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

import pyarrow as pa

from speechdata.pipeline.collection import Collection
from speechdata.pipeline.tallies import Tallies
from speechdata.records import SplitName
from speechdata.tables import Provenance, TableFact, table_fact, write_generations
from speechdata.views import View, views


def write_views(
    collection: Collection,
    splits: Mapping[str, SplitName],
    folder: Path,
    *,
    tallies: Tallies,
    metadata: Provenance,
    threads: Executor,
) -> Iterator[TableFact]:
    """Writes each view as Parquet files under `folder`, a shard at a time; gives the facts of each, in order."""

    def written(view: View) -> TableFact:
        parts = (
            tallies.counted(view.name, _parts(view, collection, generation, splits))
            for generation in collection.generations
        )
        files = write_generations(view.name, parts, folder, metadata=metadata, record=view.record)
        return table_fact(view.name, files, record=view.record)

    return threads.map(written, views())


def _parts(
    view: View, collection: Collection, generation: int, splits: Mapping[str, SplitName]
) -> Iterator[pa.Table]:
    streams = [
        collection.parts(name, generation=generation, splits=splits, filled={}, columns=columns)
        for name, columns in view.needs.items()
    ]
    for tables in zip(*streams, strict=True):
        yield view.derive(dict(zip(view.needs, tables, strict=True)))
