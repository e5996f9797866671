"""Results kept in a store: other machines and later builds do only what is new, and the dataset is the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import distributed
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import clusters
import s3
from conftest import ROOT
from folders import contents
from killed import speech
from speechdata import cli, gold, pipeline, readers, tables
from speechdata.annotators import layers
from speechdata.errors import ConfigError, SourceError
from speechdata.pipeline import BuildConfig, Shard, annotate_file, build, planned, processes, steps
from speechdata.pipeline import kept as results
from speechdata.pipeline.packing import pack, unpack
from speechdata.pipeline.run_manifest import RUN_MANIFEST
from speechdata.pipeline.store import Store

SIZE = 8
STEPS = tuple(pipeline.STEPS)
OWN = "件件有着落"
LEXICON = f"canonical\tkind\tuse\tvariants\n{OWN}\taphorism\tany\t\n"


def files(folder: Path) -> Path:
    folder.mkdir()
    for number in range(SIZE):
        (folder / f"{number:02}.txt").write_text(speech(number), "utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return files(tmp_path / "source")


def config_of(source: Path, output: Path, store: str | Path | None, **options: object) -> BuildConfig:
    told = {"source": str(source), "output": output, "store": store and str(store), "shard_bytes": 2500}
    return BuildConfig.model_validate(told | {"workers": 0, "views": False} | options)


def done(config: BuildConfig) -> dict[str, int]:
    """Units of work that the last build did, by step."""
    manifest = json.loads(config.work(RUN_MANIFEST).read_text("utf-8"))
    return {step["step"]: step["done"] for step in manifest["steps"] if step["step"] in STEPS}


NOTHING = dict.fromkeys(STEPS, 0)


def kept(store: Path, step: str) -> list[Path]:
    return sorted((store / step).iterdir())


# the same bytes everywhere


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources with all that a dataset follows from: lexicons of their own, gold, and one that is no text."""
    folder = files(tmp_path_factory.mktemp("project") / "source")
    (folder / "bad.txt").write_bytes(b"\0\1\2" * 99)
    (folder / "slogan.txt").write_text(f"{speech(99)}要确保{OWN}。\n", "utf-8")
    (folder / "lexicons").mkdir()
    (folder / "lexicons" / "slogans.tsv").write_text(LEXICON, "utf-8")
    (folder / "gold").mkdir()
    _write_gold(folder / "slogan.txt", folder / "gold" / "slogan.gold.jsonl")
    return folder


def _write_gold(path: Path, to: Path) -> None:
    source, docs = annotate_file(path)
    to.write_text("\n".join(gold.dump(source, docs, layers())) + "\n", "utf-8")


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A bucket of this machine, and the environment that leads to it."""
    home = tmp_path_factory.mktemp("s3")
    with (
        pytest.MonkeyPatch.context() as patch,
        s3.serving() as url,
        s3.bucket(url, "results", patch, home),
    ):
        yield "s3://results"


@pytest.fixture(scope="module")
def scheduler(storage: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clusters.running(tmp_path_factory.mktemp("cluster"), ROOT / "src") as address:
        yield address


@pytest.fixture(scope="module")
def undisturbed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Dataset and quarantine of a build without a store."""
    output = tmp_path_factory.mktemp("undisturbed") / "output"
    report = build(config_of(project, output, None))
    assert report.manifest.quality, "the gold counts"
    assert any(OWN in row for row in _formulas(report.dataset)), "the project's lexicons count"
    return _made(output)


def _formulas(dataset: Path) -> list[str]:
    return [str(row) for row in tables.read(dataset, "slogans")]


def _made(output: Path) -> dict[str, bytes]:
    return contents(output / "dataset") | contents(output / "quarantine")


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of a cluster are told of no folder that is there: neither the output nor the project."""
    everywhere = BuildConfig.everywhere

    def told(config: BuildConfig) -> BuildConfig:
        nowhere = Path(os.devnull) / "nowhere"
        update = dict.fromkeys(("output", "project", "lexicons"), nowhere)
        return everywhere(config).model_copy(update=update)

    monkeypatch.setattr(BuildConfig, "everywhere", told)


@pytest.mark.parametrize("place", ["folder", "s3"])
def test_same_bytes_whoever_works_and_wherever_results_are_kept(
    place: str,
    project: Path,
    undisturbed: dict[str, bytes],
    storage: str,
    scheduler: str,
    tmp_path: Path,
    away: None,
) -> None:
    store = f"{storage}/{place}" if place == "s3" else str(tmp_path / "store")
    two = config_of(project, tmp_path / "two", f"{store}/two", shard_bytes=5000, workers=2)
    build(two)
    assert _made(two.output) == undisturbed
    there = config_of(
        project, tmp_path / "there", f"{store}/dask", shard_bytes=5000, runner="dask", scheduler=scheduler
    )
    build(there)
    assert _made(there.output) == undisturbed
    assert len(list(there.work("extract").iterdir())) <= 2, "more texts came than gold and quarantine need"
    assert set(done(there).values()) == {len(planned(there))}
    assert _left(scheduler) == [], "workers left something behind"
    again = config_of(project, tmp_path / "again", f"{store}/dask", shard_bytes=5000)
    build(again)
    assert _made(again.output) == undisturbed
    assert done(again) == NOTHING


def _left(scheduler: str) -> list[str]:
    """What is in the temporary folders of the workers of a cluster."""
    with distributed.Client(scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        homes = client.run(lambda dask_worker: dask_worker.local_directory).values()
    return [str(path) for home in homes for path in Path(home).glob("tmp*")]


def test_a_store_that_workers_do_not_share_is_told(
    source: Path, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_of(source, tmp_path / "output", tmp_path / "store", runner="dask", scheduler=scheduler)
    theirs = config.everywhere().model_copy(update={"store": str(tmp_path / "theirs")})
    monkeypatch.setattr(BuildConfig, "everywhere", lambda _: theirs)
    with pytest.raises(ConfigError, match=r"store-lost.*same place for all machines"):
        build(config)


# only what is new


def test_a_machine_with_an_empty_disk_does_only_what_is_new(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(config_of(source, tmp_path / "first", store))
    (source / "99.txt").write_text(speech(99), "utf-8")
    second = config_of(source, tmp_path / "second", store)
    report = build(second)
    assert all(1 <= count <= 2 for count in done(second).values())
    assert contents(report.dataset) == contents(build(config_of(source, tmp_path / "fresh", None)).dataset)
    assert report.slowest, "what results cost came with them"


def test_other_lexicons_take_the_texts_from_the_store(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(config_of(source, tmp_path / "first", store))
    (source / "lexicons").mkdir()
    (source / "lexicons" / "slogans.tsv").write_text(LEXICON, "utf-8")
    second = config_of(source, tmp_path / "second", store)
    build(second)
    shards = len(planned(second))
    assert done(second) == {"extract": 0, "annotate": shards, "validate": shards}


def test_the_store_is_listed_and_not_asked_for_each_unit(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: Counter[str] = Counter()
    for name in ("names", "fetch", "put"):
        act = getattr(Store, name)
        counted = lambda *a, _name=name, _act=act, **o: (calls.update([_name]), _act(*a, **o))[1]  # noqa: E731
        monkeypatch.setattr(Store, name, counted)
    config = config_of(source, tmp_path / "output", tmp_path / "store")
    build(config)
    units = len(planned(config))
    assert calls["put"] == 3 * units
    assert calls["fetch"] == 0, "what the list does not name is not asked for"
    calls.clear()
    assert not build(config).is_new
    assert calls.keys() == {"names"}
    assert calls["names"] <= 4


def test_an_output_that_was_there_before_goes_into_the_store(source: Path, tmp_path: Path) -> None:
    build(config_of(source, tmp_path / "first", None))
    build(config_of(source, tmp_path / "first", tmp_path / "store"))
    second = config_of(source, tmp_path / "second", tmp_path / "store")
    build(second)
    assert done(second) == NOTHING


def test_a_build_killed_in_the_middle_goes_on_elsewhere(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    options = ("--source", source, "--output", tmp_path / "first", "--store", store, "--shard-bytes", "2500")
    process = subprocess.Popen(
        [sys.executable, "-m", "speechdata", "build", *map(str, options), "--workers", "1"],
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(store.glob("annotate/*.tar")):
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    second = config_of(source, tmp_path / "second", store)
    report = build(second)
    assert done(second)["validate"] > 0
    assert done(second)["extract"] == 0
    assert contents(report.dataset) == contents(build(config_of(source, tmp_path / "fresh", None)).dataset)


# objects that are cut, changed or gone


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources, the output of their build, and its store."""
    home = tmp_path_factory.mktemp("whole")
    build(config_of(files(home / "source"), home / "output", home / "store"))
    return home


@pytest.mark.parametrize(
    ("step", "damage"),
    [
        ("extract", "cut"),
        ("extract", "removed"),
        ("annotate", "cut"),
        ("annotate", "changed"),
        ("annotate", "removed"),
        ("validate", "emptied"),
    ],
)
def test_a_damaged_object_is_made_anew(
    step: str, damage: str, whole: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = shutil.copytree(whole / "store", tmp_path / "store")
    before = {each: kept(store, each) for each in STEPS}
    victim = before[step][0]
    _do(damage, victim)
    for path in before["annotate"] if step == "extract" and damage != "removed" else ():
        path.unlink()  # else nobody needs the texts
    report = build(config_of(whole / "source", tmp_path / "output", store))
    assert contents(report.dataset) == contents(whole / "output" / "dataset")
    told = [record.getMessage() for record in caplog.records if "damaged" in record.getMessage()]
    assert len(told) == (damage != "removed")
    assert all(f"{step}/{victim.name}" in line for line in told)
    assert unpack(victim, tmp_path / "unpacked")
    assert {each: kept(store, each) for each in STEPS} == before


def _do(damage: str, path: Path) -> None:
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 1024 * 512])
    elif damage == "emptied":
        path.write_bytes(b"")
    elif damage == "changed":
        path.write_bytes(content.replace(b'"', b"'", 1) if b'"' in content else content[:-1])
    else:
        path.unlink()


@pytest.fixture(scope="module")
def packed() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "result"
        (folder / "quarantine" / "k").mkdir(parents=True)
        (folder / "outcomes.jsonl").write_text("{}\n", "utf-8")
        (folder / "quarantine" / "k" / "报告 一.txt").write_bytes(bytes(range(256)) * 9)
        pack(folder, Path(name) / "tar")
        yield Path(name)


def test_packing_keeps_content_and_notes_and_tells_nothing_of_the_machine(packed: Path) -> None:
    (packed / "extract-k.json").write_text("note", "utf-8")
    copy = shutil.copytree(packed / "result", packed / "copy")
    os.utime(copy / "outcomes.jsonl", (1, 1))
    (copy / "outcomes.jsonl").chmod(0o600)
    for folder in (packed / "result", copy):
        pack(folder, packed / f"{folder.name}.tar", notes=[packed / "extract-k.json", packed / "none.json"])
    assert (packed / "result.tar").read_bytes() == (packed / "copy.tar").read_bytes()
    result, notes = unpack(packed / "result.tar", packed / "unpacked")
    assert contents(result) == contents(packed / "result")
    assert [(note.name, note.read_text("utf-8")) for note in notes] == [("extract-k.json", "note")]


@given(share=st.floats(0, 1, exclude_max=True))
def test_no_cut_passes_for_the_whole(packed: Path, share: float) -> None:
    content = (packed / "tar").read_bytes()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "cut").write_bytes(content[: int(len(content) * share)])
        try:
            result, _ = unpack(Path(name) / "cut", Path(name) / "content")
        except ValueError:
            return
        assert contents(result) == contents(packed / "result"), "only what fills up the end was cut off"


# failures, retry, clean


class Killing:
    """In the place of worker processes: those that get the file 05.txt end."""

    threads = 1
    tried = 0

    def __init__(self, config: BuildConfig) -> None:
        self._config = config

    def run(self, step: str, shard: Shard) -> None:
        type(self).tried += 1
        if any(file.name == "05.txt" for file in shard.files):
            raise processes.WorkerEnded
        results.carried(step, shard, self._config, steps.run)

    alone = run

    def close(self) -> None:
        """Nothing to end."""


def test_a_source_that_ends_its_worker_is_known_to_all(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("speechdata.pipeline.workers"), "Processes", Killing)
    store = tmp_path / "store"
    first = build(config_of(source, tmp_path / "first", store, workers=1))
    assert [fact.code for fact in first.manifest.quarantine] == ["source-killed"]
    Killing.tried = 0
    second = config_of(source, tmp_path / "second", store, workers=1)
    report = build(second)
    assert Killing.tried == 0, "a known culprit is tried again"
    assert contents(report.dataset) == contents(first.dataset)
    assert contents(second.quarantine) == contents(tmp_path / "first" / "quarantine")
    monkeypatch.undo()
    third = config_of(source, tmp_path / "third", store)
    assert pipeline.retry(planned(third), third) > 0
    assert not build(third).manifest.quarantine


def test_retry_forgets_failures_in_the_store(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = readers.sources

    def late(data: bytes, name: str, *, options: readers.Options) -> Iterator[Any]:
        if name == "05.txt":
            raise SourceError("source-timeout", "too long", place=name)
        yield from read(data, name, options=options)

    store = tmp_path / "store"
    with monkeypatch.context() as patch:
        patch.setattr(readers, "sources", late)
        build(config_of(source, tmp_path / "first", store))
    second = config_of(source, tmp_path / "second", store)
    given = ("--source", source, "--output", second.output, "--store", store, "--shard-bytes", 2500)
    said = _said("status", *given)
    assert "failed: 1" in said
    assert "not done" not in said
    assert "to extract" not in said
    assert "1 units of work" in _said("retry", *given)
    report = build(second)
    assert set(done(second).values()) == {1}
    assert not report.manifest.quarantine


def _said(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_a_file_that_could_not_be_opened_is_no_result_for_others(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = readers.fetch

    def torn(origin: readers.Origin, *, limits: Any) -> bytes:
        if origin.name == "05.txt":
            raise SourceError("source-unreadable", "gone", place=origin.name)
        return fetch(origin, limits=limits)

    with monkeypatch.context() as patch:
        patch.setattr(readers, "fetch", torn)
        assert build(config_of(source, tmp_path / "first", tmp_path / "store")).manifest.quarantine
    assert not build(config_of(source, tmp_path / "second", tmp_path / "store")).manifest.quarantine


def test_clean_leaves_the_store_and_clean_store_what_a_build_needs(source: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    config = config_of(source, tmp_path / "output", store)
    build(config)
    for number in range(4):
        (source / f"{number:02}.txt").unlink()
    build(config)
    before = contents(store)
    shards = planned(config)
    assert pipeline.clean(shards, config) > 0
    assert contents(store) == before
    leftover = pipeline.states(shards, config).leftover_stored
    assert leftover > 0
    given = ("--source", source, "--output", config.output, "--store", store, "--shard-bytes", 2500)
    assert f"the store that this build does not need: {leftover}" in _said("status", *given)
    assert f"{leftover} results removed" in _said("clean-store", *given)
    assert {step: len(kept(store, step)) for step in STEPS} == dict.fromkeys(STEPS, len(shards))
    assert pipeline.states(shards, config).leftover_stored == 0
    second = config_of(source, tmp_path / "second", store)
    build(second)
    assert done(second) == NOTHING


def test_clean_store_without_a_store_says_so(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output", None)
    with pytest.raises(ConfigError, match="store-missing"):
        pipeline.clean_store(planned(config), config)


# stores that cannot be used


def test_a_bucket_that_is_missing_is_told_before_any_work(source: Path, tmp_path: Path, storage: str) -> None:
    config = config_of(source, tmp_path / "output", "s3://no-such-bucket/results")
    with pytest.raises(ConfigError, match=r"s3://no-such-bucket/results.*store-failed"):
        build(config)
    assert not config.work("extract").exists()


def test_a_place_that_cannot_be_written_is_told_before_any_work(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    config = config_of(source, tmp_path / "output", tmp_path / "file" / "store")
    with pytest.raises(ConfigError, match=r"file/store.*store-failed.*may write there"):
        build(config)
    assert not config.work("extract").exists()


def test_a_missing_package_is_named(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(ConfigError, match=r"gcsfs.*store-package"):
        build(config_of(source, tmp_path / "output", "gs://results"))


def test_workers_elsewhere_cannot_read_standard_input(tmp_path: Path) -> None:
    options = {"source": "-", "output": tmp_path, "store": "s3://x", "runner": "dask", "scheduler": "tcp://x"}
    with pytest.raises(ConfigError, match="source-elsewhere"):
        build(BuildConfig.model_validate(options))


@pytest.mark.parametrize(
    ("place", "code"), [("source", "store-inside-source"), ("output/work", "store-inside-work")]
)
def test_a_store_inside_what_a_build_reads_or_sweeps_is_refused(
    source: Path, tmp_path: Path, place: str, code: str
) -> None:
    with pytest.raises(ConfigError, match=code):
        build(config_of(source, tmp_path / "output", tmp_path / place / "store"))
