"""The ledger: only what is new is done, whatever happened before, and the dataset is the same however it came about."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import command
from conftest import ROOT
from folders import contents
from speechdata import tables
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, build, clean, planned, retry, states
from speechdata.pipeline.lock import locked

TOPICS = ["防汛", "秋收", "安全生产", "粮食收购", "森林防火", "道路交通", "食品安全", "校园安全", "供水"]


def speech(number: int) -> str:
    topic = TOPICS[number % len(TOPICS)]
    return (
        f"在全县{topic}工作会议上的讲话\n同志们：\n下面，我就做好第{number}轮{topic}工作讲几点意见。\n"
        f"一、提高认识\n各地要高度重视{topic}工作，压实{number}项责任。\n"
        f"二、抓好落实\n各部门要在{number + 1}日前拿出{topic}工作方案，确保件件有着落。\n"
    )


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(speech(number), "utf-8")
    return folder


def config_of(source: Path, output: Path, **options: object) -> BuildConfig:
    return BuildConfig.model_validate(
        {"source": str(source), "output": output, "shard_bytes": 800, "workers": 0} | options
    )


def results(config: BuildConfig) -> dict[str, int]:
    """Result folders of each step and when they came."""
    found = (path for step in ("extract", "annotate", "validate") for path in config.work(step).iterdir())
    return {f"{path.parent.name}/{path.name}": path.stat().st_mtime_ns for path in found}


def test_shards_cover_all_files_once_and_follow_their_order(source: Path, tmp_path: Path) -> None:
    shards = planned(config_of(source, tmp_path / "output"))
    names = [file.name for shard in shards for file in shard.files]
    assert names == sorted(path.name for path in source.iterdir())
    assert len(shards) > 3


def test_a_rerun_does_nothing(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    first = build(config)
    before, data = results(config), contents(config.dataset)
    stamp = (config.dataset / "manifest.json").stat().st_mtime_ns
    again = build(config)
    assert results(config) == before
    assert (config.dataset / "manifest.json").stat().st_mtime_ns == stamp
    assert contents(config.dataset) == data
    assert again == first


def test_a_new_file_costs_its_shard_only(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    build(config)
    before = results(config)
    (source / "24.txt").write_text(speech(24), "utf-8")
    build(config)
    new = results(config).keys() - before.keys()
    assert {name.partition("/")[0] for name in new} == {"extract", "annotate", "validate"}
    assert len(new) <= 6, "the new file's shard, and one more where it moved a cut"
    fresh = build(config_of(source, tmp_path / "fresh"))
    assert contents(config.dataset) == contents(fresh.dataset)


def test_other_lexicons_redo_the_annotation_but_not_the_extraction(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    build(config)
    before = results(config)
    (source / "lexicons").mkdir()
    table = "canonical\tkind\tuse\tvariants\n件件有着落\taphorism\tany\t\n"
    (source / "lexicons" / "slogans.tsv").write_text(table, "utf-8")
    build(config)
    new = {name.partition("/")[0] for name in results(config).keys() - before.keys()}
    assert new == {"annotate", "validate"}


def test_a_removed_source_leaves_the_dataset_and_clean_its_results(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    build(config)
    for number in range(12):
        (source / f"{number:02}.txt").unlink()
    build(config)
    paths = {
        place.path
        for row in tables.read(config.dataset, "speeches")
        for place in row.occurrences  # type: ignore[attr-defined]
    }
    assert paths == {path.name for path in source.iterdir()}
    shards = planned(config)
    assert states(shards, config).leftover > 0
    assert clean(shards, config) > 0
    assert states(shards, config).leftover == 0
    before = contents(config.dataset)
    build(config)
    assert contents(config.dataset) == before


def test_a_changed_source_replaces_its_speech(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    build(config)
    (source / "03.txt").write_text(speech(99), "utf-8")
    build(config)
    fresh = build(config_of(source, tmp_path / "fresh"))
    assert contents(config.dataset) == contents(fresh.dataset)


@pytest.mark.parametrize("workers", [1, 2])
def test_worker_processes_give_the_same_bytes(source: Path, tmp_path: Path, workers: int) -> None:
    here = build(config_of(source, tmp_path / "here"))
    there = build(config_of(source, tmp_path / "there", workers=workers))
    assert contents(here.dataset) == contents(there.dataset)


def test_shard_size_does_not_matter(source: Path, tmp_path: Path) -> None:
    small = build(config_of(source, tmp_path / "small", shard_bytes=1))
    large = build(config_of(source, tmp_path / "large", shard_bytes=10**9))
    assert contents(small.dataset) == contents(large.dataset)


def test_a_speech_that_stands_in_several_shards_is_one(source: Path, tmp_path: Path) -> None:
    shutil.copy(source / "00.txt", source / "99.txt")
    report = build(config_of(source, tmp_path / "output", shard_bytes=1))
    places = [
        [place.path for place in row.occurrences]  # type: ignore[attr-defined]
        for row in tables.read(report.dataset, "speeches")
    ]
    assert ["00.txt", "99.txt"] in places
    assert len(places) == 24
    together = build(config_of(source, tmp_path / "together", shard_bytes=10**9))
    assert contents(report.dataset) == contents(together.dataset)


def test_damaged_dataset_is_published_again(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    before = contents(build(config).dataset)
    shutil.rmtree(config.dataset / "data" / "directives")
    build(config)
    assert contents(config.dataset) == before


# killed, out of time, out of memory


@pytest.mark.parametrize("delay", [0.6, 1.2, 1.8, 2.4])
def test_a_killed_build_is_completed_by_the_next(source: Path, tmp_path: Path, delay: float) -> None:
    undisturbed = contents(build(config_of(source, tmp_path / "whole", workers=2)).dataset)
    output = tmp_path / "output"
    options = ["--source", source, "--output", output, "--shard-bytes", "300", "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "speechdata", "build", *map(str, options)],
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    partial = output / "dataset"
    assert not partial.exists() or contents(partial) == undisturbed
    build(config_of(source, output, workers=2, shard_bytes=300))
    assert contents(output / "dataset") == undisturbed


def test_a_source_out_of_time_is_set_aside_and_the_rest_goes_on(source: Path, tmp_path: Path) -> None:
    (source / "long.txt").write_text("同志们：\n" + "要抓好落实，切实负起责任。" * 60_000, "utf-8")
    config = config_of(source, tmp_path / "output", seconds=0.5)
    report = build(config)
    kept = {fact.path: fact.code for fact in report.manifest.quarantine}
    assert kept == {"long.txt": "source-timeout"}
    assert report.manifest.table("speeches").rows == 24
    shards = planned(config)
    assert [outcome.status for outcome in states(shards, config).aside] == ["failed"]
    assert retry(shards, config) == 1
    later = build(config.model_copy(update={"seconds": 300.0}))
    assert not later.manifest.quarantine


MISBEHAVING = '''
"""A reader for files that end their process, or never come back, or eat its memory."""
import os
import re
import signal

from speechdata.text.decode import decode

SUFFIXES = (".odd",)


def text(data, *, place, encoding=None):
    if b"kill" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"hang" in data:
        re.match(r"(a+)+$", "a" * 40 + "b")
    if b"memory" in data:
        blocks = []
        while True:
            blocks.append(os.urandom(8_000_000))
    return decode(data, place=place)
'''


@pytest.mark.parametrize(
    ("word", "options"),
    [("kill", ()), ("memory", ("--megabytes", "700")), ("hang", ("--seconds", "0.5"))],
)
def test_a_source_that_ends_its_worker_is_set_aside_and_the_rest_is_done(
    source: Path, tmp_path: Path, word: str, options: tuple[str, ...]
) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src")
    (tmp_path / "src" / "speechdata" / "readers" / "odd.py").write_text(MISBEHAVING, "utf-8")
    before = contents(build(config_of(source, tmp_path / "without")).dataset / "data")
    (source / "05x.odd").write_text(word, "utf-8")
    given = ("--source", source, "--output", tmp_path / "output", "--workers", "2", *options)
    said = command("build", *given, cwd=tmp_path, path=tmp_path / "src")
    assert "05x.odd" in said
    assert "its worker process ended" in said
    assert contents(tmp_path / "output" / "dataset" / "data") == before
    (kept,) = (tmp_path / "output" / "quarantine").iterdir()
    assert (kept / "05x.odd").read_text("utf-8") == word
    began = time.monotonic()
    again = command("build", *given, cwd=tmp_path, path=tmp_path / "src")
    assert "05x.odd" in again
    assert time.monotonic() - began < 20, "a known culprit is not tried again"


def test_two_builds_at_once_do_not_meet(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output", wait=False)
    with locked(config.output), pytest.raises(ConfigError, match="output-busy"):
        build(config)
    build(config)


def test_status_tells_what_is_done(source: Path, tmp_path: Path) -> None:
    (source / "bad.txt").write_bytes(b"\0\1\2" * 99)
    options = ("--source", source, "--output", tmp_path / "output")
    before = command("status", *options, cwd=tmp_path)
    assert "files not done: 25" in before
    command("build", *options, "--workers", "0", cwd=tmp_path)
    after = command("status", *options, cwd=tmp_path)
    assert "done: 24" in after
    assert "quarantined: 1" in after
    assert "bad.txt" in after
    assert "not done" not in after
