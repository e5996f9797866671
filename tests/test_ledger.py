"""The ledger: only what is new is done, whatever happened before, and the dataset is the same however it came about."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import killed
from commands import command
from folders import contents
from killed import speech
from misbehaving import package
from speechdata import readers, tables
from speechdata.errors import ConfigError
from speechdata.pipeline import (
    BuildConfig,
    Shard,
    build,
    clean,
    in_threads,
    largest_first,
    planned,
    retry,
    states,
)
from speechdata.pipeline.lock import locked
from speechdata.pipeline.shards import FILES, LARGEST, FileRef, cut
from speechdata.records import Source


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for number in range(24):
        (folder / f"{number:02}.txt").write_text(speech(number), "utf-8")
    return folder


def config_of(source: Path, output: Path, **options: object) -> BuildConfig:
    return BuildConfig.model_validate(
        {"source": str(source), "output": output, "shard_bytes": 1500, "workers": 0} | options
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


@pytest.mark.parametrize("size", [0, 10, 800])
def test_files_that_are_small_or_of_unknown_size_make_shards_by_their_number(size: int) -> None:
    names = [f"{number // 100:03}/{number:05}.txt" for number in range(6000)]
    files = [FileRef(name=name, url=name, size=size, content="known") for name in names]
    groups = list(cut(files, 1_000_000))
    assert [file for group in groups for file in group] == files
    assert 6 <= len(groups) <= 24
    assert max(map(len, groups)) <= LARGEST * FILES


def test_the_largest_shard_begins_first_and_results_keep_their_order(source: Path, tmp_path: Path) -> None:
    shards = planned(config_of(source, tmp_path / "output"))
    sizes = [shard.n_bytes for shard in largest_first(shards)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 1
    begun: list[Shard] = []

    class Noted:
        threads = 2

        def __call__(self, step: str, shard: Shard) -> list[Shard]:  # noqa: ARG002
            begun.append(shard)
            return [shard]

    assert [part for parts in in_threads("extract", shards, Noted()) for part in parts] == shards
    assert {shard.key for shard in begun} == {shard.key for shard in shards}


def test_a_rerun_does_nothing(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    first = build(config)
    before, data = results(config), contents(config.dataset)
    stamp = (config.dataset / "manifest.json").stat().st_mtime_ns
    again = build(config)
    assert results(config) == before
    assert (config.dataset / "manifest.json").stat().st_mtime_ns == stamp
    assert contents(config.dataset) == data
    assert first.is_new
    assert not again.is_new
    assert (again.manifest, again.findings) == (first.manifest, first.findings)


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


def test_a_killed_build_is_completed_by_the_next(tmp_path: Path) -> None:
    trial = killed.Trial(tmp_path, sources=24, shard_bytes=4000)
    came = [
        trial.killed_at(delay, tmp_path / f"output{number}", group=number % 2 == 0)
        for number, delay in enumerate(killed.moments(trial.seconds, 4))
    ]
    assert len(set(came)) > 1, "all kills hit the same part of a build"


def test_a_source_out_of_time_is_set_aside_and_the_rest_goes_on(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "long.txt").write_text(speech(24), "utf-8")
    config = config_of(source, tmp_path / "output", seconds=3.0)
    read = readers.sources

    def slow(data: bytes, name: str, *, options: readers.Options) -> Iterator[Source | readers.Refused]:
        if name == "long.txt":
            time.sleep(600)
        yield from read(data, name, options=options)

    with monkeypatch.context() as patched:
        patched.setattr(readers, "sources", slow)
        report = build(config)
    kept = {fact.path: fact.code for fact in report.manifest.quarantine}
    assert kept == {"long.txt": "source-timeout"}
    assert report.manifest.table("speeches").rows == 24
    shards = planned(config)
    assert [outcome.status for outcome in states(shards, config).aside] == ["failed"]
    assert retry(shards, config) == 1
    later = build(config)
    assert not later.manifest.quarantine
    assert later.manifest.table("speeches").rows == 25


def test_sources_that_end_their_worker_are_set_aside_and_the_rest_is_done(
    source: Path, tmp_path: Path
) -> None:
    path = package(tmp_path)
    before = contents(build(config_of(source, tmp_path / "without")).dataset / "data")
    words = ("kill", "memory", "hang")
    for word in words:
        (source / f"05-{word}.odd").write_text(word, "utf-8")
    given = ("--source", source, "--output", tmp_path / "output", "--workers", "2")
    limits = ("--seconds", "20", "--megabytes", "700")
    said = command("build", *given, *limits, cwd=tmp_path, path=path)
    assert said.count("its worker process ended") == len(words)
    assert contents(tmp_path / "output" / "dataset" / "data") == before
    kept = (path.name for path in (tmp_path / "output" / "quarantine").glob("*/*.odd"))
    assert sorted(kept) == sorted(f"05-{word}.odd" for word in words)
    results_before = results(config_of(source, tmp_path / "output"))
    again = command("build", *given, *limits, cwd=tmp_path, path=path)
    assert again.count("its worker process ended") == len(words)
    assert results(config_of(source, tmp_path / "output")) == results_before, "known culprits are tried again"


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
