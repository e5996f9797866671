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
from prefect.cache_policies import NO_CACHE
from prefect.settings import get_current_settings

from flows.artifacts import show
from flows.events import announce, announce_release
from flows.failure import report_failure


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
    ordered = pipeline.largest_first(shards)
    futures = dict(
        zip((shard.key for shard in ordered), TASKS[name].map(ordered, unmapped(run)), strict=True)
    )
    return [futures[shard.key].result() for shard in shards]


@flow(
    name="speechdata",
    flow_run_name="speechdata {source} to {output}",
    on_failure=[report_failure],
    on_crashed=[report_failure],
)
def dataset(
    source: str = "seeds",
    output: str = "output",
    project: str | None = None,
    lexicons: str | None = None,
    releases: str | None = None,
    allow: list[str] | None = None,
    options: dict[str, Any] | None = None,
) -> Report:
    """Extracts, annotates, validates and publishes the speeches under `source` to `output`/dataset.

    `project` is the folder of sources.csv, assertions.toml, gold/ and lexicons/, by default `source`; `lexicons` is
    that of the project's own lexicons; `releases` is a folder or URL that gets each new version that the gate lets
    pass, none if not given, and `allow` are codes of the gate that may pass; `options` are further ones of a build:
    encoding, workers, shard_bytes and so on.
    """
    if not pipeline.log.level:
        pipeline.log.setLevel(get_current_settings().logging.level)
    config = BuildConfig(
        source=source,
        output=Path(output),
        project=Path(project) if project else None,
        lexicons=Path(lexicons) if lexicons else None,
        **(options or {}),
    )
    report = pipeline.build(config, each=each, last=publish)
    show(report)
    announce(report)
    if releases:
        announce_release(pipeline.release(config.output, releases, allow=allow or ()), report.manifest)
    return report


def parameters(config: BuildConfig) -> dict[str, Any]:
    """The parameters of the flow for a build."""
    values = config.model_dump(mode="json", exclude_defaults=True)
    known = {name: values.pop(name, None) for name in ("source", "output", "project", "lexicons")}
    return known | {"options": values}


def run_flow(config: BuildConfig) -> Report:
    """The flow with the options of a command line."""
    report: Report = dataset(**parameters(config))
    return report


if __name__ == "__main__":
    cli.build_main(run_flow)
