"""Limits of one source: seconds by a timer, memory by a thread that watches, in the process that does the work."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType

from speechdata.errors import SourceError

KILLED_FOR_MEMORY = 77
"""Exit code of a worker that grew beyond its limit."""
_BACKSTOP = 2.0  # the kernel ends a process that used this many times its seconds without listening
_GRACE = 10.0
_EVERY = 0.25
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


class _OutOfTime(BaseException):
    """Passes through code that catches every Exception."""


@contextmanager
def limited(seconds: float, *, place: str) -> Iterator[None]:
    """Raises SourceError `source-timeout` in the block once `seconds` have passed.

    Code that never returns to Python is ended after twice the time of CPU, with its whole process if that is a
    worker. Only in the main thread of a process on POSIX; elsewhere nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    if parent_process() is not None:
        signal.setitimer(signal.ITIMER_PROF, seconds * _BACKSTOP + _GRACE)
    try:
        yield
    except _OutOfTime:
        advice = "See what is odd about it; give it more time with --seconds if it is only long."
        message = f"not done within {seconds:g} s"
        raise SourceError("source-timeout", message, place=place, advice=advice) from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, before)


def watch(megabytes: int) -> None:
    """Ends this worker process as soon as the one that it works for is gone, or it holds more than `megabytes`."""
    if sys.platform == "linux":  # the thread below cannot run while C code holds on to the interpreter
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    threading.Thread(target=_watch, args=(megabytes,), daemon=True).start()


def _watch(megabytes: int) -> None:
    parent = parent_process()
    while parent is not None and parent.is_alive():
        if resident() > megabytes * 1_000_000:
            os._exit(KILLED_FOR_MEMORY)
        parent.join(_EVERY)
    os._exit(1)


def resident() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
