"""Publication as a Prefect flow: `speechdata publish` with retries, one run at a time, and artifacts of what it did."""

from typing import Any

from speechdata import cli  # first: it sets the no-telemetry defaults that Prefect reads when imported
from speechdata import publish as door
from speechdata.card import read_manifest
from speechdata.publish import Publication, Published

# isort: split
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.events import announce_release
from flows.failure import report_failure


def may_pass(_task: Any, _run: Any, state: Any) -> bool:
    """Whether a failed publication may succeed on another try: the hub, the network or a disk failed."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) or door.may_pass(error)


@task(
    name="publish",
    task_run_name="publish {publication.folder}",
    tags=["publish"],
    retries=2,
    retry_delay_seconds=10,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
)
def put(publication: Publication) -> Published:
    """One try; what an interrupted one left undone, the next does."""
    return door.publish_as(publication)


def show(done: Published) -> None:
    """Creates the artifacts of a publication: what it did, and the files."""
    text = "\n".join(f"- {line}" for line in done.heads())
    create_markdown_artifact(key="speechdata-publication", markdown=text, description="What was published")
    table = [change.model_dump() for change in done.changes]
    create_table_artifact(key="speechdata-files", table=table, description="Files of the release")


@flow(
    name="speechdata-publish",
    flow_run_name="publish {folder}",
    on_failure=[report_failure],
    on_crashed=[report_failure],
)
def publish(
    folder: str = "output/dataset",
    repo: str | None = None,
    to: str | None = None,
    options: dict[str, Any] | None = None,
) -> Published:
    """Publishes the dataset in `folder` to the hub's repository `repo`, or to the folder or URL of releases `to`.

    `options` are further ones of `speechdata publish`: version, public, dry_run, allow, project, message, date.
    Endpoint and token come from the environment of the worker.
    """
    publication = Publication.model_validate({"folder": folder, "repo": repo, "to": to} | (options or {}))
    done: Published = put(publication)
    show(done)
    announce_release(done, read_manifest(publication.folder))
    return done


def run_flow(publication: Publication) -> Published:
    """The flow with the options of a command line."""
    values = publication.model_dump(mode="json", exclude_defaults=True)
    known = {name: values.pop(name, None) for name in ("folder", "repo", "to")}
    done: Published = publish(**known, options=values)
    return done


if __name__ == "__main__":
    cli.publish_main(run_flow)
