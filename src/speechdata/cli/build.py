"""Commands that write: build, its ledger (status, retry, clean), and schemas."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from speechdata import pipeline
from speechdata.cli.options import (
    After,
    Clock,
    Column,
    Earlier,
    Encoding,
    KeepDebris,
    Lexicons,
    Memory,
    Output,
    Project,
    Runner,
    Scheduler,
    ShardBytes,
    SourceOption,
    Store,
    Workers,
)
from speechdata.pipeline import BuildConfig, LogFormat, LogLevel, Report, Run, Shard
from speechdata.views import json_schemas

SHOW_AFTER = 2.0
"""Seconds after which a step shows its progress on a terminal."""


def with_progress(step: str, shards: Sequence[Shard], run: Run) -> Iterator[list[Shard]]:
    """Runs a step of all shards; on a terminal, a bar with rate and time left appears once it has taken two seconds.

    There is none where log records below warnings are written, which would run through it.
    """
    results: Iterable[list[Shard]] = pipeline.in_threads(step, shards, run)
    began = time.monotonic()
    hidden = not sys.stderr.isatty() or pipeline.log.isEnabledFor(logging.INFO)
    console = Console(stderr=True)
    with Progress(*_columns(), console=console, transient=True, disable=hidden) as progress:
        bar = progress.add_task(step, total=sum(shard.n_bytes for shard in shards), visible=False)
        for shard, result in zip(shards, results, strict=True):
            progress.update(bar, advance=shard.n_bytes, visible=time.monotonic() - began > SHOW_AFTER)
            yield result


def _columns() -> tuple[ProgressColumn, ...]:
    percent = TextColumn("{task.percentage:>3.0f} %")
    return (
        TextColumn("{task.description}"),
        BarColumn(),
        percent,
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )


def build_with(run_build: Callable[[BuildConfig], Report]) -> Callable[..., None]:
    """The build command around `run_build`: options, the summary it prints, exit codes."""

    def build(
        source: SourceOption = "seeds",
        output: Output = Path("output"),
        strict: Annotated[
            bool, typer.Option("--strict", help="Exit with 1 if anything was quarantined or failed a check.")
        ] = False,
        project: Project = None,
        lexicons: Lexicons = None,
        earlier: Earlier = None,
        after: After = None,
        encoding: Encoding = None,
        text_column: Column = None,
        keep_debris: KeepDebris = False,
        workers: Workers = None,
        runner: Runner = "processes",
        scheduler: Scheduler = None,
        store: Store = None,
        shard_bytes: ShardBytes = BuildConfig.model_fields["shard_bytes"].default,
        seconds: Clock = BuildConfig.model_fields["seconds"].default,
        megabytes: Memory = BuildConfig.model_fields["megabytes"].default,
        views: Annotated[
            bool, typer.Option("--views/--no-views", help="Write the task views too, configs for training.")
        ] = BuildConfig.model_fields["views"].default,
        wait: Annotated[
            bool, typer.Option("--wait/--no-wait", help="Wait while another build writes to OUTPUT, or fail.")
        ] = True,
        log_level: Annotated[
            LogLevel,
            typer.Option(help="Least level of the log lines on standard error; info tells each step."),
        ] = LogLevel.WARNING,
        log_format: Annotated[LogFormat, typer.Option(help="How log lines are written.")] = LogFormat.TEXT,
    ) -> None:
        """Build the dataset: extract, annotate, validate, publish to OUTPUT/dataset.

        What an earlier run has done is not done again: run it as often as you like, also after it was killed.

        Example: speechdata build --source my-speeches --output output
        """
        pipeline.configure(log_format, log_level)
        report = run_build(
            BuildConfig(
                source=source,
                output=output,
                project=project,
                lexicons=lexicons,
                earlier=tuple(earlier or ()),
                after=after,
                encoding=encoding,
                text_column=text_column,
                keep_debris=keep_debris,
                workers=workers,
                runner=runner,
                scheduler=scheduler,
                store=store,
                shard_bytes=shard_bytes,
                seconds=seconds,
                megabytes=megabytes,
                views=views,
                wait=wait,
            )
        )
        for line in report.lines():
            click.echo(line)
        if strict and report.has_errors:
            raise typer.Exit(1)

    return build


build = build_with(lambda config: pipeline.build(config, each=with_progress))


def schemas(
    output: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("schemas"),
) -> None:
    """Write the JSON Schema of every config's rows, one file a table or task view.

    Example: speechdata schemas --output schemas
    """
    output.mkdir(parents=True, exist_ok=True)
    for name, schema in json_schemas().items():
        content = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        (output / f"{name}.schema.json").write_text(content, "utf-8")
    click.echo(f"{len(json_schemas())} schemas in {output}")
