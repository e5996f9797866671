"""The command that judges whether a dataset may be published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import click
import typer

from speechdata import gate as doors
from speechdata.card import read_manifest
from speechdata.checks import project_assertions
from speechdata.cli.options import DatasetFolder
from speechdata.records import Finding

LISTED = 20
"""Most findings of one code that are shown as text."""
Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODE", help="Let the errors of this code pass (may be repeated); the release states it."
    ),
]


def gate(
    folder: DatasetFolder,
    against: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Dataset folder of the release before: show what drifted."
        ),
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Folder of assertions.toml: hold totals and figures to it."
        ),
    ] = None,
    allow: Allow = None,
    form: Annotated[
        Literal["text", "json"], typer.Option("--format", help="json: one finding a line.")
    ] = "text",
) -> None:
    """Judge whether a dataset may be published: files, rows, quality, drift, licences, secret marks, personal data.

    Exit code 1 if an error stops it. docs/gate.md explains each code.

    Example: speechdata gate output/dataset --project seeds --against releases/latest --allow E1301
    """
    before = read_manifest(against) if against else None
    expected = project_assertions(project) if project else None
    found = doors.gate(folder, before=before, allowed=allow or (), expected=expected)
    for line in map(Finding.model_dump_json, found) if form == "json" else finding_lines(found):
        click.echo(line)
    if any(each.level == "error" for each in found):
        raise typer.Exit(1)


def finding_lines(found: Sequence[Finding]) -> Iterator[str]:
    """Findings as text, the first of each code and level, and how many there are."""
    shown: Counter[tuple[str, str]] = Counter()
    for each in found:
        shown[each.level, each.code] += 1
        if shown[each.level, each.code] <= LISTED:
            yield f"{each.level} {each.code} {_place(each)}{each.message}"
    for (level, code), number in shown.items():
        if number > LISTED:
            yield f"{level} {code}: {number - LISTED:,} more; --format json shows all"
    errors = sum(each.level == "error" for each in found)
    verdict = "it may not be published" if errors else "it may be published"
    yield f"{errors:,} errors, {len(found) - errors:,} warnings: {verdict}"


def _place(each: Finding) -> str:
    """Where it is: path, table, speech and offset, as far as known."""
    known = (each.path, each.table, each.speech_id, each.start)
    place = ":".join(str(part) for part in known if part is not None)
    return f"{place}: " if place else ""
