"""The build as a Prefect flow: the steps and order of `speechdata build`, with retries, names and artifacts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from speechdata import (  # first: it sets the no-telemetry defaults that Prefect reads when imported
    cli,
    pipeline,
)
from speechdata.pipeline import BuildConfig, Report, Run, Shard

# isort: split
from prefect import flow, task, unmapped
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE


def may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a failed task may succeed on another try: a disk or a network failed, not the work."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def step(name: str) -> Any:
    """The task of a step: one run a shard, done by the build's workers."""

    @task(
        name=name,
        task_run_name=name + " {shard.label}",
        tags=[name],
        retries=2,
        retry_delay_seconds=1,
        retry_condition_fn=may_pass,
        cache_policy=NO_CACHE,
    )
    def work(shard: Shard, run: Run) -> list[Shard]:
        return run(name, shard)

    return work


TASKS = {name: step(name) for name in pipeline.STEPS}


@task(
    task_run_name="publish {config.dataset}",
    tags=["publish"],
    retries=2,
    retry_delay_seconds=1,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
def publish(shards: Sequence[Shard], config: BuildConfig) -> Report:
    """Tables, manifest and card, switched into the output folder."""
    return pipeline.publish(shards, config)


def each(name: str, shards: Sequence[Shard], run: Run) -> list[list[Shard]]:
    """One task run a shard, results in the order of the shards."""
    return [future.result() for future in TASKS[name].map(shards, unmapped(run))]


@flow(name="speechdata", flow_run_name="speechdata {source} to {output}")
def dataset(
    source: str = "seeds",
    output: str = "output",
    project: str | None = None,
    lexicons: str | None = None,
    options: dict[str, Any] | None = None,
) -> Report:
    """Extracts, annotates, validates and publishes the speeches under `source` to `output`/dataset.

    `project` is the folder of sources.csv, assertions.toml, gold/ and lexicons/, by default `source`; `lexicons` is
    that of the project's own lexicons; `options` are further ones of a build: encoding, workers, shard_bytes and so on.
    """
    config = BuildConfig(
        source=source,
        output=Path(output),
        project=Path(project) if project else None,
        lexicons=Path(lexicons) if lexicons else None,
        **(options or {}),
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


def run_flow(config: BuildConfig) -> Report:
    """The flow with the options of a command line."""
    values = config.model_dump(mode="json", exclude_defaults=True)
    known = {name: values.pop(name, None) for name in ("source", "output", "project", "lexicons")}
    report: Report = dataset(**known, options=values)
    return report


if __name__ == "__main__":
    cli.build_main(run_flow)
