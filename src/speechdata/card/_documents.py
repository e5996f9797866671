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

CARD, CROISSANT, CITATION, SUMS = "README.md", "croissant.json", "CITATION.cff", "SHA256SUMS"
DOCUMENTS = (CARD, CROISSANT, CITATION, MANIFEST_FILE, SUMS)
"""Files that every dataset folder has beside its data and the card's pictures."""


def documents(manifest: Manifest, samples: Mapping[str, Record]) -> dict[str, str]:
    """Path in the folder -> text: the card, its pictures, croissant.json, CITATION.cff and the manifest."""
    made = {
        CARD: card(manifest, samples),
        CROISSANT: croissant(manifest),
        CITATION: citation(manifest),
    }
    return made | pictures(manifest) | {MANIFEST_FILE: manifest.dump()}


def write_documents(folder: Path, manifest: Manifest, samples: Mapping[str, Record]) -> None:
    """Writes the documents and, last, SHA256SUMS into a folder whose data and changelog are there."""
    for path, text in documents(manifest, samples).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    (folder / SUMS).write_text(checksums(folder), "utf-8")


def checksums(folder: Path) -> str:
    """The content of SHA256SUMS, as `sha256sum -c` reads it: all files but itself and hidden ones, by path."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    kept = [path for path in paths if path != SUMS and not path.startswith(".")]
    return "".join(f"{sha256(folder / path)}  {path}\n" for path in kept)
