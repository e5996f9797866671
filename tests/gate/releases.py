"""Real datasets, edited: rows changed in their files, facts changed in the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from speechdata.card import MANIFEST_FILE, Manifest, read_manifest

Row = dict[str, Any]


def state(folder: Path, **values: Any) -> Manifest:
    """Writes the manifest anew with these values, and the sums; returns the manifest."""
    manifest = read_manifest(folder).model_copy(update=values)
    (folder / MANIFEST_FILE).write_text(manifest.dump(), "utf-8")
    sums = folder / "SHA256SUMS"
    paths = [line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()]
    digests = {path: hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in paths}
    sums.write_text("".join(f"{digest}  {path}\n" for path, digest in digests.items()), "utf-8")
    return manifest


def edit(folder: Path, table: str, change: Callable[[list[Row]], object]) -> None:
    """Changes the rows of the first file of a table; the manifest tells of the file as it is then."""
    path = first(folder, table)
    content = pq.read_table(path, partitioning=None)
    rows = content.to_pylist()
    change(rows)
    replace(folder, table, pa.Table.from_pylist(rows, schema=content.schema))


def replace(folder: Path, table: str, content: pa.Table) -> None:
    """Gives the first file of a table other content; the manifest tells of it."""
    path = first(folder, table)
    pq.write_table(content, path)
    facts = list(read_manifest(folder).tables)
    at = next(number for number, fact in enumerate(facts) if fact.name == table)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    told = {"sha256": sha256, "rows": content.num_rows, "bytes": path.stat().st_size}
    old = facts[at].files[0]
    files = (old.model_copy(update=told), *facts[at].files[1:])
    splits = facts[at].splits | {old.split: sum(file.rows for file in files if file.split == old.split)}
    total = {"files": files, "rows": sum(file.rows for file in files), "splits": splits}
    facts[at] = facts[at].model_copy(update=total)
    state(folder, tables=tuple(facts))


def first(folder: Path, table: str) -> Path:
    """The first file of a table."""
    return folder / read_manifest(folder).table(table).files[0].path


def say(rows: list[Row], said: str) -> None:
    """Puts words into the first speech, in the room of as many characters at the end of its text."""
    text = rows[0]["text"]
    rows[0]["text"] = text[: -len(said) - 1] + "\n" + said
