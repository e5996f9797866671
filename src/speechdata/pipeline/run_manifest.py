"""work/run_manifest.json: what a build was given, what it did with which means, how long it took, how it ended."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from speechdata.pipeline.config import BuildConfig
from speechdata.pipeline.host import Host
from speechdata.pipeline.shards import FileRef, Shard
from speechdata.pipeline.spent import read_spent
from speechdata.pipeline.steps import result
from speechdata.records import Record

RUN_MANIFEST = "run_manifest.json"
SLOWEST = 20
"""Sources that are listed as the slowest."""
Result = Literal["published", "unchanged", "failed"]


class ShardFact(Record):
    """A unit of work: the names of its results, and its files."""

    key: str = Field(description="name of its folder in work/extract")
    annotation_key: str = Field(description="name of its folders in work/annotate and work/validate")
    files: tuple[str, ...] = Field(description="names of its files")


class StepFact(Record):
    """A step over all shards."""

    step: str
    seconds: float = Field(description="seconds from its begin to its end")
    shards: int = Field(description="shards of the build")
    done: int = Field(description="of these, the ones done now; the others were there already")


class SlowSource(Record):
    """Seconds that a source took, in this build or in the earlier one that did it."""

    source: str
    seconds: float
    extract: float
    annotate: float


class RunManifest(Record):
    """One build: what went in, what was done with which means, how long it took, how it ended."""

    result: Result
    error: str | None = Field(description="why it failed")
    started: dt.datetime
    seconds: float
    options: dict[str, Any] = Field(description="the options of the build")
    inputs: tuple[FileRef, ...] = Field(description="files that were found, with what tells their content")
    shards: tuple[ShardFact, ...]
    code: str = Field(description="SHA-256 over the package's modules and lexicons")
    lexicons: str | None = Field(description="SHA-256 of the lexicons, the project's own among them")
    packages: dict[str, str] = Field(description="versions of speechdata and of what it asks for")
    tokenizer: str | None = Field(
        description="what cut the words, rjieba or jieba; the words are the same; null if none were cut"
    )
    host: Host
    steps: tuple[StepFact, ...]
    peak_bytes: int = Field(description="most memory of the process that led the build; 0 if unknown")
    worker_peak_bytes: int = Field(description="most memory of a process that did a step now; 0 if none did")
    sources: dict[str, int] = Field(description="sources by what became of them")
    rows: dict[str, int] = Field(description="rows of the dataset by table")
    slowest: tuple[SlowSource, ...] = Field(description="the sources that took longest, slowest first")


def slowest(shards: Sequence[Shard], config: BuildConfig, *, count: int = SLOWEST) -> list[SlowSource]:
    """The sources of a build that took longest, slowest first."""
    spent: dict[str, dict[str, float]] = {}
    for shard in shards:
        for step in ("extract", "annotate"):
            found = read_spent(result(step, shard, config))
            for source, seconds in found.sources.items() if found else ():
                own = spent.setdefault(source, {"extract": 0.0, "annotate": 0.0})
                own[step] += seconds
    longest = heapq.nlargest(count, spent.items(), key=lambda item: sum(item[1].values()))
    return [SlowSource(source=source, seconds=sum(own.values()), **own) for source, own in longest]


def cut_by(shards: Sequence[Shard], config: BuildConfig) -> str | None:
    """What cut the words of a build, now or when its results were made."""
    found = (read_spent(result("annotate", shard, config)) for shard in shards)
    return next((spent.tokenizer for spent in found if spent and spent.tokenizer), None)


def shard_fact(shard: Shard) -> ShardFact:
    """What the run manifest says of a shard."""
    names = tuple(file.name for file in shard.files)
    return ShardFact(key=shard.key, annotation_key=shard.annotation_key, files=names)
