"""What the ledger holds for the sources of a build, and how it is put in order: retry and clean."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from pydantic import Field

from speechdata.errors import ConfigError
from speechdata.pipeline import kept, ledger
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
    leftover_stored: int = Field(description="results in the store that this build does not refer to")


def states(shards: Sequence[Shard], config: BuildConfig) -> States:
    """The ledger as it stands, for the shards of a build; what is in the store is there."""
    kept.bring_outcomes(shards, config)
    stored = kept.kept_names(config)
    unfinished = [shard for shard in shards if not is_done("validate", shard, config)]
    outcomes = [outcome for shard in shards for outcome in _outcomes(shard, config)]
    missing = {step: _missing(step, shards, config, stored.get(step, frozenset())) for step in STEPS}
    return States(
        shards=len(shards),
        missing={step: count for step, count in missing.items() if count},
        files_missing=sum(len(shard.files) for shard in unfinished),
        sources=dict(Counter(outcome.status for outcome in outcomes)),
        aside=tuple(outcome for outcome in outcomes if outcome.is_aside),
        leftover=len(list(_leftover(shards, config))),
        leftover_stored=sum(map(len, _leftover_stored(shards, config).values())),
    )


def retry(shards: Sequence[Shard], config: BuildConfig) -> int:
    """Forgets the results of shards in which a source failed, so that the next build does them; returns how many."""
    kept.bring_outcomes(shards, config)
    divided = config.work(kept.SPLIT)
    kept.remove(kept.SPLIT, [path.name for path in divided.glob("*")], config)
    shutil.rmtree(divided, ignore_errors=True)
    return _forgotten(shards, config, FAILURES)


def forget(shards: Sequence[Shard], config: BuildConfig) -> None:
    """Forgets the results of shards with a file that could not be opened: the next build tries again."""
    _forgotten(shards, config, {READING})


def clean(shards: Sequence[Shard], config: BuildConfig) -> int:
    """Removes results that a build with these shards does not refer to; returns how many. The store stays."""
    removed = 0
    for path in _leftover(shards, config):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        note(path).unlink(missing_ok=True)
        removed += 1
    return removed


def clean_store(shards: Sequence[Shard], config: BuildConfig) -> int:
    """Removes from the store what a build with these shards does not refer to; returns how many objects.

    Other builds that use the store lose their results. Raises ConfigError if there is no store.
    """
    if config.store is None:
        advice = "Name the folder or URL: --store URL."
        raise ConfigError("store-missing", "there is no store to clean", place="--store", advice=advice)
    return sum(kept.remove(kind, keys, config) for kind, keys in _leftover_stored(shards, config).items())


def _outcomes(shard: Shard, config: BuildConfig) -> list[Outcome]:
    done = is_done("validate", shard, config)
    return ledger.read_outcomes(result("validate", shard, config)) if done else []


def _forgotten(shards: Sequence[Shard], config: BuildConfig, codes: AbstractSet[str]) -> int:
    forgotten = [shard for shard in shards if codes & _codes(shard, config)]
    for step in STEPS if forgotten else ():
        results = [result(step, shard, config) for shard in forgotten]
        kept.remove(step, [path.name for path in results], config)
        for path in results:
            shutil.rmtree(path, ignore_errors=True)
    return len(forgotten)


def _codes(shard: Shard, config: BuildConfig) -> set[str]:
    return {finding.code for outcome in _outcomes(shard, config) for finding in outcome.findings}


def _missing(step: str, shards: Sequence[Shard], config: BuildConfig, stored: AbstractSet[str]) -> int:
    here = (is_done(step, shard, config) or result(step, shard, config).name in stored for shard in shards)
    return sum(not found for found in here)


def _leftover(shards: Sequence[Shard], config: BuildConfig) -> Iterator[Path]:
    for kind, used in _used(shards, config).items():
        if kind != kept.LEXICONS:  # of these only the last are here, as a folder
            yield from (path for path in sorted(config.work(kind).glob("*")) if path.name not in used)


def _leftover_stored(shards: Sequence[Shard], config: BuildConfig) -> dict[str, AbstractSet[str]]:
    used = _used(shards, config)
    return {kind: names - used[kind] for kind, names in kept.kept_names(config).items()}


def _used(shards: Sequence[Shard], config: BuildConfig) -> dict[str, set[str]]:
    """Names of all that a build refers to, by kind."""
    keys = {shard.key for shard in shards}
    used = {step: {result(step, shard, config).name for shard in shards} for step in STEPS}
    divisions = {
        path.name
        for path in config.work(kept.SPLIT).glob("*")
        if keys.intersection(part["key"] for part in json.loads(path.read_text("utf-8")))
    }
    return used | {kept.SPLIT: divisions, kept.LEXICONS: {shard.lexicons for shard in shards}}
