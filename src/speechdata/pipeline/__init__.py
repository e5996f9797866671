"""The order of the work: `build` runs the steps of all shards, by itself or through a caller's `each`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from speechdata.lexicons import extended
from speechdata.pipeline import kept, ledger
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.lock import locked
from speechdata.pipeline.log import LogFormat, LogLevel, configure, log
from speechdata.pipeline.publish import publish
from speechdata.pipeline.release import release
from speechdata.pipeline.report import Report
from speechdata.pipeline.run_manifest import RunManifest
from speechdata.pipeline.shards import Shard, largest_first, plan
from speechdata.pipeline.single import annotate_file
from speechdata.pipeline.states import clean, clean_store, forget, retry, states
from speechdata.pipeline.steps import STEPS, is_done
from speechdata.pipeline.trace import traced
from speechdata.pipeline.units import Outcome
from speechdata.pipeline.workers import Run, workers

__all__ = [
    "STEPS",
    "BuildConfig",
    "LogFormat",
    "LogLevel",
    "Outcome",
    "Report",
    "Run",
    "RunManifest",
    "Shard",
    "annotate_file",
    "build",
    "clean",
    "clean_store",
    "configure",
    "in_threads",
    "largest_first",
    "locked",
    "log",
    "planned",
    "publish",
    "release",
    "retry",
    "states",
]

Each = Callable[[str, Sequence[Shard], Run], Iterable[list[Shard]]]
Publish = Callable[[Sequence[Shard], BuildConfig], Report]


def in_threads(step: str, shards: Sequence[Shard], run: Run) -> Iterator[list[Shard]]:
    """Runs a step of each shard, in order of the shards; threads wait for the worker processes."""
    if run.threads == 1:
        yield from (run(step, shard) for shard in shards)
        return
    with ThreadPoolExecutor(run.threads) as threads:
        futures = {shard.key: threads.submit(run, step, shard) for shard in largest_first(shards)}
        try:
            yield from (futures[shard.key].result() for shard in shards)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def build(config: BuildConfig, *, each: Each = in_threads, last: Publish = publish) -> Report:
    """Builds the dataset: every shard through STEPS, where its results are not there already, then publish.

    Raises ConfigError or LexiconError before any work is done, OSError if the output cannot be written.
    """
    config.check()
    with locked(config.output, wait=config.wait), traced(config) as trace:
        config = _with_copied_lexicons(config)
        kept.open_store(config)
        shards = planned(config)
        trace.planned(shards)
        stored = kept.settle(shards, config)
        with workers(config) as run:
            for step in STEPS:
                missing = [
                    shard
                    for shard in shards
                    if not is_done(step, shard, config) and (step, shard.key) not in stored
                ]
                with trace.step(step, done=len(missing)):
                    results = each(step, missing, trace.watching(run))
                    done = dict(zip((shard.key for shard in missing), results, strict=True))
                shards = [part for shard in shards for part in done.get(shard.key, [shard])]
                trace.planned(shards)
        ledger.sweep(config.output / "work")
        try:
            with trace.step("publish", done=len(shards)):
                report = last(shards, config)
            return trace.ended(report)
        finally:
            forget(shards, config)


def planned(config: BuildConfig) -> list[Shard]:
    """The shards of a build; one that ended its worker before is divided as it was then."""
    with extended(config.own_lexicons):
        shards = plan(config)
    kept.bring_divisions(shards, config)
    return [part for shard in shards for part in _divided(shard, config)]


def _divided(shard: Shard, config: BuildConfig) -> list[Shard]:
    path = config.work(kept.SPLIT) / shard.key
    if not path.is_file():
        return [shard]
    parts = [Shard.model_validate(item) for item in json.loads(path.read_text("utf-8"))]
    return [part.model_copy(update={"lexicons": shard.lexicons}) for part in parts]


def _with_copied_lexicons(config: BuildConfig) -> BuildConfig:
    """The build on a copy of the project's lexicons: who edits them while it runs changes the next build only."""
    folder = config.work("lexicons")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if config.own_lexicons and config.own_lexicons.is_dir():
        shutil.copytree(config.own_lexicons, folder, dirs_exist_ok=True)
    return config.model_copy(update={"lexicons": folder})
