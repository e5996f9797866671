"""Datasets to publish, and a hub on loopback to publish them to."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest

from hub.server import serving
from hub.store import WRITER, Hub, Repository
from speechdata.pipeline import BuildConfig, build
from speechdata.publish import Publication, Published, _hub_calls, publish_as

SUBJECTS = {"a": "防火", "b": "防汛", "c": "交通"}
DAY = date(2026, 1, 5)
REPO = "founder/speeches"
Builder = Callable[..., Path]
Push = Callable[..., Published]


def speech(subject: str) -> str:
    return (
        f"在全市{subject}安全工作会议上的讲话\n同志们：\n今天召开{subject}安全工作会议，分析{subject}形势。\n"
        f"一、提高{subject}认识\n各部门必须落实{subject}责任，抓好{subject}排查。{subject}工作严禁弄虚作假。\n"
        f"二、抓好{subject}整改\n要在月底前完成{subject}整改，建立{subject}台账。\n"
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """The dataset folder of some speeches, by the names of SUBJECTS; each is built once."""
    known: dict[str, Path] = {}

    def make(names: str, licence: str = "CC-BY-4.0") -> Path:
        key = json.dumps([names, licence])
        if key not in known:
            home = tmp_path_factory.mktemp("build")
            (home / "in").mkdir()
            rows = ["path,publisher,licence,note"]
            for name in names:
                (home / "in" / f"{name}.txt").write_text(speech(SUBJECTS[name]), "utf-8")
                rows.append(f"{name}.txt,市政府办公室,{licence},")
            (home / "in" / "sources.csv").write_text("\n".join(rows) + "\n", "utf-8")
            known[key] = build(BuildConfig(source=home / "in", output=home / "out", workers=0)).dataset
        return known[key]

    return make


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """An empty hub that the client of this process talks to, with a token that may write."""
    with serving() as state:
        talk_to(state, monkeypatch)
        yield state


def talk_to(state: Hub, patch: pytest.MonkeyPatch) -> None:
    """Sets the environment of this process for a hub."""
    patch.setenv("HF_ENDPOINT", state.url)
    patch.setenv("HF_TOKEN", WRITER)
    patch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    patch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    patch.setattr(_hub_calls, "DELAYS", (0.0, 0.0))


@pytest.fixture
def push(hub: Hub) -> Push:
    """Publishes a folder to the hub."""

    def run(folder: Path, **options: Any) -> Published:
        return publish_as(Publication(folder=folder, **({"repo": REPO, "date": DAY} | options)))

    return run


@pytest.fixture(scope="session")
def released(built: Builder) -> Hub:
    """The state of a hub after a first release of two speeches."""
    with pytest.MonkeyPatch.context() as patch, serving() as state:
        talk_to(state, patch)
        publish_as(Publication(folder=built("ab"), repo=REPO, date=DAY))
    return state


@pytest.fixture
def repository(hub: Hub, released: Hub) -> Repository:
    """The repository of that release, on the hub of this test."""
    hub.repositories |= copy.deepcopy(released.repositories)
    hub.large |= released.large
    return hub.repositories[REPO]
