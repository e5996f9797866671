"""Texts of some speeches, held on disk, to be read in any order as often as needed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from pathlib import Path
from tempfile import TemporaryFile

from speechdata.tables import columns


class Texts(Mapping[str, str]):
    """Speech id -> text of those speeches of a dataset folder that are `wanted`. The file goes with the object."""

    def __init__(self, folder: Path, wanted: Collection[str]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115, it lives as long as this does
        self._places: dict[str, tuple[int, int]] = {}
        for part in columns(folder, "speeches", ["speech_id", "text"]) if wanted else ():
            for speech_id, text in zip(part["speech_id"].to_pylist(), part["text"], strict=True):
                if speech_id in wanted:
                    content = text.as_py().encode()
                    self._places[speech_id] = self._file.tell(), len(content)
                    self._file.write(content)

    def without(self, keys: Collection[str]) -> Texts:
        """The others, read from the same file."""
        rest = copy(self)
        rest._places = {key: place for key, place in self._places.items() if key not in keys}
        return rest

    def __getitem__(self, speech_id: str) -> str:
        start, size = self._places[speech_id]
        self._file.seek(start)
        return self._file.read(size).decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
