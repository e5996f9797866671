"""A Dask cluster of two workers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEDULER, WORKER = "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"


@contextmanager
def running(folder: Path, path: Path) -> Iterator[str]:
    """Its address; `path` is where its workers find the package, `folder` an empty one that it works in."""
    told = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(path), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    scheduler = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told), "--no-dashboard"]
    worker = ["--scheduler-file", str(told), "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]
    (folder / "elsewhere").mkdir()
    started = [
        subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder / "elsewhere",
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for arguments in ([SCHEDULER, *scheduler], [WORKER, *worker])
    ]
    try:
        yield _address(told)
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(30)


def _address(told: Path) -> str:
    for _ in range(600):
        if told.is_file() and (content := told.read_text("utf-8")):
            return str(json.loads(content)["address"])
        time.sleep(0.1)
    raise TimeoutError("no scheduler")
