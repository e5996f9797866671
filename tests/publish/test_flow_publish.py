"""The flow publishes as the command does, with artifacts and an event that name what was published and no token."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from flows import events
from flows.publish import may_pass, publish, put
from prefect.client.orchestration import get_client
from prefect.states import Failed

from conftest import ROOT
from hub.store import WRITER, Hub
from speechdata.errors import ConfigError
from speechdata.publish import HubError

pytest_plugins = ["published"]
REPO = "founder/speeches"
Builder = Callable[..., Path]


def test_it_publishes_tries_again_and_shows_what_it_did(
    harness: None, hub: Hub, built: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    emitted: list[dict[str, Any]] = []
    monkeypatch.setattr(events, "emit_event", lambda **event: emitted.append(event))
    monkeypatch.setattr(put, "retry_delay_seconds", 0)
    hub.fail("POST .*/commit/", "lost", "lost", "lost", "lost")
    done = publish(str(built("a")), repo=REPO, options={"date": "2026-01-05"})
    assert hub.faults == []
    assert hub.repositories[REPO].tags == {"v1.0.0": hub.repositories[REPO].head.oid}
    (event,) = emitted
    assert event["event"] == "dataset.released"
    assert event["payload"]["version"] == done.version == "1.0.0"

    async def read() -> list[Any]:
        async with get_client() as client:
            return list(await client.read_artifacts())

    shown = {str(each.key): str(each.data) for each in asyncio.run(read())}
    assert "released version 1.0.0" in shown["speechdata-publication"]
    assert "data/speeches/" in shown["speechdata-files"]
    assert WRITER not in f"{shown}{emitted}"
    assert publish(str(built("a")), repo=REPO).state == "unchanged"
    assert len(emitted) == 1


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (HubError("hub-unreachable", "no answer", place="x", advice=""), True),
        (HubError("hub-refused", "HTTP 503", place="x", advice="", status=503), True),
        (HubError("hub-denied", "HTTP 403", place="x", advice="", status=403), False),
        (ConfigError("hub-conflict", "others committed", place="x"), False),
        (OSError(28, "No space left on device"), True),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, expected: bool) -> None:
    assert may_pass(None, None, Failed(data=error)) is expected


def test_two_runs_of_the_deployment_never_overlap_and_none_starts_by_itself() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    (found,) = (each for each in deployments if each["name"] == "publish")
    assert found["entrypoint"] == "flows/publish.py:publish"
    assert found["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert "schedules" not in found


def test_by_hand_it_takes_the_options_of_the_command() -> None:
    given = [sys.executable, "-m", "flows.publish", "--help"]
    ran = subprocess.run(given, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "--dry-run" in ran.stdout
