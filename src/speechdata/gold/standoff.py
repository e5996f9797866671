"""Standoff JSONL, the exchange form: one header line, then one record a line in source coordinates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speechdata.annotators import layers as discovered
from speechdata.errors import SpeechdataError
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Source
from speechdata.span import Span

GUIDELINE = "1.2"
"""Version of the annotation guideline that the annotators follow."""


@dataclass(frozen=True)
class Form:
    """What a record of one layer must carry in a standoff file, and which sub-span identifies it."""

    label: str
    spans: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    anchor: str | None = None


SPEECH = Form("speech", ("title", "speaker", "date", "salutation"), ("iso",))
_SPEECH_EXTRAS = ("speaker_role", "occasion")


def forms(layers: Iterable[Layer] | None = None) -> tuple[Form, ...]:
    """Forms of the speech record and of `layers` (default: all discovered ones), in file order."""
    chosen = discovered() if layers is None else layers
    return (SPEECH, *(Form(each.label, each.spans, each.attributes, each.anchor) for each in chosen))


@dataclass(frozen=True)
class Mark:
    """One standoff record, source coordinates; `fields` holds a Span for each {"start":, "end":} value."""

    label: str
    span: Span
    fields: Mapping[str, Any]

    def identity(self, anchor: str | None) -> Span:
        """The span that identifies this record: the `anchor` sub-span where it has one, else the whole."""
        found = self.fields.get(anchor) if anchor else None
        return found if isinstance(found, Span) else self.span

    @property
    def rule(self) -> str | None:
        """Id of the rule that made this record; None if it names none."""
        named = self.fields.get("rule")
        return None if named is None else str(named)


@dataclass(frozen=True)
class Gold:
    """One standoff file as read. Predictions have the same form."""

    place: str
    sha256: str
    chars: int
    guideline: str
    labels: frozenset[str] | None
    """Layers that the file annotates, from the header's optional `layers`; None: every layer."""
    records: Mapping[str, tuple[Mark, ...]]

    def of(self, label: str) -> tuple[Mark, ...]:
        """Records of one layer, by start."""
        return self.records.get(label, ())

    def covers(self, label: str) -> bool:
        """Whether the file annotates this layer, so that an absent record means that there is none."""
        return self.labels is None or label in self.labels

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the records, 64 hex digits: the same for the same records, however they are written."""
        rows = sorted(
            json.dumps(row_of(mark), sort_keys=True) for own in self.records.values() for mark in own
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def dump(source: Source, docs: Sequence[Doc], layers: Iterable[Layer]) -> Iterator[str]:
    """Lines, without line ends, of the standoff file of a source and its speeches.

    Order: header, speeches, then layer by layer, each by start. Every layer must have run on every doc.
    """
    chosen = tuple(layers)
    labels = [form.label for form in forms(chosen)]
    header = {"layer": "header", "sha256": source.sha256, "chars": len(source.text), "guideline": GUIDELINE}
    yield line_of(header | {"layers": labels})
    yield from map(line_of, sorted(map(_speech, docs), key=_order))
    for layer in chosen:
        rows = [_annotation(doc, layer, record) for doc in docs for record in doc.layers[layer.name]]
        yield from map(line_of, sorted(rows, key=_order))


def load(path: Path, *, source: Source | None = None, layers: Iterable[Layer] | None = None) -> Gold:
    """Reads a standoff file and, given `source`, checks that it annotates that text.

    Raises SpeechdataError, naming file and line, for whatever breaks the form.
    """
    return parse(read_text(path).split("\n"), place=str(path), source=source, layers=layers)


def read_text(path: Path) -> str:
    """The content of a UTF-8 file; raises SpeechdataError if it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        advice = "Give a readable UTF-8 file of JSON lines."
        raise SpeechdataError("standoff-file", str(error), place=str(path), advice=advice) from error


def parse(
    lines: Iterable[str], *, place: str, source: Source | None = None, layers: Iterable[Layer] | None = None
) -> Gold:
    """Reads standoff lines; `place` names them in errors. Records of unknown layers are kept as they are."""
    rows = [
        (f"{place}:{n}", read_object(line, f"{place}:{n}")) for n, line in enumerate(lines, 1) if line.strip()
    ]
    if not rows:
        raise _error("standoff-header", "no header line", place)
    header = read_header(*rows[0], source)
    known = {form.label: form for form in forms(layers)}
    marks = [read_mark(where, row, header["chars"], known) for where, row in rows[1:]]
    labels = header.get("layers")
    return Gold(
        place=place,
        sha256=header["sha256"],
        chars=header["chars"],
        guideline=header["guideline"],
        labels=None if labels is None else frozenset(labels),
        records=by_layer(marks),
    )


def by_layer(marks: Iterable[Mark]) -> dict[str, tuple[Mark, ...]]:
    """Records of each layer, by place."""
    found: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        found.setdefault(mark.label, []).append(mark)
    return {label: tuple(own) for label, own in found.items()}


def _order(row: dict[str, Any]) -> tuple[int, int]:
    return row["start"], -row["end"]


def line_of(row: Mapping[str, Any]) -> str:
    """A row as a line, without line end."""
    return json.dumps(row, ensure_ascii=False)


def row_of(mark: Mark) -> dict[str, Any]:
    """The object that a standoff line holds for a record."""
    fields = {name: _range(v) if isinstance(v, Span) else v for name, v in mark.fields.items()}
    return {"layer": mark.label, "start": mark.span.start, "end": mark.span.end, **fields}


def _range(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _speech(doc: Doc) -> dict[str, Any]:
    speech = doc.speech
    located = {name: getattr(speech, name) for name in (*SPEECH.spans, *_SPEECH_EXTRAS)}
    return {
        "layer": SPEECH.label,
        "start": speech.span.start,
        "end": speech.span.end,
        **{name: _range(found.span if found else None) for name, found in located.items()},
        "iso": speech.iso.isoformat() if speech.iso else None,
        "boundary_evidence": list(speech.boundary_evidence),
        "speech_id": speech.speech_id,
    }


def _annotation(doc: Doc, layer: Layer, record: Annotation) -> dict[str, Any]:
    subs = {name: span for name, span, _ in record.sub_spans()}
    row: dict[str, Any] = {"layer": layer.label, "start": record.source_start, "end": record.source_end}
    for name, span in subs.items():
        if span is not None and name in layer.spans and not _written(record, name, span):
            span = None
        row[name] = None if span is None else _range(doc.offsets.to_source(span))
    row |= {name: getattr(record, name) for name in layer.attributes}
    own = [name for name in type(record).model_fields if name not in Annotation.model_fields]
    for name in (*own, "rule", "annotation_id"):
        value = getattr(record, name)
        if not name.endswith(("_start", "_end")) and (value is None or isinstance(value, str | int | float)):
            row.setdefault(name, value)
    return row


def _written(record: Annotation, name: str, span: Span) -> bool:
    """Whether a sub-span is written inside its record; inherited ones stand elsewhere."""
    basis = getattr(record, f"{name}_basis", "written")
    return bool(basis == "written" and record.span.contains(span))


def _error(code: str, message: str, place: str) -> SpeechdataError:
    advice = {
        "standoff-header": 'Begin with {"layer": "header", "sha256": …, "chars": …, "guideline": …}.',
        "standoff-json": "Write one JSON object a line.",
        "standoff-key": "Add the key; use null where there is nothing.",
        "standoff-span": "Give a range of code points in the decoded source, start before end.",
        "standoff-source": "Give the file that was annotated, byte for byte, or annotate this one anew.",
    }[code]
    return SpeechdataError(code, message, place=place, advice=advice)


def read_object(line: str, where: str) -> dict[str, Any]:
    """The JSON object of a line; `where` names the line in errors."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _error("standoff-json", str(error), where) from error
    if not isinstance(row, dict):
        raise _error("standoff-json", f"not an object but {type(row).__name__}", where)
    return row


def read_header(where: str, row: dict[str, Any], source: Source | None = None) -> dict[str, Any]:
    """A header line as it is, once it is found complete and, given `source`, made for that text."""
    types = {"sha256": str, "chars": int, "guideline": str}
    wrong = [name for name, kind in types.items() if not isinstance(row.get(name), kind)]
    labels = row.get("layers", [])
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        wrong.append("layers")
    if row.get("layer") != "header" or wrong:
        reason = f"wrong or missing: {', '.join(wrong)}" if wrong else "the first line is no header"
        raise _error("standoff-header", reason, where)
    if source is not None and (row["sha256"], row["chars"]) != (source.sha256, len(source.text)):
        made_for = f"made for sha256 {row['sha256']} with {row['chars']} code points"
        found = f"{source.path} has {source.sha256} with {len(source.text)}"
        raise _error("standoff-source", f"{made_for}; {found}", where)
    return row


def read_mark(where: str, row: dict[str, Any], chars: int, known: Mapping[str, Form]) -> Mark:
    """The record of a line in a text of `chars` code points, once it carries what its layer's form requires."""
    label = row.get("layer")
    if not isinstance(label, str) or label == "header":
        raise _error("standoff-key", "no layer, or a second header", where)
    form = known.get(label, Form(label))
    _check_keys(form, row, where)
    row = dict.fromkeys(_optional(form, row)) | row
    span = _span("record", {"start": row["start"], "end": row["end"]}, chars, where)
    fields: dict[str, Any] = {}
    for name, value in row.items():
        if name not in ("layer", "start", "end"):
            ranged = isinstance(value, dict) and {"start", "end"} <= value.keys()
            if name in form.spans and value is not None and not ranged:
                raise _error("standoff-span", f"{name} is neither null nor a range", where)
            fields[name] = _span(name, value, chars, where) if ranged else value
    return Mark(label, span, fields)


def _check_keys(form: Form, row: dict[str, Any], where: str) -> None:
    required = ("start", "end", *form.spans, *form.attributes)
    missing = [name for name in required if name not in row and name not in _optional(form, row)]
    if missing:
        raise _error("standoff-key", f"{form.label} without {', '.join(missing)}", where)


def _optional(form: Form, row: dict[str, Any]) -> tuple[str, ...]:
    """Keys that may be left out: a speech without a date has no ISO date either."""
    return ("iso",) if form is SPEECH and row.get("date") is None else ()


def _span(name: str, value: dict[str, Any], chars: int, where: str) -> Span:
    start, end = value["start"], value["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= chars:
        raise _error("standoff-span", f"{name}: [{start}, {end}) is no range of {chars} code points", where)
    return Span(start, end)
