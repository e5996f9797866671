"""Units of work: files grouped by bytes, each unit named by the content of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from pydantic import Field

from speechdata import readers
from speechdata.errors import SourceError
from speechdata.lexicons import lexicon_hash
from speechdata.pipeline.config import BuildConfig
from speechdata.readers import STDIN, Origin
from speechdata.records import Record

SMALLEST, LARGEST = 0.25, 4.0
"""Bounds of a shard, as shares of the bytes asked for."""
FILES = 500
"""Files that make a shard of the bytes asked for however small they are: each takes some milliseconds."""


class FileRef(Record):
    """A file to read, and what tells its content: the SHA-256 of a local file, the version of a remote one."""

    name: str = Field(description="path as given to the build, with forward slashes")
    url: str = Field(description="where it lies")
    size: int = Field(description="bytes, 0 if unknown")
    content: str = Field(description="changes when the content does; empty if it could not be read")

    @property
    def origin(self) -> Origin:
        """The file, for the readers."""
        return Origin(name=self.name, url=self.url, size=self.size)


class Shard(Record):
    """Files that are worked on together, or every `parts`-th record of one large file."""

    files: tuple[FileRef, ...]
    part: int = 0
    parts: int = 1
    key: str = Field(description="names its speeches: from names and content of the files, code and options")
    lexicons: str = Field(description="SHA-256 of the lexicons that it is annotated with")

    @property
    def annotation_key(self) -> str:
        """Names its annotations: other lexicons, other annotations of the same speeches."""
        return _digest([self.key, self.lexicons])

    @property
    def label(self) -> str:
        """For people: the first file and how many more."""
        more = f" and {len(self.files) - 1} more" if len(self.files) > 1 else ""
        part = f", part {self.part + 1} of {self.parts}" if self.parts > 1 else ""
        return f"{self.files[0].name}{more}{part}"

    @property
    def n_bytes(self) -> int:
        """Bytes of its files, or of its share of them."""
        return sum(file.size for file in self.files) // self.parts


def plan(config: BuildConfig) -> list[Shard]:
    """All units of work of a build, in order of the files' names, for the lexicons that count here.

    Raises ConfigError if there is no source.
    """
    options = _digest([code_version(), asdict(config.options), config.keep_debris])
    refs = [_reference(origin, config) for origin in readers.discover(config.source)]
    return [shard for group in cut(refs, config.shard_bytes) for shard in _shards(group, config, options)]


def largest_first(shards: Iterable[Shard]) -> list[Shard]:
    """The order to begin them in: a long one that comes last would keep all but one worker idle."""
    return sorted(shards, key=lambda shard: shard.n_bytes, reverse=True)


def one_file(shard: Shard) -> list[Shard]:
    """A shard for each file of `shard`."""
    made = shard.key
    return [
        shard.model_copy(update={"files": (file,), "key": _digest([made, file.name])}) for file in shard.files
    ]


def cut(files: Iterable[FileRef], size: int) -> Iterator[list[FileRef]]:
    """Groups of consecutive files of about `size` bytes.

    A file ends its group if the hash of its name says so, which is the likelier the larger it is, so that a new file
    changes its own group and seldom another.
    """
    group: list[FileRef] = []
    held = 0.0
    for file in files:
        share = max(file.size / size, 1 / FILES)
        if group and held + share > LARGEST:
            yield group
            group, held = [], 0.0
        group.append(file)
        held += share
        if (_drawn(file.name) < share and held >= SMALLEST) or not file.content:
            yield group
            group, held = [], 0.0
    if group:
        yield group


def _drawn(name: str) -> float:
    """A number from 0 to 1 that follows from a name; a checksum would give names that count up numbers in step."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) / 2**64


def _shards(group: Sequence[FileRef], config: BuildConfig, options: str) -> Iterator[Shard]:
    several = len(group) == 1 and readers.holds_several(group[0].name)
    parts = max(1, -(-group[0].size // config.shard_bytes)) if several else 1
    told = [(file.name, file.content) for file in group]
    for part in range(parts):
        key = _digest([options, told, part, parts])
        yield Shard(files=tuple(group), part=part, parts=parts, key=key, lexicons=lexicon_hash())


def _reference(origin: Origin, config: BuildConfig) -> FileRef:
    if origin.url == STDIN:
        origin = _kept(origin, config)
    try:
        content = readers.version(origin)
    except SourceError:
        content = ""
    return FileRef(name=origin.name, url=origin.url, size=origin.size, content=content)


def _kept(origin: Origin, config: BuildConfig) -> Origin:
    """Standard input as a file, since it can be read once only."""
    data = readers.fetch(origin, limits=config.options.limits)
    path = config.work("stdin")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return Origin(name=origin.name, url=str(path), size=len(data))


@cache
def code_version() -> str:
    """SHA-256 over the package's modules and lexicons: results of other code are never taken for results of it."""
    digest = hashlib.sha256()
    root = Path(str(package_files("speechdata")))
    for path in sorted((*root.rglob("*.py"), *root.rglob("*.tsv"))):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _digest(parts: Any) -> str:
    """24 hex digits of the SHA-256 of `parts` as JSON."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]
