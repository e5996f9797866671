"""All shards as one collection, streamed: which speech stands where, what repeats what, and the rows in order.

Speeches stand in the order of their first occurrence: by path, then by place. Where a dataset came before, those that
it held stand first, generation by generation. In memory are an id and a few numbers a speech, and one shard's table at
a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from speechdata.card import read_manifest
from speechdata.pipeline import fingerprints, rows
from speechdata.pipeline.fingerprints import Fingerprint
from speechdata.records import SplitName
from speechdata.tables import arrow_schema, file_columns, row_model, tables

NEW = sys.maxsize
"""Generation of speeches that no dataset held before."""


def generations(folder: Path) -> dict[str, int]:
    """Generation of each speech of a dataset folder. Raises SpeechdataError: manifest-missing, table-unreadable ..."""
    files = read_manifest(folder).table("speeches").files
    parts = ((file, part) for file in files for part in file_columns(folder / file.path, ["speech_id"]))
    return {speech_id: file.generation for file, part in parts for (speech_id,) in rows.tuples(part)}


class Collection:
    """The shards' folders and, by speech, the first of them that holds it, and its generation."""

    def __init__(self, folders: Sequence[Path], *, known: Mapping[str, int] | None = None) -> None:
        """`known` gives generations of speeches; those that are not there make up a new one, the last."""
        self.folders = tuple(folders)
        self.home: dict[str, int] = {}
        self._more: dict[str, list[Any]] = {}
        for number, folder in enumerate(self.folders):
            speeches = rows.read(folder, "speeches", ["speech_id", "occurrences"])
            for speech_id, places in rows.tuples(speeches):
                if self.home.setdefault(speech_id, number) != number:
                    self._more.setdefault(speech_id, []).extend(places)
        generations = {speech_id: (known or {}).get(speech_id, NEW) for speech_id in self.home}
        self.generations = sorted(set(generations.values()))
        self._place = {each: (number, generations[each]) for each, number in self.home.items()}
        self._places = set(self._place.values())

    def texts(self) -> Mapping[str, str]:
        """Texts of the speeches by id, read when asked for."""
        return _Texts(self)

    def fingerprints(self) -> Iterator[Fingerprint]:
        """The fingerprint of each speech, in order."""
        for number, folder in enumerate(self.folders):
            for found in fingerprints.read(folder):
                if self.home[found.speech_id] == number:
                    yield found

    def parts(
        self,
        name: str,
        *,
        generation: int,
        splits: Mapping[str, SplitName],
        filled: Mapping[str, Mapping[str, Any]],
        columns: Sequence[str] | None = None,
    ) -> Iterator[pa.Table]:
        """Rows of a table, of one of the generations, a part a shard, with the schema of the published table.

        `splits` is the split of each speech; `filled` gives columns of `speeches` that only the collection tells
        (column -> speech_id -> value). With `columns`, only these (`speech_id` must be one) and `split`, nothing
        filled in.
        """
        schema = arrow_schema(row_model(tables()[name]))
        if columns:
            schema = pa.schema([schema.field(each) for each in (*columns, "split")])
        for number, folder in enumerate(self.folders):
            if (number, generation) not in self._places:
                continue
            part = self._standing(rows.read(folder, name, columns), (number, generation))
            ids = part["speech_id"].to_pylist()
            if name == "speeches" and not columns:
                part = self._filled(part, ids, filled)
            part = part.append_column(
                "split", pa.array([splits[speech_id] for speech_id in ids], pa.string())
            )
            yield part.select(schema.names).cast(schema)

    def _standing(self, part: pa.Table, place: tuple[int, int]) -> pa.Table:
        """The rows whose speeches have that shard and generation."""
        stand = [self._place[speech_id] == place for speech_id in part["speech_id"].to_pylist()]
        return part if all(stand) else part.filter(pa.array(stand))

    def _filled(
        self, part: pa.Table, ids: Sequence[str], filled: Mapping[str, Mapping[str, Any]]
    ) -> pa.Table:
        for column, values in filled.items():
            field = part.schema.field(column)
            found = pa.array([values.get(speech_id) for speech_id in ids], field.type)
            part = part.set_column(part.column_names.index(column), field, found)
        if any(speech_id in self._more for speech_id in ids):
            field = part.schema.field("occurrences")
            places = part["occurrences"].to_pylist()
            both = [places[at] + self._more.get(speech_id, []) for at, speech_id in enumerate(ids)]
            part = part.set_column(part.column_names.index("occurrences"), field, pa.array(both, field.type))
        return part


class _Texts(Mapping[str, str]):
    """Texts of a collection by speech_id; a few shards' texts are kept at hand."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._of_shard = lru_cache(maxsize=8)(self._read)

    def __getitem__(self, speech_id: str) -> str:
        return self._of_shard(self._collection.home[speech_id])[speech_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._collection.home)

    def __len__(self) -> int:
        return len(self._collection.home)

    def _read(self, shard: int) -> dict[str, str]:
        speeches = rows.read(self._collection.folders[shard], "speeches", ["speech_id", "text"])
        return dict(rows.tuples(speeches))
