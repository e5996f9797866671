"""What a build ran on: system, cores, memory, versions, and the most memory that a process has held."""

from __future__ import annotations

import os
import platform
import re
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from pydantic import Field

from speechdata import __version__
from speechdata.records import Record


class Host(Record):
    """The machine and the interpreter. Nothing that names the machine or its user."""

    system: str = Field(description="operating system, its release and the processor's architecture")
    python: str = Field(description="implementation and version of Python")
    cores: int = Field(description="processors that this process may use")
    memory_bytes: int = Field(description="memory of the machine; 0 where the system does not say")


def host() -> Host:
    """The facts of this machine."""
    return Host(
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        cores=cores(),
        memory_bytes=_memory(),
    )


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def packages() -> dict[str, str]:
    """Version of speechdata and of each installed package that it asks for, by name."""
    found = {"speechdata": __version__}
    for wanted in _required():
        name = re.split(r"[^\w.-]", wanted, maxsplit=1)[0]
        with suppress(PackageNotFoundError):  # an extra that nobody installed
            found[name] = version(name)
    return dict(sorted(found.items()))


def _required() -> list[str]:
    with suppress(PackageNotFoundError):  # run from a folder of sources
        return requires("speechdata") or []
    return []


def peak() -> int:
    """Most bytes of memory that this process has held so far; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text("ascii", "replace")
    except OSError:
        return 0
    lines = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return next((int(size) * 1024 for _, size, _ in lines), 0)


def _memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0
