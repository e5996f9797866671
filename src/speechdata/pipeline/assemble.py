"""From annotated units to the rows of the whole collection: occurrences merged, counts and flags filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from speechdata.annotators import layers
from speechdata.checks import QUALITY, Bundle
from speechdata.layer import Doc
from speechdata.pipeline.units import AnnotatedUnit
from speechdata.records import Annotation, Formula, Occurrence, QualityFlag, Sentence, Speech
from speechdata.text.script import prevailing_script


@dataclass(frozen=True)
class Entry:
    """One distinct speech: its annotated document, its sentences and everywhere that it stands."""

    doc: Doc
    sentences: tuple[Sentence, ...]
    occurrences: tuple[Occurrence, ...]


def entries(units: Iterable[AnnotatedUnit]) -> list[Entry]:
    """Distinct speeches by id; the same text in several places is one entry with several occurrences."""
    placed = [(doc, rows) for unit in units for doc, rows in zip(unit.docs, unit.sentences, strict=True)]
    placed.sort(key=lambda item: _place(item[0].speech.occurrence))
    grouped: dict[str, list[tuple[Doc, tuple[Sentence, ...]]]] = {}
    for doc, rows in placed:
        grouped.setdefault(doc.speech.speech_id, []).append((doc, rows))
    return [
        Entry(group[0][0], group[0][1], tuple(doc.speech.occurrence for doc, _ in group))
        for _, group in sorted(grouped.items())
    ]


def _place(occurrence: Occurrence) -> tuple[str, str, int]:
    return occurrence.source_id, occurrence.path, occurrence.start


def bundle(units: Sequence[AnnotatedUnit]) -> Bundle:
    """All rows of `units`, with quality flags; near-duplicates and splits are not known yet."""
    found = entries(units)
    annotations: dict[str, tuple[Annotation, ...]] = {
        layer.name: tuple(record for entry in found for record in entry.doc.layers[layer.name])
        for layer in layers()
    }
    return _flagged(
        Bundle(
            speeches=tuple(map(_speech, found)),
            sentences=tuple(row for entry in found for row in entry.sentences),
            annotations=annotations,
            source_texts={unit.source.source_id: unit.source.text for unit in units},
        )
    )


def marked(rows: Bundle, near: Mapping[str, str]) -> Bundle:
    """The same rows with near_duplicate_of filled in; `near` maps near-duplicates to their representative."""
    speeches = (
        speech.model_copy(update={"near_duplicate_of": near.get(speech.speech_id)})
        for speech in rows.speeches
    )
    return replace(rows, speeches=tuple(speeches))


def formulas(rows: Bundle) -> tuple[Formula, ...]:
    """The lexicon table: every canonical slogan with its counts over the collection, by canonical_id."""
    grouped: dict[str, list[Any]] = {}
    for row in rows.annotations.get("slogans", ()):
        grouped.setdefault(row.canonical_id, []).append(row)  # type: ignore[attr-defined]
    return tuple(_formula(uses, rows.speech) for _, uses in sorted(grouped.items()))


def _formula(uses: Sequence[Any], speeches: Mapping[str, Speech]) -> Formula:
    kinds = Counter(use.kind for use in uses)
    users = {use.speech_id for use in uses}
    dates = (speeches[user].date for user in users)
    return Formula(
        canonical_id=uses[0].canonical_id,
        canonical=uses[0].canonical,
        kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
        n_occurrences=len(uses),
        n_speeches=len(users),
        first_seen=min((date for date in dates if date), default=None),
        variants=tuple(sorted({use.text for use in uses})),
    )


def _speech(entry: Entry) -> Speech:
    raw, done = entry.doc.speech, entry.doc.layers
    written = (raw.title, raw.speaker, raw.speaker_role, raw.date, raw.occasion, raw.salutation)
    title, speaker, role, date, occasion, salutation = (part.text if part else None for part in written)
    counts = {f"n_{name}": len(rows) for name, rows in done.items() if f"n_{name}" in Speech.model_fields}
    return Speech(
        speech_id=raw.speech_id,
        occurrences=entry.occurrences,
        title=title,
        speaker=speaker,
        speaker_role=role,
        date=raw.iso,
        date_text=date,
        occasion=occasion,
        salutation=salutation,
        text=raw.text,
        script=prevailing_script(raw.text),
        n_chars=len(raw.text),
        n_sentences=len(entry.sentences),
        is_template=bool(done.get("placeholders")),
        near_duplicate_of=None,
        boundary_evidence=raw.boundary_evidence,
        quality_flags=(),
        removed=raw.removed,
        **counts,
    )


def _flagged(rows: Bundle) -> Bundle:
    flags: dict[str, list[QualityFlag]] = {speech.speech_id: [] for speech in rows.speeches}
    for each in QUALITY:
        for finding in each.run(rows):
            if finding.speech_id and finding.start is not None and finding.end is not None:
                flag = QualityFlag(code=each.title, start=finding.start, end=finding.end)
                flags[finding.speech_id].append(flag)
    speeches = (
        speech.model_copy(update={"quality_flags": tuple(sorted(flags[speech.speech_id], key=_by_place))})
        for speech in rows.speeches
    )
    return replace(rows, speeches=tuple(speeches))


def _by_place(flag: QualityFlag) -> tuple[int, int, str]:
    return flag.start, flag.end, flag.code
