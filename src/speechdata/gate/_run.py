"""All that must hold before a dataset is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from speechdata.card import Manifest, read_manifest
from speechdata.checks import CHECKS, Assertions
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.gate import _drift, _files, _quality, _rows, _sources, _text, _views
from speechdata.gate._rule import Release, Rule, finding
from speechdata.records import Finding

RULES: tuple[Rule, ...] = (*_files.RULES, *_views.RULES, *_quality.RULES, *_drift.RULES, *_sources.RULES)
UNREADABLE = ("E1008", "table-unreadable")
UNUSED = ("W1601", "allowed-unused")
TITLES: dict[str, str] = dict(
    [
        *((rule.code, rule.title) for rule in RULES),
        _rows.ORDER,
        UNREADABLE,
        *((scan.code, scan.title) for scan in _text.SCANS),
        UNUSED,
    ]
)
"""The gate's own codes, and what each is called."""
ALLOWABLE = frozenset(code for code in (*TITLES, *(each.code for each in CHECKS)) if code.startswith("E"))
"""Codes that stop, and that a maintainer may let pass."""
_ORDER = ("error", "warning", "note")


def gate(
    folder: Path,
    *,
    before: Manifest | None = None,
    allowed: Collection[str] = (),
    expected: Assertions | None = None,
) -> list[Finding]:
    """All findings on a dataset folder that is to be published, errors first; an error stops the publication.

    `before` is the manifest of the release before, `expected` the bounds of assertions.toml. What has one of the
    `allowed` codes comes as a warning. Holds a few speeches and some words of each. Raises ConfigError
    `allow-unknown`, SpeechdataError `manifest-missing` or `manifest-broken` if the folder is no dataset.
    """
    if unknown := sorted(set(allowed) - ALLOWABLE):
        advice = "docs/gate.md and docs/checks.md list them; only those that begin with E stop anything."
        raise ConfigError("allow-unknown", f"no code to allow: {', '.join(unknown)}", advice=advice)
    release = Release(folder, read_manifest(folder), before, expected)
    found = [_let_pass(each) if each.code in allowed else each for each in dict.fromkeys(_found(release))]
    unused = sorted(set(allowed) - {each.code for each in found})
    found += [finding(*UNUSED, f"nothing raised {code}. Leave out --allow {code}.") for code in unused]
    return sorted(found, key=lambda each: (_ORDER.index(each.level), each.code))


def let_pass(findings: Collection[Finding]) -> tuple[str, ...]:
    """The codes among findings of `gate` that were allowed, sorted: what a release states in `Manifest.allowed`."""
    return tuple(sorted({each.code for each in findings if each.code[0] == "E" and each.level != "error"}))


def validated(folder: Path) -> list[Finding]:
    """Findings on a dataset folder by itself: its files, rows and views, and the signs of damage in its texts.

    Raises SpeechdataError `manifest-missing` or `manifest-broken` if the folder is no dataset.
    """
    release = Release(folder, read_manifest(folder))
    found = [each for rule in _files.RULES for each in rule.run(release)]
    found += _readable(_rows.checked(folder))
    found += [each for rule in _views.RULES for each in rule.run(release)]
    return sorted(dict.fromkeys(found), key=lambda each: _ORDER.index(each.level))


def _found(release: Release) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.run(release)
    yield from _quality.totals(release)
    yield from _readable(_rows.checked(release.folder, _rows.CONSISTENT))
    yield from _readable(_text.scanned(release))


def _readable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings, up to where a table cannot be read."""
    try:
        yield from findings
    except SpeechdataError as error:
        message = f"{error} What comes behind was not checked. Build the dataset again."
        yield finding(*UNREADABLE, message, path=error.place or None)


def _let_pass(each: Finding) -> Finding:
    return each.model_copy(update={"level": "warning", "message": f"allowed: {each.message}"})
