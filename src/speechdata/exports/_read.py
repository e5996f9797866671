"""What readers of annotation tools share: every value is checked, every error names task and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.exports._labels import value_of
from speechdata.exports._task import Region
from speechdata.gold.standoff import read_object, read_text
from speechdata.layer import Layer
from speechdata.span import Span

CARRIED = "speechdata"


def json_objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its place."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            place = f"{path}:{number}"
            yield place, read_object(line, place)


def plain_text(row: Mapping[str, Any], place: str) -> str:
    """The text of a task. Raises ConfigError import-form without one."""
    text = row.get("text")
    if not isinstance(text, str):
        raise ConfigError("import-form", "no text", place=place, advice="Give what the tool exported.")
    return text


def carried_of(row: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What the export gave the task to carry, where a tool may have put it. Raises ConfigError import-carried."""
    for holder in (row, row.get("meta"), row.get("data")):
        if isinstance(holder, dict) and isinstance(found := holder.get(CARRIED), dict):
            return found
    advice = "Annotate tasks that `speechdata export` wrote, and export them with their further columns."
    raise ConfigError("import-carried", f"the task came back without {CARRIED}", place=place, advice=advice)


def span_of(start: object, end: object, text: str, place: str) -> Span:
    """A span on a text. Raises ConfigError import-span for one off it."""
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        message = f"[{start}, {end}) is no stretch of a text of {len(text)} characters"
        raise ConfigError("import-span", message, place=place, advice="Mend it in the tool.")
    return Span(start, end)


def layer_of(label: str, part: str | None, place: str) -> Layer:
    """The layer of that label, if it has such a part. Raises ConfigError import-label."""
    known = {layer.label: layer for layer in layers()}
    if label not in known or (part is not None and part not in known[label].spans):
        told = ", ".join(
            name for key, layer in known.items() for name in (key, *(f"{key}.{each}" for each in layer.spans))
        )
        message = f"unknown label {label}{f'.{part}' if part else ''}; there are {told}"
        raise ConfigError("import-label", message, place=place, advice="Mend it in the tool.")
    return known[label]


def region_of(label: str, part: str | None, span: Span, said: Mapping[str | None, str], place: str) -> Region:
    """A region from words; None in `said` names the main attribute. Raises ConfigError import-label."""
    layer = layer_of(label, part, place)
    values: dict[str, Any] = {}
    for key, word in said.items():
        name = layer.main_attribute if key is None else key
        if part is not None or name is None or name not in layer.attributes:
            message = f"{label}{f'.{part}' if part else ''} takes no {name or 'value'}: {word!r}"
            raise ConfigError("import-label", message, place=place, advice="Mend it in the tool.")
        try:
            values[name] = value_of(layer, name, word)
        except ValueError as error:
            message = f"{name} of {label}: {error}"
            raise ConfigError("import-label", message, place=place, advice="Mend it in the tool.") from error
    return Region(label, span, part, values)
