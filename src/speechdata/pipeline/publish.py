"""The last step: rows of all sources to one dataset folder, checked as a whole before it is switched in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from speechdata import gold
from speechdata.card import MANIFEST_FILE, card, sample
from speechdata.checks import Bundle, check
from speechdata.dedup import near_duplicates
from speechdata.errors import CheckError, ConfigError
from speechdata.lexicons import extended
from speechdata.pipeline.assemble import bundle, formulas, marked
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.facts import manifest, provenance
from speechdata.pipeline.project import GOLD, assertions
from speechdata.pipeline.quality import Evaluation, evaluate, gold_files, pooled
from speechdata.pipeline.report import Report
from speechdata.pipeline.units import AnnotatedUnit, Outcome
from speechdata.publish import staged
from speechdata.records import Record, SplitName
from speechdata.splits import assign
from speechdata.tables import TableFact, order, table_fact, tables, write
from speechdata.tables import rows as with_split


def publish(outcomes: Sequence[Outcome], config: BuildConfig) -> Report:
    """Writes tables, manifest and card aside, checks the whole, and switches the folder in.

    Raises ConfigError if there is no speech at all, CheckError if a check over the whole fails; the dataset
    that was there before then stays as it is.
    """
    done = [outcome for outcome in outcomes if outcome.status == "done"]
    units = [AnnotatedUnit.load(config.work("annotate") / f"{outcome.key}.json") for outcome in done]
    if not units:
        advice = "See output/quarantine, and what the summary says of each source."
        raise ConfigError("no-speeches", "no speech in any source", place=str(config.source), advice=advice)
    evaluations = scores(units, config.project / GOLD)
    rows, splits = whole(units)
    rows = replace(rows, expected=assertions(config.project), quality=_figures(evaluations))
    findings = check(rows)
    if any(finding.level == "error" for finding in findings):
        raise CheckError(findings)
    with extended(config.own_lexicons), staged(config.dataset) as folder:
        facts = write_tables(rows, splits, folder)
        made = manifest(rows, facts, outcomes=outcomes, evaluations=evaluations, project=config.project)
        (folder / MANIFEST_FILE).write_text(made.dump(), "utf-8")
        (folder / "README.md").write_text(card(made, samples(rows, splits)), "utf-8")
    set_aside = [f for outcome in outcomes if outcome.status == "quarantined" for f in outcome.findings]
    return Report(dataset=config.dataset, manifest=made, findings=(*set_aside, *findings))


def whole(units: Sequence[AnnotatedUnit]) -> tuple[Bundle, dict[str, SplitName]]:
    """All rows with near-duplicates marked and the lexicon table counted, and the split of each speech."""
    rows = bundle(units)
    near = near_duplicates({speech.speech_id: speech.text for speech in rows.speeches})
    splits = assign(
        {speech.speech_id: near.get(speech.speech_id, speech.speech_id) for speech in rows.speeches}
    )
    rows = replace(marked(rows, near), formulas=formulas(rows))
    named = {name: {row.speech_id: {splits[row.speech_id]} for row in own} for name, own in rows.tables()}
    return replace(rows, splits=named | {"speeches": {key: {split} for key, split in splits.items()}}), splits


def scores(units: Sequence[AnnotatedUnit], folder: Path) -> dict[Path, Evaluation]:
    """Scores on each gold file of `folder` whose text is among the sources."""
    by_hash = {unit.source.sha256: unit for unit in units}
    found: dict[Path, Evaluation] = {}
    for path in gold_files([folder]) if folder.is_dir() else []:
        unit = by_hash.get(gold.load(path).sha256)
        if unit:
            found[path] = evaluate(gold.load(path, source=unit.source), unit.source, unit.docs)
    return found


def _figures(evaluations: Mapping[Path, Evaluation]) -> Mapping[str, float | None]:
    """All figures, pooled over the gold files; none without gold, so that no minimum is met."""
    return pooled(list(evaluations.values())).scores.figures()


def records(rows: Bundle) -> dict[str, Sequence[Record]]:
    """The records of each table, in the table's order."""
    found: dict[str, Sequence[Record]] = {
        "speeches": rows.speeches,
        **dict(rows.tables()),
        "lexicon": rows.formulas or (),
    }
    return {name: sorted(found[name], key=order) for name in tables()}


def write_tables(rows: Bundle, splits: Mapping[str, SplitName], folder: Path) -> list[TableFact]:
    """All tables of `rows` as Parquet files under `folder`; returns their facts, in the order of the card."""
    made = provenance()
    return [
        table_fact(name, write(name, with_split(own, splits), folder, metadata=made))
        for name, own in records(rows).items()
    ]


def samples(rows: Bundle, splits: Mapping[str, SplitName]) -> dict[str, Record]:
    """A row of each table that has any, for the card to show."""
    chosen = {name: sample(own) for name, own in records(rows).items()}
    return {name: next(with_split([row], splits)) for name, row in chosen.items() if row is not None}
