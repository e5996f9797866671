"""The last step: rows of all shards to one dataset folder, checked as a whole before it is switched in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from speechdata import gold
from speechdata.card import DOCUMENTS, MANIFEST_FILE, Manifest, read_manifest, samples, write_documents
from speechdata.checks import ASSERTIONS, COLLECTION, Bundle, check
from speechdata.dedup import Sketches, earlier_duplicates, near_duplicates, shared_sentences
from speechdata.errors import CheckError, ConfigError, SpeechdataError
from speechdata.lexicons import extended
from speechdata.pipeline import kept, ledger, rows, steps
from speechdata.pipeline.collection import Collection, generations
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.derived import executor, write_views
from speechdata.pipeline.facts import manifest, provenance
from speechdata.pipeline.project import GOLD, PROVENANCE, SOURCES, assertions
from speechdata.pipeline.quality import Evaluation, evaluate, gold_files, pooled
from speechdata.pipeline.report import Report
from speechdata.pipeline.shards import Shard, code_version
from speechdata.pipeline.tallies import Tallies
from speechdata.pipeline.units import AnnotatedUnit, Outcome, Unit
from speechdata.publish import staged
from speechdata.records import Finding
from speechdata.splits import assign
from speechdata.tables import TableFact, columns, table_fact, tables, to_arrow, write, write_generations

REPORT = "report.json"


def publish(shards: Sequence[Shard], config: BuildConfig) -> Report:
    """Writes tables, manifest and card aside, checks the whole, and switches the folder in.

    Does nothing if the dataset that is there came of the same results. Raises ConfigError if there is no speech at
    all, CheckError if a check over the whole fails; the dataset that was there before then stays as it is.
    """
    outcomes = _outcomes(shards, config)
    _gather_quarantine(shards, config)
    identity = _identity(shards, outcomes, config)
    if (same := _published(config, identity)) is not None:
        return same
    if not any(outcome.status == "done" for outcome in outcomes):
        advice = f"See {config.quarantine}, and what the summary says of each source."
        raise ConfigError("no-speeches", "no speech in any source", place=config.source, advice=advice)
    before = _before(config.dataset)
    with extended(config.own_lexicons):
        evaluations = scores(shards, outcomes, config)
        with staged(config.dataset) as folder:
            tallies = Tallies()
            facts = write_tables(shards, config, folder, tallies)
            findings = _checked(tallies, evaluations, config)
            made = manifest(
                tallies, facts, outcomes=outcomes, evaluations=evaluations, project=config.project_folder
            )
            write_documents(folder, made, samples(folder))
    said = (finding for outcome in outcomes for finding in outcome.findings)
    report = Report(
        dataset=config.dataset,
        manifest=made,
        findings=(*said, *findings),
        is_new=made != before,
        before=before,
    )
    ledger.write(config.work("published") / REPORT, f"{identity}\n{report.model_dump_json()}")
    return report


def write_tables(
    shards: Sequence[Shard], config: BuildConfig, folder: Path, tallies: Tallies
) -> list[TableFact]:
    """All tables and task views as Parquet files under `folder`; returns their facts, in the order of the card."""
    known = generations(config.after) if config.after else None
    collection = Collection([steps.result("annotate", shard, config) for shard in shards], known=known)
    near = near_duplicates(collection.texts(), sketches=_sketches(collection))
    splits = assign({speech_id: near.get(speech_id, speech_id) for speech_id in collection.home})
    filled = _filled(collection, near, config)
    made = provenance()

    def written(name: str) -> TableFact:
        parts = (
            tallies.counted(name, collection.parts(name, generation=generation, splits=splits, filled=filled))
            for generation in collection.generations
        )
        return table_fact(name, write_generations(name, parts, folder, metadata=made))

    def lexicon() -> TableFact:
        part = to_arrow(tallies.formulas(), tables()[rows.LEXICON], place=rows.LEXICON)
        parts = tallies.counted(rows.LEXICON, [part])
        return table_fact(rows.LEXICON, write(rows.LEXICON, parts, folder, metadata=made))

    first, *others = rows.names()
    with (
        ThreadPoolExecutor(max(config.processes, 1)) as threads,
        executor(config, collection, threads) as workers,
    ):
        views = (
            write_views(collection, splits, folder, metadata=made, workers=workers) if config.views else ()
        )
        # The speeches are counted before the rest: they date the formulas. The lexicon is made of the counts.
        facts = [written(first), *threads.map(written, others), lexicon()]
        derived = list(views)
    tallies.totals.update({fact.name: fact.rows for fact in derived})
    return facts + derived


def _filled(
    collection: Collection, near: Mapping[str, str], config: BuildConfig
) -> dict[str, Mapping[str, Any]]:
    """Columns of the speeches that only the collection tells: column -> speech_id -> value."""
    sentences = ((found.speech_id, found.sentences) for found in collection.fingerprints())
    return {
        "near_duplicate_of": near,
        "earlier_duplicate_of": _earlier_duplicates(collection, config),
        "boilerplate_share": shared_sentences(sentences, near),
    }


def _sketches(collection: Collection) -> Iterator[Sketches]:
    return (found.sketch for found in collection.fingerprints())


def _earlier_duplicates(collection: Collection, config: BuildConfig) -> dict[str, str]:
    if not config.earlier:
        return {}
    return earlier_duplicates(collection.texts(), _earlier(config), sketches=_sketches(collection))


def _earlier(config: BuildConfig) -> Iterator[tuple[str, str]]:
    """Ids and texts of the speeches of earlier datasets."""
    for folder in config.earlier:
        for part in columns(folder, "speeches", ["speech_id", "text"]):
            yield from rows.tuples(part)


def scores(
    shards: Sequence[Shard], outcomes: Sequence[Outcome], config: BuildConfig
) -> dict[Path, Evaluation]:
    """Scores on each gold file of the project whose text is among the sources."""
    folder = config.project_folder / GOLD if config.project_folder else None
    done = {outcome.sha256 for outcome in outcomes if outcome.status == "done"}
    found: dict[Path, Evaluation] = {}
    for path in gold_files([folder]) if folder and folder.is_dir() else []:
        sha256 = gold.load(path).sha256
        if sha256 in done:
            unit = _unit(sha256, shards, config)
            annotated = AnnotatedUnit.annotate(unit)
            found[path] = evaluate(gold.load(path, source=unit.source), unit.source, annotated.docs)
    return found


def _unit(sha256: str, shards: Sequence[Shard], config: BuildConfig) -> Unit:
    """The unit of a source, from the ledger."""
    for shard in shards:
        judged = ledger.read_outcomes(steps.result("validate", shard, config))
        if any(outcome.sha256 == sha256 and outcome.status == "done" for outcome in judged):
            kept.obtain("extract", shard, config)
            folder = steps.result("extract", shard, config)
            return next(unit for unit in steps.stored(folder) if unit.source.sha256 == sha256)
    raise LookupError(sha256)


def _outcomes(shards: Sequence[Shard], config: BuildConfig) -> list[Outcome]:
    found = (
        outcome
        for shard in shards
        for outcome in ledger.read_outcomes(steps.result("validate", shard, config))
    )
    return sorted(found, key=lambda outcome: (outcome.path, outcome.key))


def _gather_quarantine(shards: Sequence[Shard], config: BuildConfig) -> None:
    """output/quarantine anew: what the shards of this build set aside."""
    shutil.rmtree(config.quarantine, ignore_errors=True)
    for shard in shards:
        kept.bring_quarantine(shard, config)
        for step in ("extract", "annotate"):
            home = steps.result(step, shard, config) / ledger.QUARANTINE
            if home.is_dir():
                shutil.copytree(home, config.quarantine, dirs_exist_ok=True)


def _identity(shards: Sequence[Shard], outcomes: Sequence[Outcome], config: BuildConfig) -> str:
    """SHA-256 over all that a dataset follows from: results, code, the project's files, earlier datasets."""
    digest = hashlib.sha256(f"{code_version()} {config.views} {bool(config.after)}".encode())
    for shard in shards:
        digest.update(shard.annotation_key.encode())
    for outcome in outcomes:  # the same shard may end otherwise: unread, or out of time
        digest.update(outcome.model_dump_json().encode())
    project = config.project_folder
    watched = (
        [] if project is None else [project / SOURCES, project / ASSERTIONS, project / GOLD / PROVENANCE]
    )
    watched += gold_files([project / GOLD]) if project and (project / GOLD).is_dir() else []
    after = [config.after] if config.after else []
    watched += [folder / MANIFEST_FILE for folder in (*config.earlier, *after)]
    for path in watched:
        digest.update(f"\0{path.name}\0".encode() + (path.read_bytes() if path.is_file() else b"-"))
    return digest.hexdigest()


def _published(config: BuildConfig, identity: str) -> Report | None:
    """The report of the dataset that is there, if it came of the same results and is as it was written."""
    path = config.work("published") / REPORT
    with suppress(OSError, ValueError, ValidationError):
        known, content = path.read_text("utf-8").split("\n", 1)
        report = Report.model_validate_json(content)
        if known == identity and _is_whole(config.dataset, report):
            same = {"dataset": config.dataset, "is_new": False, "before": report.manifest}
            return report.model_copy(update=same)
    return None


def _before(folder: Path) -> Manifest | None:
    """The manifest of the dataset that is to be replaced; None if there is none that can be read."""
    with suppress(SpeechdataError, OSError):
        return read_manifest(folder)
    return None


def _is_whole(folder: Path, report: Report) -> bool:
    """Whether the dataset folder has the manifest and the files, by size, that the report tells of."""
    files = [file for table in report.manifest.tables for file in table.files]
    return (
        (folder / MANIFEST_FILE).read_text("utf-8") == report.manifest.dump()
        and all((folder / name).is_file() for name in DOCUMENTS)
        and all((folder / file.path).stat().st_size == file.bytes for file in files)
    )


def _checked(tallies: Tallies, evaluations: Mapping[Path, Evaluation], config: BuildConfig) -> list[Finding]:
    """Findings of the checks over the whole. Raises CheckError if one is an error."""
    figures = pooled(list(evaluations.values())).scores.figures()
    expected = assertions(config.project_folder) if config.project_folder else None
    findings = check(Bundle(totals=tallies.totals, expected=expected, quality=figures), COLLECTION)
    if any(finding.level == "error" for finding in findings):
        raise CheckError(findings)
    return findings
