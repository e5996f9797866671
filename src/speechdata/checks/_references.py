"""E2xx: references resolve, and to the right row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from speechdata.checks._bundle import SENTENCES, Bundle, by_speech
from speechdata.checks._check import Problem, at_row, at_speech, declare, has_fields, row_id, value
from speechdata.records import Anchored


@declare("E201", "speech-unknown")
def speech_unknown(bundle: Bundle) -> Iterator[Problem]:
    """Every row belongs to a speech of the speeches table."""
    for table, rows in bundle.tables():
        for row in rows:
            if row.speech_id not in bundle.speech:
                yield at_row(table, row, f"{row_id(row)} belongs to no speech")


@declare("E202", "section-reference")
def section_reference(bundle: Bundle) -> Iterator[Problem]:
    """section_id names the innermost section that holds the row's start; a section's own names any."""
    trees = by_speech(tuple(row for _, row in bundle.annotation_rows() if has_fields(row, "parent_id")))
    for table, grouped in bundle.grouped.items():
        for speech_id, own in grouped.items():
            sections = trees.get(speech_id, [])
            ids = {None, *map(row_id, sections)}
            for row, due in _innermost(own, sections):
                if row.section_id != due and not (has_fields(row, "parent_id") and row.section_id in ids):
                    yield at_row(
                        table, row, f"{row_id(row)} names section {row.section_id}, it starts in {due}"
                    )


def _innermost(rows: list[Anchored], sections: list[Anchored]) -> Iterator[tuple[Anchored, str | None]]:
    """Each row with the id of the innermost section that holds its start; both in text order."""
    ahead = iter([*sections, None])
    coming = next(ahead)
    open_sections: list[tuple[int, str]] = []
    for row in rows:
        start = row.start
        while coming and coming.start <= start:
            open_sections.append((body_end(coming), row_id(coming)))
            coming = next(ahead)
        while open_sections and open_sections[-1][0] <= start:
            open_sections.pop()
        yield row, open_sections[-1][1] if open_sections else None


def body_end(row: Anchored) -> int:
    """Where a section's body ends; the end of the row where it has no body."""
    end = value(row, "body_end")
    return row.end if end is None else int(end)


@declare("E203", "sentence-reference")
def sentence_reference(bundle: Bundle) -> Iterator[Problem]:
    """sentence_id names the sentence that holds the annotation's start, and is null where none does."""
    sentences = bundle.grouped[SENTENCES]
    starts = {speech: [row.start for row in rows] for speech, rows in sentences.items()}
    for table, row in bundle.annotation_rows():
        at = bisect_right(starts.get(row.speech_id, []), row.start) - 1
        sentence = sentences[row.speech_id][at] if at >= 0 else None
        due = row_id(sentence) if sentence and row.start < sentence.end else None
        if row.sentence_id != due:
            yield at_row(table, row, f"{row_id(row)} names sentence {row.sentence_id}, its start is in {due}")


@declare("E204", "parent-reference")
def parent_reference(bundle: Bundle) -> Iterator[Problem]:
    """parent_id names another row of the same table and speech."""
    for table, rows in bundle.annotations.items():
        ids = {row.annotation_id: row.speech_id for row in rows if has_fields(row, "parent_id")}
        for row in rows if ids else ():
            parent = value(row, "parent_id")
            if parent is not None and (parent == row.annotation_id or ids.get(parent) != row.speech_id):
                yield at_row(
                    table, row, f"{row.annotation_id} has parent {parent}, no other row of its speech"
                )


@declare("E205", "duplicate-reference")
def duplicate_reference(bundle: Bundle) -> Iterator[Problem]:
    """near_duplicate_of names another speech, one that is not itself a near-duplicate."""
    for speech in bundle.speeches:
        if (name := speech.near_duplicate_of) is not None:
            kept = bundle.speech.get(name)
            if kept is None or kept is speech or kept.near_duplicate_of is not None:
                yield at_speech(speech, f"near-duplicate of {name}, which is no representative")


@declare("E206", "formula-reference")
def formula_reference(bundle: Bundle) -> Iterator[Problem]:
    """canonical_id names a row of the lexicon."""
    if bundle.formulas is None:
        return
    known = {formula.canonical_id for formula in bundle.formulas}
    for table, row in bundle.annotation_rows():
        name = value(row, "canonical_id")
        if name is not None and name not in known:
            yield at_row(table, row, f"{name} is not in the lexicon")


CHECKS = (
    speech_unknown,
    section_reference,
    sentence_reference,
    parent_reference,
    duplicate_reference,
    formula_reference,
)
