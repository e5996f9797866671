"""Worker processes of this machine: forked from one server, made anew when one has ended, gone with their parent."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock

from speechdata.errors import ConfigError
from speechdata.pipeline import kept, limits, steps
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.shards import Shard


class WorkerEnded(Exception):
    """The process that did a step is gone: killed, crashed or beyond a limit."""


class Processes:
    """A pool of worker processes, made when the first step is to be done."""

    def __init__(self, config: BuildConfig) -> None:
        self._config, self._lock = config, Lock()
        self._pool: ProcessPoolExecutor | None = None
        self.threads = 2 * config.processes

    def run(self, step: str, shard: Shard) -> None:
        """One step of a shard. Raises WorkerEnded, also for steps that ran beside one that ended its worker."""
        kept.carried(step, shard, self._config, self._pooled)

    def alone(self, step: str, shard: Shard) -> None:
        """One step of a shard in a process of its own. Raises WorkerEnded."""
        kept.carried(step, shard, self._config, alone)

    def close(self) -> None:
        """Ends the workers."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def _pooled(self, step: str, shard: Shard, config: BuildConfig) -> None:
        pool = self._current()
        try:
            pool.submit(steps.run, step, shard, config).result()
        except BrokenProcessPool as error:
            self._drop(pool)
            raise WorkerEnded from error

    def _current(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = started(self._config, self._config.processes)
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False)


def alone(step: str, shard: Shard, config: BuildConfig) -> None:
    """One step of a shard in a process that does nothing else. Raises WorkerEnded."""
    with started(config, 1) as pool:
        try:
            pool.submit(steps.run, step, shard, config).result()
        except BrokenProcessPool as error:
            raise WorkerEnded from error


def started(config: BuildConfig, processes: int) -> ProcessPoolExecutor:
    """Workers forked from a server that has loaded the package and the dictionary once. Raises ConfigError."""
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
