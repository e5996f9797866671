"""One module a file format. Each public module here declares SUFFIXES and `text`; discovery needs no list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from speechdata.errors import ConfigError, SourceError
from speechdata.records import Source
from speechdata.text.decode import Decoded

PROJECT_FILES = frozenset({"sources.csv", "assertions.toml"})
"""Files at the top of a source folder that belong to the project and are no sources."""
PROJECT_FOLDERS = frozenset({"gold", "lexicons"})
"""Folders at the top of a source folder that hold no sources."""


@cache
def formats() -> dict[str, Callable[..., Decoded]]:
    """Reader of each known suffix (lower case, with its dot): `text(data, *, place) -> Decoded`."""
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    return {suffix: module.text for module in modules for suffix in module.SUFFIXES}


def discover(root: Path) -> list[tuple[Path, str]]:
    """(file, path relative to `root` with forward slashes) of all files with a reader, sorted by the latter.

    Left out: hidden files and folders, and PROJECT_FILES and PROJECT_FOLDERS at the top of `root`.
    `root` may be one file. Raises ConfigError if it does not exist.
    """
    return [(path, name) for path, name in _files(root) if path.suffix.lower() in formats()]


def unknown(root: Path) -> list[tuple[Path, str]]:
    """Like `discover`, but the files that no reader knows: each is to be reported, none passed over."""
    return [(path, name) for path, name in _files(root) if path.suffix.lower() not in formats()]


def read(path: Path, name: str) -> Source:
    """The decoded source in the file `path`, called `name` in records and errors.

    Raises SourceError: source-format, source-unreadable, source-empty, source-binary or source-encoding.
    """
    reader = formats().get(path.suffix.lower())
    if reader is None:
        advice = f"Known are {', '.join(sorted(formats()))}; convert the file or take it out of the folder."
        raise SourceError(
            "source-format", f"no reader for {path.suffix or 'no suffix'}", place=name, advice=advice
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        advice = "See that the file exists and may be read."
        raise SourceError("source-unreadable", str(error.strerror), place=name, advice=advice) from error
    decoded = reader(data, place=name)
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        source_id=f"src-{digest[:16]}",
        path=name,
        sha256=digest,
        n_bytes=len(data),
        encoding=decoded.encoding,
        encoding_evidence=decoded.evidence,
        text=decoded.text,
        recovered=decoded.recovered,
    )


def _files(root: Path) -> list[tuple[Path, str]]:
    if root.is_file():
        return [(root, root.name)]
    if not root.is_dir():
        advice = "Give a file or a folder of source files."
        raise ConfigError("source-missing", "no such file or folder", place=str(root), advice=advice)
    return sorted(_walk(root, ""), key=lambda item: item[1])


def _walk(folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    ours = PROJECT_FILES | PROJECT_FOLDERS if not prefix else frozenset()
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name in ours:
            continue
        name = prefix + path.name
        if path.is_dir():
            yield from _walk(path, f"{name}/")
        else:
            yield path, name
