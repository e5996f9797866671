"""The command that compares two versions of a dataset."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata import diff as differ
from speechdata.card import read_manifest


class Form(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"
    changelog = "changelog"


Folder = Annotated[
    Path, typer.Argument(exists=True, file_okay=False, help="Dataset folder.", show_default=False)
]


def diff(
    old: Folder,
    new: Folder,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="text, json, or the release's changelog.")
    ] = Form.text,
    limit: Annotated[int, typer.Option(min=0, help="Speeches, labels and rows named one by one.")] = 10,
) -> None:
    """Show what changed between two versions of a dataset, and the version number that follows from it.

    Example: speechdata diff releases/1.0.0 output/dataset
    """
    difference = differ.compare(old, new)
    version = differ.next_version(read_manifest(old).version, difference)
    if form is Form.json:
        click.echo(differ.as_json(difference), nl=False)
    elif form is Form.changelog:
        today = datetime.now().astimezone().date()
        click.echo(differ.changelog(difference, version=version, date=today, earlier=""), nl=False)
    else:
        click.echo(differ.as_text(difference, limit=limit))
        click.echo(f"Version that follows: {version}")
