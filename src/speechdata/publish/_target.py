"""What a release is put to: the interface that a hub, a local folder and a bucket share, and the release's files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Protocol

from pydantic import Field

from speechdata.card import MANIFEST_FILE, Manifest
from speechdata.records import Record
from speechdata.tables import sha256


class Change(Record):
    """One file of a release, against what stands at the target."""

    path: str = Field(description="path in the dataset folder, with forward slashes")
    n_bytes: int = Field(ge=0, description="size in bytes; of a removed file the one it had")
    kind: Literal["new", "changed", "removed", "same"] = Field(description="what becomes of it")


class Settled(Record):
    """The card as it will stand at the target, and what was written there by hand."""

    text: str = Field(description="README.md as it will stand there")
    there: str = Field(description="README.md as it stands there; empty if there is none")
    kept: tuple[str, ...] = Field(default=(), description="what people added, which stays")
    edited: tuple[str, ...] = Field(
        default=(), description="what people edited of ours, which is written anew"
    )


class Target(Protocol):
    """Where releases are put; readers find the old release or the new one, whole."""

    place: str

    def before(self) -> Manifest | None:
        """The manifest of the release that readers get, None if there is none."""

    def fetched(self, aside: Path) -> Path:
        """That release as a local folder; may be written to `aside`, which does not exist."""

    def found(self, version: str) -> Manifest | None:
        """The manifest of a version that is there, also if its publication was interrupted."""

    def settled(self, card: str) -> Settled:
        """The card as it will stand there."""

    def changes(self, folder: Path) -> list[Change]:
        """What the release in `folder` changes against the one that readers get, by path."""

    def put(self, folder: Path, version: str, *, message: str) -> str:
        """Makes `folder` the release that readers get; returns where it stands."""

    def completed(self, version: str, *, dry_run: bool) -> str | None:
        """Does what an interrupted publication of `version` left undone; returns where it stands, None if all is."""


def files(folder: Path) -> Iterator[str]:
    """Paths of all files of a dataset folder, sorted, with forward slashes."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    yield from sorted(found)


def manifest_sha256(folder: Path) -> str:
    """SHA-256 of a dataset folder's manifest."""
    return sha256(folder / MANIFEST_FILE)


def compared(folder: Path, last: Path | None) -> list[Change]:
    """The files of a release against those of the last one, both local folders."""
    there = set(files(last)) if last else set()
    found = [
        Change(
            path=path,
            n_bytes=(folder / path).stat().st_size,
            kind=_kind(folder / path, last / path if last and path in there else None),
        )
        for path in files(folder)
    ]
    gone = sorted(there - {change.path for change in found}) if last else []
    found += [Change(path=p, n_bytes=(last / p).stat().st_size, kind="removed") for p in gone if last]
    return sorted(found, key=lambda change: change.path)


def _kind(path: Path, earlier: Path | None) -> Literal["new", "changed", "same"]:
    if earlier is None:
        return "new"
    is_same = path.stat().st_size == earlier.stat().st_size and sha256(path) == sha256(earlier)
    return "same" if is_same else "changed"
