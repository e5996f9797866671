"""The deployments of prefect.yaml on a server and a worker of their own: schedules fire and their runs finish."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT
from speechdata import tables
from speechdata.card import read_manifest

SPEECH = (
    "在全县防汛工作会议上的讲话\n同志们：\n下面，我就做好防汛工作讲几点意见。\n"
    "一、提高认识\n各地要高度重视防汛工作，压实责任。\n二、抓好落实\n各部门要在月底前拿出方案。\n"
)
EVERY_MINUTE = "* * * * *"
PATIENCE = 300.0
"""Seconds for a machine that does much else; a run is there within 90 on an idle one."""


class Server:
    """A Prefect server on a loopback port, and commands that use it."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.env = kept | {
            "PREFECT_HOME": str(home),
            "PREFECT_API_URL": self.url,
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_RUNNER_POLL_FREQUENCY": "2",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        }

    @contextmanager
    def running(self, *arguments: str, cwd: Path) -> Iterator[None]:
        """A Python module as a process group of its own, ended with all that it started."""
        with (cwd / "said.log").open("ab") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=cwd,
                env=self.env | {"PWD": str(cwd)},
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        try:
            yield
        finally:
            end(process)

    def prefect(self, *arguments: str, cwd: Path) -> None:
        """A command of Prefect that must succeed."""
        done = subprocess.run(
            [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
            cwd=cwd,
            env=self.env | {"PWD": str(cwd)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, path: str, **body: Any) -> Any:
        """What the server answers."""
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/{path}", data, {"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return json.load(answer)

    def is_up(self) -> bool:
        try:
            return bool(self.ask("flows/filter") == [])
        except OSError:
            return False

    def finished(self, deployment: str) -> list[Any]:
        """Runs of a deployment that its schedule started and that came to their end."""
        runs = self.ask("flow_runs/filter", deployments={"name": {"any_": [deployment]}})
        for run in runs:
            assert run["state_type"] not in ("FAILED", "CRASHED"), run["state"]
        return [run for run in runs if run["state_type"] == "COMPLETED" and run["auto_scheduled"]]


def end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def wait_for(found: Callable[[], Any], log: Path) -> Any:
    """What `found` gives as soon as it gives something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if something := found():
            return something
        time.sleep(1)
    return pytest.fail(log.read_text("utf-8")[-4000:])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The flows and settings as they are shipped; `build` fires every minute and reads a folder of its own."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "flows", folder / "flows", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "prefect.toml", folder)
    (folder / "speeches").mkdir()
    (folder / "speeches" / "a.txt").write_text(SPEECH, "utf-8")
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
    build = next(each for each in told["deployments"] if each["name"] == "build")
    build["schedules"][0]["cron"] = EVERY_MINUTE
    build["parameters"] = {"source": "speeches", "output": "output", "options": {"workers": 0}}
    (folder / "prefect.yaml").write_text(yaml.safe_dump(told), "utf-8")
    return folder


def test_schedules_fire_and_leave_a_dataset(project: Path, tmp_path: Path) -> None:
    server, log = Server(tmp_path / "home"), project / "said.log"
    served = ("--source", "speeches", "--output", "served", "--workers", "0", "--cron", EVERY_MINUTE)
    host = ("--host", "127.0.0.1", "--port", str(server.port), "--no-ui")
    with server.running("prefect", "server", "start", *host, cwd=project):
        wait_for(server.is_up, log)
        server.prefect("work-pool", "create", "local", "--type", "process", cwd=project)
        server.prefect("deploy", "--all", cwd=project)
        check_deployments(server)
        with (
            server.running("prefect", "worker", "start", "--pool", "local", cwd=project),
            server.running("flows.serve", *served, cwd=project),
        ):
            wait_for(lambda: server.finished("build"), log)
            wait_for(lambda: server.finished("served"), log)
        check_traces(server, log)
    for output in ("output", "served"):
        dataset = project / output / "dataset"
        assert read_manifest(dataset).table("speeches").rows == 1
        assert len(tables.read(dataset, "directives")) > 0


def check_deployments(server: Server) -> None:
    deployed = {each["name"]: each for each in server.ask("deployments/filter")}
    assert set(deployed) == {"build", "build-and-publish", "publish"}
    for name, each in deployed.items():
        for schedule in each["schedules"]:
            assert schedule["schedule"]["timezone"] == "Asia/Shanghai"
            assert schedule["active"]
        assert len(each["schedules"]) == (name != "publish"), "publishing is for people to decide"
        assert each["global_concurrency_limit"]["limit"] == 1
        assert each["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert deployed["build-and-publish"]["parameters"]["releases"]


def check_traces(server: Server, log: Path) -> None:
    """An event that tells of the new dataset, and the build's own log lines in Prefect's log."""

    def published() -> Any:
        return server.ask("events/filter", filter={"event": {"name": ["dataset.published"]}})["events"]

    event = wait_for(published, log)[0]
    assert event["resource"]["prefect.resource.id"] == "dataset.speechdata"
    assert event["payload"]["rows"]["speeches"] == 1

    def missing() -> list[str]:
        lines = [line["message"] for line in server.ask("logs/filter", limit=200)]
        begins = ("annotate a.txt: done 1", "annotate: 1 of 1", "published")
        return [begin for begin in begins if not any(line.startswith(begin) for line in lines)]

    wait_for(lambda: not missing(), log)  # a run sends its last lines when it has ended


@pytest.mark.parametrize(
    ("options", "server", "code"),
    [
        ([], None, "server-missing"),
        (["--cron", "at night"], "http://127.0.0.1:1/api", "schedule"),
        (["--timezone", "Asia/Nowhere"], "http://127.0.0.1:1/api", "schedule"),
    ],
)
def test_serve_says_what_it_needs(options: list[str], server: str | None, code: str, tmp_path: Path) -> None:
    env = os.environ | ({"PREFECT_API_URL": server} if server else {})
    done = subprocess.run(
        [sys.executable, "-m", "flows.serve", "--output", str(tmp_path), *options],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"[{code}]" in done.stderr
    assert "Traceback" not in done.stderr
