"""assertions.toml: what a collection is expected to hold and how well it is annotated."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speechdata.annotators import layers
from speechdata.errors import ConfigError

ASSERTIONS = "assertions.toml"
_TABLES = ("speeches", "sentences", "lexicon")
_SPEECH_FIELDS = ("title", "speaker", "date", "salutation", "iso")
_FOUND = tuple(
    f"{pairs}_{figure}" for pairs in ("exact", "overlap") for figure in ("precision", "recall", "f1")
)


@dataclass(frozen=True)
class Assertions:
    """Bounds by name: tables count rows, quality figures lie between 0 and 1."""

    min: Mapping[str, float] = field(default_factory=dict)
    max: Mapping[str, float] = field(default_factory=dict)
    min_quality: Mapping[str, float] = field(default_factory=dict)
    max_quality: Mapping[str, float] = field(default_factory=dict)


def project_assertions(folder: Path) -> Assertions:
    """The bounds of a project's assertions.toml. Raises ConfigError `assertions-missing` if it has none."""
    if not (folder / ASSERTIONS).is_file():
        advice = "Name the folder that holds it, or leave out --project."
        raise ConfigError("assertions-missing", f"no {ASSERTIONS} here", place=str(folder), advice=advice)
    return load_assertions(folder / ASSERTIONS)


def load_assertions(path: Path) -> Assertions:
    """Reads assertions.toml: [min] and [max] with row counts by table, [min.quality] and [max.quality] with
    figures by layer (`directive.exact_f1 = 0.7`).

    Raises ConfigError, naming file and key, for broken TOML, an unknown key or a value that is no number.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _refused(path, str(error), "Give a readable UTF-8 file in TOML.") from error
    _known(content, {"min", "max"}, path, "")
    sides: dict[str, Mapping[str, float]] = {}
    for side in ("min", "max"):
        bounds = dict(_table(content.get(side, {}), path, side))
        figures = _flat(bounds.pop("quality", {}), path, f"{side}.quality")
        _known(bounds, {*_TABLES, *(layer.name for layer in layers())}, path, side)
        _known(figures, _figures(), path, f"{side}.quality")
        sides |= {side: _flat(bounds, path, side), f"{side}_quality": figures}
    return Assertions(**sides)


def _figures() -> set[str]:
    """Names of all figures that scores have."""
    fields = {layer.label: (*layer.attributes, *layer.spans) for layer in layers()} | {
        "speech": _SPEECH_FIELDS
    }
    names = {(label, name) for label, own in fields.items() for name in (*_FOUND, *own)}
    written = {(label, f"{name}_written") for label, own in fields.items() for name in own}
    return {f"{label}.{name}" for label, name in names | written}


def _flat(table: Any, path: Path, where: str) -> dict[str, float]:
    flat: dict[str, float] = {}
    for name, value in _table(table, path, where).items():
        if isinstance(value, dict):
            flat |= {
                f"{name}.{inner}": number for inner, number in _flat(value, path, f"{where}.{name}").items()
            }
        elif isinstance(value, bool) or not isinstance(value, int | float):
            raise _refused(path, f"{where}.{name} is no number: {value!r}", "Give a number.")
        else:
            flat[name] = value
    return flat


def _table(value: Any, path: Path, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _refused(path, f"{where} is no table", f"Write [{where}] and its keys below it.")
    return value


def _known(table: Mapping[str, Any], names: set[str], path: Path, where: str) -> None:
    for name in table:
        if name not in names:
            prefix = f"{where}." if where else ""
            raise _refused(path, f"unknown key {prefix}{name}", f"Known: {', '.join(sorted(names))}.")


def _refused(path: Path, message: str, advice: str) -> ConfigError:
    return ConfigError("assertions", message, place=str(path), advice=advice)
