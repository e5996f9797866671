"""The task views of a build, from the same rows as its tables; in processes of their own where there are several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa

from speechdata.errors import ConfigError
from speechdata.pipeline.collection import Collection
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.processes import started
from speechdata.records import SplitName
from speechdata.tables import Provenance, TableFact, table_fact, write_generations
from speechdata.views import View, views


@contextmanager
def executor(config: BuildConfig, collection: Collection, threads: Executor) -> Iterator[Executor]:
    """What writes views, if any: processes, where there are several and more shards than these, else the threads.

    Raises ConfigError `views-ended` when a process that was at work is gone.
    """
    if not config.views or not 1 < config.processes < len(collection.folders):
        yield threads
        return
    try:
        with started(config, config.processes) as processes:
            yield processes
    except BrokenProcessPool as error:
        message = "a process that wrote task views ended: it was killed, or took too much memory"
        advice = "Raise --megabytes, or build with one worker (--workers 1) or without views (--no-views)."
        raise ConfigError("views-ended", message, place=str(config.output), advice=advice) from error


def write_views(
    collection: Collection,
    splits: Mapping[str, SplitName],
    folder: Path,
    *,
    metadata: Provenance,
    workers: Executor,
) -> Iterator[TableFact]:
    """Writes each view as Parquet files under `folder`, a shard at a time; gives the facts of each, in order."""
    write = partial(_written, collection=collection, splits=splits, folder=folder, metadata=metadata)
    found = views()
    longest_first = sorted(found, key=lambda view: -len(view.needs))
    futures = {view.name: workers.submit(write, view.name) for view in longest_first}
    return (futures[view.name].result() for view in found)


def _written(
    name: str, *, collection: Collection, splits: Mapping[str, SplitName], folder: Path, metadata: Provenance
) -> TableFact:
    view = next(view for view in views() if view.name == name)
    parts = (_parts(view, collection, generation, splits) for generation in collection.generations)
    files = write_generations(view.name, parts, folder, metadata=metadata, record=view.record)
    return table_fact(view.name, files, record=view.record)


def _parts(
    view: View, collection: Collection, generation: int, splits: Mapping[str, SplitName]
) -> Iterator[pa.Table]:
    streams = [
        collection.parts(name, generation=generation, splits=splits, filled={}, columns=columns)
        for name, columns in view.needs.items()
    ]
    for tables in zip(*streams, strict=True):
        yield view.derive(dict(zip(view.needs, tables, strict=True)))
