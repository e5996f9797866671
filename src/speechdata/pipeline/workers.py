"""Where steps run: worker processes that die with their parent, or this process; results are the same.

A shard that ends its worker (memory, a crash, code that hangs) is tried alone, then file by file, and the file that
does it is set aside; the rest goes on.
"""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Lock
from typing import Protocol

from speechdata.errors import ConfigError
from speechdata.pipeline import ledger, limits, steps
from speechdata.pipeline.config import BuildConfig
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
    """Runs steps in `config.processes` worker processes, or in this one if that is 0."""
    if config.processes == 0:
        yield _Here(config)
        return
    pool = _Pool(config)
    try:
        yield pool
    finally:
        pool.close()


class _Here:
    """This process and thread."""

    threads = 1

    def __init__(self, config: BuildConfig) -> None:
        self._config = config

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        steps.run(step, shard, self._config)
        return [shard]


class _Pool:
    """A process pool that is made anew when a worker has ended, and what to do about the shard that did it."""

    def __init__(self, config: BuildConfig) -> None:
        self._config, self._lock, self._alone = config, Lock(), Lock()
        self.threads = 2 * config.processes
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        if steps.is_done(step, shard, self._config):
            return [shard]
        pool = self._current()
        try:
            pool.submit(steps.run, step, shard, self._config).result()
        except BrokenProcessPool:
            self._drop(pool)
            with self._alone:
                return self._apart(step, shard)
        return [shard]

    def close(self) -> None:
        """Ends the workers."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _current(self) -> Executor:
        with self._lock:
            if self._pool is None:
                self._pool = _executor(self._config, self._config.processes)
            return self._pool

    def _drop(self, pool: Executor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)

    def _apart(self, step: str, shard: Shard) -> list[Shard]:
        """The shard alone, then file by file."""
        if self._stands(step, shard):
            return [shard]
        if len(shard.files) == 1:
            steps.give_up(step, shard, self._config, _ENDED)
            return [shard]
        parts = one_file(shard)
        for part in parts:
            for each in steps.up_to(step):
                if not self._stands(each, part):
                    steps.give_up(each, part, self._config, _ENDED)
        keys = [part.model_dump(mode="json") for part in parts]
        ledger.write(self._config.work("split") / shard.key, json.dumps(keys))
        return parts

    def _stands(self, step: str, shard: Shard) -> bool:
        """Whether a step of a shard, alone in a fresh worker, comes to its end."""
        if steps.is_done(step, shard, self._config):
            return True
        with _executor(self._config, 1) as pool:
            try:
                pool.submit(steps.run, step, shard, self._config).result()
            except BrokenProcessPool:
                return False
        return True


def _executor(config: BuildConfig, processes: int) -> ProcessPoolExecutor:
    """Workers forked from a server that has loaded the package and the dictionary once."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["speechdata.pipeline.preload"])
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=limits.watch, initargs=(config.megabytes,)
    )
    try:
        pool.submit(os.getpid).result()
    except BrokenProcessPool as error:
        advice = "Start it from a file or the command line, or use no workers (--workers 0)."
        raise ConfigError("workers-missing", "worker processes cannot start here", advice=advice) from error
    return pool
