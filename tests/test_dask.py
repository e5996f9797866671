"""A Dask cluster of two workers on this machine gives the bytes that processes give, whatever becomes of a worker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import clusters
from commands import command
from folders import contents
from killed import speech
from misbehaving import package
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, build


class Running(NamedTuple):
    """A cluster: its address, the package that its workers have, and a folder outside of its own."""

    address: str
    path: Path
    folder: Path


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("cluster")
    path = package(folder)
    with clusters.running(folder, path) as address:
        yield Running(address, path, tmp_path_factory.mktemp("builds"))


@pytest.fixture(scope="module")
def source(cluster: Running) -> Path:
    folder = cluster.folder / "source"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(speech(number), "utf-8")
    return folder


def built(cluster: Running, source: Path, name: str, *options: str) -> Path:
    """The dataset that a build in a process of its own, with relative paths, makes."""
    given = ("--source", source.name, "--output", name, "--shard-bytes", "8000", "--no-views")
    command("build", *given, *options, cwd=cluster.folder, path=cluster.path)
    return cluster.folder / name / "dataset"


def test_same_bytes_from_one_process_two_and_a_cluster(cluster: Running, source: Path) -> None:
    one = contents(built(cluster, source, "one", "--workers", "1"))
    two = contents(built(cluster, source, "two", "--workers", "2"))
    there = contents(built(cluster, source, "there", "--runner", "dask", "--scheduler", cluster.address))
    assert one == two == there


def test_a_source_that_ends_its_process_or_its_worker_is_set_aside(cluster: Running, source: Path) -> None:
    before = contents(built(cluster, source, "before", "--workers", "2") / "data")
    for word in ("kill", "host", "sleep"):
        (source / f"05-{word}.odd").write_text(word, "utf-8")
    options = ("--runner", "dask", "--scheduler", cluster.address, "--seconds", "3")
    dataset = built(cluster, source, "after", *options)
    manifest = json.loads((dataset / "manifest.json").read_text("utf-8"))
    aside = {each["path"]: each["code"] for each in manifest["quarantine"]}
    assert aside == {
        "05-host.odd": "source-killed",
        "05-kill.odd": "source-killed",
        "05-sleep.odd": "source-timeout",
    }
    assert contents(dataset / "data") == before


def test_workers_with_other_code_are_refused(cluster: Running, source: Path, tmp_path: Path) -> None:
    config = BuildConfig(source=str(source), output=tmp_path, runner="dask", scheduler=cluster.address)
    with pytest.raises(ConfigError, match="worker-code"):
        build(config)


def test_no_scheduler_is_said(source: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="scheduler-missing"):
        build(BuildConfig(source=str(source), output=tmp_path, runner="dask"))
