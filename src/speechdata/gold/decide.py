"""Reads a merged file back: the decisions taken, those still open, those that cannot be understood.

A decision is "a" or "b" (that reading), "none" (no record here), a record of one's own, or a list of those. An
own record has the keys of its layer in a standoff file. Instead of `start` and `end` it may give `text`, and
instead of a sub-span's range its words, where these stand just once in the stretch or in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from speechdata.errors import SpeechdataError
from speechdata.gold.standoff import (
    Form,
    Mark,
    by_layer,
    forms,
    line_of,
    read_header,
    read_mark,
    read_object,
    read_text,
    row_of,
)
from speechdata.gold.stretch import Stretch, own_row
from speechdata.layer import Layer

CHOICES = 'null, "a", "b", "none", a record, or a list of records'


@dataclass
class Decisions:
    """What a merged file says. Nothing final can be written while a stretch is open or a line malformed."""

    header: Mapping[str, Any]
    records: list[Mark] = field(default_factory=list)
    """Agreed and decided ones."""
    n_decided: int = 0
    open: list[tuple[str, Stretch]] = field(default_factory=list)
    """File and line, and the stretch, of each decision not yet taken."""
    malformed: list[SpeechdataError] = field(default_factory=list)
    """Each names its line."""


def decisions(path: Path, *, layers: Iterable[Layer] | None = None) -> Decisions:
    """Reads a merged file. Raises SpeechdataError if it cannot be read or is none."""
    lines = [(f"{path}:{n}", line) for n, line in enumerate(read_text(path).split("\n"), 1) if line.strip()]
    found = Decisions(_header(path, lines))
    known = {form.label: form for form in forms(layers)}
    own: list[tuple[str, Mark]] = []
    for where, line in lines[1:]:
        try:
            own += _read(where, line, found, known)
        except SpeechdataError as error:
            found.malformed.append(error)
    found.malformed += _clashes(own, found.records, known)
    return found


def final(found: Decisions, *, layers: Iterable[Layer] | None = None) -> Iterator[str]:
    """Lines, without line ends, of the standoff file that the decisions come to, layer by layer."""
    names = {"adjudicated": [found.header.get("a"), found.header.get("b")]}
    kept = {name: value for name, value in found.header.items() if name not in ("a", "b")}
    yield line_of(kept | names)
    records = by_layer(found.records)
    order = dict.fromkeys((*(form.label for form in forms(layers)), *records))
    for label in order:
        yield from (line_of(row_of(mark)) for mark in records.get(label, ()))


def _header(path: Path, lines: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if lines:
        where, line = lines[0]
        header = read_header(where, read_object(line, where))
        if {"a", "b"} <= header.keys():
            return header
    advice = "Make one with: speechdata adjudicate A B --output MERGED"
    raise SpeechdataError("merge-header", "not a merged file", place=str(path), advice=advice)


def _read(where: str, line: str, found: Decisions, known: Mapping[str, Form]) -> list[tuple[str, Mark]]:
    """Adds what a line says to `found`; returns the records of one's own on it."""
    row, chars = read_object(line, where), found.header["chars"]
    if "decision" not in row:
        found.records.append(read_mark(where, row, chars, known))
        return []
    stretch = _stretch(where, row)
    if stretch.decision is None:
        found.open.append((where, stretch))
        return []
    form = known.get(stretch.layer, Form(stretch.layer))
    chosen = [read_mark(where, one, chars, known) for one in _chosen(where, stretch, form)]
    found.records += chosen
    found.n_decided += 1
    return [] if isinstance(stretch.decision, str) else [(where, mark) for mark in chosen]


def _stretch(where: str, row: Mapping[str, Any]) -> Stretch:
    try:
        return Stretch.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        advice = "Change nothing but the decision; take the rest from a new merge."
        raise SpeechdataError("merge-row", f"{name}: {first['msg']}", place=where, advice=advice) from error


def _chosen(where: str, stretch: Stretch, form: Form) -> list[dict[str, Any]]:
    """The standoff rows that a decision stands for."""
    decision = stretch.decision
    readings = {"a": stretch.a, "b": stretch.b, "none": ()}
    if isinstance(decision, str) and decision in readings:
        return [
            {name: value for name, value in reading.items() if name != "text"} | {"layer": stretch.layer}
            for reading in readings[decision]
        ]
    records = decision if isinstance(decision, list) else [decision]
    if not records or not all(isinstance(each, dict) for each in records):
        advice = f"Write {CHOICES}."
        raise SpeechdataError("merge-decision", f"decision is {decision!r}", place=where, advice=advice)
    return [own_row(each, stretch, form, where) for each in records]


def _clashes(
    own: Iterable[tuple[str, Mark]], records: Iterable[Mark], known: Mapping[str, Form]
) -> Iterator[SpeechdataError]:
    """Own records that overlap another one of their layer, which the guideline rules out."""
    everything = list(records)
    for where, mark in own:
        anchor = known.get(mark.label, Form(mark.label)).anchor
        for other in everything:
            if other is mark or other.label != mark.label:
                continue
            if mark.identity(anchor).overlap(other.identity(anchor)):
                message = f"the record overlaps the {mark.label} at {other.span.start}-{other.span.end}"
                yield SpeechdataError("merge-overlap", message, place=where, advice="Mend its range.")
