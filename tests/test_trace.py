"""The trace of a build: log lines that programs read, and a run manifest however the build ended."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from commands import command
from folders import contents
from speechdata.errors import CheckError
from speechdata.pipeline import BuildConfig, RunManifest, build, clean, planned
from speechdata.pipeline.log import JsonLine, TextLine
from speechdata.pipeline.spent import Clock, read_spent

GREETING = "同志们：\n下面，我就做好防汛工作讲几点意见。\n一、提高认识\n各地要高度重视防汛工作，压实责任。\n"
RUN_MANIFEST = Path("work") / "run_manifest.json"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "good.txt").write_text(GREETING, "utf-8")
    (folder / "bad.txt").write_bytes(b"\0\1\2" * 99)
    return folder


def config_of(source: Path, output: Path, **options: object) -> BuildConfig:
    return BuildConfig.model_validate({"source": str(source), "output": output, "workers": 0} | options)


def run_of(output: Path) -> RunManifest:
    return RunManifest.model_validate_json((output / RUN_MANIFEST).read_bytes())


def test_run_manifest_tells_what_went_in_and_how_it_went(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    report = build(config_of(source, output, seconds=99.0))
    run = run_of(output)
    assert (run.result, run.error) == ("published", None)
    assert {file.name for file in run.inputs} == {"good.txt", "bad.txt"}
    assert all(len(file.content) == 64 for file in run.inputs)
    assert {name for shard in run.shards for name in shard.files} == {"good.txt", "bad.txt"}
    assert all((output / "work" / "extract" / shard.key).is_dir() for shard in run.shards)
    assert all((output / "work" / "annotate" / shard.annotation_key).is_dir() for shard in run.shards)
    assert [step.step for step in run.steps] == ["extract", "annotate", "validate", "publish"]
    assert sum(step.seconds for step in run.steps) <= run.seconds
    assert run.options["seconds"] == 99.0
    assert run.sources == {"done": 1, "quarantined": 1}
    assert run.rows["speeches"] == 1
    assert {"speechdata", "pyarrow", "jieba", "sqlalchemy"} <= run.packages.keys()
    assert run.tokenizer in ("jieba", "rjieba")
    assert run.host.cores >= 1
    assert run.slowest == report.slowest
    assert {each.source for each in run.slowest} == {"good.txt", "bad.txt"}
    assert next(each for each in run.slowest if each.source == "good.txt").annotate > 0


def test_memory_is_that_of_the_processes(source: Path, tmp_path: Path) -> None:
    build(config_of(source, tmp_path / "output", workers=1))
    run = run_of(tmp_path / "output")
    assert 20_000_000 < run.worker_peak_bytes < run.host.memory_bytes
    assert 20_000_000 < run.peak_bytes < run.host.memory_bytes


def test_a_rerun_is_unchanged_and_costs_no_step(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    first = build(config)
    cut_by = run_of(tmp_path / "output").tokenizer
    again = build(config)
    run = run_of(tmp_path / "output")
    assert run.tokenizer == cut_by, "as the worker noted that cut the words"
    assert (first.is_new, again.is_new) == (True, False)
    assert run.result == "unchanged"
    assert [step.done for step in run.steps if step.step != "publish"] == [0, 0, 0]
    assert run.worker_peak_bytes == 0
    assert again.slowest == first.slowest, "as the build that did it measured"
    assert {row["change"] for row in again.counts()} == {0}


def test_results_that_are_done_again_to_the_same_content_are_nothing_new(
    source: Path, tmp_path: Path
) -> None:
    build(config_of(source, tmp_path / "output"))
    again = build(config_of(source, tmp_path / "output", shard_bytes=1))
    assert not again.is_new


def test_report_tells_the_change(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output")
    assert {row["change"] for row in build(config).counts()} == {None}
    (source / "more.txt").write_text(GREETING.replace("防汛", "秋收"), "utf-8")
    grown = build(config)
    assert grown.is_new
    changes = {row["table"]: row["change"] for row in grown.counts()}
    assert changes["speeches"] == 1
    assert changes["directives"] == grown.manifest.table("directives").rows / 2
    assert next(grown.lines()) == f"Dataset: {config.dataset}"
    assert next(build(config).lines()) == f"Dataset: {config.dataset} (unchanged)"


def test_a_build_that_failed_says_why(source: Path, tmp_path: Path) -> None:
    (source / "assertions.toml").write_text("[min]\nspeeches = 9\n", "utf-8")
    config = config_of(source, tmp_path / "output")
    with pytest.raises(CheckError) as caught:
        build(config)
    run = run_of(tmp_path / "output")
    assert run.result == "failed"
    assert run.error == f"CheckError: {caught.value}"
    assert [step.step for step in run.steps] == ["extract", "annotate", "validate"]


def test_no_time_and_no_memory_in_the_dataset(source: Path, tmp_path: Path) -> None:
    report = build(config_of(source, tmp_path / "output"))
    told = b"".join(contents(report.dataset).values())
    assert b'"seconds"' not in told
    assert b"peak_bytes" not in told
    assert run_of(tmp_path / "output").host.system.encode() not in told


def test_clean_removes_what_is_known_of_old_results(source: Path, tmp_path: Path) -> None:
    config = config_of(source, tmp_path / "output", shard_bytes=1)
    build(config)
    before = set(config.work("spent").iterdir())
    (source / "bad.txt").unlink()
    build(config)
    clean(planned(config), config)
    left = set(config.work("spent").iterdir())
    assert left < before
    assert len(left) == 3


def test_log_records_carry_fields(source: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="speechdata"):
        build(config_of(source, tmp_path / "output"))
    told: list[Any] = caplog.records
    shards = [each for each in told if hasattr(each, "shard")]
    assert {each.step for each in shards} == {"extract", "annotate", "validate"}
    assert {each.shard for each in shards} == {"bad.txt and 1 more"}
    assert all(each.seconds >= 0 for each in shards)
    assert shards[0].counts == {"done": 1, "quarantined": 1}
    assert shards[0].message.startswith("extract bad.txt and 1 more: done 1, quarantined 1 (")
    (aside,) = [each for each in told if hasattr(each, "source")]
    assert (aside.step, aside.source, aside.code) == ("extract", "bad.txt", "source-binary")
    assert told[-1].message.startswith("published (")
    assert told[-1].counts["speeches"] == 1


# the command line


def test_log_lines_are_json_on_demand(source: Path, tmp_path: Path) -> None:
    options = ("--source", source, "--output", tmp_path / "output", "--workers", "1")
    said = command("build", *options, "--log-format", "json", "--log-level", "info", cwd=tmp_path)
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {"time", "level", "logger", "message"} <= set.intersection(*map(set, lines))
    (done,) = [line for line in lines if "shard" in line and line["step"] == "annotate"]
    assert done["counts"] == {"done": 1, "quarantined": 1}
    assert done["seconds"] > 0
    (aside,) = [line for line in lines if line.get("code") == "source-binary"]
    assert aside["source"] == "bad.txt"


def a_record(**extra: Any) -> logging.LogRecord:
    record = logging.makeLogRecord(
        {"name": "speechdata", "levelname": "INFO", "msg": "shard done", "created": 0.0}
    )
    record.__dict__ |= extra
    return record


@pytest.mark.parametrize(
    ("extra", "fields"),
    [
        ({}, {}),
        ({"unknown": 1}, {}),
        ({"step": "extract"}, {"step": "extract"}),
        ({"counts": {"done": 1}, "source": "讲话 1.txt"}, {"counts": {"done": 1}, "source": "讲话 1.txt"}),
    ],
)
def test_lines(extra: dict[str, Any], fields: dict[str, Any]) -> None:
    record = a_record(**extra)
    assert TextLine().format(record) == "1970-01-01 00:00:00 INFO    shard done"
    head = {"time": "1970-01-01T00:00:00+00:00", "level": "info", "logger": "speechdata"}
    assert json.loads(JsonLine().format(record)) == head | {"message": "shard done"} | fields


@pytest.mark.parametrize("line", [TextLine(), JsonLine()])
def test_lines_tell_where_an_error_came_from(line: logging.Formatter) -> None:
    try:
        raise ZeroDivisionError("by nought")
    except ZeroDivisionError as error:
        record = a_record(exc_info=(type(error), error, error.__traceback__))
    said = line.format(record)
    assert "ZeroDivisionError: by nought" in said
    assert len(said.splitlines()) == 1 or isinstance(line, TextLine)


def test_a_build_is_quiet_by_default(source: Path, tmp_path: Path) -> None:
    said = command("build", "--source", source, "--output", tmp_path / "output", cwd=tmp_path)
    assert said.startswith("Dataset: ")
    assert "annotate" not in said


# seconds of a source


def test_clock_adds_up_what_each_item_took() -> None:
    clock = Clock()
    assert list(clock.each(iter(["a", "b", "a"]), path=lambda item: item)) == ["a", "b", "a"]
    assert list(clock.sources) == ["a", "b"]
    assert all(seconds >= 0 for seconds in clock.sources.values())


def test_a_result_of_unknown_cost_is_no_error(tmp_path: Path) -> None:
    assert read_spent(tmp_path / "extract" / "key") is None
