"""The build as a Prefect flow: the steps and order of `speechdata build`, with retries, names and artifacts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speechdata import (  # first: it sets the no-telemetry defaults that Prefect reads when imported
    cli,
    pipeline,
)
from speechdata.pipeline import BuildConfig, Outcome, Report

# isort: split
from prefect import flow, task, unmapped
from prefect.artifacts import create_link_artifact, create_table_artifact


def may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a failed read may succeed on another try: the file could not be opened, not: it is no text."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) or getattr(error, "code", None) == "source-unreadable"


@task(
    task_run_name="extract {path}",
    tags=["extract"],
    retries=2,
    retry_delay_seconds=1,
    retry_condition_fn=may_pass,
)
def extract(path: str, config: BuildConfig) -> Outcome:
    """Bytes to decoded source and speeches."""
    return pipeline.extract(path, config)


@task(task_run_name="annotate {outcome.path}", tags=["annotate"])
def annotate(outcome: Outcome, config: BuildConfig) -> Outcome:
    """All layers over a source's speeches."""
    return pipeline.annotate(outcome, config)


@task(task_run_name="validate {outcome.path}", tags=["validate"])
def validate(outcome: Outcome, config: BuildConfig) -> Outcome:
    """All checks over a source's records."""
    return pipeline.validate(outcome, config)


@task(
    task_run_name="publish {config.dataset}",
    tags=["publish"],
    retries=2,
    retry_delay_seconds=1,
    retry_condition_fn=may_pass,
)
def publish(outcomes: Sequence[Outcome], config: BuildConfig) -> Report:
    """Tables, manifest and card, switched into the output folder."""
    return pipeline.publish(outcomes, config)


TASKS = {"extract": extract, "annotate": annotate, "validate": validate}


def each(step: str, items: Sequence[Any], config: BuildConfig) -> list[Outcome]:
    """One task run a source, results in the order of the items; a source whose task fails is set aside."""
    futures = TASKS[step].map(items, unmapped(config))  # type: ignore[attr-defined]
    results = [future.result(raise_on_failure=False) for future in futures]
    return [
        pipeline.set_aside(item, result, config) if isinstance(result, Exception) else result
        for item, result in zip(items, results, strict=True)
    ]


@flow(name="speechdata", flow_run_name="speechdata {source} to {output}")
def dataset(source: str = "seeds", output: str = "output", lexicons: str | None = None) -> Report:
    """Extracts, annotates, validates and publishes the speeches under `source` to `output`/dataset.

    `lexicons` is the folder of the project's own lexicons, by default lexicons/ in `source`.
    """
    config = BuildConfig(
        source=Path(source), output=Path(output), lexicons=Path(lexicons) if lexicons else None
    )
    report = pipeline.build(config, each=each, last=publish)
    create_table_artifact(
        key="speechdata-counts", table=report.counts(), description="Rows by table and split"
    )
    create_table_artifact(key="speechdata-quality", table=report.quality(), description="Scores on the gold")
    create_table_artifact(
        key="speechdata-quarantine", table=report.quarantined(), description="Kept out, and why"
    )
    create_link_artifact(key="speechdata-card", link=report.card.as_uri(), link_text="Dataset card")
    return report


if __name__ == "__main__":
    cli.build_main(
        lambda config: dataset(
            str(config.source), str(config.output), str(config.lexicons) if config.lexicons else None
        )
    )
