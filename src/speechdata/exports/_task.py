"""What goes to an annotation tool and comes back: a text, regions on it, and what the tool carries along unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from speechdata.exports._labels import word
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows, map_of
from speechdata.layer import Layer
from speechdata.records import Annotation
from speechdata.span import Span

ELSEWHERE = "stands outside its record, where the exchange form has none"


@dataclass(frozen=True)
class Region:
    """A marked stretch in speech coordinates: a record of a layer, or the named part (cue, marker) of one."""

    layer: str
    span: Span
    part: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """Of a record: the attributes that the tool shows."""

    @property
    def name(self) -> str:
        """The layer's label, with that of the part."""
        return f"{self.layer}.{self.part}" if self.part else self.layer


@dataclass(frozen=True)
class Task:
    """One text as one annotator left it. `place` names it in errors; `carried` is what `carried` made."""

    place: str
    annotator: str
    text: str
    carried: Mapping[str, Any]
    regions: Sequence[Region]


def regions(rows: SpeechRows, layers: Iterable[Layer]) -> list[Region]:
    """All records of a speech and their written parts; a part that several records share comes once."""
    found: dict[Region, None] = {}
    for layer in layers:
        for record in rows.layers[layer.name]:
            shown = {name: getattr(record, name) for name in layer.attributes}
            found[Region(layer.label, record.span, attributes=shown)] = None
        for record in rows.layers[layer.name]:
            found |= dict.fromkeys(Region(layer.label, span, name) for name, span in _parts(layer, record))
    return list(found)


def _parts(layer: Layer, record: Annotation) -> Iterator[tuple[str, Span]]:
    """The parts that stand inside their record: an inherited addressee stands elsewhere and is none."""
    for name, span, _ in record.sub_spans():
        basis = getattr(record, f"{name}_basis", "written")
        if name in layer.spans and span is not None and basis == "written" and record.span.contains(span):
            yield name, span


def carried(rows: SpeechRows, layers: Sequence[Layer], losses: Losses) -> dict[str, Any]:
    """What a task needs to come home: the speech without its text, and each record as a standoff row."""
    for layer in layers:
        for record in rows.layers[layer.name]:
            written = dict(_parts(layer, record))
            for name, span, _ in record.sub_spans():
                if name in layer.spans and span is not None and name not in written:
                    losses.add("field", f"{layer.name}.{name}", ELSEWHERE, of=record.annotation_id)
    return {
        "speech": rows.speech.model_dump(mode="json", exclude={"text"}),
        "layers": [layer.label for layer in layers],
        "records": standoff(rows, layers),
    }


def standoff(rows: SpeechRows, layers: Iterable[Layer]) -> list[dict[str, Any]]:
    """The records of a speech as the rows of a standoff file, source coordinates."""
    offsets = map_of(rows.speech)

    def placed(span: Span | None) -> dict[str, int] | None:
        if span is None:
            return None
        there = offsets.to_source(span)
        return {"start": there.start, "end": there.end}

    found = []
    for layer in layers:
        for record in rows.layers[layer.name]:
            row: dict[str, Any] = {
                "layer": layer.label,
                "start": record.source_start,
                "end": record.source_end,
            }
            written = dict(_parts(layer, record))
            for name, span, _ in record.sub_spans():
                row[name] = placed(written.get(name) if name in layer.spans else span)
            found.append(row | _fields(layer, record, row.keys()))
    return found


def _fields(layer: Layer, record: Annotation, taken: Iterable[str]) -> dict[str, Any]:
    """Attributes, then the layer's other fields, then rule and id; nulls of required keys stay."""
    values = record.model_dump(mode="json")
    left_out = {*Annotation.model_fields, "split", *taken} - {"rule", "annotation_id"}
    own = {name: value for name, value in values.items() if name not in left_out}
    ordered = {name: own.pop(name) for name in layer.attributes} | own
    return {name: value for name, value in ordered.items() if not name.endswith(("_start", "_end"))}


def attribute_words(region: Region) -> dict[str, str]:
    """The attributes of a region as words."""
    return {name: word(value) for name, value in region.attributes.items() if value is not None}
