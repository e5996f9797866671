"""x10xx: the folder holds what its manifest says, in the form of this version, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from speechdata.card import CARD, DOCUMENTS, MANIFEST_FILE, SUMS
from speechdata.gate._rule import Problem, Release, declare
from speechdata.tables import FileFact, arrow_schema, column_types, row_model, sha256, tables
from speechdata.views import records

UNNAMED = frozenset({*DOCUMENTS, "CHANGELOG.md"})
"""Files beside the tables that a dataset may have without naming them in SHA256SUMS."""
AGAIN = "Build the dataset again."


@declare("E1001", "file-missing")
def file_missing(release: Release) -> Iterator[Problem]:
    """Every file that the manifest or SHA256SUMS names is there, and the card."""
    due = {CARD: None, **_files(release), **_sums(release.folder)}
    for path in due:
        if not (release.folder / path).is_file():
            yield Problem(f"the dataset names it. {AGAIN}", path)


@declare("E1002", "file-changed")
def file_changed(release: Release) -> Iterator[Problem]:
    """Every file has the SHA-256 that the manifest and SHA256SUMS state."""
    listed = {path: fact.sha256 for path, fact in _files(release).items()}
    sums = _sums(release.folder)
    for path in {**listed, **sums}:
        if (release.folder / path).is_file():
            found = sha256(release.folder / path)
            for source, stated in ((MANIFEST_FILE, listed), (SUMS, sums)):
                if stated.get(path, found) != found:
                    yield Problem(f"its SHA-256 is not the one in {source}. {AGAIN}", path)


@declare("E1003", "file-schema")
def file_schema(release: Release) -> Iterator[Problem]:
    """Every Parquet file can be read and has the columns of this version."""
    known = records()
    for table in release.manifest.tables:
        due = arrow_schema(row_model(known[table.name])) if table.name in known else None
        for fact in table.files:
            found = _opened(release.folder / fact.path)
            if isinstance(found, str):
                yield Problem(f"it cannot be read: {found}. {AGAIN}", fact.path, table.name)
            elif found and due and (odd := _differences(found.schema_arrow, due)):
                yield Problem(f"{'; '.join(odd)}. {AGAIN}", fact.path, table.name)


@declare("E1004", "file-rows")
def file_rows(release: Release) -> Iterator[Problem]:
    """Every file has the rows that the manifest states, and so have splits and tables."""
    for table in release.manifest.tables:
        for fact in table.files:
            found = _opened(release.folder / fact.path)
            if isinstance(found, pq.ParquetFile) and found.metadata.num_rows != fact.rows:
                message = f"{found.metadata.num_rows:,} rows, the manifest says {fact.rows:,}. {AGAIN}"
                yield Problem(message, fact.path, table.name)
        splits: dict[str, int] = {}
        for fact in table.files:
            splits[fact.split] = splits.get(fact.split, 0) + fact.rows
        if splits != table.splits or sum(splits.values()) != table.rows:
            message = (
                f"the manifest's files have {splits}, its table {table.splits} and {table.rows:,} in all"
            )
            yield Problem(f"{message}. {AGAIN}", MANIFEST_FILE, table.name)


@declare("E1005", "file-unlisted")
def file_unlisted(release: Release) -> Iterator[Problem]:
    """There is no file that neither manifest nor SHA256SUMS names; hidden ones are never published."""
    listed = UNNAMED | _files(release).keys() | _sums(release.folder).keys()
    for path in sorted(release.folder.rglob("*")):
        name = path.relative_to(release.folder).as_posix()
        if path.is_file() and name not in listed and not name.startswith("."):
            yield Problem("nothing says what it is. Remove it, or build the dataset again.", name)


@declare("E1006", "table-unknown")
def table_unknown(release: Release) -> Iterator[Problem]:
    """The manifest has each table of this version, and nothing that is neither table nor task view."""
    names = {table.name for table in release.manifest.tables}
    for name in sorted(tables().keys() - names):
        yield Problem(f"the manifest lacks it. {AGAIN}", MANIFEST_FILE, name)
    for name in sorted(names - records().keys()):
        yield Problem(f"this version has no such table. {AGAIN}", MANIFEST_FILE, name)


def _files(release: Release) -> dict[str, FileFact]:
    return {file.path: file for table in release.manifest.tables for file in table.files}


def _sums(folder: Path) -> dict[str, str]:
    """SHA256SUMS as path -> digest; empty if there is none."""
    path = folder / SUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    pairs = (line.partition(" ") for line in lines)
    return {name.lstrip(" *"): digest for digest, _, name in pairs}


def _opened(path: Path) -> pq.ParquetFile | str | None:
    """The file, what is wrong with it, or None where there is none."""
    try:
        return pq.ParquetFile(path) if path.is_file() else None
    except (pa.ArrowException, OSError) as error:
        return str(error).splitlines()[0]


def _differences(found: pa.Schema, due: pa.Schema) -> list[str]:
    """Which columns are not those of this version."""
    there, here = column_types(found), column_types(due)
    return [
        f"column {name} is {there.get(name, 'missing')}, in this version {here.get(name, 'missing')}"
        for name in {**here, **there}
        if there.get(name) != here.get(name)
    ]


RULES = (file_missing, file_changed, file_schema, file_rows, file_unlisted, table_unknown)
