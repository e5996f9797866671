"""Every text of the dataset, looked through for what must not be published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from speechdata.card import MANIFEST_FILE
from speechdata.gate import _marks, _personal
from speechdata.gate._rule import Release, finding
from speechdata.gate._sight import Scan, folded
from speechdata.records import Finding
from speechdata.span import Span
from speechdata.tables import columns

SCANS: tuple[Scan, ...] = (*_marks.SCANS, *_personal.SCANS)
_COLUMNS = ("speech_id", "occurrences", "text", "removed")
PART = 64
"""Speeches that are unpacked at once."""


def scanned(release: Release) -> Iterator[Finding]:
    """What stands in speeches, in what was removed from them, and in paths and notes of sources. The other columns
    and tables hold parts of these texts. Raises SpeechdataError as `tables.columns` does.
    """
    for part in columns(release.folder, "speeches", _COLUMNS):
        for at in range(0, part.num_rows, PART):
            for row in part.slice(at, PART).to_pylist():
                yield from _of_speech(row)
    for source in release.manifest.used:
        for text in filter(None, (source.path, source.note)):
            for scan, span in sightings(text):
                yield _finding(
                    scan, text, span, path=MANIFEST_FILE, where=f"what is said of {source.source_id} has"
                )


def sightings(text: str) -> Iterator[tuple[Scan, Span]]:
    """What a text holds of each kind."""
    plain = folded(text)
    for scan in SCANS:
        yield from ((scan, span) for span in scan.find(plain))


def _of_speech(row: dict[str, Any]) -> Iterator[Finding]:
    place = {"path": row["occurrences"][0]["path"], "speech_id": row["speech_id"], "table": "speeches"}
    for scan, span in sightings(row["text"]):
        yield _finding(scan, row["text"], span, start=span.start, end=span.end, **place)
    for removal in row["removed"]:
        for scan, span in sightings(removal["text"]):
            at = removal["start"] + span.start
            yield _finding(scan, removal["text"], span, where=f"removed, at {at} of the source:", **place)


def _finding(scan: Scan, text: str, span: Span, *, where: str = "", **place: Any) -> Finding:
    shown = scan.shown(text[span.start : span.end])
    return finding(scan.code, scan.title, f"{where} {shown}. {scan.advice}".lstrip(), **place)
