"""Commands that judge: validate a dataset folder, evaluate against gold."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import click
import typer
from rich.console import Console
from rich.progress import track

from speechdata.annotators import layers
from speechdata.cli.options import DatasetFolder, Layers, Lexicons
from speechdata.cli.scores import comparison_lines, evaluation_lines
from speechdata.errors import ConfigError
from speechdata.gate import validated
from speechdata.gold.compare import Comparison
from speechdata.pipeline.quality import (
    Evaluation,
    compared,
    evaluate_file,
    gold_files,
    load_run,
    pooled,
)
from speechdata.records import Record

R = TypeVar("R", bound=Record)
Texts = Annotated[
    list[Path] | None, typer.Option("--texts", help="Folder of the annotated texts; found by SHA-256.")
]


def validate(
    folder: DatasetFolder,
    as_json: Annotated[bool, typer.Option("--json", help="One finding a line as JSON.")] = False,
) -> None:
    """Check a built dataset: files against the manifest, records against the models, all rules over the whole.

    Exit code 1 if there is an error. Example: speechdata validate output/dataset
    """
    findings = validated(folder)
    for finding in findings:
        if as_json:
            click.echo(finding.model_dump_json())
            continue
        place = ":".join(
            str(part) for part in (finding.path, finding.table, finding.start) if part is not None
        )
        click.echo(f"{finding.level} {finding.code} {place}: {finding.message}")
    errors = sum(finding.level == "error" for finding in findings)
    if not as_json:
        click.echo(f"{errors} errors, {len(findings) - errors} warnings and notes")
    if errors:
        raise typer.Exit(1)


def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(exists=True, help="Gold files (*.gold.jsonl) or folders of them.")
    ],
    texts: Texts = None,
    predicted: Annotated[
        list[Path] | None,
        typer.Option("--predicted", exists=True, help="Score this standoff file; the annotators do not run."),
    ] = None,
    layer: Layers = None,
    by_rule: Annotated[bool, typer.Option("--rules", help="Precision of each rule too.")] = False,
    by_family: Annotated[
        bool, typer.Option("--ablation", help="F1 without the records of each family of rules too.")
    ] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="Every error too, with place and context.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(exists=True, help="An earlier run's --json: show what changed since.")
    ] = None,
    lexicons: Lexicons = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
) -> None:
    """Score the annotators on gold: precision, recall, F1 (exact and overlap), attributes, keyword baseline.

    Example: speechdata evaluate seeds/gold --errors --layer directives
    """
    results = _evaluations(gold_files(gold), texts or (), predicted or (), lexicons)
    if not results:
        raise ConfigError("gold-missing", "no *.gold.jsonl here", place=", ".join(map(str, gold)))
    labels = labels_of(layer, results.values())
    results = {name: each.only(labels) for name, each in results.items()}
    if against:
        _show(_comparisons(load_run(against), results, against, labels), comparison_lines, as_json)
    else:
        _show(
            results, partial(evaluation_lines, by_rule=by_rule, by_family=by_family, errors=errors), as_json
        )


def labels_of(names: Iterable[str] | None, evaluations: Iterable[Evaluation]) -> frozenset[str]:
    """Labels of the named layers, singular or plural, all if none is named; ConfigError for an unknown name."""
    scored = dict.fromkeys(each.label for result in evaluations for each in result.scores.layers)
    known = {label: label for label in scored} | {layer.name: layer.label for layer in layers()}
    for name in names or ():
        if known.get(name) not in scored:
            raise ConfigError("layer-unknown", f"no layer {name!r} scored; there are {', '.join(scored)}")
    return frozenset(known[name] for name in names or scored)


def _evaluations(
    files: Sequence[Path], texts: Sequence[Path], predicted: Sequence[Path], lexicons: Path | None
) -> dict[str, Evaluation]:
    """Evaluations by the name of the gold file (by its path where two share a name), and pooled as `all`."""
    names = Counter(path.name for path in files)
    quiet = len(files) < 2 or not sys.stderr.isatty()
    shown = track(files, "evaluate", console=Console(stderr=True), transient=True, disable=quiet)
    results = {
        path.name if names[path.name] == 1 else str(path): evaluate_file(
            path, texts, predicted=predicted, lexicons=lexicons
        )
        for path in shown
    }
    return results | {"all": pooled(list(results.values()))} if len(results) > 1 else results


def _comparisons(
    before: Mapping[str, Evaluation], now: Mapping[str, Evaluation], against: Path, labels: Collection[str]
) -> dict[str, Comparison]:
    """Comparisons of what both runs scored; says what only this one did."""
    new = [name for name in now if name not in before]
    if len(new) == len(now):
        message = f"the earlier run scored {', '.join(before)}, not {', '.join(now)}"
        raise ConfigError("run-other", message, place=str(against))
    if new:
        click.echo(f"Not in {against}: {', '.join(new)}", err=True)
    return {
        name: compared(before[name].only(labels), found, against=str(against))
        for name, found in now.items()
        if name in before
    }


def _show(results: Mapping[str, R], lines: Callable[[R], Iterable[str]], as_json: bool) -> None:
    if as_json:
        rows = {name: result.model_dump(mode="json") for name, result in results.items()}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for name, result in results.items():
        for line in (name, *lines(result)):
            click.echo(line)
