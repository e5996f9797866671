"""From annotated units to rows: occurrences merged, counts and flags filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from speechdata.annotators import layers
from speechdata.checks import QUALITY, Bundle
from speechdata.layer import Doc
from speechdata.pipeline.units import AnnotatedUnit
from speechdata.records import Annotation, Occurrence, QualityFlag, Sentence, Speech
from speechdata.text.script import prevailing_script


@dataclass(frozen=True)
class Entry:
    """One distinct speech: its annotated document, its sentences and everywhere that it stands."""

    doc: Doc
    sentences: tuple[Sentence, ...]
    occurrences: tuple[Occurrence, ...]


def entries(units: Iterable[AnnotatedUnit]) -> list[Entry]:
    """Distinct speeches in order; the same text in several places is one entry with several occurrences."""
    grouped: dict[str, list[tuple[Doc, tuple[Sentence, ...]]]] = {}
    for unit in units:
        for doc, rows in zip(unit.docs, unit.sentences, strict=True):
            grouped.setdefault(doc.speech.speech_id, []).append((doc, rows))
    return [
        Entry(group[0][0], group[0][1], tuple(doc.speech.occurrence for doc, _ in group))
        for group in grouped.values()
    ]


def bundle(units: Sequence[AnnotatedUnit]) -> Bundle:
    """All rows of `units`, in order, with quality flags; near-duplicates and splits are not known yet."""
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
            recovered={entry.doc.speech.speech_id: entry.doc.speech.recovered for entry in found},
        )
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
    signs = [(each.title, finding) for each in QUALITY for finding in each.run(rows)]
    for title, finding in signs:
        if finding.speech_id and finding.start is not None and finding.end is not None:
            flag = QualityFlag(code=title, start=finding.start, end=finding.end)
            flags[finding.speech_id].append(flag)
    speeches = (
        speech.model_copy(update={"quality_flags": tuple(sorted(flags[speech.speech_id], key=_by_place))})
        for speech in rows.speeches
    )
    return replace(rows, speeches=tuple(speeches), signs=tuple(finding for _, finding in signs))


def _by_place(flag: QualityFlag) -> tuple[int, int, str]:
    return flag.start, flag.end, flag.code
