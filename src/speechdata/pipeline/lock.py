"""One build an output at a time, by a lock that the kernel frees when its holder dies."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from speechdata.errors import ConfigError

LOCK = "work/lock"

_log = logging.getLogger(__name__)


@contextmanager
def locked(output: Path, *, wait: bool = True) -> Iterator[None]:
    """Holds the lock of an output folder, which is made if missing.

    If another build holds it, waits for its end, or raises ConfigError `output-busy`. Raises ConfigError
    `output-readonly` if the folder cannot be written.
    """
    try:
        (output / LOCK).parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        if not wait:
            advice = "Wait for its end, or choose another output."
            raise ConfigError(
                "output-busy", "another build writes there", place=str(output), advice=advice
            ) from None
        _log.warning("Another build writes to %s; waiting for its end.", output)
        lock.acquire()
    except OSError as error:
        raise ConfigError(
            "output-readonly", f"cannot be written: {error.strerror}", place=str(output)
        ) from error
    try:
        yield
    finally:
        lock.release()
