"""The command line. Exit codes: 0 done; 1 findings that should stop you; 2 wrong use or unreadable input."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click
import typer

from speechdata.cli.annotate import annotate, explain
from speechdata.cli.build import build, build_with, schemas
from speechdata.cli.diff import diff
from speechdata.cli.explore import explore
from speechdata.cli.export import export
from speechdata.cli.gate import gate
from speechdata.cli.gold import adjudicate, agreement
from speechdata.cli.import_ import import_
from speechdata.cli.inspect import inspect
from speechdata.cli.ledger import clean, clean_store, retry, status
from speechdata.cli.measure import evaluate, validate
from speechdata.cli.publish import publish, publish_with
from speechdata.cli.serve import Serve, serve_with
from speechdata.cli.show import show
from speechdata.cli.slogans import app as slogans
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, Report
from speechdata.publish import Publication, Published

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
    clean_store,
    annotate,
    explain,
    show,
    explore,
    diff,
    publish,
    inspect,
    validate,
    gate,
    evaluate,
    agreement,
    adjudicate,
    schemas,
    export,
):
    app.command()(command)
app.command("import")(import_)
app.add_typer(slogans, name="slogans")


def run(application: typer.Typer) -> None:
    """Runs an app; an error of ours or of the disk becomes one clear line and exit code 2."""
    try:
        application()
    except SpeechdataError as error:
        click.echo(f"speechdata: {error}", err=True)
        sys.exit(2)
    except OSError as error:  # a full or failing disk; what is written is whole
        place = f"{error.filename}: " if error.filename else ""
        advice = "Make room or mend it and run again: what is done stays done."
        click.echo(f"speechdata: {place}{error.strerror or error} [disk-failed] {advice}", err=True)
        sys.exit(2)


def main() -> None:
    """Entry point of the `speechdata` command."""
    run(app)


def build_main(run_build: Callable[[BuildConfig], Report]) -> None:
    """The build command alone, with another way to run the build: for flows."""
    application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    application.command()(build_with(run_build))
    run(application)


def serve_main(run_serve: Serve) -> None:
    """The command that serves the build on a schedule, with the way to do it: for flows."""
    application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    application.command()(serve_with(run_serve))
    run(application)


def publish_main(run_publish: Callable[[Publication], Published]) -> None:
    """The publish command alone, with another way to run it: for flows."""
    application = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    application.command()(publish_with(run_publish))
    run(application)
