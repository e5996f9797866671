"""How a layer is shown in a tool that knows labels and choices: derived from its record, never listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from speechdata.layer import Layer


def choices(layer: Layer, attribute: str) -> tuple[str, ...]:
    """The values that an attribute can take, as words; none if they are not counted."""
    annotation = layer.record.model_fields[attribute].annotation
    values = (False, True) if annotation is bool else get_args(annotation)
    if any(isinstance(value, type) for value in values):
        return ()
    return tuple(map(word, values))


def main_attribute(layer: Layer) -> str | None:
    """The attribute that labels a record: `kind` if the layer has it, else the first with counted words."""
    worded = [each for each in layer.attributes if choices(layer, each)]
    return "kind" if "kind" in worded else next(iter(worded), None)


def labels(layer: Layer) -> tuple[str, ...]:
    """All labels of a layer: the values of its main attribute, or the layer's own name."""
    main = main_attribute(layer)
    return choices(layer, main) if main else (layer.label,)


def label(layer: Layer, attributes: Mapping[str, Any]) -> str:
    """The label of a record with these attributes."""
    main = main_attribute(layer)
    return word(attributes[main]) if main else layer.label


def word(value: object) -> str:
    """A value as a label says it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_of(layer: Layer, attribute: str, said: str) -> Any:
    """The value that a word stands for. Raises ValueError for a word that is none of the attribute's."""
    annotation = layer.record.model_fields[attribute].annotation
    if known := choices(layer, attribute):
        values = (False, True) if annotation is bool else get_args(annotation)
        if said not in known:
            raise ValueError(f"{said!r} is none of {', '.join(known)}")
        return values[known.index(said)]
    return int(said) if annotation is int else said
