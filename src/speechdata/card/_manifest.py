"""manifest.json: every fact about a build that the card states. No times, hosts or absolute paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from speechdata.errors import SpeechdataError
from speechdata.records import Record
from speechdata.tables import TableFact, reasons

MANIFEST_FILE = "manifest.json"
UNRELEASED = "0.0.0"
"""Version of a build that was never released."""

Figure = float | None


class SourceFact(Record):
    """One source file and what became of it."""

    path: str = Field(description="path as given to the build, with forward slashes")
    source_id: str = Field(description="`src-` and the first 16 hex digits of the SHA-256 of the bytes")
    sha256: str = Field(description="SHA-256 of the bytes, 64 hex digits")
    n_bytes: int = Field(ge=0, description="size in bytes")
    encoding: str | None = Field(description="encoding the text was decoded with; null if it was not")
    encoding_evidence: str | None = Field(description="why this encoding was chosen")
    n_speeches: int = Field(ge=0, description="speeches found in it")
    status: Literal["done", "no_speech", "quarantined", "failed"] = Field(description="what became of it")
    removals: dict[str, int] = Field(description="stretches cut from its speeches, by kind")
    publisher: str | None = Field(description="who published it, as far as known")
    licence: str | None = Field(description="terms it stands under, as far as known")
    note: str | None = Field(description="what else is known of it")

    @property
    def has_terms(self) -> bool:
        """Whether anything is known of the terms that it stands under."""
        return (self.licence or "unknown").lower() != "unknown"


class SpanScore(Record):
    """Precision, recall and F1 of spans; null where a figure would divide by zero."""

    precision: Figure = Field(description="right of predicted")
    recall: Figure = Field(description="right of gold")
    f1: Figure = Field(description="harmonic mean of both")
    f1_low: Figure = Field(description="lower end of its 95 % bootstrap interval; null if there is none")
    f1_high: Figure = Field(description="upper end of that interval")


class FieldScore(Record):
    """Accuracy of one field on the pairs whose spans overlap."""

    name: str = Field(description="field")
    n: int = Field(ge=0, description="pairs compared")
    accuracy: Figure = Field(description="share that agrees, null counting as a value")
    n_written: int = Field(ge=0, description="pairs where gold is not null")
    accuracy_written: Figure = Field(description="share that agrees where gold is not null")


class QualityFact(Record):
    """Scores of one layer against one gold file, with the keyword baseline's beside them."""

    gold: str = Field(description="gold file, as in `gold`")
    layer: str = Field(description="singular name of the layer, or `speech`")
    n_gold: int = Field(ge=0, description="records in gold")
    n_predicted: int = Field(ge=0, description="predicted records")
    exact: SpanScore = Field(description="spans equal")
    overlap: SpanScore = Field(description="spans overlap, one to one")
    fields: tuple[FieldScore, ...] = Field(description="accuracy of fields")
    baseline_exact_f1: Figure = Field(description="F1 of the keyword baseline, spans equal")
    baseline_overlap_f1: Figure = Field(description="F1 of the keyword baseline, spans overlap")


class GoldFact(Record):
    """One gold file: what it annotates and who made it."""

    path: str = Field(description="path of the gold file as given to the build")
    source_id: str = Field(description="source that it annotates")
    made_by: str = Field(description="who made it and how, in one or more sentences")


class QuarantineFact(Record):
    """Why a source was kept out."""

    path: str = Field(description="path as given to the build")
    code: str = Field(description="stable code of the finding")
    message: str = Field(description="what was found")


class BoilerplateFact(Record):
    """How much of the speeches stands in other speeches too: the distribution of boilerplate_share."""

    n_speeches: int = Field(ge=1, description="speeches whose share is known")
    median: float = Field(ge=0, le=1, description="median share")
    n_above_half: int = Field(ge=0, description="speeches whose share is above one half")


class Tally(Record):
    """Rows that have the same labels."""

    labels: tuple[str, ...] = Field(description="the labels, in the order that the key of the tally says")
    n: int = Field(ge=1, description="rows")


class Manifest(Record):
    """The facts of one build; all that the card says of the data stands here or in the records."""

    generator: Literal["speechdata"] = Field(default="speechdata", description="marks the folder as ours")
    name: str = Field(description="name of the dataset, as in its citation key")
    pretty_name: str = Field(description="title of the card")
    version: str = Field(description="version of the dataset; 0.0.0 until it is released")
    guideline: str = Field(description="version of the annotation guideline")
    packages: dict[str, str] = Field(description="versions of speechdata, jieba, pyarrow, pydantic ...")
    lexicon_hash: str = Field(
        description="SHA-256 over the packaged lexicons and the project's own, 64 hex digits"
    )
    split_rule: str = Field(description="how splits are made, in words")
    sources: tuple[SourceFact, ...] = Field(description="all sources, by path")
    tables: tuple[TableFact, ...] = Field(description="all tables, also those without rows, in order")
    quality_flags: dict[str, int] = Field(description="number of quality flags by code")
    removals: dict[str, int] = Field(description="number of removed stretches by kind")
    boilerplate: BoilerplateFact | None = Field(
        default=None, description="how much the speeches share; null if it is not known of any"
    )
    labels: dict[str, dict[str, dict[str, int]]] = Field(description="table -> field -> label -> rows")
    label_sets: dict[str, dict[str, tuple[str, ...]]] = Field(
        default={}, description="table -> field -> labels that there may be, also those of no row"
    )
    tallies: dict[str, tuple[Tally, ...]] = Field(
        default={},
        description="what the pictures show: section_depth, modality_strength, addressees (the most frequent),"
        " slogan_years (kind and year of dated speeches)",
    )
    gold: tuple[GoldFact, ...] = Field(description="the gold files")
    quality: tuple[QualityFact, ...] = Field(description="scores against them")
    quarantine: tuple[QuarantineFact, ...] = Field(description="findings that kept sources out")
    allowed: tuple[str, ...] = Field(
        default=(), description="codes of errors that the maintainer let pass when publishing"
    )

    @field_validator("packages", "quality_flags", "removals", "labels", "label_sets", mode="after")
    @classmethod
    def _sorted(cls, value: dict[str, Any]) -> dict[str, Any]:
        return {
            key: cls._sorted(part) if isinstance(part, dict) else part for key, part in sorted(value.items())
        }

    def dump(self) -> str:
        """The content of manifest.json: the same bytes for the same facts."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"

    @property
    def used(self) -> tuple[SourceFact, ...]:
        """The sources that went in."""
        return tuple(source for source in self.sources if source.status == "done")

    def table(self, name: str) -> TableFact:
        """The facts of a table. Raises KeyError for a name that is none."""
        return {table.name: table for table in self.tables}[name]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a dataset folder. Raises SpeechdataError `manifest-missing` or `manifest-broken`."""
    path = folder / MANIFEST_FILE
    if not path.is_file():
        raise SpeechdataError(
            "manifest-missing", f"no {MANIFEST_FILE}, so this is no dataset folder", place=str(folder)
        )
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise SpeechdataError("manifest-broken", reasons(error), place=str(path)) from error
