"""A folder that fsspec opens (s3://, gs:// ...) as the target of releases: objects of each version, then a pointer.

`LATEST` is a small JSON object with the version and the SHA-256 of its manifest. It is written last, in one request,
so who follows it finds the old release or the new one, whole.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import Field, ValidationError

from speechdata.card import CARD, MANIFEST_FILE, Manifest
from speechdata.errors import ConfigError
from speechdata.publish._remote import Remote
from speechdata.publish._target import Change, Settled, compared, files, manifest_sha256
from speechdata.records import Record

LATEST = "LATEST"


class Pointer(Record):
    """What LATEST holds."""

    version: str = Field(description="version that readers get: the name of its folder")
    manifest_sha256: str = Field(description="SHA-256 of its manifest.json, 64 hex digits")


class Bucket:
    """`url`/<version>/ for each release, and `url`/LATEST."""

    def __init__(self, url: str) -> None:
        self._remote = Remote(url, kind="target")
        self.place, self._to, self._system = self._remote.place, self._remote.path, self._remote.system
        self._last: Path | None = None

    def before(self) -> Manifest | None:
        """The manifest that LATEST names. Raises ConfigError `release-damaged` if it is not the one there."""
        with self._remote.reaching():
            if (pointer := self._pointer()) is None:
                return None
            content = bytes(self._system.cat_file(f"{self._to}/{pointer.version}/{MANIFEST_FILE}"))
        if hashlib.sha256(content).hexdigest() != pointer.manifest_sha256:
            message = f"{LATEST} names version {pointer.version}, but its {MANIFEST_FILE} is another"
            advice = "Restore it, or remove LATEST to begin anew."
            raise ConfigError("release-damaged", message, place=self.place, advice=advice)
        return _manifest(content, f"{self.place}/{pointer.version}/{MANIFEST_FILE}")

    def fetched(self, aside: Path) -> Path:
        """The release, downloaded."""
        with self._remote.reaching():
            pointer = self._pointer()
            version = pointer.version if pointer else ""
            for path in self._system.find(f"{self._to}/{version}"):
                local = aside / str(path).removeprefix(f"{self._to}/{version}/")
                local.parent.mkdir(parents=True, exist_ok=True)
                self._system.get_file(path, str(local))
        self._last = aside
        return aside

    def found(self, version: str) -> Manifest | None:
        """The manifest of a version; it is written after all other files, so it tells that they are there."""
        path = f"{self._to}/{version}/{MANIFEST_FILE}"
        with self._remote.reaching():
            content = bytes(self._system.cat_file(path)) if self._system.exists(path) else None
        return None if content is None else _manifest(content, f"{self.place}/{version}/{MANIFEST_FILE}")

    def settled(self, card: str) -> Settled:
        """Our card; nobody writes into a release."""
        there = self._last / CARD if self._last else None
        return Settled(text=card, there=there.read_text("utf-8") if there and there.is_file() else "")

    def changes(self, folder: Path) -> list[Change]:
        """The files against those of the release that readers get, once it was fetched."""
        return compared(folder, self._last)

    def put(self, folder: Path, version: str, *, message: str) -> str:
        """Uploads the files, the manifest last, then switches LATEST."""
        del message
        home = f"{self._to}/{version}"
        with self._remote.reaching():
            if self._system.exists(home):  # left by an interrupted publication: it has no manifest
                self._system.rm(home, recursive=True)
            names = [name for name in files(folder) if name != MANIFEST_FILE]
            for name in (*names, MANIFEST_FILE):
                path = f"{home}/{name}"
                self._remote.make_folder(path.rpartition("/")[0])
                self._system.put_file(str(folder / name), path)
        self._point(Pointer(version=version, manifest_sha256=manifest_sha256(folder)))
        return f"{self.place}/{version}"

    def completed(self, version: str, *, dry_run: bool) -> str | None:
        """Switches LATEST if it was not."""
        with self._remote.reaching():
            content = bytes(self._system.cat_file(f"{self._to}/{version}/{MANIFEST_FILE}"))
            pointer = Pointer(version=version, manifest_sha256=hashlib.sha256(content).hexdigest())
            if self._pointer() == pointer:
                return None
        if not dry_run:
            self._point(pointer)
        return f"{self.place}/{version}"

    def _point(self, pointer: Pointer) -> None:
        with self._remote.reaching():
            self._system.pipe_file(f"{self._to}/{LATEST}", pointer.model_dump_json().encode() + b"\n")

    def _pointer(self) -> Pointer | None:
        path = f"{self._to}/{LATEST}"
        if not self._system.exists(path):
            return None
        return Pointer.model_validate_json(bytes(self._system.cat_file(path)))


def _manifest(content: bytes, place: str) -> Manifest:
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        message = f"no manifest of this version of speechdata: {error.errors()[0]['msg']}"
        raise ConfigError("manifest-broken", message, place=place) from error
