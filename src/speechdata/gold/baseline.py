"""The keyword baseline: regular expressions from lexicons/baseline.tsv, nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from speechdata.gold.standoff import GUIDELINE, Gold, Mark
from speechdata.lexicons import load
from speechdata.records import Source
from speechdata.span import Span


class _Row(NamedTuple):
    pattern: re.Pattern[str]
    fields: dict[str, Any]


def predict(source: Source, speeches: Iterable[Span]) -> Gold:
    """The baseline's records inside `speeches` (ranges of the source, code points).

    Only layers with a pattern are covered; others are left out of scores.
    """
    ranges = tuple(speeches)
    records = {
        label: tuple(mark for span in ranges for mark in _find(label, rows, source.text, span))
        for label, rows in _rows().items()
    }
    return Gold(
        place="baseline",
        sha256=source.sha256,
        chars=len(source.text),
        guideline=GUIDELINE,
        labels=frozenset(records),
        records=records,
    )


@cache
def _rows() -> dict[str, list[_Row]]:
    """Patterns and attributes by layer, fragments filled in."""
    fragments: dict[str, str] = {}
    rows: dict[str, list[_Row]] = {}
    for entry in load("baseline"):
        pattern = re.sub(r"@(\w+)@", lambda match: fragments[match[1]], entry["pattern"])
        if entry["label"].startswith("@"):
            fragments[entry["label"][1:]] = pattern
        else:
            row = _Row(re.compile(pattern, re.MULTILINE), json.loads(entry["fields"]))
            rows.setdefault(entry["label"], []).append(row)
    return rows


def _find(label: str, rows: Iterable[_Row], text: str, speech: Span) -> Iterator[Mark]:
    """Matches of all rows in one speech, the first and longest where they overlap."""
    marks = [
        Mark(
            label,
            Span(*match.span()),
            row.fields | {name: _part(match, name) for name in row.pattern.groupindex},
        )
        for row in rows
        for match in row.pattern.finditer(text, speech.start, speech.end)
    ]
    at = speech.start
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        if mark.span.start >= at:
            at = mark.span.end
            yield mark


def _part(match: re.Match[str], name: str) -> Span | None:
    return Span(*match.span(name)) if match.group(name) is not None else None
