"""Scores of annotations against gold, with the keyword baseline beside them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Self

from pydantic import Field, TypeAdapter, ValidationError, computed_field

import speechdata
from speechdata import gold, readers
from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.gold import ablation, baseline, confusion, intervals, rules
from speechdata.gold.ablation import Ablation, Family
from speechdata.gold.align import align
from speechdata.gold.compare import Comparison, changes, records
from speechdata.gold.confusion import Confusion
from speechdata.gold.intervals import LayerInterval, Tally
from speechdata.gold.mistakes import Mistake, mistakes
from speechdata.gold.rules import RuleScore
from speechdata.gold.score import Scores, pool, score, scored
from speechdata.layer import Doc
from speechdata.lexicons import extended
from speechdata.pipeline.project import lexicon_folder, made_by
from speechdata.pipeline.single import annotate_source
from speechdata.records import Record, Source

GOLD_SUFFIX = ".gold.jsonl"


class Reference(Record):
    """A gold file that figures rest on."""

    path: str = Field(description="the gold file")
    fingerprint: str = Field(description="SHA-256 over its records, 64 hex digits")
    guideline: str = Field(description="version of the guideline that it follows")
    made_by: str = Field(description="who made it and how, from provenance.csv beside it")

    def __str__(self) -> str:
        return f"Gold, guideline {self.guideline}: {self.made_by}"


class Evaluation(Record, extra="ignore"):
    """All figures on one gold file, or pooled over several; what is computed of its counts is not read back."""

    source_id: str | None = Field(description="the annotated source; null when pooled over several")
    text: str | None = Field(description="file of the annotated source; null when pooled")
    predicted: str = Field(description="what made the predicted records")
    gold: tuple[Reference, ...] = Field(description="the gold files")
    scores: Scores = Field(description="scores of the predicted records")
    baseline: Scores = Field(description="scores of the keyword baseline")
    tallies: tuple[Tally, ...] = Field(description="counts by passage, a layer each")
    confusions: tuple[Confusion, ...] = Field(description="labels taken for others")
    rules: tuple[RuleScore, ...] = Field(description="precision by rule")
    families: tuple[Family, ...] = Field(description="counts by family of rules")
    mistakes: tuple[Mistake, ...] = Field(description="every error; empty when pooled")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def intervals(self) -> dict[str, LayerInterval]:
        """95 % confidence intervals of F1, by layer."""
        return intervals.intervals(self.tallies)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ablations(self) -> tuple[Ablation, ...]:
        """F1 without the records of each family of rules."""
        return ablation.ablations(self.scores, self.families)

    def only(self, labels: Collection[str]) -> Self:
        """What is said of these layers."""
        kept: dict[str, object] = {
            name: tuple(each for each in getattr(self, name) if each.label in labels)
            for name in ("tallies", "confusions", "rules", "families", "mistakes")
        }
        scores = {name: getattr(self, name).only(labels) for name in ("scores", "baseline")}
        return self.model_copy(update=kept | scores)


def gold_files(paths: Iterable[Path]) -> list[Path]:
    """The *.gold.jsonl files among `paths` and in the folders among them, sorted."""
    found = [
        file for path in paths for file in (sorted(path.glob(f"*{GOLD_SUFFIX}")) if path.is_dir() else [path])
    ]
    return sorted(set(found))


def evaluate(reference: gold.Gold, source: Source, docs: Sequence[Doc]) -> Evaluation:
    """What the annotations of `docs` reach on one gold file."""
    predicted = gold.parse(gold.dump(source, docs, layers()), place=source.path, source=source)
    return judge(reference, predicted, source, by=f"speechdata {speechdata.__version__}")


def judge(reference: gold.Gold, predicted: gold.Gold, source: Source, *, by: str) -> Evaluation:
    """What predicted records reach on one gold file; `by` names what made them.

    The baseline is given the gold's speech boundaries.
    """
    alignments = align(reference, predicted)
    keywords = baseline.predict(source, (mark.span for mark in reference.of("speech")))
    starts = intervals.passages(source.text)
    return Evaluation(
        source_id=source.source_id,
        text=source.path,
        predicted=by,
        gold=(_reference(reference),),
        scores=scored(alignments, text=reference.place),
        baseline=score(reference, keywords),
        tallies=tuple(intervals.tally(each, starts) for each in alignments),
        confusions=confusion.confusions(alignments),
        rules=rules.rules(alignments),
        families=ablation.families(alignments),
        mistakes=mistakes(alignments, source.text),
    )


def _reference(reference: gold.Gold) -> Reference:
    return Reference(
        path=reference.place,
        fingerprint=reference.fingerprint,
        guideline=reference.guideline,
        made_by=made_by(Path(reference.place)),
    )


def pooled(evaluations: Sequence[Evaluation]) -> Evaluation:
    """Micro-averages over several texts; intervals draw from the passages of all of them."""
    return Evaluation(
        source_id=None,
        text=None,
        predicted=", ".join(dict.fromkeys(each.predicted for each in evaluations)),
        gold=tuple(file for each in evaluations for file in each.gold),
        scores=pool(each.scores for each in evaluations),
        baseline=pool(each.baseline for each in evaluations),
        tallies=intervals.pool(tally for each in evaluations for tally in each.tallies),
        confusions=confusion.pool(found for each in evaluations for found in each.confusions),
        rules=rules.pool(rule for each in evaluations for rule in each.rules),
        families=ablation.pool(family for each in evaluations for family in each.families),
        mistakes=(),
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


def source_of(path: Path, texts: Sequence[Path] = ()) -> Source:
    """The decoded text that a standoff file annotates: in `texts`, beside the file, or one folder up."""
    file = text_of(gold.load(path), [*texts, path.parent, path.parent.parent])
    return readers.read(file, file.as_posix())


def evaluate_file(
    path: Path,
    texts: Sequence[Path] = (),
    *,
    predicted: Sequence[Path] = (),
    lexicons: Path | None = None,
) -> Evaluation:
    """Scores, on a gold file, the one of the `predicted` files that annotates its text; the annotators if none
    is given, with the project's own `lexicons` or those beside the text. Raises ConfigError if the text, or a
    file of predictions for it, is missing.
    """
    source = source_of(path, texts)
    reference = gold.load(path, source=source)
    if not predicted:
        with extended(lexicon_folder(Path(source.path), lexicons)):
            return evaluate(reference, *annotate_source(source))
    for file in predicted:
        found = gold.load(file)
        if found.sha256 == reference.sha256:
            return judge(reference, found, source, by=str(file))
    names = ", ".join(map(str, predicted))
    raise ConfigError("predicted-missing", f"none of {names} annotates its text", place=str(path))


def load_run(path: Path) -> dict[str, Evaluation]:
    """An earlier run as `evaluate --json` wrote it, by gold file. Raises ConfigError if it is none."""
    try:
        return _RUN.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigError(
            "run-form",
            f"not what evaluate --json writes: {str(error).splitlines()[0]}",
            place=str(path),
            advice="Save one with: speechdata evaluate GOLD --json > run.json",
        ) from error


def compared(before: Evaluation, now: Evaluation, *, against: str) -> Comparison:
    """This run beside an earlier one on the same gold files; `against` names the earlier run."""
    return Comparison(
        against=against,
        gold=tuple(dict.fromkeys(map(str, now.gold))),
        same_gold=[file.fingerprint for file in before.gold] == [file.fingerprint for file in now.gold],
        changes=changes(before.scores, now.scores, tallies=(before.tallies, now.tallies)),
        records=records(before.mistakes, now.mistakes) if now.source_id else None,
    )


_RUN = TypeAdapter(dict[str, Evaluation])
