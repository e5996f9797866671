"""Commands for those who make gold: agreement of two annotations, and deciding where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata import gold
from speechdata.cli.measure import Texts
from speechdata.cli.scores import stretch_line
from speechdata.errors import ConfigError
from speechdata.gold.agreement import agreement as agreement_of
from speechdata.gold.agreement import table
from speechdata.gold.decide import decisions, final
from speechdata.gold.merge import merge
from speechdata.pipeline.project import made_by
from speechdata.pipeline.quality import source_of

Standoff = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="A standoff file.", show_default=False)
]


def agreement(
    a: Standoff,
    b: Standoff,
    as_json: Annotated[bool, typer.Option("--json", help="Figures as JSON.")] = False,
) -> None:
    """Compare two annotations of one text: F1 of spans, alpha for unitizing, Cohen's kappa on labels.

    Example: speechdata agreement anna.gold.jsonl ben.gold.jsonl
    """
    found = agreement_of(gold.load(a), gold.load(b))
    made = {"A": made_by(a), "B": made_by(b)}
    if as_json:
        click.echo(json.dumps({"made_by": made} | found.model_dump(), ensure_ascii=False, indent=2))
        return
    for name, path in (("A", a), ("B", b)):
        click.echo(f"{name}: {path}. {made[name]}")
    click.echo(f"\n{table(found)}")


def adjudicate(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, help="Two standoff files to merge, or one merged file."),
    ],
    output: Annotated[
        Path | None, typer.Option(help="File to write: the merge, or the final standoff file.")
    ] = None,
    texts: Texts = None,
) -> None:
    """Merge two annotations of one text into a file of decisions to take; then read the decisions back.

    With two files: writes the merge to OUTPUT. In an editor, set each "decision" to "a", "b", "none", or a record.
    With the merged file: lists what is open (exit code 1) or, when all is decided, writes standoff to OUTPUT.

    Example: speechdata adjudicate anna.gold.jsonl ben.gold.jsonl --output merged.jsonl
    """
    if len(files) > 2:
        raise ConfigError(
            "adjudicate-files", f"{len(files)} files", advice="Give two to merge, or a merged one."
        )
    if output and output.exists():
        raise ConfigError(
            "output-exists", "it may hold decisions", place=str(output), advice="Name a new file."
        )
    if len(files) == 2:
        _merge(files[0], files[1], output, texts or [])
    else:
        _decide(files[0], output)


def _merge(a: Path, b: Path, output: Path | None, texts: list[Path]) -> None:
    if output is None:
        raise ConfigError("output-missing", "no file to write to", advice="Name one with --output.")
    source = source_of(a, texts)
    merged = merge(gold.load(a, source=source), gold.load(b, source=source), source.text)
    _write(output, merged.lines)
    click.echo(f"{output}: {merged.n_agreed} records agree, {merged.n_open} places to decide.")
    if merged.left_out:
        click.echo(f"Not merged, since one file leaves them out: {', '.join(merged.left_out)}.")
    click.echo(f"Decide them, then: speechdata adjudicate {output} --output FINAL.gold.jsonl")


def _decide(merged: Path, output: Path | None) -> None:
    found = decisions(merged)
    for error in found.malformed:
        click.echo(f"speechdata: {error}", err=True)
    for where, stretch in found.open:
        click.echo(stretch_line(where, stretch))
    click.echo(f"{found.n_decided} decided, {len(found.open)} open, {len(found.malformed)} malformed.")
    if found.malformed:
        raise typer.Exit(2)
    if found.open:
        raise typer.Exit(1)
    if output is None:
        click.echo("Write the final file with --output.")
        return
    _write(output, final(found))
    click.echo(
        f"{output}: {len(found.records)} records. Say in provenance.csv beside it who made it and how."
    )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
