"""Parquet back to rows, every row validated anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from speechdata.errors import SpeechdataError
from speechdata.records import SPLITS, Record, context
from speechdata.tables._rows import row_model, tables
from speechdata.tables._schema import arrow_schema

T = TypeVar("T")
_FILE = re.compile(rf"({'|'.join(SPLITS)})-(\d{{5}})-of-(\d{{5}})\.parquet")
PART = 256
"""Rows that are read at once: texts are long, and unpacked they take many times the room."""


def read(folder: Path, table: str, *, texts: Mapping[str, str] | None = None) -> list[Record]:
    """All rows of a table of a dataset folder, in order of splits and files; none if the table has no files.

    With `texts` (speech_id -> speech text) every surface is compared with its speech. Raises SpeechdataError
    that names file, row and field: table-files, table-unreadable, table-schema, table-row.
    """
    return list(rows(folder, table, texts=texts))


def rows(folder: Path, table: str, *, texts: Mapping[str, str] | None = None) -> Iterator[Record]:
    """The rows that `read` gives, one by one; few are held at a time."""
    model = row_model(tables()[table])
    for path in _files(folder, table):
        yield from _rows(path, folder, model, texts or {})


def of_speech(folder: Path, table: str, speech_id: str) -> list[Record]:
    """The rows of one speech in a table of a dataset folder; only row groups that may hold it are read.

    Raises SpeechdataError as `read` does.
    """
    model = row_model(tables()[table])
    found: list[Record] = []
    for path in _files(folder, table):
        try:
            rows = pq.read_table(path, filters=[("speech_id", "=", speech_id)], partitioning=None).to_pylist()
            found += map(model.model_validate, rows)
        except (pa.ArrowException, OSError, ValidationError) as error:
            reason = reasons(error) if isinstance(error, ValidationError) else f"broken Parquet: {error}"
            raise SpeechdataError("table-unreadable", reason, place=str(path)) from error
    return found


def columns(folder: Path, table: str, names: Sequence[str]) -> Iterator[pa.Table]:
    """Some columns of a table of a dataset folder, in parts, as they are: also of another version of this package.

    Raises SpeechdataError: table-files, table-unreadable.
    """
    for path in _files(folder, table):
        yield from file_columns(path, names)


def file_columns(path: Path, names: Sequence[str]) -> Iterator[pa.Table]:
    """As `columns`, of one Parquet file."""
    try:
        for batch in pq.ParquetFile(path).iter_batches(PART, columns=list(names)):
            yield pa.Table.from_batches([batch]).select(list(names))
    except (pa.ArrowException, OSError, KeyError) as error:
        raise SpeechdataError("table-unreadable", f"broken Parquet: {error}", place=str(path)) from error


def _files(folder: Path, table: str) -> list[Path]:
    if not folder.is_dir():
        raise SpeechdataError("table-files", "no such dataset folder", place=str(folder))
    home = folder / "data" / table
    found: dict[str, list[Path]] = {split: [] for split in SPLITS}
    for path in sorted(home.iterdir()) if home.is_dir() else []:
        match = _FILE.fullmatch(path.name)
        if not match:
            raise SpeechdataError(
                "table-files", "not a file of this table", place=str(path), advice="Remove it."
            )
        found[match[1]].append(path)
    for split, paths in found.items():
        if any(int(path.stem[-5:]) != len(paths) for path in paths):
            message = f"files of {split} are missing or too many: {', '.join(path.name for path in paths)}"
            raise SpeechdataError("table-files", message, place=str(home), advice="Build the dataset again.")
    return [path for paths in found.values() for path in paths]


def _rows(path: Path, folder: Path, model: type[Record], texts: Mapping[str, str]) -> Iterator[Record]:
    place = path.relative_to(folder).as_posix()
    split = path.name.split("-")[0]
    for number, values in enumerate(_values(path, place, arrow_schema(model))):
        row_place = f"{place}, row {number}"
        if values.get("split", split) != split:
            message = f"field split: {values['split']} in a file of {split}"
            raise SpeechdataError("table-row", message, place=row_place)
        text = texts.get(values.get("speech_id", ""))
        try:
            yield model.model_validate(values, context=None if text is None else context(text))
        except ValidationError as error:
            raise SpeechdataError("table-row", reasons(error), place=row_place) from error


def _values(path: Path, place: str, schema: pa.Schema) -> Iterator[dict[str, Any]]:
    try:
        file = pq.ParquetFile(path)
        _compare(file.schema_arrow, schema, place)
        for batch in file.iter_batches(PART):
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        advice = "Build the dataset again."
        raise SpeechdataError(
            "table-unreadable", f"broken Parquet: {error}", place=place, advice=advice
        ) from error


def _compare(found: pa.Schema, expected: pa.Schema, place: str) -> None:
    there, due = column_types(found), column_types(expected)
    for name in {**due, **there}:
        if there.get(name) != due.get(name):
            message = (
                f"field {name}: the file has {there.get(name, 'none')}, this version {due.get(name, 'none')}"
            )
            raise SpeechdataError("table-schema", message, place=place, advice="Build the dataset again.")


def column_types(schema: pa.Schema) -> dict[str, str]:
    """Column -> its type, with `not null` where it says so."""
    return {field.name: f"{field.type}{'' if field.nullable else ' not null'}" for field in schema}


def stored_columns(folder: Path, table: str) -> dict[str, str]:
    """Column -> type of a table as its first file has it; nothing if it has no files. Raises as `columns`."""
    path = next(iter(_files(folder, table)), None)
    return column_types(pq.read_schema(path)) if path else {}


def in_step(
    members: Iterable[T], key: Callable[[T], str], place: Path
) -> Callable[[str | None], tuple[T, ...]]:
    """Walks a table beside `speeches`: gives the rows of the next speech if it is the one asked for.

    Asked for None, it makes sure that no rows are left. Raises SpeechdataError `table-order`.
    """
    runs = ((name, tuple(run)) for name, run in groupby(members, key=key))
    waiting: list[tuple[str, tuple[T, ...]]] = []

    def take(speech_id: str | None) -> tuple[T, ...]:
        if not waiting and (run := next(runs, None)):
            waiting.append(run)
        if waiting and waiting[0][0] == speech_id:
            return waiting.pop()[1]
        if waiting and speech_id is None:
            message = f"rows of {waiting[0][0]} do not stand in the order of the table speeches"
            raise SpeechdataError("table-order", message, place=str(place), advice="Build the dataset again.")
        return ()

    return take


def reasons(error: ValidationError) -> str:
    """What a record breaks, each with its field; `(row)` where a rule joins several fields."""
    return "; ".join(
        f"field {'.'.join(map(str, item['loc'])) or '(row)'}: {item['msg']}" for item in error.errors()
    )
