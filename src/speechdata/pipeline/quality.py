"""Scores of what the package produces against gold, with the keyword baseline beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import Field

from speechdata import gold
from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.gold import baseline
from speechdata.gold.score import Scores, pool, score
from speechdata.layer import Doc
from speechdata.pipeline.single import annotate_file
from speechdata.records import Record, Source

GOLD_SUFFIX = ".gold.jsonl"


class Evaluation(Record):
    """Scores on one gold file or pooled over several, and what the keyword baseline reaches on the same."""

    source_id: str | None = Field(description="the annotated source; null when pooled over several")
    scores: Scores = Field(description="scores of the annotators")
    baseline: Scores = Field(description="scores of the keyword baseline")


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """The *.gold.jsonl files among `paths` and in the folders among them, sorted."""
    found = [
        file for path in paths for file in (sorted(path.glob(f"*{GOLD_SUFFIX}")) if path.is_dir() else [path])
    ]
    return sorted(set(found))


def evaluate(reference: gold.Gold, source: Source, docs: Sequence[Doc]) -> Evaluation:
    """Scores of `docs` on one gold file. The baseline is given the gold's speech boundaries."""
    predicted = gold.parse(gold.dump(source, docs, layers()), place=source.path, source=source)
    keywords = baseline.predict(source, (mark.span for mark in reference.of("speech")))
    return Evaluation(
        source_id=source.source_id,
        scores=score(reference, predicted),
        baseline=score(reference, keywords),
    )


def pooled(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Micro-averages over several texts."""
    return Evaluation(
        source_id=None,
        scores=pool(each.scores for each in evaluations),
        baseline=pool(each.baseline for each in evaluations),
    )


def text_of(reference: gold.Gold, folders: Iterable[Path]) -> Path:
    """The file in `folders` with the bytes that a gold file annotates. Raises ConfigError if there is none."""
    for folder in folders:
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == reference.sha256:
                return path
    raise ConfigError(
        "gold-text-missing",
        f"no file with SHA-256 {reference.sha256[:16]}… beside it or one folder up",
        place=reference.place,
        advice="Name the folder of the annotated texts with --texts.",
    )


def evaluate_file(path: Path, texts: Sequence[Path] = ()) -> Evaluation:
    """Annotates the text that a gold file belongs to and scores it."""
    reference = gold.load(path)
    file = text_of(reference, [*texts, path.parent, path.parent.parent])
    source, docs = annotate_file(file)
    return evaluate(gold.load(path, source=source), source, docs)
