"""Results on disk, a folder for each shard and step: written aside and renamed, so that what is there is whole.

    work/extract/<key>/    units.jsonl (sources with their speeches), outcomes.jsonl, quarantine/
    work/annotate/<key>/   one Parquet file a table, fingerprints.npz, outcomes.jsonl, quarantine/
    work/validate/<key>/   outcomes.jsonl: what the dataset takes from the shard
    work/split/<key>       a shard that ended its worker: its files are shards of their own
    work/spent/            what each result cost: seconds, memory

The key of a shard names its content, so nothing is ever out of date: what no plan names is left over.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from speechdata.pipeline.units import Outcome
from speechdata.records import Finding

OUTCOMES, QUARANTINE, FINDINGS = "outcomes.jsonl", "quarantine", "findings.json"
_LONGEST_NAME = 200  # bytes


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A folder beside `path`, which is removed when the block ends, with what is still in it."""
    made = path.with_name(f".{path.name}.{uuid4().hex}")
    made.mkdir(parents=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """A folder to write into; it becomes `folder` when the block ends well, and is removed when it does not.

    If another process was faster its result stays: both are the same.
    """
    with beside(folder) as made:
        yield made
        become(made, folder)


def write(path: Path, content: str) -> None:
    """Writes a file aside and renames it, so that a reader never sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(content, "utf-8")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def sweep(work: Path) -> None:
    """Removes what killed builds had begun to write under a work folder; whoever calls holds the build's lock."""
    for aside in (*work.glob(".*"), *work.glob("*/.*")):
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()


def become(made: Path, path: Path) -> None:
    """Renames what is whole to where it is looked for; what another process has put there stays."""
    try:
        made.rename(path)
    except OSError:
        if not path.exists():
            raise


def write_outcomes(folder: Path, outcomes: Iterable[Outcome]) -> None:
    """The ledger lines of a shard."""
    lines = (outcome.model_dump_json() + "\n" for outcome in outcomes)
    (folder / OUTCOMES).write_text("".join(lines), "utf-8")


def read_outcomes(folder: Path) -> list[Outcome]:
    """The ledger lines of a shard's result."""
    with (folder / OUTCOMES).open(encoding="utf-8") as file:
        return [Outcome.model_validate_json(line) for line in file]


def set_aside(folder: Path, outcome: Outcome, findings: Sequence[Finding], data: bytes | None) -> Outcome:
    """Keeps a source with its findings in the quarantine of a result folder; returns the outcome with them."""
    kept = outcome.but(findings=(*outcome.findings, *findings))
    home = folder / QUARANTINE / outcome.key
    home.mkdir(parents=True, exist_ok=True)
    facts: dict[str, Any] = kept.model_dump(
        mode="json", include={"path", "sha256", "n_bytes", "status", "findings"}
    )
    (home / FINDINGS).write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", "utf-8")
    if data is not None:
        (home / _file_name(outcome.path)).write_bytes(data)
    return kept


def _file_name(path: str) -> str:
    """The name of a source in its quarantine folder: its own, or as much of its end as file systems take."""
    name = Path(path).name.encode()[-_LONGEST_NAME:].decode(errors="ignore")
    return f"source-{name}" if name == FINDINGS else name
