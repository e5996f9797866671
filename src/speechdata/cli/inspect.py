"""The command that shows what becomes of a file: how it is read, cleaned and cut."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import click
import typer
from rich.console import Console

from speechdata.cli.options import Column, Encoding, KeepDebris, Lexicons
from speechdata.cli.view import lines_of, refusal, report
from speechdata.pipeline.inspect import inspections
from speechdata.pipeline.inspection import Inspected, Inspection, Unread
from speechdata.readers import Options

PLAIN_WIDTH = 100
"""Columns of the output where it is no terminal."""


def inspect(
    file: Annotated[
        str, typer.Argument(help="A file, folder, quoted pattern or URL; - for stdin.", show_default=False)
    ],
    outline: Annotated[bool, typer.Option("--outline", help="Show the sections of each speech.")] = False,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Only this part of an archive or table: its path or the end of it."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as one JSON document.")] = False,
    encoding: Encoding = None,
    text_column: Column = None,
    keep_debris: KeepDebris = False,
    lexicons: Lexicons = None,
) -> None:
    """Show what a file is taken for, what is removed, where it is cut into speeches and why, and what is left over.

    Exit code 2 if nothing in it can be read.

    Example: speechdata inspect speech.txt --outline
    """
    options = Options(encoding=encoding, text_column=text_column)
    found = inspections(file, options=options, keep_debris=keep_debris, lexicons=lexicons, only=only)
    sources, refused = _as_json(file, found) if as_json else _as_text(found, outline=outline)
    if not sources:
        many = f"{file}: none of its {len(refused)} parts can be read; each says why"
        click.echo(f"speechdata: {refused[0].message if len(refused) == 1 else many}", err=True)
        raise typer.Exit(2)


def _as_json(file: str, found: Iterable[Inspected | Unread]) -> tuple[int, list[Unread]]:
    items = list(found)
    sources = tuple(item for item in items if isinstance(item, Inspected))
    refused = [item for item in items if isinstance(item, Unread)]
    click.echo(Inspection(file=file, sources=sources, refused=tuple(refused)).model_dump_json(indent=2))
    return len(sources), refused


def _as_text(found: Iterable[Inspected | Unread], *, outline: bool) -> tuple[int, list[Unread]]:
    """Prints each item as it comes."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH)
    sources, refused = 0, []
    for number, item in enumerate(found):
        if number:
            console.print()
        if isinstance(item, Unread):
            refused.append(item)
        sources += isinstance(item, Inspected)
        for row in refusal(item) if isinstance(item, Unread) else report(item, outline=outline):
            for line in lines_of(row, console):
                console.print(line, soft_wrap=True)
    return sources, refused
