"""Where steps run: this process, worker processes or a Dask cluster; results are the same.

A shard that ends its worker (memory, a crash, code that hangs) is tried alone, then file by file, and the file that
does it is set aside; the rest goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import Protocol

from speechdata.pipeline import kept, ledger, steps
from speechdata.pipeline.cluster import Cluster
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.processes import Processes, WorkerEnded
from speechdata.pipeline.shards import Shard, one_file


class Run(Protocol):
    """Does one step of a shard and returns it; where it had to be divided, its parts. Any thread may call it."""

    threads: int
    """Threads that keep it busy."""

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        """One step of a shard."""


_ENDED = (
    "its worker process ended: it took too much memory, never came back, or crashed. "
    "Raise --megabytes or --seconds if it is only large, and run `speechdata retry`."
)


@contextmanager
def workers(config: BuildConfig) -> Iterator[Run]:
    """Runs steps where `config.runner` says: on a cluster, or in `config.processes` processes, or here if that is 0."""
    if config.runner == "dask":
        with closing(Cluster(config)) as cluster:
            yield _Elsewhere(config, cluster)
    elif config.processes:
        with closing(Processes(config)) as processes:
            yield _Elsewhere(config, processes)
    else:
        yield _Here(config)


class _Here:
    """This process and thread."""

    threads = 1

    def __init__(self, config: BuildConfig) -> None:
        self._config = config

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        kept.carried(step, shard, self._config, steps.run)
        return [shard]


class _Elsewhere:
    """Other processes, and what to do about the shard that ends one."""

    def __init__(self, config: BuildConfig, others: Processes | Cluster) -> None:
        self._config, self._others, self._alone = config, others, Lock()
        self.threads = others.threads

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        if steps.is_done(step, shard, self._config):
            return [shard]
        try:
            self._others.run(step, shard)
        except WorkerEnded:
            with self._alone:
                return self._apart(step, shard)
        return [shard]

    def _apart(self, step: str, shard: Shard) -> list[Shard]:
        """The shard alone, then file by file."""
        if self._stands(step, shard):
            return [shard]
        if len(shard.files) == 1:
            self._give_up(step, shard)
            return [shard]
        parts = one_file(shard)
        for part in parts:
            for each in steps.up_to(step):
                if not self._stands(each, part):
                    self._give_up(each, part)
        keys = [part.model_dump(mode="json") for part in parts]
        ledger.write(self._config.work(kept.SPLIT) / shard.key, json.dumps(keys))
        kept.keep_division(shard, self._config)
        return parts

    def _give_up(self, step: str, shard: Shard) -> None:
        steps.give_up(step, shard, self._config, _ENDED)
        kept.keep(step, shard, self._config)

    def _stands(self, step: str, shard: Shard) -> bool:
        """Whether a step of a shard, alone in a fresh worker, comes to its end."""
        if steps.is_done(step, shard, self._config):
            return True
        try:
            self._others.alone(step, shard)
        except WorkerEnded:
            return False
        return True
