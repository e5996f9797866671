"""What a build came to, for people and for the flow's artifacts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field

from speechdata.card import Manifest, QualityFact
from speechdata.pipeline.run_manifest import SlowSource
from speechdata.records import SPLITS, Finding, Record


class Report(Record):
    """The result of a build: where the dataset is, its manifest, and what the checks found."""

    dataset: Path
    manifest: Manifest
    findings: tuple[Finding, ...]
    is_new: bool = Field(default=True, description="whether the content of the dataset changed")
    before: Manifest | None = Field(
        default=None, exclude=True, description="manifest of the dataset before this build, if there was one"
    )
    slowest: tuple[SlowSource, ...] = Field(
        default=(), exclude=True, description="the sources that took longest, slowest first"
    )

    @property
    def card(self) -> Path:
        """The dataset card."""
        return self.dataset.resolve() / "README.md"

    @property
    def manifest_sha256(self) -> str:
        """SHA-256 of manifest.json, 64 hex digits: it names every file of the dataset with its own."""
        return hashlib.sha256(self.manifest.dump().encode()).hexdigest()

    @property
    def has_errors(self) -> bool:
        """Whether a source was set aside."""
        return any(finding.level == "error" for finding in self.findings)

    def counts(self) -> list[dict[str, Any]]:
        """Rows of each table, over all and by split, and the change since the build before; None if unknown."""
        before = {table.name: table.rows for table in self.before.tables} if self.before else {}
        return [
            {"table": table.name, "rows": table.rows, "change": _change(table.rows, before.get(table.name))}
            | {split: table.splits.get(split, 0) for split in SPLITS}
            for table in self.manifest.tables
        ]

    def quality(self) -> list[dict[str, Any]]:
        """F1 of each layer on each gold file, exact and overlap, with the change and the keyword baseline's."""
        before = {(each.gold, each.layer): each for each in self.before.quality} if self.before else {}
        return [
            {
                "gold": each.gold,
                "layer": each.layer,
                "n": each.n_gold,
                "F1 exact": _figure(each.exact.f1),
                "F1 overlap": _figure(each.overlap.f1),
                "baseline exact": _figure(each.baseline_exact_f1),
                "baseline overlap": _figure(each.baseline_overlap_f1),
            }
            | _moved(each, before.get((each.gold, each.layer)))
            for each in self.manifest.quality
        ]

    def quarantined(self) -> list[dict[str, Any]]:
        """Sources that were set aside, and why."""
        return [fact.model_dump() for fact in self.manifest.quarantine]

    def slow(self) -> list[dict[str, Any]]:
        """The sources that took longest, with their seconds, whichever build did them."""
        return [
            {name: round(value, 3) if isinstance(value, float) else value for name, value in each}
            for each in self.slowest
        ]

    def lines(self) -> Iterator[str]:
        """The summary that the command line prints."""
        yield f"Dataset: {self.dataset}" + ("" if self.is_new else " (unchanged)")
        for row in self.counts():
            splits = ", ".join(f"{split} {row[split]}" for split in SPLITS if row[split])
            yield f"  {row['table']:<14}{row['rows']:>7}" + (f"  ({splits})" if splits else "")
        yield from _listed(
            "Without a speech", [s.path for s in self.manifest.sources if s.status == "no_speech"]
        )
        set_aside = [f"{fact.path}: {fact.message}" for fact in self.manifest.quarantine]
        yield from _listed(f"Set aside in {self.dataset.parent / 'quarantine'}", set_aside)
        yield from self._quality_lines()
        yield "Read " + str(self.dataset / "README.md") + ", or load it:"
        yield f'  from datasets import load_dataset; load_dataset("{self.dataset}", "directives")'

    def _quality_lines(self) -> Iterator[str]:
        for gold in self.manifest.gold:
            yield f"Quality on {gold.path}, F1 exact/overlap (keyword baseline). {gold.made_by}"
            for row in self.quality():
                if row["gold"] == gold.path:
                    base = f"({row['baseline exact']}/{row['baseline overlap']})"
                    yield f"  {row['layer']:<14}{row['F1 exact']}/{row['F1 overlap']}  {base}  n={row['n']}"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _change(now: int, before: int | None) -> int | None:
    return None if before is None else now - before


def _moved(now: QualityFact, before: QualityFact | None) -> dict[str, str]:
    """Change of the F1 of a layer, exact and overlap."""
    old = (before.exact.f1, before.overlap.f1) if before else (None, None)
    names = ("change exact", "change overlap")
    return {
        name: "-" if new is None or was is None else f"{new - was:+.3f}"
        for name, new, was in zip(names, (now.exact.f1, now.overlap.f1), old, strict=True)
    }


def _listed(head: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"{head}:"
        yield from (f"  {item}" for item in items)
