"""The command that reads annotations back from an annotation tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata.exports import formats, read_passes, write_passes

_READABLE = ", ".join(name for name, form in formats().items() if form.read)


def import_(
    file: Annotated[
        Path,
        typer.Argument(exists=True, help="What the tool exported: a file or folder.", show_default=False),
    ],
    form: Annotated[str, typer.Option("--from", help=f"Format: {_READABLE}.", show_default=False)],
    source: Annotated[
        Path, typer.Option(exists=True, help="The annotated source text, or its folder.", show_default=False)
    ],
    output: Annotated[Path, typer.Option(help="Standoff file to write.", show_default=False)],
    default: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LAYER.ATTRIBUTE=VALUE",
            help="What new records get where the tool says nothing (may be repeated).",
        ),
    ] = None,
) -> None:
    """Read annotations back from Label Studio, doccano or brat as standoff files, one an annotator and source.

    Example: speechdata import project.json --from label-studio --source seeds --output pass.jsonl
    """
    found = read_passes(file, form, source, defaults=default or ())
    for path, each in zip(write_passes(found, output), found, strict=True):
        click.echo(
            f"{path}: {len(each.rows):,} records by {each.annotator}, in {len(each.speeches):,} speeches of "
            f"{each.source.path}."
        )
    click.echo("Compare two with `speechdata agreement A B`, merge them with `speechdata adjudicate A B`.")
