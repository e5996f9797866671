"""Bundles of records from tests/checks/*.jsonl: one that is valid, and one for each code that is not.

valid.jsonl holds whole rows, {"table": …, fields}. <code>.jsonl holds what to change in it, one thing a line:
    {"table": "sections", "row": 1, "set": {"depth": 3}}    other values in the row at that index
    {"table": "sections", "row": 1, "drop": true}           the row at that index goes, after other changes
    {"table": "slogans", "add": {…}}                        one row more
Record types here have only the fields that checks look at, so that layers can grow without touching fixtures.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from speechdata.checks import Assertions, Bundle
from speechdata.records import Annotation, Formula, Sentence, Speech
from speechdata.span import Span

FOLDER = Path(__file__).parent / "checks"
Rows = dict[str, list[dict[str, Any]]]


class Section(Annotation):
    layer: ClassVar[str] = "section"
    parent_id: str | None
    depth: int
    path: str
    ordinal: int | None
    marker: str
    marker_start: int
    marker_end: int
    marker_style: str
    body_end: int


class Directive(Annotation):
    layer: ClassVar[str] = "directive"
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    addressee: str | None
    addressee_start: int | None
    addressee_end: int | None


class Placeholder(Annotation):
    layer: ClassVar[str] = "placeholder"
    form: str


class Slogan(Annotation):
    layer: ClassVar[str] = "slogan"
    kind: str
    canonical_id: str | None


ANNOTATIONS: dict[str, type[Annotation]] = {
    "sections": Section,
    "directives": Directive,
    "placeholders": Placeholder,
    "slogans": Slogan,
}


def rows(code: str | None = None) -> Rows:
    """Rows of the valid bundle, with the changes of a code's fixture."""
    found: Rows = {}
    for row in _lines("valid"):
        found.setdefault(row.pop("table"), []).append(row)
    dropped: list[tuple[str, int]] = []
    for change in _lines(code) if code else []:
        table = found.setdefault(change["table"], [])
        if "add" in change:
            table.append(change["add"])
        elif change.get("drop"):
            dropped.append((change["table"], change["row"]))
        else:
            table[change["row"]] |= change["set"]
    for name, index in sorted(dropped, reverse=True):
        del found[name][index]
    return found


def bundle(found: Rows) -> Bundle:
    """The bundle of some rows, every record validated."""
    splits: dict[str, dict[str, list[str]]] = {}
    for row in found["splits"]:
        splits.setdefault(row["of"], {})[row["speech_id"]] = row["names"]
    return Bundle(
        speeches=tuple(map(Speech.model_validate, found["speeches"])),
        sentences=tuple(map(Sentence.model_validate, found["sentences"])),
        annotations={
            name: tuple(map(kind.model_validate, found.get(name, []))) for name, kind in ANNOTATIONS.items()
        },
        formulas=tuple(map(Formula.model_validate, found["lexicon"])),
        recovered={row["speech_id"]: (Span(row["start"], row["end"]),) for row in found.get("recovered", ())},
        source_texts={row["source_id"]: row["text"] for row in found["source_texts"]},
        expected=Assertions(**found["expected"][0]),
        quality=found["quality"][0],
        splits=splits,
    )


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
