"""The manifest of a build: counts, versions, sources, quality. All of it follows from the inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import speechdata
from speechdata import splits
from speechdata.card import (
    UNRELEASED,
    FieldScore,
    GoldFact,
    Manifest,
    QualityFact,
    QuarantineFact,
    SourceFact,
    SpanScore,
    boilerplate_fact,
)
from speechdata.gold.intervals import Interval
from speechdata.gold.score import Found, LayerScore
from speechdata.gold.standoff import GUIDELINE
from speechdata.lexicons import lexicon_hash
from speechdata.pipeline.project import known_sources, made_by
from speechdata.pipeline.quality import Evaluation
from speechdata.pipeline.tallies import Tallies, label_sets
from speechdata.pipeline.units import Outcome
from speechdata.tables import Provenance, TableFact

PACKAGES = ("jieba", "numpy", "pyarrow", "pydantic", "speechdata")
"""Packages whose version can change the bytes of a dataset."""


def provenance() -> Provenance:
    """What made the tables: package, lexicons, guideline."""
    return Provenance(version=speechdata.__version__, lexicon_hash=lexicon_hash(), guideline=GUIDELINE)


def manifest(
    tallies: Tallies,
    tables: Iterable[TableFact],
    *,
    outcomes: Sequence[Outcome],
    evaluations: Mapping[Path, Evaluation],
    project: Path | None,
) -> Manifest:
    """All facts of a build. `evaluations` are scores by gold file; `project` is the folder with sources.csv, if any."""
    made = provenance()
    return Manifest(
        name="speechdata",
        pretty_name="Annotated Chinese official speeches",
        version=UNRELEASED,
        guideline=made.guideline,
        packages={
            name: speechdata.__version__ if name == "speechdata" else version(name) for name in PACKAGES
        },
        lexicon_hash=made.lexicon_hash,
        split_rule=splits.RULE,
        sources=_sources(outcomes, known_sources(project) if project else {}),
        tables=tuple(tables),
        quality_flags=tallies.flags,
        removals=tallies.removals,
        boilerplate=boilerplate_fact(tallies.shares),
        labels={
            name: {field: dict(counter) for field, counter in fields.items()}
            for name, fields in tallies.labels.items()
        },
        label_sets=label_sets(),
        tallies=tallies.tallies(),
        gold=tuple(_gold(path, evaluation) for path, evaluation in evaluations.items()),
        quality=tuple(
            _quality(path, layer, evaluation)
            for path, evaluation in evaluations.items()
            for layer in evaluation.scores.layers
        ),
        quarantine=tuple(
            QuarantineFact(path=outcome.path, code=finding.code, message=finding.message)
            for outcome in outcomes
            if outcome.is_aside
            for finding in outcome.findings
            if finding.level == "error"
        ),
    )


def _sources(outcomes: Iterable[Outcome], known: Mapping[str, Mapping[str, str]]) -> tuple[SourceFact, ...]:
    return tuple(_source(outcome, _said(outcome.path, known)) for outcome in outcomes)


def _said(path: str, known: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """What sources.csv says of a source, or of the file or folder that it lies in."""
    while path and path not in known:
        path = path.rpartition("#")[0] or path.rpartition("/")[0]
    return known.get(path, {})


def _source(outcome: Outcome, known: Mapping[str, str]) -> SourceFact:
    return SourceFact(
        path=outcome.path,
        source_id=outcome.source_id,
        sha256=outcome.sha256,
        n_bytes=outcome.n_bytes,
        encoding=outcome.encoding or None,
        encoding_evidence=outcome.encoding_evidence or None,
        n_speeches=outcome.n_speeches,
        status=outcome.status,
        removals=outcome.removals,
        publisher=known.get("publisher"),
        licence=known.get("licence"),
        note=known.get("note"),
    )


def _gold(path: Path, evaluation: Evaluation) -> GoldFact:
    return GoldFact(path=path.name, source_id=str(evaluation.source_id), made_by=made_by(path))


def _quality(path: Path, layer: LayerScore, evaluation: Evaluation) -> QualityFact:
    beside = evaluation.baseline.layer(layer.label)
    interval = evaluation.intervals.get(layer.label)
    return QualityFact(
        gold=path.name,
        layer=layer.label,
        n_gold=layer.exact.n_gold,
        n_predicted=layer.exact.n_predicted,
        exact=_spans(layer.exact, interval.exact if interval else None),
        overlap=_spans(layer.overlap, interval.overlap if interval else None),
        fields=tuple(
            FieldScore(
                name=name,
                n=each.n,
                accuracy=each.accuracy,
                n_written=each.n_written,
                accuracy_written=each.accuracy_written,
            )
            for name, each in layer.fields.items()
        ),
        baseline_exact_f1=beside.exact.f1 if beside else None,
        baseline_overlap_f1=beside.overlap.f1 if beside else None,
    )


def _spans(found: Found, interval: Interval | None) -> SpanScore:
    return SpanScore(
        precision=found.precision,
        recall=found.recall,
        f1=found.f1,
        f1_low=interval.low if interval else None,
        f1_high=interval.high if interval else None,
    )
