"""What the page reads: an index of all speeches, and the speeches themselves in files of a few hundred kilobytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

from speechdata.annotators import layers
from speechdata.card import Manifest
from speechdata.explore._script import as_json, put, put_text
from speechdata.layer import Layer
from speechdata.tables import arrow_schema, columns, in_step, row_model, tables

FILE_CHARACTERS = 300_000
"""Characters of JSON after which the next file of speeches begins."""
_DERIVED = {"speech_id", "sentence_id", "text", "split"}
"""Fields of a record that the page knows already."""


def write_speeches(dataset: Path, manifest: Manifest, folder: Path) -> list[dict[str, Any]]:
    """Writes data/speeches/<n>.js; returns the rows of the index, in the order of the tables."""
    publishers = {source.path: source.publisher or "" for source in manifest.sources}
    index: list[dict[str, Any]] = []
    waiting: list[str] = []
    size = number = 0
    for speech in _speeches(dataset):
        index.append(_entry(speech, number, publishers))
        waiting.append(f"{as_json(speech['speech_id'])}:{as_json(speech)}")
        size += len(waiting[-1])
        if size >= FILE_CHARACTERS:
            put_text(folder, f"speeches/{number}", f"{{{','.join(waiting)}}}")
            waiting, size, number = [], 0, number + 1
    if waiting:
        put_text(folder, f"speeches/{number}", f"{{{','.join(waiting)}}}")
    return index


def write_index(manifest: Manifest, rows: list[dict[str, Any]], folder: Path) -> None:
    """Writes data/index.js: the list of speeches by column, the layers, and what the manifest says."""
    publishers = sorted({name for row in rows for name in row["publishers"]})
    numbers = {name: number for number, name in enumerate(publishers)}
    listed = [row | {"publishers": [numbers[name] for name in row["publishers"]]} for row in rows]
    said = manifest.model_dump(
        mode="json",
        include={
            "pretty_name",
            "version",
            "packages",
            "guideline",
            "quality",
            "gold",
            "quarantine",
            "quality_flags",
        },
    )
    value = {
        "manifest": said | {"tables": {table.name: table.rows for table in manifest.tables}},
        "layers": [_layer(layer, manifest) for layer in layers()],
        "publishers": publishers,
        "speeches": {name: [row[name] for row in listed] for name in (listed[0] if listed else ())},
    }
    put(folder, "index", value)


def _layer(layer: Layer, manifest: Manifest) -> dict[str, Any]:
    field = layer.main_attribute
    counts = manifest.labels.get(layer.name, {}).get(field or "", {})
    return {"name": layer.name, "label": layer.label, "field": field, "kinds": list(counts)}


def _entry(speech: Mapping[str, Any], number: int, publishers: Mapping[str, str]) -> dict[str, Any]:
    """The row of a speech in the index; flags by code, places by path, publishers as the sources state them."""
    paths = list(dict.fromkeys(place["path"] for place in speech["occurrences"]))
    return {
        "id": speech["speech_id"],
        "file": number,
        "title": speech["title"],
        "speaker": " ".join(filter(None, (speech["speaker_role"], speech["speaker"]))),
        "date": None if speech["date"] is None else str(speech["date"]),
        "occasion": speech["occasion"],
        "paths": paths,
        "publishers": sorted({publishers.get(path, "") for path in paths}),
        "split": speech["split"],
        "template": int(speech["is_template"]),
        "flags": sorted({flag["code"] for flag in speech["quality_flags"]}),
        "chars": speech["n_chars"],
        "directives": speech["n_directives"],
    }


def _speeches(dataset: Path) -> Iterator[dict[str, Any]]:
    """The speeches in order, each with the records of its layers: all tables stand in the same order."""
    takes = {
        layer.name: in_step(
            _table(dataset, layer.name), itemgetter("speech_id"), dataset / "data" / layer.name
        )
        for layer in layers()
    }
    for speech in _table(dataset, "speeches"):
        yield speech | {
            "layers": {name: list(map(_short, take(speech["speech_id"]))) for name, take in takes.items()}
        }
    for take in takes.values():
        take(None)


def _table(dataset: Path, name: str) -> Iterator[dict[str, Any]]:
    wanted = arrow_schema(row_model(tables()[name])).names
    return (row for part in columns(dataset, name, wanted) for row in part.to_pylist())


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name not in _DERIVED}
