"""The Prefect flow does the work of `speechdata build`, with names, tags, artifacts and events that tell what ran."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flows import events, failure
from flows.dataset import dataset as dataset_flow
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from pydantic import SecretStr

from conftest import SEEDS
from folders import contents
from speechdata.errors import ConfigError
from speechdata.pipeline import Report

GREETING = "同志们：\n下面，我就做好防汛工作讲几点意见。\n一、提高认识\n各地要高度重视防汛工作，压实责任。\n"


@pytest.fixture(scope="module")
def flowed(harness: None, tmp_path_factory: pytest.TempPathFactory) -> Report:
    source = tmp_path_factory.mktemp("source") / "seeds"
    shutil.copytree(SEEDS, source)
    return dataset_flow(source=str(source), output=str(tmp_path_factory.mktemp("flow")))


@pytest.fixture
def emitted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Events that flows emit, in order."""
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr(events, "emit_event", lambda **event: seen.append(event))
    return seen


def test_flow_writes_the_bytes_of_the_command(flowed: Report, dataset: Path) -> None:
    assert contents(flowed.dataset) == contents(dataset)


def test_runs_say_what_ran(flowed: Report) -> None:
    async def runs() -> tuple[list[Any], list[Any]]:
        async with get_client() as client:
            return await client.read_flow_runs(), await client.read_task_runs()

    flow_runs, task_runs = asyncio.run(runs())
    (run,) = [run for run in flow_runs if run.name.endswith(str(flowed.dataset.parent))]
    assert run.name.startswith("speechdata ")
    assert run.state.is_completed()
    names = {run.name: set(run.tags) for run in task_runs}
    seed = "000_46ebd7ac5d9d9c86.txt"
    for step in ("extract", "annotate", "validate"):
        assert names[f"{step} {seed}"] == {step}
    assert any(name.startswith("publish ") and tags == {"publish"} for name, tags in names.items())


def test_artifacts_show_counts_quality_quarantine_slowest_and_card(flowed: Report) -> None:
    async def read() -> dict[str, Any]:
        async with get_client() as client:
            return {
                str(each.key): each
                for each in await client.read_artifacts()
                if str(each.key) != "speechdata-card" or flowed.card.as_uri() in str(each.data)
            }

    artifacts = asyncio.run(read())
    assert set(artifacts) == {
        "speechdata-counts",
        "speechdata-quality",
        "speechdata-quarantine",
        "speechdata-slowest",
        "speechdata-card",
    }
    assert '"directives"' in artifacts["speechdata-counts"].data
    assert '"change"' in artifacts["speechdata-counts"].data
    assert '"directive"' in artifacts["speechdata-quality"].data
    assert '"change exact"' in artifacts["speechdata-quality"].data
    assert "000_46ebd7ac5d9d9c86.txt" in artifacts["speechdata-slowest"].data


def test_events_only_when_the_content_changed(
    harness: None, tmp_path: Path, emitted: list[dict[str, Any]]
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text(GREETING, "utf-8")
    given: dict[str, Any] = {
        "source": str(tmp_path / "source"),
        "output": str(tmp_path / "output"),
        "releases": str(tmp_path / "releases"),
        "allow": ["E1301", "E1302"],
        "options": {"workers": 0},
    }
    first = dataset_flow(**given)
    assert [event["event"] for event in emitted] == ["dataset.published", "dataset.released"]
    published, released = emitted
    assert published["resource"]["prefect.resource.id"] == "dataset.speechdata"
    assert published["payload"] == {
        "version": first.manifest.version,
        "rows": {table.name: table.rows for table in first.manifest.tables},
        "manifest_sha256": first.manifest_sha256,
        "path": str(first.dataset.resolve()),
    }
    latest = (tmp_path / "releases" / "latest").resolve()
    assert (released["payload"]["version"], released["payload"]["path"]) == ("1.0.0", str(latest))
    assert contents(latest / "data") == contents(first.dataset / "data")
    again = dataset_flow(**given)
    assert not again.is_new
    assert len(emitted) == 2, "the content is the same"


# failures


@pytest.fixture
def calls() -> Iterator[tuple[str, list[Any]]]:
    """The URL of a webhook on loopback, and the JSON that was posted there."""
    posted: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if self.path == "/broken" else 200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    server.server_close()


def failing(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir(exist_ok=True)
    with pytest.raises(ConfigError):
        dataset_flow(source=str(tmp_path / "source"), output=str(tmp_path / "output"))


def test_a_failure_is_logged_and_posted_where_the_user_said(
    harness: None,
    tmp_path: Path,
    calls: tuple[str, list[Any]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    url, posted = calls
    failing(tmp_path)
    assert posted == [], "nobody asked for it"
    monkeypatch.setenv(failure.VARIABLE, f"{url}/hook")
    with caplog.at_level(logging.ERROR, logger="speechdata"):
        failing(tmp_path)
    (said,) = posted
    assert (said["flow"], said["state"]) == ("speechdata", "Failed")
    assert "no-speeches" in said["reason"]
    assert said["reason"] in said["text"]
    assert any("no-speeches" in line for line in caplog.messages)


def test_a_webhook_block_is_called_and_a_broken_one_hides_nothing(
    harness: None, tmp_path: Path, calls: tuple[str, list[Any]], caplog: pytest.LogCaptureFixture
) -> None:
    url, posted = calls
    Webhook(url=SecretStr(f"{url}/broken")).save(failure.BLOCK)
    try:
        with caplog.at_level(logging.WARNING, logger="speechdata"):
            failing(tmp_path)
    finally:
        Webhook.delete(failure.BLOCK)
    assert len(posted) == 1
    (warning,) = [line for line in caplog.messages if "webhook for failures" in line]
    assert url not in warning
