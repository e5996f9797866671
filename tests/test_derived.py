"""Who writes the task views of a build: the same bytes by threads and by processes, and a word when one is gone."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from folders import contents
from killed import speech
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, build
from speechdata.pipeline.collection import Collection
from speechdata.pipeline.derived import executor


@pytest.mark.parametrize(
    ("workers", "shards", "views"), [(0, 9, True), (1, 9, True), (2, 2, True), (2, 9, False)]
)
def test_threads_write_views_where_processes_would_not_pay(
    workers: int, shards: int, views: bool, tmp_path: Path
) -> None:
    config = BuildConfig(source=str(tmp_path), output=tmp_path / "output", workers=workers, views=views)
    with (
        ThreadPoolExecutor(1) as threads,
        executor(config, Collection([tmp_path] * shards), threads) as found,
    ):
        assert found is threads


def test_a_process_that_ends_is_told(tmp_path: Path) -> None:
    config = BuildConfig(source=str(tmp_path), output=tmp_path / "output", workers=2)

    def lose() -> None:
        collection = Collection([tmp_path] * 3)
        with ThreadPoolExecutor(1) as threads, executor(config, collection, threads) as found:
            assert isinstance(found, ProcessPoolExecutor)
            found.submit(os._exit, 3).result()

    with pytest.raises(ConfigError, match="views-ended"):
        lose()


def test_processes_write_the_bytes_that_threads_write(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(6):
        (source / f"{number}.txt").write_text(speech(number), "utf-8")
    here, there = (
        BuildConfig(source=str(source), output=tmp_path / name, workers=workers, shard_bytes=1500)
        for name, workers in (("here", 0), ("there", 2))
    )
    made = contents(build(here).dataset)
    assert any("token_classification" in path for path in made)
    assert contents(build(there).dataset) == made
