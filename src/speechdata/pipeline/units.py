"""What the steps hand each other: sources with their speeches, annotated units, and an Outcome for each source."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import Field

from speechdata.annotators import layers
from speechdata.layer import Doc
from speechdata.records import Finding, RawSpeech, Record, Sentence, Source

Status = Literal["done", "no_speech", "quarantined", "failed"]


class Outcome(Record):
    """Ledger line of one source: how far it came and what was found."""

    path: str = Field(description="path as given to the build")
    key: str = Field(description="name of its quarantine folder: source id and a hash of the path")
    sha256: str = Field(description="SHA-256 of the bytes; empty if they could not be read")
    n_bytes: int = Field(description="size of the source in bytes")
    status: Status = "done"
    encoding: str = ""
    encoding_evidence: str = ""
    n_speeches: int = 0
    removals: dict[str, int] = Field(default={}, description="stretches cut from its speeches, by kind")
    findings: tuple[Finding, ...] = ()

    @property
    def source_id(self) -> str:
        """Id of the source, from its bytes."""
        return f"src-{self.sha256[:16]}"

    @property
    def is_aside(self) -> bool:
        """Whether the source was kept out of the dataset because something is wrong."""
        return self.status in ("quarantined", "failed")

    def but(self, **changes: Any) -> Self:
        """A copy with `changes`."""
        return self.model_copy(update=changes)


class Unit(Record):
    """A decoded source and its speeches."""

    source: Source
    speeches: tuple[RawSpeech, ...]

    @property
    def outcome(self) -> Outcome:
        """The ledger line of a source that was read."""
        source = self.source
        return Outcome(
            path=source.path,
            key=unit_key(source.path, source.sha256),
            sha256=source.sha256,
            n_bytes=source.n_bytes,
            status="done" if self.speeches else "no_speech",
            encoding=source.encoding,
            encoding_evidence=source.encoding_evidence,
            n_speeches=len(self.speeches),
            removals=Counter(hole.kind for speech in self.speeches for hole in speech.removed),
        )


class AnnotatedUnit:
    """A unit with its annotations: one Doc and its sentence rows for each speech."""

    def __init__(
        self, source: Source, docs: Sequence[Doc], sentences: Sequence[tuple[Sentence, ...]]
    ) -> None:
        self.source, self.docs, self.sentences = source, tuple(docs), tuple(sentences)

    @classmethod
    def annotate(cls, unit: Unit) -> AnnotatedUnit:
        """Runs all layers over the unit's speeches."""
        docs = [Doc(speech).annotate(layers()) for speech in unit.speeches]
        return cls(unit.source, docs, [tuple(doc.sentence_records()) for doc in docs])


def unit_key(path: str, sha256: str) -> str:
    """File-name stem of a unit: two files with the same bytes stay apart."""
    return f"src-{sha256[:16]}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"
