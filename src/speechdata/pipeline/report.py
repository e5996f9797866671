"""What a build came to, for people and for the flow's artifacts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from speechdata.card import Manifest
from speechdata.records import SPLITS, Finding, Record


class Report(Record):
    """The result of a build: where the dataset is, its manifest, and what the checks found."""

    dataset: Path
    manifest: Manifest
    findings: tuple[Finding, ...]

    @property
    def card(self) -> Path:
        """The dataset card."""
        return self.dataset.resolve() / "README.md"

    @property
    def has_errors(self) -> bool:
        """Whether a source was set aside."""
        return any(finding.level == "error" for finding in self.findings)

    def counts(self) -> list[dict[str, Any]]:
        """Rows of each table, over all and by split."""
        return [
            {"table": table.name, "rows": table.rows}
            | {split: table.splits.get(split, 0) for split in SPLITS}
            for table in self.manifest.tables
        ]

    def quality(self) -> list[dict[str, Any]]:
        """F1 of each layer on each gold file, exact and overlap, with the keyword baseline's."""
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
            for each in self.manifest.quality
        ]

    def quarantined(self) -> list[dict[str, Any]]:
        """Sources that were set aside, and why."""
        return [fact.model_dump() for fact in self.manifest.quarantine]

    def lines(self) -> Iterator[str]:
        """The summary that the command line prints."""
        yield f"Dataset: {self.dataset}"
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


def _listed(head: str, items: list[str]) -> Iterator[str]:
    if items:
        yield f"{head}:"
        yield from (f"  {item}" for item in items)
