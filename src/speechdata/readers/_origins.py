"""Where source files lie: a file, a folder, a glob, a URL that fsspec opens, or standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import fsspec

from speechdata.errors import ConfigError, SourceError
from speechdata.readers._names import is_hidden, readable, shown
from speechdata.readers._options import Limits, beyond

PROJECT_FILES = frozenset({"sources.csv", "assertions.toml"})
"""Files at the top of a source folder that belong to the project and are no sources."""
PROJECT_FOLDERS = frozenset({"gold", "lexicons"})
"""Folders at the top of a source folder that hold no sources."""
STDIN = "-"

_CHUNK = 2**20
_MAGIC = frozenset("*?[")


@dataclass(frozen=True)
class Origin:
    """A source file: its name in records (relative, with forward slashes), where it lies, and its size.

    `url` is an absolute local path, an fsspec URL or `-` for standard input; `size` counts bytes, 0 if unknown.
    """

    name: str
    url: str
    size: int


def discover(source: str) -> list[Origin]:
    """All files in `source`, sorted by name; those that no reader knows are among them and refused when read.

    `source` is a file, a folder, a local glob, an fsspec URL of one of these, or `-`. A web address that ends with a
    slash is a folder if it lists files. Of folders and globs are left out hidden files and folders, and PROJECT_FILES
    and PROJECT_FOLDERS at the top. Raises ConfigError: source-missing, source-package or source-unreachable.
    """
    if source == STDIN:
        return [Origin("stdin", STDIN, 0)]
    if source.startswith("file://"):
        source = url2pathname(urlsplit(source).path)
    found = _remote(source) if "://" in source else _local(source)
    return sorted(found, key=lambda origin: origin.name)


def fetch(origin: Origin, *, limits: Limits) -> bytes:
    """The bytes of a source file. Raises SourceError: source-unreadable or source-limit."""
    if origin.size > limits.file_bytes:
        raise _too_large(origin, limits)
    try:
        data = _bytes(origin.url, limits.file_bytes + 1)
    except Exception as error:  # each file system raises errors of its own
        advice = "See that the file exists and may be read."
        message = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        raise SourceError("source-unreadable", message, place=origin.name, advice=advice) from error
    if len(data) > limits.file_bytes:
        raise _too_large(origin, limits)
    return data


def _too_large(origin: Origin, limits: Limits) -> SourceError:
    return beyond(f"more than {limits.file_bytes:,} bytes", place=origin.name)


def _bytes(url: str, most: int) -> bytes:
    if url == STDIN:
        return _drained(sys.stdin.buffer, most)
    if "://" in url:
        system, path = fsspec.core.url_to_fs(url)
        # Servers that know no ranges answer with the whole page: it is read as it comes.
        streamed = {"block_size": 0} if _is_web(url) else {}
        with system.open(path, "rb", **streamed) as file:
            return _drained(file, most)
    with opened(url) as file:
        return file.read(most)


def opened(path: str) -> BufferedReader:
    """A local file, open. Raises OSError, also for what is no regular file: a pipe or device may never end."""
    local = Path(path)
    if local.exists() and not local.is_file():
        raise OSError(0, "a folder that cannot be listed" if local.is_dir() else "no regular file")
    return local.open("rb")


def _drained(file: IO[bytes], most: int) -> bytes:
    """What a stream gives, at most `most` bytes; a single read of one from the web may give less than there is."""
    content = bytearray()
    while chunk := file.read(min(_CHUNK, most - len(content))):
        content += chunk
    return bytes(content)


def _local(source: str) -> Iterable[Origin]:
    path = Path(source)
    if path.is_dir():
        return _kept(_walk(path, "", ()))
    if path.exists():
        return [_origin(path, path.name)]
    found = list(_globbed(source)) if _MAGIC & set(source) else []
    if not found:
        raise _missing(source)
    return _kept(found)


def _globbed(pattern: str) -> Iterator[Origin]:
    """Files that a local pattern matches, and those in matched folders, each once."""
    fixed = Path(*_before_magic(Path(pattern).parts))
    seen: set[str] = set()
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (Path.glob matches hidden files)
        path = Path(match)
        name = path.relative_to(fixed).as_posix()
        for origin in _walk(path, f"{name}/", ()) if path.is_dir() else [_origin(path, name)]:
            if origin.url not in seen:
                seen.add(origin.url)
                yield origin


def _before_magic(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if _MAGIC & set(part):
            return
        yield part


def _walk(folder: Path, prefix: str, above: tuple[str, ...]) -> Iterator[Origin]:
    """All files below a folder; a folder that cannot be listed stands for its files, so that it is refused."""
    here = os.path.realpath(folder)
    if here in above:
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield _origin(folder, prefix.rstrip("/") or folder.name)
        return
    for path in entries:
        if path.is_dir():
            yield from _walk(path, f"{prefix}{path.name}/", (*above, here))
        else:
            yield _origin(path, prefix + path.name)


def _origin(path: Path, name: str) -> Origin:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    return Origin(readable(os.fsencode(name)), str(path.absolute()), size)


def _kept(found: Iterable[Origin]) -> Iterator[Origin]:
    """Without hidden files and those of the project."""
    for origin in found:
        top = origin.name.partition("/")[0]
        if not (is_hidden(origin.name) or top in PROJECT_FILES | PROJECT_FOLDERS):
            yield origin


def _remote(source: str) -> Iterable[Origin]:
    """Files behind a URL. Raises ConfigError."""
    try:
        system, path = fsspec.core.url_to_fs(source)
        system.invalidate_cache()  # a process that builds again must see what has come since
        return _listed(system, path, web=_is_web(source))
    except ImportError as error:
        advice = "Install the package that opens such addresses (s3fs for s3://, gcsfs for gs://)."
        raise ConfigError("source-package", str(error), place=source, advice=advice) from error
    except Exception as error:  # each file system raises errors of its own
        # A web server that does not answer comes as a missing file, with the true cause behind.
        cause = error.__cause__ or error
        if isinstance(cause, FileNotFoundError) or getattr(cause, "status", None) == 404:
            raise _missing(source) from error
        message = f"cannot be reached: {type(cause).__name__}: {cause}"
        advice = "See that the address is right, that you are connected and may read it."
        raise ConfigError("source-unreachable", message, place=source, advice=advice) from error


def _listed(system: Any, path: str, *, web: bool) -> list[Origin]:
    if _MAGIC & set(path) - (set("?") if web else set()):
        root = "/".join(_before_magic(path.split("/")))
        found = {key: info for key, info in system.glob(path, detail=True).items() if info["type"] == "file"}
    elif (not web or path.endswith("/")) and (found := _below(system, path)):
        root = path.rstrip("/")
    else:
        whole = urlsplit(path) if web else None
        name = (whole.path if whole else path).rstrip("/").rpartition("/")[2]
        return [_url_origin(system, path, name or (whole.netloc if whole else path), system.info(path))]
    if not found:
        raise FileNotFoundError(path)
    named = ((key, key.removeprefix(root).lstrip("/")) for key in sorted(found))
    return list(_kept(_url_origin(system, key, name, found[key]) for key, name in named))


def _below(system: Any, path: str) -> dict[str, Any]:
    """Files in a folder; empty for a file."""
    return dict(system.find(path, detail=True)) if system.isdir(path) else {}


def _url_origin(system: Any, path: str, name: str, info: dict[str, Any]) -> Origin:
    url = str(system.unstrip_protocol(path))
    return Origin(shown(unquote(name)) if _is_web(url) else name, url, int(info.get("size") or 0))


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _missing(source: str) -> ConfigError:
    advice = (
        "Give a file, a folder, a quoted pattern such as 'reports/**/*.txt', a URL, or - for standard input."
    )
    return ConfigError("source-missing", "no such file or folder", place=source, advice=advice)
