"""One publication to a target at a time on this machine, by a lock that the kernel frees when its holder dies."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from speechdata.errors import ConfigError

_log = logging.getLogger("speechdata")


@contextmanager
def locked(place: str) -> Iterator[None]:
    """Holds the lock of a target; waits for another publication to it. Raises ConfigError `publish-lock`."""
    name = hashlib.sha256(place.encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"speechdata-publish-{name}.lock"
    try:
        lock = FileLock(path)
        lock.acquire(timeout=0)
    except Timeout:
        _log.warning("Another publication to %s is at work; waiting for its end.", place)
        lock.acquire()
    except OSError as error:
        advice = "Another user may have made it; set TMPDIR to a folder of your own."
        message = f"the lock cannot be taken: {error.strerror}"
        raise ConfigError("publish-lock", message, place=str(path), advice=advice) from error
    try:
        yield
    finally:
        lock.release()
