"""The way of a release: lock, last release, gate, diff, version, documents, target; in this order for every target."""

from __future__ import annotations

import difflib
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import Field

from speechdata import diff
from speechdata.card import CARD, Manifest, read_manifest
from speechdata.publish._lock import locked
from speechdata.publish._prepare import Terms, documented, interrupted, is_same, judged, snapshot, with_card
from speechdata.publish._target import Change, Settled, Target
from speechdata.records import Finding, Record

_WORDS = {
    "released": "released version {version}: {place}",
    "completed": "completed version {version}, whose publication was interrupted: {place}",
    "unchanged": "unchanged since version {version}: nothing to publish to {place}",
}
_FUTURE = {
    "released": "would release version {version} to {place}",
    "completed": "would complete version {version}, whose publication was interrupted: {place}",
    "unchanged": _WORDS["unchanged"],
}


class Published(Record):
    """What a publication did, or would do."""

    version: str = Field(description="version that readers get by it")
    state: Literal["released", "completed", "unchanged"] = Field(description="what was done")
    is_dry_run: bool = Field(description="whether it only says what it would do")
    place: str = Field(description="where the version stands, or the target")
    manifest_sha256: str = Field(description="SHA-256 of the manifest that stands there")
    changes: tuple[Change, ...] = Field(default=(), description="files, against the release before")
    card_diff: str = Field(default="", description="unified diff of the card")
    kept: tuple[str, ...] = Field(default=(), description="what people added to the card, which stays")
    edited: tuple[str, ...] = Field(default=(), description="what people edited of ours, written anew")
    summary: str = Field(default="", description="what changed since the release before")
    findings: tuple[Finding, ...] = Field(default=(), description="what the gate found; errors stop before")

    def lines(self) -> Iterator[str]:
        """The report as text; of a dry run, with files and the card's diff."""
        yield from self.heads()
        if self.is_dry_run:
            yield from (f"{each.kind:8}{each.n_bytes:>14,}  {each.path}" for each in self.changes)
            yield from self.card_diff.splitlines()

    def heads(self) -> Iterator[str]:
        """The report in short: what was done, what changed, and what people wrote into the card."""
        said = _FUTURE if self.is_dry_run else _WORDS
        yield said[self.state].format(version=self.version, place=self.place)
        yield from self.summary.splitlines()
        yield from self.counts()
        yield from (f"kept of what people wrote: {each}" for each in self.kept)
        yield from (
            f"edited by hand, and written anew: {each}. Text of your own belongs into a section of its own."
            for each in self.edited
        )

    def counts(self) -> Iterator[str]:
        """How many files and bytes are new, changed, removed and the same."""
        sizes: Counter[str] = Counter()
        numbers: Counter[str] = Counter()
        for each in self.changes:
            sizes[each.kind] += each.n_bytes
            numbers[each.kind] += 1
        yield from (f"{kind}: {number:,} files, {sizes[kind]:,} bytes" for kind, number in numbers.items())


def publish(folder: Path, target: Target, terms: Terms, *, dry_run: bool = False) -> Published:
    """Publishes a dataset folder as a release, or says with `dry_run` what it would do, changing nothing.

    The same content as that of the last release is not published again. Raises GateError if the gate stops it,
    ConfigError (`version-taken`, `card-unreadable` ...), and what the target raises; the last release is then whole.
    """
    with locked(target.place), TemporaryDirectory(prefix="speechdata-") as work:
        before = target.before()
        aside = snapshot(folder, Path(work) / "release")
        made = read_manifest(aside)
        if before and is_same(before, made) and terms.version in (None, before.version):
            return _completed(target, before, dry_run=dry_run)
        findings = judged(aside, before, terms, place=str(folder))
        last = target.fetched(Path(work) / "last") if before else None
        difference = diff.compare(last, aside) if last else None
        proposed = diff.next_version(before.version if before else None, difference)
        if before and proposed == before.version and terms.version is None:
            return _completed(target, before, dry_run=dry_run)
        version = terms.version or proposed
        if (there := interrupted(target, version, made)) is not None:
            return _completed(target, there, dry_run=dry_run)
        released = documented(
            aside, version=version, findings=findings, last=last, difference=difference, day=terms.day
        )
        settled = target.settled((aside / CARD).read_text("utf-8"))
        with_card(aside, settled.text)
        changes = target.changes(aside)
        message = terms.message or f"Release {version}"
        place = target.place if dry_run else target.put(aside, version, message=message)
        return Published(
            version=version,
            state="released",
            is_dry_run=dry_run,
            place=place,
            manifest_sha256=_digest(released),
            changes=tuple(changes),
            card_diff=_card_diff(settled),
            kept=settled.kept,
            edited=settled.edited,
            summary=diff.as_text(difference) if difference else "the first release",
            findings=tuple(findings),
        )


def _completed(target: Target, there: Manifest, *, dry_run: bool) -> Published:
    """The report on a release that is there; what an interrupted publication left undone is done."""
    place = target.completed(there.version, dry_run=dry_run)
    return Published(
        version=there.version,
        state="completed" if place else "unchanged",
        is_dry_run=dry_run,
        place=place or target.place,
        manifest_sha256=_digest(there),
    )


def _digest(manifest: Manifest) -> str:
    return hashlib.sha256(manifest.dump().encode()).hexdigest()


def _card_diff(settled: Settled) -> str:
    old, new = settled.there.splitlines(), settled.text.splitlines()
    return "\n".join(difflib.unified_diff(old, new, f"{CARD} there", f"{CARD} to come", lineterm=""))
