"""Reads what annotators made of an export and writes it as standoff files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from speechdata import readers
from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.exports._format import format_of
from speechdata.exports._labels import value_of
from speechdata.exports._passes import Pass, passes
from speechdata.records import Source

_UNSAFE = re.compile(r"[^\w.@-]+")


def read_passes(path: Path, form: str, sources: Path, *, defaults: Iterable[str] = ()) -> list[Pass]:
    """The passes in a file or folder that came back from an annotation tool; `sources` is the text or their folder.

    `defaults` are layer.attribute=value, for new records. Raises ConfigError as `passes` and the format's reader do.
    """
    read = format_of(form, readable=True).read
    assert read is not None
    found = passes(read(path), _finder(sources), defaults=dict(map(_default, defaults)))
    if not found:
        advice = "Annotate a task in the tool, submit it, and export again."
        raise ConfigError("import-empty", "no task is annotated", place=str(path), advice=advice)
    return found


def _default(said: str) -> tuple[tuple[str, str], Any]:
    where, _, word = said.partition("=")
    label, _, attribute = where.partition(".")
    layer = {each.label: each for each in layers()}.get(label)
    if layer is None or attribute not in layer.attributes:
        named = ", ".join(f"{each.label}.{name}" for each in layers() for name in each.attributes)
        raise ConfigError("import-default", f"{where!r} is none of {named}", place="--default")
    try:
        return (label, attribute), value_of(layer, attribute, word)
    except ValueError as error:
        raise ConfigError("import-default", f"{where}: {error}", place="--default") from error


def _finder(place: Path) -> Callable[[str, str], Source]:
    """Gives a source by its id; files whose name fits its path are opened first."""
    known: dict[str, Source] = {}
    waiting, unread = readers.discover(str(place)), list[str]()

    def find(source_id: str, path: str) -> Source:
        waiting.sort(key=lambda origin: not (path.startswith(origin.name) or origin.name.endswith(path)))
        while source_id not in known and waiting:
            for source in readers.opened(waiting.pop(0)):
                if isinstance(source, Source):
                    known[source.source_id] = source
                else:
                    unread.append(source.path)
        if source_id not in known:
            message = f"no text with the id {source_id} ({path}): it is missing or was changed"
            message += f"; not readable: {', '.join(unread)}" if unread else ""
            advice = "Give the text that was exported, byte for byte, or its folder, with --source."
            raise ConfigError("import-source", message, place=str(place), advice=advice)
        return known[source_id]

    return find


def write_passes(found: list[Pass], output: Path) -> list[Path]:
    """Writes each pass; if there are several, the names of source and annotator go into the file's name.

    Raises ConfigError output-exists before anything is written.
    """
    paths = [output] if len(found) == 1 else [_named(output, each, found) for each in found]
    for path in paths:
        if path.exists() or paths.count(path) > 1:
            advice = "Name a new one."
            raise ConfigError("output-exists", "it is there already", place=str(path), advice=advice)
    output.parent.mkdir(parents=True, exist_ok=True)
    for path, each in zip(paths, found, strict=True):
        path.write_text("".join(f"{line}\n" for line in each.lines()), "utf-8", newline="\n")
    return paths


def _named(output: Path, one: Pass, found: Iterable[Pass]) -> Path:
    several = len({each.source.source_id for each in found}) > 1
    parts = [Path(one.source.path).stem] if several else []
    name = ".".join(_UNSAFE.sub("_", part) for part in [*parts, one.annotator])
    return output.with_name(f"{output.stem}.{name}{output.suffix}")
