"""The command line. Exit codes: 0 done; 1 findings that should stop you; 2 wrong use or unreadable input."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import typer

from speechdata.cli.annotate import annotate, explain
from speechdata.cli.build import build, build_with, schemas
from speechdata.cli.gold import adjudicate, agreement
from speechdata.cli.ledger import clean, retry, status
from speechdata.cli.measure import evaluate, validate
from speechdata.cli.slogans import app as slogans
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, Report

app = typer.Typer(
    help="Turns collections of Chinese official speeches into an annotated, validated dataset.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for command in (
    build,
    status,
    retry,
    clean,
    annotate,
    explain,
    validate,
    evaluate,
    agreement,
    adjudicate,
    schemas,
):
    app.command()(command)
app.add_typer(slogans, name="slogans")


def run(application: typer.Typer) -> None:
    """Runs an app; an error of ours becomes one clear line and exit code 2."""
    try:
        application()
    except SpeechdataError as error:
        click.echo(f"speechdata: {error}", err=True)
        sys.exit(2)


def main() -> None:
    """Entry point of the `speechdata` command."""
    run(app)


def build_main(run_build: Callable[[BuildConfig], Report]) -> None:
    """The build command alone, with another way to run the build: for flows."""
    application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    application.command()(build_with(run_build))
    run(application)
