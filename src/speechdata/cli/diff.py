"""The command that compares two versions of a dataset."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata import diff as differ
from speechdata import publish as publishing
from speechdata.card import read_manifest
from speechdata.errors import ConfigError


class Form(StrEnum):
    """How a difference is printed."""

    text = "text"
    json = "json"
    changelog = "changelog"


Version = Annotated[
    str, typer.Argument(help="Dataset folder, or OWNER/NAME@REVISION on the hub.", show_default=False)
]


def diff(
    old: Version,
    new: Version,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="text, json, or the release's changelog.")
    ] = Form.text,
    limit: Annotated[int, typer.Option(min=0, help="Speeches, labels and rows named one by one.")] = 10,
) -> None:
    """Show what changed between two versions of a dataset, and the version number that follows from it.

    Example: speechdata diff releases/1.0.0 output/dataset
    """
    before, after = _folder(old), _folder(new)
    difference = differ.compare(before, after, examples=limit)
    version = differ.next_version(read_manifest(before).version, difference)
    if form is Form.json:
        click.echo(differ.as_json(difference), nl=False)
    elif form is Form.changelog:
        today = datetime.now().astimezone().date()
        click.echo(differ.changelog(difference, version=version, date=today, earlier=""), nl=False)
    else:
        click.echo(differ.as_text(difference, limit=limit))
        click.echo(f"Version that follows: {version}")


def _folder(name: str) -> Path:
    """A local folder as it is, a revision on the hub fetched. Raises ConfigError `diff-nothing`."""
    if Path(name).is_dir():
        return Path(name)
    repo, at, revision = name.rpartition("@")
    if not at or repo.count("/") != 1:
        advice = "Give a dataset folder, or OWNER/NAME@REVISION for a dataset on the hub."
        raise ConfigError("diff-nothing", "no such folder", place=name, advice=advice)
    return publishing.fetched(repo, revision)
