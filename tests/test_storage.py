"""Where sources and output lie: object storage, disks that are full or read-only, files that vanish or never come."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import s3
from commands import command
from folders import contents
from killed import speech
from misbehaving import package
from speechdata import pipeline
from speechdata.pipeline import BuildConfig, Shard, build
from speechdata.tables import read

SIZE = 24
FULL, ROOMY = "300k", "64m"
"""Room for the output: too little for a build, and enough."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for number in range(SIZE):
        (folder / f"{number:02}.txt").write_text(speech(number), "utf-8")
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, of which the rest of the machine notices nothing."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not _mount("-t", "tmpfs", "-o", f"size={FULL}", "tmpfs", str(folder)):
        pytest.skip("only root may mount a disk, and not in every container")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """An empty bucket on a server of this machine that speaks S3."""
    with s3.serving() as url, s3.bucket(url, "speeches", monkeypatch, tmp_path) as made:
        yield made


def config_of(source: Path | str, output: Path) -> BuildConfig:
    return BuildConfig(source=str(source), output=output, shard_bytes=1500, workers=0)


def options(source: Path | str, output: Path, *more: str) -> tuple[Path | str, ...]:
    return ("--source", source, "--output", output, "--shard-bytes", "1500", "--workers", "2", *more)


def test_sources_on_s3_give_the_bytes_of_local_ones(source: Path, tmp_path: Path, bucket: Any) -> None:
    for path in source.iterdir():
        bucket.upload_file(str(path), f"2024/{path.name}")
    local = build(config_of(source, tmp_path / "local"))
    command("build", *options("s3://speeches/2024", tmp_path / "remote"), cwd=tmp_path)
    assert contents(tmp_path / "remote" / "dataset") == contents(local.dataset)


def test_a_changed_object_costs_its_shard_only(source: Path, tmp_path: Path, bucket: Any) -> None:
    for path in source.iterdir():
        bucket.upload_file(str(path), path.name)
    config = config_of("s3://speeches", tmp_path / "output")
    build(config)
    before = {path.name for path in config.work("extract").iterdir()}
    (source / "05.txt").write_text(speech(99), "utf-8")
    bucket.upload_file(str(source / "05.txt"), "05.txt")
    report = build(config)
    new = {path.name for path in config.work("extract").iterdir()} - before
    assert 1 <= len(new) <= 2, "the object's shard, and one more where it moved a cut"
    assert contents(report.dataset) == contents(build(config_of(source, tmp_path / "local")).dataset)


def test_an_object_that_vanished_is_told_and_the_rest_done(
    source: Path, tmp_path: Path, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in source.iterdir():
        bucket.upload_file(str(path), path.name)
    _lost_after_planning(monkeypatch, lambda: bucket.Object("07.txt").delete())
    report = build(config_of("s3://speeches", tmp_path / "output"))
    assert _aside(report) == {"07.txt": "source-unreadable"}
    assert report.manifest.table("speeches").rows == SIZE - 1


def test_a_file_that_vanished_is_told_and_gone_from_the_next_build(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_of(source, tmp_path / "output")
    with monkeypatch.context() as patched:
        _lost_after_planning(patched, (source / "07.txt").unlink)
        report = build(config)
    assert _aside(report) == {"07.txt": "source-unreadable"}
    assert report.manifest.table("speeches").rows == SIZE - 1
    assert contents(build(config).dataset) == contents(build(config_of(source, tmp_path / "fresh")).dataset)


def test_a_file_that_comes_back_is_read_by_the_next_build(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_of(source, tmp_path / "output")
    with monkeypatch.context() as patched:
        _lost_after_planning(patched, (source / "07.txt").unlink)
        build(config)
    (source / "07.txt").write_text(speech(7), "utf-8")
    report = build(config)
    assert _aside(report) == {}
    assert report.manifest.table("speeches").rows == SIZE


def _lost_after_planning(monkeypatch: pytest.MonkeyPatch, lose: Any) -> None:
    """Has `lose` called between the listing of the sources and their reading."""
    planned = pipeline.planned

    def then_lost(config: BuildConfig) -> list[Shard]:
        shards = planned(config)
        lose()
        return shards

    monkeypatch.setattr(pipeline, "planned", then_lost)


def _aside(report: pipeline.Report) -> dict[str, str]:
    return {fact.path: fact.code for fact in report.manifest.quarantine}


def test_storage_that_never_answers_is_out_of_time(source: Path, tmp_path: Path) -> None:
    (source / "asleep.txt").write_text(speech(SIZE), "utf-8")
    given = options(f"sleepy://{source}", tmp_path / "output", "--seconds", "3")
    said = command("build", *given, cwd=tmp_path, path=package(tmp_path))
    assert "asleep.txt: not done within 3 s" in said
    assert len(read(tmp_path / "output" / "dataset", "speeches")) == SIZE
    again = command("build", *given, "--strict", cwd=tmp_path, path=tmp_path / "src", code=1)
    assert "asleep.txt" in again


def test_a_pipe_among_the_sources_is_refused(source: Path, tmp_path: Path) -> None:
    os.mkfifo(source / "pipe.txt")
    report = build(config_of(source, tmp_path / "output"))
    assert _aside(report) == {"pipe.txt": "source-unreadable"}
    assert report.manifest.table("speeches").rows == SIZE


def test_a_full_disk_is_told_and_the_build_goes_on_once_there_is_room(
    source: Path, tmp_path: Path, disk: Path
) -> None:
    given = options(source, disk / "output")
    said = command("build", *given, cwd=tmp_path, code=2)
    assert "No space left on device" in said
    assert "[disk-failed]" in said
    assert not (disk / "output" / "dataset").exists()
    assert _mount("-o", f"remount,size={ROOMY}", str(disk))
    command("build", *given, cwd=tmp_path)
    whole = build(config_of(source, tmp_path / "elsewhere"))
    assert contents(disk / "output" / "dataset") == contents(whole.dataset)


def test_a_full_disk_leaves_the_dataset_that_was_there(source: Path, tmp_path: Path, disk: Path) -> None:
    assert _mount("-o", f"remount,size={ROOMY}", str(disk))
    command("build", *options(source, disk / "output"), cwd=tmp_path)
    before = contents(disk / "output" / "dataset")
    (source / "more.txt").write_text(speech(SIZE), "utf-8")
    free = os.statvfs(disk)
    with (disk / "filling").open("wb") as file:
        file.write(b"\0" * ((free.f_bavail - 20) * free.f_bsize))
    assert "[disk-failed]" in command("build", *options(source, disk / "output"), cwd=tmp_path, code=2)
    assert contents(disk / "output" / "dataset") == before


def test_a_read_only_output_is_told_before_any_work(source: Path, tmp_path: Path, disk: Path) -> None:
    assert _mount("-o", "remount,ro", str(disk))
    said = command("build", *options(source, disk / "output"), cwd=tmp_path, code=2)
    assert "[output-readonly]" in said
