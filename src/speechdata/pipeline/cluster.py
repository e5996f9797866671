"""Workers of a Dask cluster; they need no Prefect. They see the sources, and the output under the same path or the
same store.

Each step runs in a child process of its worker, so that limits hold there as they do here and a source that ends its
process ends no worker of the cluster. With a store, a worker has a folder of its own for each step: it brings what the
step takes, keeps what it gives, and leaves nothing behind.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from speechdata.errors import ConfigError
from speechdata.pipeline import kept, processes
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.processes import WorkerEnded
from speechdata.pipeline.shards import Shard, code_version

IN_FLIGHT = 256
"""Steps that the cluster is given at a time."""
PATIENCE = 60
"""Seconds to wait for the scheduler, and for its first worker."""


class Cluster:
    """The workers behind a scheduler, joined when the first step is to be done."""

    threads = IN_FLIGHT

    def __init__(self, config: BuildConfig) -> None:
        self._config, self._told = config, config.everywhere()
        self._lock = Lock()
        self._client: Any = None
        self._executor: Executor | None = None

    def run(self, step: str, shard: Shard) -> None:
        """One step of a shard, in a process of its own on some worker. Raises WorkerEnded if that or the worker
        is gone, ConfigError if the cluster is.
        """
        future = self._joined().submit(_on_worker, step, shard, self._told, code_version())
        try:
            future.result()
        except import_module("distributed").KilledWorker as error:
            raise WorkerEnded from error
        except CancelledError as error:
            raise _no_cluster("scheduler-lost", "the scheduler is gone", self._config) from error
        if step != "extract":  # texts stay where they are, until publishing needs them
            kept.bring_made(step, shard, self._config)

    alone = run

    def close(self) -> None:
        """Leaves the cluster; its workers stay."""
        if self._client is not None:
            self._client.close()

    def _joined(self) -> Executor:
        with self._lock:
            if self._executor is None:
                self._client = _client(self._config)
                self._executor = self._client.get_executor(pure=False)
            return self._executor


def _on_worker(step: str, shard: Shard, config: BuildConfig, code: str) -> None:
    if code != code_version():
        message = "a worker of the cluster has another version of speechdata"
        advice = "Install the same version on all machines and start the workers again."
        raise ConfigError("worker-code", message, advice=advice)
    # Dask's workers are daemons, to which multiprocessing denies children; ours end with their parent by themselves.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    with _folder(config) as own:
        if step != "extract":
            kept.bring_lexicons(shard, own)
        kept.carried(step, shard, own, processes.alone)


@contextmanager
def _folder(config: BuildConfig) -> Iterator[BuildConfig]:
    """The build in a folder of the worker's own, gone at the end, if there is a store that the results go to."""
    if config.store is None:
        yield config
        return
    # Dask removes what a worker that was killed has left in its folder.
    above = import_module("distributed").get_worker().local_directory
    with TemporaryDirectory(dir=above) as folder:
        home = Path(folder)
        yield config.model_copy(update={"output": home, "lexicons": home / "work" / kept.LEXICONS})


def _client(config: BuildConfig) -> Any:
    """A client of the scheduler, which has a worker. Raises ConfigError."""
    try:
        distributed = import_module("distributed")
    except ImportError as error:
        advice = "Install it: pip install 'speechdata[dask]'."
        raise ConfigError(
            "runner-package", "Dask is not installed", place="--runner", advice=advice
        ) from error
    try:
        client = distributed.Client(config.scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _no_cluster("scheduler-unreachable", f"no scheduler answers: {error}", config) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        client.close()
        raise _no_cluster("scheduler-idle", "the scheduler has no worker", config) from error
    return client


def _no_cluster(code: str, message: str, config: BuildConfig) -> ConfigError:
    advice = (
        "Start scheduler and workers (dask scheduler, dask worker) and build again: what is done stays done."
    )
    return ConfigError(code, message, place=config.scheduler or "", advice=advice)
