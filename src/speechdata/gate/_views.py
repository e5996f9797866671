"""x10xx: the task views are what the tables give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from speechdata.errors import SpeechdataError
from speechdata.gate._rule import Problem, Release, declare
from speechdata.tables import arrow_schema, columns, row_model, tables
from speechdata.views import View, views

PART = 64
"""Speeches whose rows are derived together."""
AGAIN = "Build the dataset again."


@declare("E1009", "view-differs")
def view_differs(release: Release) -> Iterator[Problem]:
    """Every task view that is there has the rows that the tables give, and each in the file of its split."""
    named = {table.name for table in release.manifest.tables}
    for view in views():
        if view.name in named:
            yield from _compared(view, release.folder)
            yield from _misplaced(view, release)


def _compared(view: View, folder: Path) -> Iterator[Problem]:
    """The first speech whose rows differ. Tables that are broken have findings of their own, and give no rows."""
    try:
        odd = _first_odd(view, folder)
    except (SpeechdataError, pa.ArrowException, IndexError, ValueError, TypeError) as error:
        yield Problem(f"the tables do not give its rows: {error}. {AGAIN}", table=view.name)
        return
    if odd:
        yield Problem(f"{odd}: its rows are not what the tables give. {AGAIN}", table=view.name)


def _first_odd(view: View, folder: Path) -> str | None:
    """Id of the first speech whose rows in the view are not those that follow from the tables."""
    streams = {name: _Stream(folder, name, _schema(name, needed)) for name, needed in view.needs.items()}
    there = _Stream(folder, view.name, view.schema)
    for ids in _speeches(folder):
        due = view.derive({name: stream.take(ids) for name, stream in streams.items()})
        found = there.take(ids)
        if not due.equals(found):
            named: list[str] = ids.to_pylist()
            return next((each for each in named if not _same(due, found, each)), named[0])
    return there.next_speech()


def _speeches(folder: Path) -> Iterator[pa.Array]:
    """Ids of the speeches, a few at a time."""
    for part in columns(folder, "speeches", ["speech_id"]):
        ids = part["speech_id"].combine_chunks()
        yield from (ids.slice(at, PART) for at in range(0, len(ids), PART))


def _schema(table: str, needed: Sequence[str]) -> pa.Schema:
    whole = arrow_schema(row_model(tables()[table]))
    return pa.schema([whole.field(name) for name in (*needed, "split")])


def _same(due: pa.Table, found: pa.Table, speech_id: str) -> bool:
    own = pc.field("speech_id") == speech_id
    return bool(due.filter(own).equals(found.filter(own)))


class _Stream:
    """Rows of a config as they stand in the files, taken in step with the speeches."""

    def __init__(self, folder: Path, name: str, schema: pa.Schema) -> None:
        self._parts = columns(folder, name, schema.names)
        self._rest = schema.empty_table()

    def take(self, ids: pa.Array) -> pa.Table:
        """The next rows, as far as they belong to these speeches."""
        taken = []
        while True:
            stop = pc.index(pc.is_in(self._rest["speech_id"], value_set=ids), False).as_py()
            if stop >= 0:
                break
            taken.append(self._rest)
            part = next(self._parts, None)
            if part is None:
                self._rest, stop = self._rest.slice(0, 0), 0
                break
            self._rest = part.cast(self._rest.schema)
        taken.append(self._rest.slice(0, stop))
        self._rest = self._rest.slice(stop)
        return pa.concat_tables(taken).combine_chunks()

    def next_speech(self) -> str | None:
        """The speech of the next row; None at the end."""
        part = self._rest if self._rest.num_rows else next(self._parts, None)
        return None if part is None else str(part["speech_id"][0].as_py())


def _misplaced(view: View, release: Release) -> Iterator[Problem]:
    """Files with rows of another split."""
    for fact in release.manifest.table(view.name).files:
        path = release.folder / fact.path
        if path.is_file():
            found = set(_splits(path))
            if found - {fact.split}:
                message = f"rows of {', '.join(sorted(found))} in a file of {fact.split}. {AGAIN}"
                yield Problem(message, fact.path, view.name)


def _splits(path: Path) -> list[str]:
    """Splits of the rows of a file; none if it cannot be read, which has a finding of its own."""
    try:
        return list(pc.unique(pq.read_table(path, columns=["split"], partitioning=None)["split"]).to_pylist())
    except (pa.ArrowException, OSError):
        return []


RULES = (view_differs,)
