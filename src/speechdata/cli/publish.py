"""The command that publishes a dataset as a release: on a hub, in a folder, in a bucket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata.cli.gate import Allow, finding_lines
from speechdata.cli.options import DatasetFolder
from speechdata.publish import GateError, Publication, Published, publish_as
from speechdata.records import Finding


def publish_with(run: Callable[[Publication], Published]) -> Callable[..., None]:
    """The publish command around `run`: options, the report that it prints, exit codes."""

    def publish(
        folder: DatasetFolder,
        repo: Annotated[
            str | None,
            typer.Option(metavar="OWNER/NAME", help="Dataset repository on the hub of HF_ENDPOINT."),
        ] = None,
        to: Annotated[
            str | None,
            typer.Option(metavar="FOLDER|URL", help="A folder, or a URL that fsspec opens (s3://...)."),
        ] = None,
        version: Annotated[
            str | None, typer.Option(help="Version of the release; what `diff` proposes if not given.")
        ] = None,
        public: Annotated[bool, typer.Option("--public", help="Make a new repository public.")] = False,
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
        ] = False,
        allow: Allow = None,
        project: Annotated[
            Path | None, typer.Option(exists=True, file_okay=False, help="Folder of assertions.toml.")
        ] = None,
        message: Annotated[str | None, typer.Option(help="Title of the commit.")] = None,
        date: Annotated[
            datetime | None,
            typer.Option(formats=["%Y-%m-%d"], help="Day that the history names; today if not given."),
        ] = None,
    ) -> None:
        """Publish a dataset as a release, unless it is the one that is there: a commit and a tag, or a new folder.

        The gate is passed first; exit code 1 if it stops the release. docs/publishing.md tells what happens when.

        Example: speechdata publish output/dataset --repo me/speeches --dry-run
        """
        publication = Publication(
            folder=folder,
            repo=repo,
            to=to,
            version=version,
            public=public,
            dry_run=dry_run,
            allow=tuple(allow or ()),
            project=project,
            message=message,
            date=date.date() if date else None,
        )
        try:
            done = run(publication)
        except GateError as error:
            _tell(error.findings)
            click.echo(f"speechdata: {error}", err=True)
            raise typer.Exit(1) from None
        _tell(done.findings)
        for line in done.lines():
            click.echo(line)

    return publish


publish = publish_with(publish_as)


def _tell(findings: Sequence[Finding]) -> None:
    for line in finding_lines(findings):
        click.echo(line, err=True)
