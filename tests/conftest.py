"""Shared by all tests: no network, own caches, and the seeds built once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STATE = Path(tempfile.mkdtemp(prefix="speechdata-tests-"))
os.environ |= {
    "HF_HOME": str(STATE / "hf"),
    "HF_HUB_OFFLINE": "1",
    "PREFECT_HOME": str(STATE / "prefect"),
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}

import pytest  # noqa: E402
import yaml  # noqa: E402
from hypothesis import settings  # noqa: E402

import made  # noqa: E402
from speechdata import annotators, card  # noqa: E402
from speechdata.pipeline import BuildConfig, Report, build  # noqa: E402

# The same examples each time in CI, so that a red run is the change's doing; new ones elsewhere.
settings.register_profile("ci", derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A build of seeds/ without Prefect."""
    return build(BuildConfig(source=SEEDS, output=tmp_path_factory.mktemp("built")))


@pytest.fixture(scope="session")
def dataset(report: Report) -> Path:
    """Its dataset folder."""
    return report.dataset


@pytest.fixture(scope="module")
def made_layer() -> Iterator[None]:
    """The layer of `made` in place of those that there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotators, "layers", lambda: (made.LAYER,))
        yield


@pytest.fixture(scope="module")
def made_dataset(made_layer: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset folder with the rows of `made`."""
    folder = tmp_path_factory.mktemp("made") / "dataset"
    folder.mkdir()
    made.write(folder, made.rows())
    return folder


@pytest.fixture(scope="module")
def manifest(folder: Path) -> card.Manifest:
    """The manifest of the dataset that a module has as `folder`."""
    return card.read_manifest(folder)


@pytest.fixture(scope="module")
def readme(folder: Path) -> str:
    """Its card."""
    return (folder / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def front(readme: str) -> dict[str, Any]:
    """The card's front matter."""
    content: dict[str, Any] = yaml.safe_load(readme.split("---\n")[1])
    return content


@pytest.fixture(scope="module")
def harness() -> Iterator[None]:
    """A Prefect server of the test's own."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield
