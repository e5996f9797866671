"""brat: a .txt and an .ann a speech, attributes as A lines, free values as notes, annotation.conf for the collection.

A record is one T line. brat knows no line break inside a fragment, so a span over lines is written as a fragment a
line; on reading, fragments with nothing but white space between them are one span again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options
from speechdata.exports._labels import choices
from speechdata.exports._losses import Losses
from speechdata.exports._read import CARRIED, carried_of, region_of, span_of
from speechdata.exports._rows import SpeechRows
from speechdata.exports._task import Region, Task, attribute_words, carried, regions
from speechdata.gold.standoff import read_object, read_text
from speechdata.layer import Layer
from speechdata.span import Span

CONFIG_FILE = "annotation.conf"
EDGE = "begins or ends with a line break, which brat cannot mark"
_LINE = re.compile(r"[^\n]+")
_NOTE = re.compile(r"\s*;\s*")


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes <speech_id>.txt, .ann and .json (what goes along unseen) for each speech, and annotation.conf."""
    by_label = {layer.label: layer for layer in options.layers}
    for rows in speeches:
        stem = folder / rows.speech_id
        _save(stem.with_suffix(".txt"), rows.text)
        _save(stem.with_suffix(".ann"), "".join(_lines(rows, by_label, losses)))
        home = json.dumps({CARRIED: carried(rows, options.layers, losses)}, ensure_ascii=False)
        _save(stem.with_suffix(".json"), home + "\n")
    _save(folder / CONFIG_FILE, "\n".join(_config(options.layers)) + "\n")


def _save(path: Path, content: str) -> None:
    path.write_text(content, "utf-8", newline="\n")


def _lines(rows: SpeechRows, by_label: Mapping[str, Layer], losses: Losses) -> Iterator[str]:
    attributes = 0
    for number, region in enumerate(regions(rows, by_label.values()), 1):
        span, layer = region.span, by_label[region.layer]
        if span.of(rows.text) != span.of(rows.text).strip("\n"):
            what = f"{layer.name}.{region.part}" if region.part else layer.name
            lost = f"{rows.speech_id}:{region.name}:{span.start}-{span.end}"
            losses.add("field" if region.part else "record", what, EDGE, of=lost)
            continue
        pieces = [Span(*match.span()).shift(span.start) for match in _LINE.finditer(span.of(rows.text))]
        where = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(piece.of(rows.text) for piece in pieces).replace("\r", " ")
        yield f"T{number}\t{_type(region.name)} {where}\t{words}\n"
        said = attribute_words(region)
        free = [f"{name}={value}" for name, value in said.items() if not choices(layer, name)]
        for name in said:
            if choices(layer, name):
                attributes += 1
                yield f"A{attributes}\t{region.layer}-{name} T{number} {said[name]}\n"
        if free:
            yield f"#{number}\tAnnotatorNotes T{number}\t{'; '.join(free)}\n"


def _type(name: str) -> str:
    """The name of a layer or a part as brat allows it."""
    return name.replace(".", "-")


def _config(layers: Iterable[Layer]) -> Iterator[str]:
    """The sections of annotation.conf: types, and each counted attribute with its values."""
    chosen = tuple(layers)
    yield "[entities]"
    for layer in chosen:
        yield layer.label
        yield from (f"\t{_type(f'{layer.label}.{part}')}" for part in layer.spans)
    yield "[relations]"
    yield "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    yield from ("[events]", "[attributes]")
    for layer in chosen:
        for name in layer.attributes:
            if values := choices(layer, name):
                yield f"{layer.label}-{name}\tArg:{layer.label}, Value:{'|'.join(values)}"


@dataclass
class _Found:
    """A T line with what other lines say of it."""

    name: str
    span: Span
    place: str
    words: dict[str | None, str] = field(default_factory=dict)


def read(path: Path) -> Iterator[Task]:
    """The .ann files under a folder; the annotator is the name of the folder that holds them."""
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise ConfigError("import-empty", "no *.ann in it", place=str(path), advice="Give brat's folder.")
    for file in files:
        text = _read(file.with_suffix(".txt"))
        home = read_object(_read(file.with_suffix(".json")), str(file.with_suffix(".json")))
        found = [_region(each) for each in _found(file, text).values()]
        yield Task(str(file), file.resolve().parent.name, text, carried_of(home, str(file)), found)


def _read(path: Path) -> str:
    """A file beside the annotations, every line end kept. Raises ConfigError import-carried if it is missing."""
    if not path.is_file():
        advice = "Keep the .txt and .json of the export beside each .ann."
        raise ConfigError("import-carried", "no such file", place=str(path), advice=advice)
    return path.read_bytes().decode("utf-8")


def _found(file: Path, text: str) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    later = []
    for number, line in enumerate(read_text(file).split("\n"), 1):
        place = f"{file}:{number}"
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 1:
            name, _, where = fields[1].partition(" ")
            found[fields[0]] = _Found(name, _whole(where, text, place), place)
        elif line.startswith(("A", "#")) and len(fields) > 1:
            later.append((place, fields))
        elif line.strip():
            message = f"a line that is neither span, attribute nor note: {line[:40]}"
            raise ConfigError("import-form", message, place=place, advice="Remove it in brat.")
    for place, fields in later:
        _add(found, fields, place)
    return found


def _whole(where: str, text: str, place: str) -> Span:
    """The span of all fragments. Raises ConfigError import-span for a gap that is no white space."""
    try:
        edges = [tuple(map(int, piece.split())) for piece in where.split(";")]
        pieces = [span_of(start, end, text, place) for start, end in edges]
    except ValueError as error:
        raise ConfigError("import-form", f"no offsets: {where!r}", place=place) from error
    for one, other in pairwise(pieces):
        if other.start < one.end or text[one.end : other.start].strip():
            message = f"a span in pieces: {where}"
            raise ConfigError(
                "import-span", message, place=place, advice="Join it in brat; records have one piece."
            )
    return Span(pieces[0].start, pieces[-1].end)


def _add(found: Mapping[str, _Found], fields: list[str], place: str) -> None:
    """Gives what an A or # line says to its T line."""
    what, target, *value = fields[1].split(" ", 2)
    if target not in found:
        raise ConfigError("import-form", f"{target} is no span of this file", place=place)
    each = found[target]
    if fields[0].startswith("A"):
        layer = each.name.partition("-")[0]
        each.words[what.removeprefix(f"{layer}-")] = value[0] if value else "true"
        return
    for note in _NOTE.split(fields[2].strip()) if len(fields) > 2 else ():
        name, equals, said = note.partition("=")
        if equals:
            each.words[name.strip()] = said.strip()


def _region(each: _Found) -> Region:
    layer, _, part = each.name.partition("-")
    return region_of(layer, part or None, each.span, each.words, each.place)


FORMAT = Format(name="brat", about="a .txt and .ann a speech", write=write, read=read)
