"""Where results are kept for all machines and for the next run: a folder or any URL that fsspec opens.

    extract/<key>.tar, annotate/<key>.tar, validate/<key>.tar    the result of a step, and what it cost
    split/<key>.tar                                              how a shard that ended its worker was divided
    lexicons/<hash>.tar                                          a project's own lexicons, for workers elsewhere

An object is there as a whole or not at all. One that was damaged is as good as missing: it is done anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from uuid import uuid4

from speechdata.pipeline import ledger
from speechdata.pipeline.log import log
from speechdata.pipeline.packing import pack, unpack
from speechdata.pipeline.spent import note
from speechdata.publish import Remote

MARK = "speechdata-store"
_SUFFIX = ".tar"


class Store:
    """Results at `url`. All methods raise ConfigError: store-package or store-failed."""

    def __init__(self, url: str) -> None:
        self._remote = Remote(url, kind="store")
        self.place = self._remote.place

    def open(self) -> None:
        """Writes a small object that says what the place is, and so learns whether it can be written to."""
        with self._remote.reaching():
            self._remote.make_folder(self._remote.path)
            content = b"Results of units of work of speechdata builds.\n"
            self._remote.system.pipe_file(f"{self._remote.path}/{MARK}", content)

    def names(self, kind: str) -> frozenset[str]:
        """Keys of all results of a step that are kept."""
        with self._remote.reaching():
            found = self._remote.system.find(f"{self._remote.path}/{kind}")
        files = (str(path).rpartition("/")[2] for path in found)
        return frozenset(file.removesuffix(_SUFFIX) for file in files if not file.startswith("."))

    def fetch(self, name: str, path: Path) -> bool:
        """Brings what is kept as `name` (kind/key) to `path` with its notes; False if it is missing or damaged."""
        with ledger.beside(path) as home:
            if not self._download(name, home / "tar"):
                return False
            try:
                result, notes = unpack(home / "tar", home / "content")
            except ValueError as error:
                told = (f"{self.place}/{name}{_SUFFIX}", error)
                log.warning("%s is damaged and will be made anew: %s", *told, extra={"code": "store-damaged"})
                return False
            note(path).parent.mkdir(exist_ok=True)
            for each in notes:
                each.replace(note(path).parent / each.name)
            ledger.become(result, path)
        return True

    def put(self, name: str, path: Path, *, notes: Iterable[Path] = ()) -> None:
        """Keeps a file or folder as `name`, in the place of what was kept so."""
        with ledger.beside(path) as home:
            pack(path, home / "tar", notes=notes)
            with self._remote.reaching():
                self._upload(home / "tar", self._path(name))

    def remove(self, kind: str, keys: Collection[str]) -> int:
        """Removes those of the results of a step that are there; returns how many."""
        there = self.names(kind).intersection(keys) if keys else ()
        with self._remote.reaching():
            for key in sorted(there):
                self._remote.system.rm_file(self._path(f"{kind}/{key}"))
        return len(there)

    def _download(self, name: str, to: Path) -> bool:
        with self._remote.reaching():
            try:
                self._remote.system.get_file(self._path(name), str(to))
            except FileNotFoundError:
                return False
        return True

    def _path(self, name: str) -> str:
        return f"{self._remote.path}/{name}{_SUFFIX}"

    def _upload(self, file: Path, to: str) -> None:
        if self._remote.is_flat:
            self._remote.system.put_file(str(file), to)
            return
        folder, _, last = to.rpartition("/")
        aside = f"{folder}/.{last}.{uuid4().hex}"
        self._remote.make_folder(folder)
        self._remote.system.put_file(str(file), aside)
        self._remote.system.mv(aside, to)
