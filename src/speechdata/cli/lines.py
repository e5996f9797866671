"""Records as lines that a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from speechdata.annotators import layers
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Rejection

_COMMON = set(Annotation.model_fields)
CONTEXT = 12


def record_lines(doc: Doc, wanted: Sequence[Layer]) -> Iterator[str]:
    """A heading for the speech, then each layer's records: source place, surface, attributes."""
    speech = doc.speech
    title = speech.title.text if speech.title else "(untitled)"
    yield f"{title}  [{speech.occurrence.start}, {speech.occurrence.end})"
    for layer in wanted:
        records = doc.layers[layer.name]
        yield f"  {layer.name}: {len(records)}"
        for record in records:
            yield f"    {record.source_start}-{record.source_end}  {_one_line(record.text)}  {attributes(record)}"


def attributes(record: Annotation) -> str:
    """The fields that a layer added, without offsets and ids, as name=value."""
    shown = {
        name: value
        for name, value in record
        if name not in _COMMON and not name.endswith(("_start", "_end", "_id")) and value is not None
    }
    return " ".join(
        f"{name}={_one_line(str(value))}" for name, value in shown.items() if value != record.text
    )


def explain_lines(doc: Doc, offset: int) -> Iterator[str]:
    """What every layer says of the character at `offset` (speech coordinates)."""
    yield f"speech {doc.speech.speech_id}, character {offset}: {_marked(doc, offset)}"
    for layer in layers():
        hits = [record for record in doc.layers[layer.name] if record.start <= offset < record.end]
        out = [r for r in doc.rejections if r.layer == layer.label and r.start <= offset < r.end]
        if not hits and not out:
            yield f"{layer.name}: nothing here"
        for record in hits:
            yield f"{layer.name}: {_one_line(record.text)}"
            yield f"  rule {record.rule}  [{record.start}, {record.end})  {attributes(record)}"
        for rejection in out:
            yield from _ruled_out(doc, layer, rejection)


def _ruled_out(doc: Doc, layer: Layer, rejection: Rejection) -> Iterator[str]:
    yield f"{layer.name}: not {_one_line(doc.text[rejection.start : rejection.end])}"
    yield f"  rule {rejection.rule}  [{rejection.start}, {rejection.end})  {rejection.reason}"


def _marked(doc: Doc, offset: int) -> str:
    before, after = doc.text[max(0, offset - CONTEXT) : offset], doc.text[offset + 1 : offset + 1 + CONTEXT]
    return _one_line(f"{before}>{doc.text[offset]}<{after}")


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")
