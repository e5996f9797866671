"""A folder of this machine as the target of releases: one folder a version, and the link `latest`, switched last."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from speechdata.card import CARD, Manifest, read_manifest
from speechdata.publish._target import Change, Settled, compared

LATEST = "latest"
_NEXT = ".speechdata-next"


class LocalFolder:
    """`to`/<version>/ for each release, and `to`/latest."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self.place = str(to.resolve())

    def before(self) -> Manifest | None:
        """The manifest of `latest`."""
        return read_manifest(self._latest) if self._latest.exists() else None

    def fetched(self, aside: Path) -> Path:
        """The release where it stands."""
        del aside
        return self._latest.resolve()

    def found(self, version: str) -> Manifest | None:
        """The manifest of a version's folder. Raises SpeechdataError if it holds something else."""
        return read_manifest(self._to / version) if (self._to / version).exists() else None

    def settled(self, card: str) -> Settled:
        """Our card; nobody writes into a release."""
        there = self._latest / CARD
        return Settled(text=card, there=there.read_text("utf-8") if there.is_file() else "")

    def changes(self, folder: Path) -> list[Change]:
        """The files against those of `latest`."""
        return compared(folder, self._latest if self._latest.exists() else None)

    def put(self, folder: Path, version: str, *, message: str) -> str:
        """Copies the folder aside, moves it in as a whole, then switches `latest`."""
        del message
        self._to.mkdir(parents=True, exist_ok=True)
        for left in self._to.glob(f".*{_NEXT}"):
            shutil.rmtree(left)
        aside = self._to / f".{version}{_NEXT}"
        try:
            shutil.copytree(folder, aside)
            aside.rename(self._to / version)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        self._point(version)
        return f"{self.place}/{version}"

    def completed(self, version: str, *, dry_run: bool) -> str | None:
        """Switches `latest` if it was not."""
        if self._latest.exists() and self._latest.resolve() == (self._to / version).resolve():
            return None
        if not dry_run:
            self._point(version)
        return f"{self.place}/{version}"

    @property
    def _latest(self) -> Path:
        return self._to / LATEST

    def _point(self, version: str) -> None:
        """Makes `latest` point to a version; who reads finds the old one or the new one."""
        aside = self._to / f".{LATEST}.{os.getpid()}"
        aside.unlink(missing_ok=True)
        aside.symlink_to(version, target_is_directory=True)
        aside.replace(self._latest)
