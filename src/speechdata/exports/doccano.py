"""doccano: JSON lines for sequence labelling, offsets in code points, labels such as directive:obligation.

Parts of records are labels of their own (directive.cue). What doccano cannot show rides along in `speechdata`, a
column that it keeps with each text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options
from speechdata.exports._labels import label, labels
from speechdata.exports._losses import Losses
from speechdata.exports._read import carried_of, json_objects, plain_text, region_of, span_of
from speechdata.exports._rows import SpeechRows
from speechdata.exports._task import Region, Task, carried, regions
from speechdata.layer import Layer

FILE, LABELS_FILE = "speeches.jsonl", "labels.json"
COLOURS = ("#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#d62728", "#17becf", "#8c564b", "#e377c2")


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes speeches.jsonl, one speech a line, and labels.json, the label set to import first."""
    by_label = {layer.label: layer for layer in options.layers}
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        for rows in speeches:
            marked = [
                [region.span.start, region.span.end, _name(by_label[region.layer], region)]
                for region in regions(rows, options.layers)
            ]
            task = {"text": rows.text, "label": marked, "speechdata": carried(rows, options.layers, losses)}
            file.write(json.dumps(task, ensure_ascii=False) + "\n")
            _only_carried(rows, options, losses)
    types = [
        {"text": name, "background_color": COLOURS[number % len(COLOURS)], "text_color": "#ffffff"}
        for number, layer in enumerate(options.layers)
        for name in _names(layer)
    ]
    (folder / LABELS_FILE).write_text(json.dumps(types, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _only_carried(rows: SpeechRows, options: Options, losses: Losses) -> None:
    for layer in options.layers:
        for name in layer.attributes:
            if name != layer.main_attribute:
                reason = "a label holds one word: carried along, but not to be edited"
                losses.add("field", f"{layer.name}.{name}", reason, count=len(rows.layers[layer.name]))


def _names(layer: Layer) -> list[str]:
    """All label names of a layer and its parts."""
    own = [f"{layer.label}:{each}" for each in labels(layer)] if layer.main_attribute else [layer.label]
    return own + [f"{layer.label}.{part}" for part in layer.spans]


def _name(layer: Layer, region: Region) -> str:
    if region.part or not layer.main_attribute:
        return region.name
    return f"{region.layer}:{label(layer, region.attributes)}"


def read(path: Path) -> Iterator[Task]:
    """The texts of a JSONL file, or of each in a folder; the annotator is the name of the file."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        advice = "Give the unpacked export of doccano."
        raise ConfigError("import-empty", "no *.jsonl in it", place=str(path), advice=advice)
    for file in files:
        for place, row in json_objects(file):
            yield _task(place, file.stem, row)


def _task(place: str, annotator: str, row: Mapping[str, Any]) -> Task:
    text, home = plain_text(row, place), carried_of(row, place)
    marked = row.get("label", row.get("labels"))
    if not isinstance(marked, list):
        raise _form("no list of labels", place)
    return Task(place, annotator, text, home, [_region(each, text, place) for each in marked])


def _form(message: str, place: str) -> ConfigError:
    advice = "Export the project from doccano as JSONL, without relations."
    return ConfigError("import-form", message, place=place, advice=advice)


def _region(item: Sequence[Any], text: str, place: str) -> Region:
    try:
        start, end, name = item
    except (TypeError, ValueError) as error:
        raise _form(f"{item!r} is no label", place) from error
    where, _, value = str(name).partition(":")
    layer, _, part = where.partition(".")
    span = span_of(start, end, text, f"{place}, {name}")
    return region_of(layer, part or None, span, {None: value} if value else {}, f"{place}, {name}")


FORMAT = Format(name="doccano", about="JSON lines for sequence labelling", write=write, read=read)
