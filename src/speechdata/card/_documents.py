"""The documents of a dataset folder: all of them follow from the manifest and the rows that the card shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from speechdata.card._card import card
from speechdata.card._citation import citation
from speechdata.card._croissant import croissant
from speechdata.card._manifest import MANIFEST_FILE, Manifest
from speechdata.card._pictures import pictures
from speechdata.records import Record
from speechdata.tables import sha256

CARD, SUMS = "README.md", "SHA256SUMS"


def documents(manifest: Manifest, samples: Mapping[str, Record]) -> dict[str, str]:
    """Path in the folder -> text: the card, its pictures, croissant.json, CITATION.cff and the manifest."""
    made = {
        CARD: card(manifest, samples),
        "croissant.json": croissant(manifest),
        "CITATION.cff": citation(manifest),
    }
    return made | pictures(manifest) | {MANIFEST_FILE: manifest.dump()}


def write_documents(folder: Path, manifest: Manifest, samples: Mapping[str, Record]) -> None:
    """Writes the documents, and SHA256SUMS over all files of the folder but itself, as `sha256sum -c` reads it."""
    for path, text in documents(manifest, samples).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / SUMS)
    lines = (f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)
    (folder / SUMS).write_text("".join(lines), "utf-8")
