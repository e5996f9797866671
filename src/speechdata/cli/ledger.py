"""Commands about what earlier builds have left: status, retry, clean, clean-store. They take a build's options."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click

from speechdata import pipeline
from speechdata.cli.options import (
    Column,
    Encoding,
    KeepDebris,
    Lexicons,
    Output,
    Project,
    ShardBytes,
    SourceOption,
    Store,
)
from speechdata.pipeline import BuildConfig
from speechdata.pipeline.states import States

_SHARD_BYTES = BuildConfig.model_fields["shard_bytes"].default


def of_a_build(act: Callable[[BuildConfig], Iterator[str]]) -> Callable[..., None]:
    """A command with the options that name a build's results, which prints the lines that `act` gives."""

    def command(
        source: SourceOption = "seeds",
        output: Output = Path("output"),
        project: Project = None,
        lexicons: Lexicons = None,
        encoding: Encoding = None,
        text_column: Column = None,
        keep_debris: KeepDebris = False,
        shard_bytes: ShardBytes = _SHARD_BYTES,
        store: Store = None,
    ) -> None:
        config = BuildConfig(
            source=source,
            output=output,
            project=project,
            lexicons=lexicons,
            encoding=encoding,
            text_column=text_column,
            keep_debris=keep_debris,
            shard_bytes=shard_bytes,
            store=store,
        )
        config.check()
        for line in act(config):
            click.echo(line)

    command.__name__, command.__doc__ = act.__name__, act.__doc__
    return command


@of_a_build
def status(config: BuildConfig) -> Iterator[str]:
    """Show how far the sources of a build have come.

    Example: speechdata status --source my-speeches --output output
    """
    yield from _lines(pipeline.states(pipeline.planned(config), config))


@of_a_build
def retry(config: BuildConfig) -> Iterator[str]:
    """Let the next build try again what failed: out of time, out of memory, or its worker ended.

    Example: speechdata retry --source my-speeches --output output
    """
    with pipeline.locked(config.output, wait=False):
        count = pipeline.retry(pipeline.planned(config), config)
    yield f"{count} units of work will be done again by the next build."


@of_a_build
def clean(config: BuildConfig) -> Iterator[str]:
    """Remove results of earlier builds that a build with these options does not need.

    Example: speechdata clean --source my-speeches --output output
    """
    with pipeline.locked(config.output, wait=False):
        count = pipeline.clean(pipeline.planned(config), config)
    yield f"{count} results removed."


@of_a_build
def clean_store(config: BuildConfig) -> Iterator[str]:
    """Remove from the store what a build with these options does not need; no other build may rely on that store.

    Example: speechdata clean-store --source my-speeches --output output --store s3://bucket/results
    """
    with pipeline.locked(config.output, wait=False):
        count = pipeline.clean_store(pipeline.planned(config), config)
    yield f"{count} results removed from the store."


def _lines(found: States) -> Iterator[str]:
    counts = {"units of work": found.shards, **found.sources}
    yield ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())
    for step, count in found.missing.items():
        yield f"to {step}: {count} units of work"
    if found.files_missing:
        yield f"files not done: {found.files_missing}"
    for outcome in found.aside:
        for finding in outcome.findings:
            if finding.level == "error":
                yield f"{outcome.status}: {finding.message}"
    if found.leftover:
        yield f"results that this build does not need: {found.leftover} (remove them with `speechdata clean`)"
    if found.leftover_stored:
        yield f"results in the store that this build does not need: {found.leftover_stored} (other builds may)"
