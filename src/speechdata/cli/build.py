"""Commands that write: build and schemas."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import click
import typer
from rich.console import Console
from rich.progress import Progress

from speechdata import pipeline
from speechdata.cli.slogans import Lexicons
from speechdata.pipeline import BuildConfig, Outcome, Report
from speechdata.tables import json_schemas

SHOW_AFTER = 2.0
"""Seconds after which a step shows its progress on a terminal."""


def with_progress(step: str, items: Sequence[Any], config: BuildConfig) -> Iterator[Outcome]:
    """Runs a step in this process; on a terminal, a bar appears once it has taken two seconds."""
    results: Iterable[Outcome] = pipeline.one_by_one(step, items, config)
    began = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        bar = progress.add_task(step, total=len(items), visible=False)
        for outcome in results:
            progress.update(bar, advance=1, visible=time.monotonic() - began > SHOW_AFTER)
            yield outcome


def build_with(run_build: Callable[[BuildConfig], Report]) -> Callable[..., None]:
    """The build command around `run_build`: options, the summary it prints, exit codes."""

    def build(
        source: Annotated[Path, typer.Option(help="A file, or a folder of source texts.")] = Path("seeds"),
        output: Annotated[Path, typer.Option(help="Folder for dataset/, quarantine/ and work/.")] = Path(
            "output"
        ),
        strict: Annotated[
            bool, typer.Option("--strict", help="Exit with 1 if anything was quarantined or failed a check.")
        ] = False,
        lexicons: Lexicons = None,
    ) -> None:
        """Build the dataset: extract, annotate, validate, publish to OUTPUT/dataset.

        Example: speechdata build --source my-speeches --output output
        """
        report = run_build(BuildConfig(source=source, output=output, lexicons=lexicons))
        for line in report.lines():
            click.echo(line)
        if strict and report.has_errors:
            raise typer.Exit(1)

    return build


build = build_with(lambda config: pipeline.build(config, each=with_progress))


def schemas(
    output: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("schemas"),
) -> None:
    """Write the JSON Schema of every table's rows, one file a table.

    Example: speechdata schemas --output schemas
    """
    output.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        content = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (output / f"{name}.schema.json").write_text(content, "utf-8")
    click.echo(f"{len(json_schemas())} schemas in {output}")
