"""What the ledger holds for the sources of a build, and how it is put in order: retry and clean."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from pydantic import Field

from speechdata.pipeline import ledger
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.shards import Shard
from speechdata.pipeline.spent import note
from speechdata.pipeline.steps import FAILURES, READING, STEPS, is_done, result
from speechdata.pipeline.units import Outcome
from speechdata.records import Record


class States(Record):
    """How far the sources of a build have come."""

    shards: int = Field(description="units of work")
    missing: dict[str, int] = Field(description="shards whose result of a step is not there, by step")
    files_missing: int = Field(description="files in shards that are not done")
    sources: dict[str, int] = Field(description="sources by state: done, no_speech, failed, quarantined")
    aside: tuple[Outcome, ...] = Field(description="sources that failed or were quarantined")
    leftover: int = Field(description="results that this build does not refer to")


def states(shards: Sequence[Shard], config: BuildConfig) -> States:
    """The ledger as it stands, for the shards of a build."""
    outcomes = [outcome for shard in shards for outcome in _outcomes(shard, config)]
    missing = {step: sum(not is_done(step, shard, config) for shard in shards) for step in STEPS}
    return States(
        shards=len(shards),
        missing={step: count for step, count in missing.items() if count},
        files_missing=sum(len(shard.files) for shard in shards if not is_done("validate", shard, config)),
        sources=dict(Counter(outcome.status for outcome in outcomes)),
        aside=tuple(outcome for outcome in outcomes if outcome.is_aside),
        leftover=len(list(_leftover(shards, config))),
    )


def retry(shards: Sequence[Shard], config: BuildConfig) -> int:
    """Forgets the results of shards in which a source failed, so that the next build does them; returns how many."""
    shutil.rmtree(config.work("split"), ignore_errors=True)
    return _forgotten(shards, config, FAILURES)


def forget(shards: Sequence[Shard], config: BuildConfig) -> None:
    """Forgets the results of shards with a file that could not be opened: the next build tries again."""
    _forgotten(shards, config, {READING})


def clean(shards: Sequence[Shard], config: BuildConfig) -> int:
    """Removes results that a build with these shards does not refer to; returns how many folders."""
    removed = 0
    for path in _leftover(shards, config):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        note(path).unlink(missing_ok=True)
        removed += 1
    return removed


def _outcomes(shard: Shard, config: BuildConfig) -> list[Outcome]:
    done = is_done("validate", shard, config)
    return ledger.read_outcomes(result("validate", shard, config)) if done else []


def _forgotten(shards: Sequence[Shard], config: BuildConfig, codes: AbstractSet[str]) -> int:
    count = 0
    for shard in shards:
        found = {finding.code for outcome in _outcomes(shard, config) for finding in outcome.findings}
        if codes & found:
            for step in STEPS:
                shutil.rmtree(result(step, shard, config), ignore_errors=True)
            count += 1
    return count


def _leftover(shards: Sequence[Shard], config: BuildConfig) -> Iterator[Path]:
    for step in STEPS:
        home = config.work(step)
        used = {result(step, shard, config).name for shard in shards}
        yield from (path for path in sorted(home.glob("*")) if path.name not in used)
    keys = {shard.key for shard in shards}
    for path in sorted(config.work("split").glob("*")):
        if not keys.intersection(part["key"] for part in json.loads(path.read_text("utf-8"))):
            yield path
