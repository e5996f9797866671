"""Commands of the review queue: wordings that the slogan lexicon does not know, and what is decided on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer
from rich.console import Console
from rich.progress import track

from speechdata.annotators.slogans.known import KINDS
from speechdata.cli.options import LEXICONS_VARIABLE, Lexicons
from speechdata.errors import ConfigError, SourceError
from speechdata.pipeline import lexicon
from speechdata.pipeline.candidates import SAMPLES, Origin, Proposal, Sample, Seen, look, origins, proposals
from speechdata.pipeline.lexicon import Change
from speechdata.pipeline.project import lexicon_folder

Wording = Annotated[str | None, typer.Argument(help="The wording.", show_default=False)]
From = Annotated[
    Path | None,
    typer.Option(
        "--from", exists=True, dir_okay=False, help="Decisions: an edited output of candidates --format tsv."
    ),
]
ProjectSource = Annotated[Path, typer.Option("--source", help="Source folder; its lexicons/ is written to.")]
Target = Annotated[
    Path | None,
    typer.Option(
        "--lexicons",
        envvar=LEXICONS_VARIABLE,
        file_okay=False,
        help="Folder to write to instead; made if missing.",
    ),
]
Packaged = Annotated[
    bool,
    typer.Option("--packaged", help="For maintainers in a checkout: write to the package's own lexicon."),
]

app = typer.Typer(help="Review wordings that the slogan lexicon does not know.", no_args_is_help=True)


class Format(StrEnum):
    """How candidates are printed."""

    table = "table"
    tsv = "tsv"
    json = "json"


@app.command()
def candidates(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, help="Source files, folders of them, or dataset folders.")
    ],
    least: Annotated[int, typer.Option("--min", min=1, help="Only wordings that occur this often.")] = 1,
    form: Annotated[
        Format,
        typer.Option(
            "--format", "-f", help="table: for reading; tsv: to edit and read back with --from; json."
        ),
    ] = Format.table,
    lexicons: Lexicons = None,
) -> None:
    """List wordings that were found by form alone, or ruled out for doubt, the most frequent first.

    Example: speechdata slogans candidates my-speeches --min 2 --format tsv > review.tsv
    """
    found = proposals(_seen(origins(paths, lexicons=lexicons)), least=least)
    if form is Format.json:
        rows = [proposal.model_dump(mode="json") for proposal in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for line in _table(found) if form is Format.table else _tsv(found):
        click.echo(line)


def _seen(places: Sequence[Origin]) -> Iterator[Seen]:
    """All sightings; says which sources cannot be read, and raises ConfigError if none can."""
    quiet = not sys.stderr.isatty()
    read = False
    for place in track(places, "look", console=Console(stderr=True), transient=True, disable=quiet):
        for found in look(place):
            if isinstance(found, SourceError):
                click.echo(f"left out: {found}", err=True)
            else:
                read = True
                yield from found
    if not read:
        raise ConfigError("nothing-read", "no source that can be read")


def _table(found: Iterable[Proposal]) -> Iterator[str]:
    for each in found:
        yield f"{each.wording}  count {each.count}, speeches {each.n_speeches}  {each.kind}, {each.use}"
        yield f"    {_counts(each.rules)}"
        yield from (f"    {_place(sample)}" for sample in each.samples)


def _tsv(found: Iterable[Proposal]) -> Iterator[str]:
    contexts = [f"context_{number}" for number in range(1, SAMPLES + 1)]
    yield "\t".join([*lexicon.DECIDED, "count", "speeches", "rules", *contexts])
    for each in found:
        shown = [_place(sample) for sample in each.samples] + [""] * (SAMPLES - len(each.samples))
        facts = [str(each.count), str(each.n_speeches), _counts(each.rules), *shown]
        yield "\t".join(["", each.wording, each.kind, each.use, "", *facts])


def _counts(rules: dict[str, int]) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in rules.items())


def _place(sample: Sample) -> str:
    words = f"{sample.before}>{sample.text}<{sample.after}"
    return " ".join(f"{sample.path}:{sample.at} {words}".split())


@app.command()
def accept(
    wording: Wording = None,
    kind: Annotated[str | None, typer.Option(help=f"Kind of slogan: {', '.join(KINDS)}.")] = None,
    use: Annotated[
        str,
        typer.Option(help="Where it counts: any place; named: quoted, or before 方针, 原则 …; quoted only."),
    ] = "any",
    variant: Annotated[
        list[str] | None, typer.Option(help="Another wording of it (may be repeated).")
    ] = None,
    decisions: From = None,
    source: ProjectSource = Path("seeds"),
    lexicons: Target = None,
    packaged: Packaged = False,
) -> None:
    """Take a wording, or all that a file says "accept" of, into the lexicon: it is annotated from the next run on.

    Example: speechdata slogans accept 抓早抓小、防微杜渐 --kind policy_formula
    """
    if decisions:
        lines = lexicon.accepted(_alone(decisions, wording))
    elif kind:
        lines = [lexicon.slogan(_given(wording), kind=kind, use=use, variants=variant or ())]
    else:
        raise ConfigError("kind-missing", "no --kind", advice=f"Give one of {', '.join(KINDS)}.")
    _report(lexicon.accept(lines, _target(source, lexicons, packaged)), "accepted")


@app.command()
def reject(
    wording: Wording = None,
    reason: Annotated[
        str, typer.Option(help="Why it is no slogan; shown by explain.")
    ] = "ruled out in review",
    decisions: From = None,
    source: ProjectSource = Path("seeds"),
    lexicons: Target = None,
    packaged: Packaged = False,
) -> None:
    """Rule a wording out, or all that a file says "reject" of: never annotated, never listed again.

    Example: speechdata slogans reject 老三样 --reason "ordinary word"
    """
    if decisions:
        lines = lexicon.rejected(_alone(decisions, wording), reason=reason)
    else:
        lines = [lexicon.no_slogan(_given(wording), reason=reason)]
    _report(lexicon.reject(lines, _target(source, lexicons, packaged)), "rejected")


def _given(wording: str | None) -> str:
    if not wording:
        raise ConfigError("wording-missing", "no wording", advice="Give one, or a file with --from.")
    return wording


def _alone(decisions: Path, wording: str | None) -> Path:
    if wording:
        raise ConfigError("wording-and-file", "both a wording and --from", advice="Give one of them.")
    return decisions


def _target(source: Path, lexicons: Path | None, packaged: bool) -> Path | None:
    """The folder to write to; None stands for the package."""
    if packaged or lexicons:
        return None if packaged else lexicons
    if not source.exists():
        advice = "Name your source folder with --source."
        raise ConfigError("source-missing", "no such file or folder", place=str(source), advice=advice)
    return lexicon_folder(source)


def _report(change: Change, done: str) -> None:
    click.echo(f"{change.path}: {len(change.added)} {done}")
    for wording in change.added:
        click.echo(f"  {wording}")
    if change.known:
        click.echo(f"  as it was: {', '.join(change.known)}")
