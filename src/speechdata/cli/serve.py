"""Options of the command that builds on a schedule; what serves them is given by the flows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Protocol

import typer

from speechdata.cli.gate import Allow
from speechdata.cli.options import Encoding, Lexicons, Output, Project, SourceOption, Store, Workers
from speechdata.pipeline import BuildConfig


class Serve(Protocol):
    """Serves a build on a schedule until it is interrupted."""

    def __call__(
        self,
        config: BuildConfig,
        releases: str | None,
        *,
        allow: Sequence[str],
        name: str,
        cron: str,
        timezone: str,
    ) -> None:
        """Serves the build."""


def serve_with(run_serve: Serve) -> Callable[..., None]:
    """The command around `run_serve`: options, checked before anything starts."""

    def serve(
        source: SourceOption = "seeds",
        output: Output = Path("output"),
        project: Project = None,
        lexicons: Lexicons = None,
        encoding: Encoding = None,
        workers: Workers = None,
        store: Store = None,
        releases: Annotated[
            str | None,
            typer.Option(help="Folder or URL that gets each new version; none if not given."),
        ] = None,
        allow: Allow = None,
        cron: Annotated[str, typer.Option(help="When to build: minute, hour, day, month, weekday.")] = (
            "17 3 * * *"
        ),
        timezone: Annotated[str, typer.Option(help="Time zone of the schedule.")] = "Asia/Shanghai",
        name: Annotated[str, typer.Option(help="Name of the deployment.")] = "served",
    ) -> None:
        """Build the dataset on a schedule, in this process, until it is interrupted.

        Example: python -m flows.serve --source my-speeches --output output --cron "17 3 * * *"
        """
        config = BuildConfig(
            source=source,
            output=output,
            project=project,
            lexicons=lexicons,
            encoding=encoding,
            workers=workers,
            store=store,
        )
        config.check()
        run_serve(config, releases, allow=allow or (), name=name, cron=cron, timezone=timezone)

    return serve
