"""Label Studio: tasks with the records as predictions, and the labelling configuration.

Each layer is a Labels control of its own, and so is each part (directive-cue); further attributes are controls of
the region: Choices where the values are counted, Number or TextArea where not. Offsets count code points, as Label
Studio stores them since 2022; a region whose words differ from its offsets is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from speechdata import __version__
from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options
from speechdata.exports._labels import choices, label, labels
from speechdata.exports._losses import Losses
from speechdata.exports._read import CARRIED, carried_of, plain_text, region_of, span_of
from speechdata.exports._rows import SpeechRows
from speechdata.exports._task import Region, Task, attribute_words, carried, regions
from speechdata.gold.standoff import read_text
from speechdata.layer import Layer
from speechdata.span import Span

FILE, CONFIG_FILE = "tasks.json", "config.xml"
_SHAPES = {"choices": "Choices", "number": "Number", "textarea": "TextArea"}


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes tasks.json and config.xml."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, rows in enumerate(speeches):
            file.write(",\n" if number else "\n")
            json.dump(_task(rows, options.layers, losses), file, ensure_ascii=False)
        file.write("\n]\n")
    config = _config(options.layers)
    ET.indent(config)
    (folder / CONFIG_FILE).write_text(ET.tostring(config, encoding="unicode") + "\n", "utf-8")


def _task(rows: SpeechRows, layers: Sequence[Layer], losses: Losses) -> dict[str, Any]:
    by_label = {layer.label: layer for layer in layers}
    results = [
        result
        for number, region in enumerate(regions(rows, layers))
        for result in _results(rows.text, region, by_label[region.layer], f"r{number}")
    ]
    prediction = {"model_version": f"speechdata {__version__}", "result": results}
    about = {name: getattr(rows.speech, name) for name in ("speech_id", "title", "speaker")}
    return {
        "data": {"text": rows.text, **about, CARRIED: carried(rows, layers, losses)},
        "predictions": [prediction],
    }


def _results(text: str, region: Region, layer: Layer, region_id: str) -> Iterator[dict[str, Any]]:
    """The label of a region, then each further attribute under the same id."""
    place = {"start": region.span.start, "end": region.span.end, "text": region.span.of(text)}
    said = region.part or label(layer, region.attributes)
    yield _result(region_id, region.name.replace(".", "-"), "labels", place | {"labels": [said]})
    for name, word in attribute_words(region).items():
        if name != layer.main_attribute:
            kind = _kind(layer, name)
            value = int(word) if kind == "number" else [word]
            key = {"textarea": "text"}.get(kind, kind)
            yield _result(region_id, f"{region.layer}-{name}", kind, place | {key: value})


def _result(region_id: str, control: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": region_id, "from_name": control, "to_name": "text", "type": kind, "value": dict(value)}


def _kind(layer: Layer, attribute: str) -> str:
    if choices(layer, attribute):
        return "choices"
    return "number" if layer.record.model_fields[attribute].annotation is int else "textarea"


def _config(layers: Iterable[Layer]) -> ET.Element:
    view = ET.Element("View")
    chosen = tuple(layers)
    for layer in chosen:
        ET.SubElement(view, "Header", value=layer.name)
        _labels(view, layer.label, labels(layer))
        for part in layer.spans:
            _labels(view, f"{layer.label}-{part}", (part,))
    ET.SubElement(view, "Text", name="text", value="$text")
    for layer in chosen:
        for name in layer.attributes:
            if name != layer.main_attribute:
                _control(view, layer, name)
    return view


def _labels(view: ET.Element, name: str, values: Iterable[str]) -> None:
    control = ET.SubElement(view, "Labels", name=name, toName="text", showInline="true")
    for value in values:
        ET.SubElement(control, "Label", value=value)


def _control(view: ET.Element, layer: Layer, attribute: str) -> None:
    shown = ET.SubElement(view, "View", visibleWhen="region-selected", whenTagName=layer.label)
    ET.SubElement(shown, "Header", value=f"{layer.label}: {attribute}")
    tag = _SHAPES[_kind(layer, attribute)]
    control = ET.SubElement(shown, tag, name=f"{layer.label}-{attribute}", toName="text", perRegion="true")
    for value in choices(layer, attribute):
        ET.SubElement(control, "Choice", value=value)


def read(path: Path) -> Iterator[Task]:
    """The annotations of a JSON export, each annotator's apart; what was skipped or cancelled is left out."""
    try:
        tasks = json.loads(read_text(path))
    except ValueError as error:
        raise _form(f"no JSON: {error}", str(path)) from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise _form("not a list of tasks", str(path))
    for number, task in enumerate(tasks, 1):
        place = f"{path}, task {task.get('id', number)}"
        data = task.get("data")
        if not isinstance(data, dict):
            raise _form("no data", place)
        text, home = plain_text(data, place), carried_of(data, place)
        for annotation in task.get("annotations") or ():
            if not annotation.get("was_cancelled"):
                yield Task(place, _annotator(annotation), text, home, _regions(annotation, text, place))


def _form(message: str, place: str) -> ConfigError:
    return ConfigError("import-form", message, place=place, advice="Export from Label Studio as JSON.")


def _annotator(annotation: Mapping[str, Any]) -> str:
    """Who made an annotation: the e-mail address or number that Label Studio gives."""
    made_by = annotation.get("completed_by")
    if isinstance(made_by, dict):
        made_by = made_by.get("email") or made_by.get("id")
    return "unnamed" if made_by is None else str(made_by)


def _regions(annotation: Mapping[str, Any], text: str, place: str) -> list[Region]:
    """The regions of an annotation, each put together from the results under its id."""
    together: dict[str, list[Mapping[str, Any]]] = {}
    for number, result in enumerate(annotation.get("result") or ()):
        if not isinstance(result.get("value"), dict):
            message = f"a {result.get('type', 'result')} that marks no stretch: records have no relations"
            raise ConfigError("import-form", message, place=place, advice="Remove it in Label Studio.")
        together.setdefault(str(result.get("id", f"result {number}")), []).append(result)
    return [_region(own, text, f"{place}, region {key}") for key, own in together.items()]


def _region(results: Sequence[Mapping[str, Any]], text: str, place: str) -> Region:
    marked = [each for each in results if each.get("type") == "labels"]
    if len(marked) != 1:
        raise _form(f"{len(marked)} controls label it, not one", place)
    value, control = marked[0]["value"], str(marked[0].get("from_name"))
    layer, _, part = control.partition("-")
    span = _span(value, text, place)
    said: dict[str | None, str] = {}
    for each in results:
        named = str(each.get("from_name")).partition("-")[2]
        key = None if each is marked[0] else named
        word = _word(each["value"], str(each.get("type")), place)
        if each is not marked[0] or not (part or word == layer):
            said[key] = word
    return region_of(layer, part or None, span, said, place)


def _span(value: Mapping[str, Any], text: str, place: str) -> Span:
    span = span_of(value.get("start"), value.get("end"), text, place)
    words = value.get("text")
    if isinstance(words, str) and "".join(words.split()) != "".join(span.of(text).split()):
        message = f"its offsets hold {span.of(text)!r}, it says {words!r}: this Label Studio counts otherwise"
        raise ConfigError("import-span", message, place=place, advice="Use Label Studio 1.6 or later.")
    return span


def _word(value: Mapping[str, Any], kind: str, place: str) -> str:
    """The one value of a control."""
    said = value.get({"textarea": "text"}.get(kind, kind))
    if isinstance(said, list):
        if len(said) != 1:
            raise _form(f"{len(said)} values of {kind}, not one: {said}", place)
        said = said[0]
    if said is None:
        raise _form(f"no value of {kind}", place)
    return str(said)


FORMAT = Format(
    name="label-studio", about="tasks with predictions and their configuration", write=write, read=read
)
