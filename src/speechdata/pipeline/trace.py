"""The trace of a build: log records while it runs, and its run manifest when it has ended, however it ended."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from speechdata.pipeline import ledger, steps
from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.host import host, packages, peak
from speechdata.pipeline.log import log
from speechdata.pipeline.report import Report
from speechdata.pipeline.run_manifest import (
    RUN_MANIFEST,
    Result,
    RunManifest,
    StepFact,
    cut_by,
    shard_fact,
    slowest,
)
from speechdata.pipeline.shards import Shard, code_version
from speechdata.pipeline.spent import Spent, read_spent
from speechdata.pipeline.workers import Run


class Trace:
    """Takes notes while a build runs."""

    def __init__(self, config: BuildConfig) -> None:
        self._config = config
        self._started, self._began = dt.datetime.now(dt.UTC), time.perf_counter()
        self._shards: tuple[Shard, ...] = ()
        self._steps: list[StepFact] = []
        self._worker_peak = 0

    def planned(self, shards: Sequence[Shard]) -> None:
        """Notes the shards as they are now."""
        self._shards = tuple(shards)

    @contextmanager
    def step(self, name: str, *, done: int) -> Iterator[None]:
        """Notes the time of a step, of which `done` shards are to be done."""
        began = time.perf_counter()
        yield
        fact = StepFact(step=name, seconds=time.perf_counter() - began, shards=len(self._shards), done=done)
        self._steps.append(fact)
        counts = {"shards": fact.shards, "done": done}
        told = (name, done, fact.shards, fact.seconds)
        extra = {"step": name, "seconds": fact.seconds, "counts": counts}
        log.info("%s: %d of %d units of work done now (%.2f s)", *told, extra=extra)

    def watching(self, run: Run) -> Run:
        """`run`, with a note of each step of a shard."""
        return _Watched(run, self)

    def saw(self, step: str, shard: Shard) -> None:
        """Notes a step of a shard that was done."""
        folder = steps.result(step, shard, self._config)
        spent = read_spent(folder)
        self._worker_peak = max(self._worker_peak, spent.peak_bytes if spent else 0)
        if log.isEnabledFor(logging.INFO):
            _tell(step, shard, folder, spent)

    def ended(self, report: Report) -> Report:
        """Writes the run manifest of a build that came to its end; returns the report with its slowest sources."""
        report = report.model_copy(update={"slowest": tuple(slowest(self._shards, self._config))})
        made = self._manifest("published" if report.is_new else "unchanged").model_copy(
            update={
                "sources": dict(Counter(source.status for source in report.manifest.sources)),
                "rows": {table.name: table.rows for table in report.manifest.tables},
                "slowest": report.slowest,
            }
        )
        self._write(made)
        told = (made.result, made.seconds, _listed(made.rows))
        log.info("%s (%.2f s): %s", *told, extra={"seconds": made.seconds, "counts": made.rows})
        return report

    def failed(self, error: BaseException) -> None:
        """Writes the run manifest of a build that was broken off; a full disk does not hide why."""
        with suppress(OSError):
            self._write(self._manifest("failed", error=f"{type(error).__name__}: {error}"))

    def _manifest(self, result: Result, *, error: str | None = None) -> RunManifest:
        files = {file.name: file for shard in self._shards for file in shard.files}
        return RunManifest(
            result=result,
            error=error,
            started=self._started,
            seconds=time.perf_counter() - self._began,
            options=self._config.model_dump(mode="json"),
            inputs=tuple(files.values()),
            shards=tuple(map(shard_fact, self._shards)),
            code=code_version(),
            lexicons=self._shards[0].lexicons if self._shards else None,
            packages=packages(),
            tokenizer=cut_by(self._shards, self._config),
            host=host(),
            steps=tuple(self._steps),
            peak_bytes=peak(),
            worker_peak_bytes=self._worker_peak,
            sources={},
            rows={},
            slowest=(),
        )

    def _write(self, made: RunManifest) -> None:
        ledger.write(self._config.work(RUN_MANIFEST), made.model_dump_json(indent=2) + "\n")


def _tell(step: str, shard: Shard, folder: Path, spent: Spent | None) -> None:
    """Log lines of a step of a shard and of the sources that it set aside."""
    # What a worker elsewhere extracts stays in the store.
    outcomes = ledger.read_outcomes(folder) if folder.is_dir() else []
    counts: dict[str, int] = dict(sorted(Counter(outcome.status for outcome in outcomes).items()))
    seconds = spent.seconds if spent else 0.0
    extra = {"step": step, "shard": shard.label, "seconds": seconds, "counts": counts}
    log.info(
        "%s %s: %s (%.2f s)", step, shard.label, _listed(counts) or "done elsewhere", seconds, extra=extra
    )
    for outcome in outcomes:
        if (folder / ledger.QUARANTINE / outcome.key).is_dir():
            for finding in outcome.findings:
                extra = {"step": step, "source": outcome.path, "code": finding.code}
                log.info("%s, set aside: %s", outcome.status, finding.message, extra=extra)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


class _Watched:
    def __init__(self, run: Run, trace: Trace) -> None:
        self._run, self._trace, self.threads = run, trace, run.threads

    def __call__(self, step: str, shard: Shard) -> list[Shard]:
        parts = self._run(step, shard)
        for part in parts:
            self._trace.saw(step, part)
        return parts


@contextmanager
def traced(config: BuildConfig) -> Iterator[Trace]:
    """The trace of a build; if the block fails, its run manifest says why."""
    trace = Trace(config)
    try:
        yield trace
    except BaseException as error:
        trace.failed(error)
        raise
