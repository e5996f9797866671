"""The files that people keep beside their sources: sources.csv, assertions.toml, gold/, lexicons/."""

from __future__ import annotations

import csv
from pathlib import Path

from speechdata.checks import ASSERTIONS, Assertions, load_assertions
from speechdata.errors import ConfigError

SOURCES = "sources.csv"
GOLD = "gold"
LEXICONS = "lexicons"
PROVENANCE = "provenance.csv"


def known_sources(folder: Path) -> dict[str, dict[str, str]]:
    """What sources.csv says of each source (path -> publisher, licence, note); nothing if there is no such file."""
    return _keyed(folder / SOURCES, ("publisher", "licence", "note"))


def made_by(gold_file: Path) -> str:
    """Who made a gold file and how, from provenance.csv beside it."""
    said = _keyed(gold_file.parent / PROVENANCE, ("made_by",)).get(gold_file.name)
    return said["made_by"] if said else f"Not stated: {PROVENANCE} beside the gold file does not name it."


def assertions(folder: Path) -> Assertions | None:
    """The expected totals, if the folder states any."""
    path = folder / ASSERTIONS
    return load_assertions(path) if path.is_file() else None


def lexicon_folder(source: Path, chosen: Path | None = None) -> Path:
    """Folder of a project's own lexicons: lexicons/ in a source folder or beside a source file, if none is chosen.

    Raises ConfigError if the chosen folder is missing.
    """
    if chosen is None:
        return (source if source.is_dir() else source.parent) / LEXICONS
    if not chosen.is_dir():
        raise ConfigError("lexicons-missing", "no such folder of lexicons", place=str(chosen))
    return chosen


def _keyed(path: Path, columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        wanted = ("path", *columns)
        if tuple(reader.fieldnames or ()) != wanted:
            message = f"the columns are {reader.fieldnames}, not {','.join(wanted)}"
            raise ConfigError("csv-columns", message, place=str(path), advice="Mend the first line.")
        rows: dict[str, dict[str, str]] = {}
        for row in reader:
            if None in row or None in row.values() or row["path"] in rows:
                message = f"line {reader.line_num} repeats a path or has the wrong number of cells"
                raise ConfigError("csv-row", message, place=str(path))
            rows[row["path"]] = row
    return rows
