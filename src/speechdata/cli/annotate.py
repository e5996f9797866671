"""Commands that look at one file: annotate and explain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata import gold
from speechdata.annotators import layers
from speechdata.cli.lines import explain_lines, record_lines
from speechdata.cli.options import Encoding, Layers, Lexicons
from speechdata.errors import ConfigError
from speechdata.layer import Doc, Layer
from speechdata.pipeline import annotate_file
from speechdata.pipeline.single import at_source_offset
from speechdata.span import Span

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A source file.", show_default=False)]


class Format(StrEnum):
    """How annotations are printed."""

    standoff = "standoff"
    jsonl = "jsonl"
    table = "table"


def chosen(names: list[str] | None) -> tuple[Layer, ...]:
    """Layers by name, all if none is named; raises ConfigError for a name that is no layer."""
    known = {layer.name: layer for layer in layers()}
    for name in names or ():
        if name not in known:
            raise ConfigError("layer-unknown", f"no layer {name!r}; there are {', '.join(known)}")
    return tuple(layer for layer in layers() if not names or layer.name in names)


def annotate(
    file: File,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="standoff: the exchange form, source offsets; jsonl: table rows; table: for reading.",
        ),
    ] = Format.table,
    layer: Layers = None,
    encoding: Encoding = None,
    lexicons: Lexicons = None,
) -> None:
    """Annotate one file and print the result.

    Example: speechdata annotate speech.txt --format standoff > speech.jsonl
    """
    wanted = chosen(layer)
    source, docs = annotate_file(file, encoding=encoding, lexicons=lexicons)
    if not docs:
        click.echo(f"{file}: no speech found", err=True)
    if form is Format.standoff:
        lines: Iterator[str] = gold.dump(source, docs, wanted)
    elif form is Format.jsonl:
        lines = _rows(docs, wanted)
    else:
        lines = (line for doc in docs for line in record_lines(doc, wanted))
    for line in lines:
        click.echo(line)


def _rows(docs: list[Doc], wanted: tuple[Layer, ...]) -> Iterator[str]:
    for doc in docs:
        for layer in wanted:
            for record in doc.layers[layer.name]:
                yield json.dumps({"table": layer.name} | record.model_dump(mode="json"), ensure_ascii=False)


def explain(
    file: File,
    at: Annotated[int, typer.Option("--at", min=0, help="Offset in the decoded source, in code points.")],
    encoding: Encoding = None,
    lexicons: Lexicons = None,
) -> None:
    """Show every layer's records at a place: rule, cue, and what was ruled out and why.

    Example: speechdata explain speech.txt --at 2803
    """
    source, docs = annotate_file(file, encoding=encoding, lexicons=lexicons)
    if at >= len(source.text):
        raise ConfigError(
            "offset-range", f"{at} is past the end, {len(source.text)} code points", place=str(file)
        )
    doc = at_source_offset(docs, at)
    if doc is None:
        click.echo(f"{at} belongs to no speech; speeches are at " + (_ranges(docs) or "no place"))
        return
    place = doc.offsets.to_clean(Span(at, doc.speech.occurrence.end))
    for line in explain_lines(doc, place.start if place else len(doc.text) - 1):
        click.echo(line)


def _ranges(docs: list[Doc]) -> str:
    return ", ".join(f"[{doc.speech.occurrence.start}, {doc.speech.occurrence.end})" for doc in docs)
