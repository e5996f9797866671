"""Commands that judge: validate a dataset folder, evaluate against gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import click
import typer

from speechdata.errors import ConfigError
from speechdata.gold.score import table
from speechdata.pipeline.folder import check_folder
from speechdata.pipeline.quality import evaluate_file, gold_files, pooled


def validate(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="A dataset folder (output/dataset).")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One finding a line as JSON.")] = False,
) -> None:
    """Check a built dataset: files against the manifest, records against the models, all rules over the whole.

    Exit code 1 if there is an error. Example: speechdata validate output/dataset
    """
    findings = check_folder(folder)
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
    texts: Annotated[
        list[Path] | None, typer.Option("--texts", help="Folder of the annotated texts; found by SHA-256.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Scores as JSON.")] = False,
) -> None:
    """Score the annotators on gold: precision, recall, F1 (exact and overlap), attributes, keyword baseline.

    Example: speechdata evaluate seeds/gold
    """
    files = gold_files(gold)
    if not files:
        raise ConfigError("gold-missing", "no *.gold.jsonl here", place=", ".join(map(str, gold)))
    results = {path.name: evaluate_file(path, texts or ()) for path in files}
    if len(results) > 1:
        results["all"] = pooled(list(results.values()))
    if as_json:
        rows = {name: result.model_dump(mode="json") for name, result in results.items()}
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for name, result in results.items():
        click.echo(f"{name}\n\n{table(result.scores, result.baseline)}")
