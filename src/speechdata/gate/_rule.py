"""A rule of the gate and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speechdata.card import Manifest
from speechdata.checks import Assertions
from speechdata.records import Finding, Level

LEVELS: dict[str, Level] = {"E": "error", "W": "warning"}


@dataclass(frozen=True)
class Release:
    """A dataset folder that is to be published, and what it is held against."""

    folder: Path
    manifest: Manifest
    before: Manifest | None = None
    """The release before."""
    expected: Assertions | None = None


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to do."""

    message: str
    path: str | None = None
    table: str | None = None


@dataclass(frozen=True)
class Rule:
    """One thing that must hold before a dataset is published. `code` is stable; its first letter gives the level."""

    code: str
    title: str
    run: Callable[[Release], Iterator[Finding]]


def declare(code: str, title: str) -> Callable[[Callable[[Release], Iterator[Problem]]], Rule]:
    """Makes a rule of a function that yields problems."""

    def decorate(find: Callable[[Release], Iterator[Problem]]) -> Rule:
        def run(release: Release) -> Iterator[Finding]:
            for problem in find(release):
                yield finding(code, title, problem.message, path=problem.path, table=problem.table)

        return Rule(code, title, run)

    return decorate


def finding(
    code: str,
    title: str,
    message: str,
    *,
    path: str | None = None,
    speech_id: str | None = None,
    table: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> Finding:
    """A finding whose level is that of its code."""
    return Finding(
        code=code,
        level=LEVELS[code[0]],
        message=f"{title}: {message}",
        path=path,
        speech_id=speech_id,
        table=table,
        start=start,
        end=end,
    )
