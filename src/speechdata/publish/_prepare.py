"""A release made ready aside: the dataset as it was built, judged, with its version, its documents and its history."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import Field

from speechdata import diff
from speechdata.card import CARD, SUMS, Manifest, read_manifest, samples, write_documents
from speechdata.checks import Assertions
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.gate import gate, let_pass
from speechdata.publish._target import Target
from speechdata.records import Finding, Record

HISTORY = "CHANGELOG.md"


class Terms(Record):
    """What the maintainer says of a release."""

    version: str | None = Field(default=None, description="its version; proposed by the diff if null")
    allowed: tuple[str, ...] = Field(default=(), description="codes of the gate that may pass")
    day: date = Field(description="day that the history names")
    message: str | None = Field(default=None, description="title of the commit")
    expected: Assertions | None = Field(default=None, description="bounds of assertions.toml")


class GateError(SpeechdataError):
    """Findings that stop a publication; `findings` holds all. Nothing was published."""

    def __init__(self, findings: Collection[Finding], *, place: str) -> None:
        self.findings = tuple(findings)
        codes = sorted({each.code for each in self.findings if each.level == "error"})
        advice = "Mend the cause and build again, or let a code pass with --allow CODE; docs/gate.md explains them."
        super().__init__(
            "gate-closed", f"may not be published: {', '.join(codes)}", place=place, advice=advice
        )


def snapshot(folder: Path, aside: Path) -> Path:
    """The dataset folder under another name, its data linked where the file system can: a build may go on.

    Raises SpeechdataError `manifest-missing` or `manifest-broken`.
    """
    read_manifest(folder)
    shutil.copytree(folder, aside, copy_function=_linked)
    for document in aside.iterdir():
        if document.is_file():  # written anew for the release; not through the link
            content = document.read_bytes()
            document.unlink()
            document.write_bytes(content)
    return aside


def _linked(source: str, target: str) -> None:
    with suppress(OSError):  # another file system
        os.link(source, target)
        return
    shutil.copy2(source, target)


def is_same(one: Manifest, other: Manifest) -> bool:
    """Whether two manifests are of the same content, whatever the version and what was allowed."""
    unreleased = {"version": "", "allowed": ()}
    return one.model_copy(update=unreleased) == other.model_copy(update=unreleased)


def judged(aside: Path, before: Manifest | None, terms: Terms, *, place: str) -> list[Finding]:
    """The findings of the gate. Raises GateError if one stops the publication."""
    found = gate(aside, before=before, allowed=terms.allowed, expected=terms.expected)
    if any(each.level == "error" for each in found):
        raise GateError(found, place=place)
    return found


def documented(
    aside: Path,
    *,
    version: str,
    findings: Collection[Finding],
    last: Path | None,
    difference: diff.Difference | None,
    day: date,
) -> Manifest:
    """Writes the documents of the release: manifest, card, citation, history and sums."""
    made = read_manifest(aside).model_copy(update={"version": version, "allowed": let_pass(findings)})
    earlier = last / HISTORY if last else None
    text = earlier.read_text("utf-8") if earlier and earlier.is_file() else ""
    history = diff.changelog(difference, version=version, date=day, earlier=text)
    (aside / HISTORY).write_text(history, "utf-8")
    write_documents(aside, made, samples(aside))
    return made


def with_card(aside: Path, card: str) -> None:
    """Puts the card as it will stand at the target into the release, and its digest into the sums."""
    if (aside / CARD).read_text("utf-8") == card:
        return
    (aside / CARD).write_text(card, "utf-8")
    digest = hashlib.sha256(card.encode()).hexdigest()
    lines = (aside / SUMS).read_text("utf-8").splitlines()
    sums = [f"{digest}  {CARD}" if line.endswith(f"  {CARD}") else line for line in lines]
    (aside / SUMS).write_text("\n".join(sums) + "\n", "utf-8")


def interrupted(target: Target, version: str, made: Manifest) -> Manifest | None:
    """The manifest of this version if it is there already, its publication interrupted or long done.

    Raises ConfigError `version-taken` if there is other content of that version.
    """
    there = target.found(version)
    if there is not None and not is_same(there, made):
        message = f"there is a version {version} with other content"
        advice = "Released versions never change: publish another, by --version or as proposed without it."
        raise ConfigError("version-taken", message, place=target.place, advice=advice)
    return there
