"""A dataset folder, checked: files against the manifest, rows against their models, all checks over the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from speechdata.annotators import layers
from speechdata.card import Manifest, read_manifest
from speechdata.checks import Bundle, check
from speechdata.errors import SpeechdataError
from speechdata.records import Finding
from speechdata.tables import read, tables


def check_folder(folder: Path) -> list[Finding]:
    """All findings on a dataset folder. Raises SpeechdataError if it is none (it has no readable manifest)."""
    findings = list(_check_files(folder, read_manifest(folder)))
    try:
        rows = _read_all(folder)
    except SpeechdataError as error:
        return [
            *findings,
            Finding(code=error.code, level="error", message=str(error), path=error.place or None),
        ]
    return [*findings, *check(_bundle(rows))]


def _check_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    listed = {file.path: file for table in manifest.tables for file in table.files}
    for path, fact in listed.items():
        if not (folder / path).is_file():
            yield Finding(code="file-missing", level="error", message="the manifest lists it", path=path)
        elif hashlib.sha256((folder / path).read_bytes()).hexdigest() != fact.sha256:
            message = "its SHA-256 is not the one in manifest.json"
            yield Finding(code="file-changed", level="error", message=message, path=path)
    for found in sorted((folder / "data").rglob("*.parquet")):
        name = found.relative_to(folder).as_posix()
        if name not in listed:
            yield Finding(
                code="file-unlisted", level="error", message="the manifest does not list it", path=name
            )


def _read_all(folder: Path) -> dict[str, Sequence[Any]]:
    speeches = read(folder, "speeches")
    texts = {row.speech_id: row.text for row in speeches}  # type: ignore[attr-defined]
    others = {name: read(folder, name, texts=texts) for name in tables() if name != "speeches"}
    return {"speeches": speeches, **others}


def _bundle(rows: Mapping[str, Sequence[Any]]) -> Bundle:
    splits: dict[str, dict[str, set[str]]] = {}
    for name, own in rows.items():
        for row in own:
            if hasattr(row, "split"):
                splits.setdefault(name, {}).setdefault(row.speech_id, set()).add(row.split)
    return Bundle(
        speeches=tuple(rows["speeches"]),
        sentences=tuple(rows["sentences"]),
        annotations={layer.name: tuple(rows[layer.name]) for layer in layers()},
        formulas=tuple(rows["lexicon"]),
        splits=splits,
    )
