"""How a layer is shown in a tool that knows labels and choices: derived from its record, never listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speechdata.layer import Layer


def choices(layer: Layer, attribute: str) -> tuple[str, ...]:
    """The values that an attribute can take, as words; none if they are not counted."""
    return tuple(map(word, layer.values(attribute)))


def labels(layer: Layer) -> tuple[str, ...]:
    """All labels of a layer: the values of its main attribute, or the layer's own name."""
    main = layer.main_attribute
    return choices(layer, main) if main else (layer.label,)


def label(layer: Layer, attributes: Mapping[str, Any]) -> str:
    """The label of a record with these attributes."""
    main = layer.main_attribute
    return word(attributes[main]) if main else layer.label


def word(value: object) -> str:
    """A value as a label says it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_of(layer: Layer, attribute: str, said: str) -> Any:
    """The value that a word stands for. Raises ValueError for a word that is none of the attribute's."""
    if known := choices(layer, attribute):
        if said not in known:
            raise ValueError(f"{said!r} is none of {', '.join(known)}")
        return layer.values(attribute)[known.index(said)]
    return int(said) if layer.record.model_fields[attribute].annotation is int else said
