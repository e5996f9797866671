"""The command that prints speeches for reading: outline, text, annotations in colour."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.console import Console

from speechdata.cli.annotate import chosen
from speechdata.cli.inspect import PLAIN_WIDTH
from speechdata.cli.options import Encoding, Lexicons
from speechdata.cli.page import Page, layer_records
from speechdata.errors import ConfigError
from speechdata.pipeline import annotate_file
from speechdata.records import Speech
from speechdata.tables import columns, of_speech


def show(
    target: Annotated[
        str, typer.Argument(metavar="FILE|SPEECH_ID", help="A source file, or a speech of a dataset.")
    ],
    dataset: Annotated[
        Path, typer.Option(help="Dataset folder in which a speech_id, or its beginning, is looked up.")
    ] = Path("output/dataset"),
    layer: Annotated[
        list[str] | None, typer.Option("--layer", "-l", help="Colour only this layer (may be repeated).")
    ] = None,
    grep: Annotated[
        str | None,
        typer.Option(metavar="PATTERN", help="Only the paragraphs that match this regular expression."),
    ] = None,
    color: Annotated[
        bool | None,
        typer.Option("--color/--no-color", help="Colours or none; found if not given.", show_default=False),
    ] = None,
    pager: Annotated[bool, typer.Option(help="Page the output where it is a terminal.")] = True,
    encoding: Encoding = None,
    lexicons: Lexicons = None,
) -> None:
    """Print speeches with their outline, every annotation in the colour of its layer.

    Exit code 1 if nothing matches --grep, 2 if there is no such file or speech.

    Example: speechdata show speech.txt --layer directives --grep 隐患
    """
    wanted = [each.name for each in chosen(layer)]
    pattern = _compiled(grep)
    path = Path(target)
    pages = _of_file(path, encoding, lexicons) if path.is_file() else iter([_of_dataset(dataset, target)])
    shown = [page for page in pages if pattern is None or page.has(pattern)]
    if shown:
        _print(shown, wanted, pattern, color=color, pager=pager)
    else:
        click.echo(f"{target}: {'no paragraph matches' if grep else 'no speech found'}", err=True)
        raise typer.Exit(1)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    try:
        return None if pattern is None else re.compile(pattern)
    except re.error as error:
        raise ConfigError("pattern-broken", f"no regular expression: {error}", place="--grep") from error


def _of_file(path: Path, encoding: str | None, lexicons: Path | None) -> Iterator[Page]:
    _, docs = annotate_file(path, encoding=encoding, lexicons=lexicons)
    return map(Page.of_doc, docs)


def _of_dataset(folder: Path, wanted: str) -> Page:
    """The one speech of a dataset whose id is or begins with `wanted`. Raises ConfigError if there is not one."""
    if not re.fullmatch(r"(sp-)?[0-9a-f]{4,16}", wanted):
        advice = "Give a file that exists, or a speech_id such as sp-0123456789abcdef or its beginning."
        raise ConfigError("show-nothing", "neither a file nor a speech_id", place=wanted, advice=advice)
    beginning = f"sp-{wanted.removeprefix('sp-')}"
    ids = (each for part in columns(folder, "speeches", ["speech_id"]) for each in part[0].to_pylist())
    found = [each for each in ids if each.startswith(beginning)]
    if len(found) != 1:
        message = f"{len(found)} speeches have an id that begins so"
        raise ConfigError("show-speech", message, place=f"{wanted} in {folder}", advice="Give the whole id.")
    (speech,) = of_speech(folder, "speeches", found[0])
    assert isinstance(speech, Speech)
    return Page.of_row(speech, {name: of_speech(folder, name, found[0]) for name in layer_records()})


def _print(
    pages: list[Page], wanted: list[str], pattern: re.Pattern[str] | None, *, color: bool | None, pager: bool
) -> None:
    is_terminal = sys.stdout.isatty()
    console = Console(
        highlight=False,
        force_terminal=color,
        no_color=True if color is False else None,
        width=None if is_terminal else PLAIN_WIDTH,
    )
    with console.capture() as captured:
        for number, page in enumerate(pages):
            for line in [*([""] if number else []), *page.lines(wanted, grep=pattern)]:
                console.print(line, soft_wrap=True)
    if pager and is_terminal:
        click.echo_via_pager(captured.get(), color=console.is_terminal)
    else:
        click.echo(captured.get(), nl=False, color=True)
