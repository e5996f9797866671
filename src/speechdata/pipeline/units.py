"""Units of work: one source each. A step reads a unit file and writes the next; an Outcome is its ledger line."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field

from speechdata.annotators import layers
from speechdata.layer import Doc
from speechdata.records import Finding, RawSpeech, Record, Sentence, Source, context

Status = Literal["done", "no_speech", "quarantined"]


class Outcome(Record):
    """Ledger line of one source: how far it came and what was found; small enough to pass between processes."""

    path: str = Field(description="path as given to the build")
    key: str = Field(description="name of the unit's files: source id and a hash of the path")
    sha256: str = Field(description="SHA-256 of the bytes; empty if they could not be read")
    n_bytes: int = Field(description="size of the source in bytes")
    status: Status = "done"
    encoding: str = ""
    encoding_evidence: str = ""
    n_speeches: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def source_id(self) -> str:
        """Id of the source, from its bytes."""
        return f"src-{self.sha256[:16]}"

    def but(self, **changes: Any) -> Self:
        """A copy with `changes`."""
        return self.model_copy(update=changes)


class Unit(Record):
    """A decoded source and its speeches."""

    source: Source
    speeches: tuple[RawSpeech, ...]


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

    def dump(self) -> str:
        """As JSON; rejections are left out."""
        speeches = [
            {
                "speech": doc.speech.model_dump(mode="json"),
                "sentences": [row.model_dump(mode="json") for row in sentences],
                "layers": {
                    name: [r.model_dump(mode="json") for r in rows] for name, rows in doc.layers.items()
                },
            }
            for doc, sentences in zip(self.docs, self.sentences, strict=True)
        ]
        return json.dumps({"source": self.source.model_dump(), "speeches": speeches}, ensure_ascii=False)

    @classmethod
    def load(cls, path: Path) -> AnnotatedUnit:
        """From a file that `dump` wrote; every record is validated again, against its speech."""
        content = json.loads(path.read_text("utf-8"))
        docs, sentences = [], []
        for item in content["speeches"]:
            doc = Doc(RawSpeech.model_validate(item["speech"]))
            seen = context(doc.text)
            for layer in layers():
                rows = item["layers"][layer.name]
                doc.layers[layer.name] = tuple(layer.record.model_validate(row, context=seen) for row in rows)
            docs.append(doc)
            sentences.append(tuple(Sentence.model_validate(row, context=seen) for row in item["sentences"]))
        return cls(Source.model_validate(content["source"]), docs, sentences)


def unit_key(path: str, sha256: str) -> str:
    """File-name stem of a unit: two files with the same bytes stay apart."""
    return f"src-{sha256[:16]}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def write(path: Path, content: str) -> None:
    """Writes a file aside and renames it, so that a reader never sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    aside.write_text(content, "utf-8")
    aside.replace(path)


def quarantine(folder: Path, origin: Path, outcome: Outcome, findings: Sequence[Finding]) -> Outcome:
    """Keeps a copy of the source with findings.json in `folder`/<key>; returns the outcome to pass on."""
    kept = outcome.but(status="quarantined", findings=(*outcome.findings, *findings))
    home = folder / outcome.key
    facts: Mapping[str, Any] = kept.model_dump(mode="json", include={"path", "sha256", "n_bytes", "findings"})
    write(home / "findings.json", json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    if origin.is_file():
        shutil.copyfile(origin, home / Path(outcome.path).name)
    return kept
