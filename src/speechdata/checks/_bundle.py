"""All rows that are checked together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from speechdata.checks._assertions import Assertions
from speechdata.records import Anchored, Annotation, Finding, Formula, Sentence, Speech
from speechdata.span import Span

SENTENCES = "sentences"


class Uses:
    """The rows that name one canonical form."""

    def __init__(self) -> None:
        self.rows = 0
        self.speeches: set[str] = set()
        self.kinds: set[str | None] = set()

    def add(self, row: Annotation) -> None:
        """Counts a row."""
        self.rows += 1
        self.speeches.add(row.speech_id)
        self.kinds.add(getattr(row, "kind", None))


@dataclass(frozen=True)
class Bundle:
    """Rows of one source or of a whole dataset. What is None is not known yet and not checked."""

    speeches: tuple[Speech, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    annotations: Mapping[str, tuple[Annotation, ...]] = field(default_factory=dict)
    """Rows by table name."""
    totals: Mapping[str, int] | None = None
    """Rows of each table, where they were counted without being held here."""
    formulas: tuple[Formula, ...] | None = None
    uses: Mapping[str, Uses] | None = None
    """By canonical_id, where the rows were counted without being held here."""
    source_texts: Mapping[str, str] = field(default_factory=dict)
    """Decoded texts by source_id, as far as they are at hand."""
    recovered: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """By speech_id: the numbers in its text that its source only counts, as far as they are at hand."""
    expected: Assertions | None = None
    quality: Mapping[str, float | None] | None = None
    """Measured figures by name (`directive.exact_f1`); None where a figure is not defined."""
    signs: tuple[Finding, ...] | None = None
    """What the checks of quality found, where they have run."""
    splits: Mapping[str, Mapping[str, Collection[str]]] | None = None
    """By table name and speech_id: the splits that the speech's rows are in."""

    @cached_property
    def speech(self) -> dict[str, Speech]:
        """Speeches by id."""
        return {speech.speech_id: speech for speech in self.speeches}

    @cached_property
    def annotation(self) -> dict[str, Annotation]:
        """Annotations of all tables by id."""
        return {row.annotation_id: row for rows in self.annotations.values() for row in rows}

    def tables(self) -> Iterator[tuple[str, tuple[Anchored, ...]]]:
        """Name and rows of the sentences table and of each annotation table."""
        yield SENTENCES, self.sentences
        yield from self.annotations.items()

    @cached_property
    def rows(self) -> list[tuple[str, Anchored, Speech]]:
        """Each sentence and annotation with its table and its speech, save rows of unknown speeches."""
        known = self.speech
        return [
            (table, row, known[row.speech_id])
            for table, rows in self.tables()
            for row in rows
            if row.speech_id in known
        ]

    @cached_property
    def grouped(self) -> dict[str, dict[str, list[Anchored]]]:
        """Rows of each table and speech in text order, longer ones first."""
        return {table: by_speech(rows) for table, rows in self.tables()}

    def annotation_rows(self) -> Iterator[tuple[str, Annotation]]:
        """Each annotation with its table."""
        for table, rows in self.annotations.items():
            for row in rows:
                yield table, row

    def path(self, speech_id: str | None) -> str | None:
        """Path of the source that a speech stands in first."""
        speech = self.speech.get(speech_id or "")
        return speech.occurrences[0].path if speech else None


def by_speech(rows: tuple[Anchored, ...]) -> dict[str, list[Anchored]]:
    """Rows of each speech in text order, longer ones first."""
    grouped: dict[str, list[Anchored]] = {}
    for row in sorted(rows, key=lambda row: (row.start, -row.end)):
        grouped.setdefault(row.speech_id, []).append(row)
    return grouped
