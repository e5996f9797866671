"""From annotated tasks to passes: one standoff file for each source and annotator, in source coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from speechdata.annotators import layers
from speechdata.errors import ConfigError, OffsetError
from speechdata.exports._rows import map_of
from speechdata.exports._task import Region, Task
from speechdata.gold.standoff import GUIDELINE, line_of, read_mark
from speechdata.gold.standoff import forms as standoff_forms
from speechdata.layer import Layer
from speechdata.records import Source, Speech
from speechdata.span import Span
from speechdata.tables import reasons, row_model

Defaults = Mapping[tuple[str, str], Any]
"""(layer, attribute) -> the value of new records that the tool could not ask for."""
Row = dict[str, Any]


@dataclass
class Pass:
    """What one annotator made of one source."""

    annotator: str
    source: Source
    labels: tuple[str, ...]
    speeches: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The standoff file: a header that says which layers and speeches it covers, then the records."""
        yield line_of(
            {
                "layer": "header",
                "sha256": self.source.sha256,
                "chars": len(self.source.text),
                "guideline": GUIDELINE,
                "layers": list(self.labels),
                "annotator": self.annotator,
                "speeches": sorted(self.speeches),
            }
        )
        order = {label: at for at, label in enumerate(self.labels)}
        yield from map(
            line_of, sorted(self.rows, key=lambda row: (order[row["layer"]], row["start"], -row["end"]))
        )


def passes(
    tasks: Iterable[Task], sources: Callable[[str, str], Source], *, defaults: Defaults | None = None
) -> list[Pass]:
    """The passes in `tasks`; `sources` gives the source of an id and a path.

    Raises ConfigError, naming task and place: import-carried, import-source, import-twice, import-part,
    import-layers and, for new records without a required attribute, import-missing.
    """
    found: dict[tuple[str, str], Pass] = {}
    missing: list[str] = []
    for task in tasks:
        speech = _speech(task)
        place = speech.occurrences[0]
        source = sources(place.source_id, place.path)
        labels = tuple(task.carried.get("layers", ()))
        key = (source.source_id, task.annotator)
        home = found.setdefault(key, Pass(task.annotator, source, labels))
        _check(task, speech, home, labels)
        home.speeches.append(speech.speech_id)
        home.rows += _rows(task, speech, source, labels, defaults or {}, missing)
    if missing:
        message = f"{len(missing)} values that new records must have: {'; '.join(missing[:5])}"
        advice = "Give them in the tool, or one value for all with --default layer.attribute=value."
        raise ConfigError("import-missing", message, advice=advice)
    return list(found.values())


def _speech(task: Task) -> Speech:
    values = dict(task.carried.get("speech") or {}, text=task.text)
    try:
        return row_model(Speech).model_validate(values)  # type: ignore[return-value]
    except ValidationError as error:
        advice = "The text or what goes along with it was changed since the export."
        raise ConfigError("import-carried", reasons(error), place=task.place, advice=advice) from error


def _check(task: Task, speech: Speech, home: Pass, labels: tuple[str, ...]) -> None:
    """The task is of one piece with its source and with the pass so far."""
    if labels != home.labels:
        message = f"layers {', '.join(labels)}; others of this pass have {', '.join(home.labels)}"
        raise ConfigError("import-layers", message, place=task.place, advice="Import them apart.")
    if speech.speech_id in home.speeches:
        message = f"{task.annotator} has annotated {speech.speech_id} already"
        raise ConfigError("import-twice", message, place=task.place, advice="Leave one of both out.")
    try:
        text = map_of(speech).apply(home.source.text)
    except (OffsetError, ValueError) as error:
        raise _foreign(task, home, str(error)) from error
    if text != task.text:
        raise _foreign(task, home, "its text is not the one that the export took from there")


def _foreign(task: Task, home: Pass, message: str) -> ConfigError:
    advice = f"Give the source that was exported, {home.source.path}, as it was."
    return ConfigError("import-source", message, place=task.place, advice=advice)


@dataclass
class _Draft:
    """A record of a task on its way: its region, what was predicted for the same span, and its parts."""

    region: Region
    span: Span
    predicted: Row | None
    parts: dict[str, Span] = field(default_factory=dict)

    def predicts(self, part: str | None, span: Span) -> bool:
        """Whether the prediction has this very part."""
        there = self.predicted.get(part or "") if self.predicted else None
        return there == _range(span)


def _range(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _rows(
    task: Task,
    speech: Speech,
    source: Source,
    labels: Sequence[str],
    defaults: Defaults,
    missing: list[str],
) -> Iterator[Row]:
    drafts = _drafts(task, speech, labels)
    forms = {form.label: form for form in standoff_forms()}
    known = {layer.label: layer for layer in layers()}
    for draft in drafts:
        row, lacking = _row(draft, known[draft.region.layer], defaults)
        told = f"{task.place}, {draft.region.name} {_told(task.text, draft.region.span)}"
        missing += [f"{told}: {name}" for name in lacking]
        if not lacking:
            read_mark(told, row, len(source.text), forms)
            yield row


def _told(text: str, span: Span) -> str:
    shown = span.of(text)
    return f"[{span.start}, {span.end}) {shown if len(shown) < 21 else shown[:20] + '…'}"


def _drafts(task: Task, speech: Speech, labels: Sequence[str]) -> list[_Draft]:
    offsets = map_of(speech)
    predicted = {(row["layer"], row["start"], row["end"]): row for row in task.carried.get("records", ())}
    drafts: dict[tuple[str, Span], _Draft] = {}
    for region in task.regions:
        place = f"{task.place}, {region.name} {_told(task.text, region.span)}"
        if region.layer not in labels:
            message = f"the task was exported without this layer, with {', '.join(labels)}"
            raise ConfigError("import-label", message, place=place, advice="Export the layer too.")
        if region.part:
            continue
        there = offsets.to_source(region.span)
        if (region.layer, there) in drafts:
            advice = "Remove one of both in the tool."
            raise ConfigError(
                "import-twice", "a second record of the same stretch", place=place, advice=advice
            )
        row = predicted.get((region.layer, there.start, there.end))
        drafts[region.layer, there] = _Draft(region, there, row)
    for region in task.regions:
        if region.part:
            _attach(task, region, offsets.to_source(region.span), list(drafts.values()))
    return list(drafts.values())


def _attach(task: Task, region: Region, span: Span, drafts: Iterable[_Draft]) -> None:
    """Gives a part to the records that were predicted with it, else to the shortest that holds it."""
    part = str(region.part)
    around = [each for each in drafts if each.region.layer == region.layer and each.span.contains(span)]
    owners = [each for each in around if each.predicts(part, span)]
    place = f"{task.place}, {region.name} {_told(task.text, region.span)}"
    if not around:
        message = f"no {region.layer} holds it"
        raise ConfigError("import-part", message, place=place, advice="Mark the record around it too.")
    for owner in owners or [min(around, key=lambda each: len(each.span))]:
        if part in owner.parts:
            message = f"a second {part} of the same {region.layer}"
            raise ConfigError("import-part", message, place=place, advice="Remove one of both.")
        owner.parts[part] = span


def _row(draft: _Draft, layer: Layer, defaults: Defaults) -> tuple[Row, list[str]]:
    """The standoff row of a record, and the required keys that nothing gives.

    A record that was left as it was keeps all that was predicted. One that was changed or is new has the keys that
    the form requires and no others, since the rest followed from what was there before.
    """
    before = draft.predicted or {}
    row: Row = {"layer": layer.label, **_range(draft.span)}
    for part in layer.spans:
        span = draft.parts.get(part)
        row[part] = None if span is None else _range(span)
    lacking = [layer.anchor] if layer.anchor and row[layer.anchor] is None else []
    for name in layer.attributes:
        given = (draft.region.attributes, before, {name: defaults.get((layer.label, name))})
        row[name] = next((each[name] for each in given if each.get(name) is not None), None)
        if row[name] is None:
            lacking.append(name)
    unchanged = bool(before) and all(before.get(name) == value for name, value in row.items())
    return (dict(before) if unchanged else row), lacking
