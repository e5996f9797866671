"""The Prefect flow does the work of `speechdata build`, with names, tags and artifacts that tell what ran."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flows.dataset import dataset as dataset_flow
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from conftest import SEEDS
from folders import contents
from speechdata.pipeline import Report


@pytest.fixture(scope="module")
def harness() -> Iterator[None]:
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture(scope="module")
def flowed(harness: None, tmp_path_factory: pytest.TempPathFactory) -> Report:
    source = tmp_path_factory.mktemp("source") / "seeds"
    shutil.copytree(SEEDS, source)
    return dataset_flow(source=str(source), output=str(tmp_path_factory.mktemp("flow")))


def test_flow_writes_the_bytes_of_the_command(flowed: Report, dataset: Path) -> None:
    assert contents(flowed.dataset) == contents(dataset)


def test_runs_say_what_ran(flowed: Report) -> None:
    async def runs() -> tuple[list[Any], list[Any]]:
        async with get_client() as client:
            return await client.read_flow_runs(), await client.read_task_runs()

    flow_runs, task_runs = asyncio.run(runs())
    assert [run.name.startswith("speechdata ") for run in flow_runs] == [True]
    assert flow_runs[0].state.is_completed()
    names = {run.name: set(run.tags) for run in task_runs}
    seed = "000_46ebd7ac5d9d9c86.txt"
    for step in ("extract", "annotate", "validate"):
        assert names[f"{step} {seed}"] == {step}
    assert any(name.startswith("publish ") and tags == {"publish"} for name, tags in names.items())


def test_artifacts_show_counts_quality_quarantine_and_card(flowed: Report) -> None:
    async def read() -> dict[str, Any]:
        async with get_client() as client:
            return {str(artifact.key): artifact for artifact in await client.read_artifacts()}

    artifacts = asyncio.run(read())
    assert set(artifacts) == {
        "speechdata-counts",
        "speechdata-quality",
        "speechdata-quarantine",
        "speechdata-card",
    }
    assert '"directives"' in artifacts["speechdata-counts"].data
    assert '"directive"' in artifacts["speechdata-quality"].data
    assert (flowed.dataset / "README.md").as_uri() in artifacts["speechdata-card"].data
