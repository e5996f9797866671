"""Shared by all tests: no network, own caches, and the seeds built once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

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
from hypothesis import settings  # noqa: E402

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
