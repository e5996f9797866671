"""Switches a finished dataset folder into place: whoever reads it sees the old one or the new one, whole."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from speechdata.card import MANIFEST_FILE
from speechdata.errors import ConfigError

_HERE, _RENAME_EXCHANGE = -100, 2  # AT_FDCWD and the flag of renameat2(2)


def staging_folder(target: Path) -> Path:
    """Where the next version of `target` is written: beside it, so on the same file system."""
    return _beside(target, "next")


def _beside(target: Path, suffix: str) -> Path:
    real = target.resolve()
    return real.with_name(f".{real.name}.speechdata-{suffix}")


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """An empty folder to write the next version into; switched into place at the end, removed on an error.

    One build a target at a time. Raises ConfigError at once if `target` could not be replaced.
    """
    target = target.resolve()
    recover(target)
    check_replaceable(target)
    folder = staging_folder(target)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
        replace_folder(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def replace_folder(staged: Path, target: Path) -> None:
    """Puts the finished folder `staged`, on the same file system, in the place of `target`.

    Linux exchanges the two in one step, so that there is always one. Elsewhere the old folder is moved aside and the
    new one moved in; a run that dies in between leaves one of them whole, which `recover` (called here first) puts
    right. Raises ConfigError if `target` is no folder, is not empty and no dataset of ours, or cannot be written.
    """
    target = target.resolve()
    recover(target)
    check_replaceable(target)
    if not (staged / MANIFEST_FILE).is_file():
        raise ConfigError("publish-unfinished", f"no {MANIFEST_FILE} in the staged folder", place=str(staged))
    if _exchanged(staged, target):
        shutil.rmtree(staged, ignore_errors=True)
        return
    if target.exists():
        target.rename(_beside(target, "old"))
    try:
        staged.rename(target)
    finally:
        recover(target)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system knows how to swap two folders in one step, and did."""
    if sys.platform != "linux":
        return False
    swap = getattr(ctypes.CDLL(None), "renameat2", None)
    paths = (_HERE, os.fsencode(one), _HERE, os.fsencode(other))
    return swap is not None and swap(*paths, _RENAME_EXCHANGE) == 0


def recover(target: Path) -> None:
    """Undoes or completes a switch that was interrupted: the old folder goes back, or goes."""
    old = _beside(target, "old")
    if not target.exists() and old.exists():
        old.rename(target)
    elif old.exists():
        shutil.rmtree(old, ignore_errors=True)


def check_replaceable(target: Path) -> None:
    """Raises ConfigError unless `target` is absent, empty or a dataset of ours, in a folder we can write."""
    place = str(target)
    if target.exists() and not target.is_dir():
        raise ConfigError("publish-file", "the dataset folder is a file", place=place, advice="Move it away.")
    if target.exists() and any(target.iterdir()) and not _is_ours(target):
        raise ConfigError(
            "publish-foreign",
            f"the folder holds something else: no {MANIFEST_FILE} of speechdata in it",
            place=place,
            advice="Choose another folder, or empty this one yourself.",
        )
    parent = next(folder for folder in target.parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise ConfigError("publish-readonly", "no permission to write there", place=str(parent))


def _is_ours(folder: Path) -> bool:
    try:
        content = json.loads((folder / MANIFEST_FILE).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("generator") == "speechdata"
