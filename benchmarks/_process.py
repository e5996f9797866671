"""Runs a command as a process of its own and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parent.parent


class Taken(NamedTuple):
    """What a process took: seconds from start to end, processor seconds, most memory in MB; and what it printed.

    A process counts the memory of the one that starts it as its own, so that one must be small.
    """

    wall: float
    processor: float
    memory: float
    said: str


def run(command: Sequence[str], *, environment: Mapping[str, str]) -> Taken:
    """Runs Python with these arguments to its end. Raises RuntimeError with what it wrote if it fails."""
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=HOME,
        env=known | dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}: {said}")
    unit = 1 if sys.platform == "darwin" else 1024
    wall = time.perf_counter() - began
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, said)
