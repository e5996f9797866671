"""The command that writes a dataset in another format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata.cli.annotate import chosen
from speechdata.cli.options import DatasetFolder, Layers
from speechdata.exports import LOSSES_FILE, Tokens, formats
from speechdata.exports import export as export_to
from speechdata.records import SplitName


def export(
    folder: DatasetFolder,
    to: Annotated[str, typer.Option("--to", help=f"Format: {', '.join(formats())}.", show_default=False)],
    output: Annotated[Path, typer.Option(help="New folder to write.", show_default=False)],
    layer: Layers = None,
    split: Annotated[SplitName | None, typer.Option(help="Only this split.")] = None,
    speech: Annotated[str | None, typer.Option(metavar="ID", help="Only the speech with this id.")] = None,
    tokens: Annotated[
        Tokens, typer.Option(help="spacy, conll: tokens are characters, which cut no record, or words.")
    ] = "characters",
    bom: Annotated[bool, typer.Option("--bom", help="csv: begin with a byte order mark, for Excel.")] = False,
    guard: Annotated[
        bool, typer.Option("--guard", help="csv: an apostrophe before cells that begin like a formula.")
    ] = False,
) -> None:
    """Write a dataset in the format of another tool; what it cannot hold is told and listed in losses.json.

    Example: speechdata export output/dataset --to xlsx --output tasks
    """
    found = export_to(
        folder,
        to,
        output,
        layers=chosen(layer),
        split=split,
        speech_id=speech,
        tokens=tokens,
        bom=bom,
        guard=guard,
    )
    records = ", ".join(f"{count:,} {name}" for name, count in found.records.items())
    click.echo(f"{output}: {found.speeches:,} speeches, {records}.")
    for loss in found.losses:
        click.echo(f"not held: {loss.count:,} × {loss.kind} {loss.what}: {loss.reason}", err=True)
    if found.losses:
        click.echo(f"All of it by id: {output / LOSSES_FILE}", err=True)
