"""The command line as a user calls it: in a process of its own, judged by what it prints and its exit code."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from commands import command
from conftest import ROOT, SEEDS
from folders import contents

SEED = next(SEEDS.glob("*.txt"))


speechdata = partial(command, cwd=ROOT)


def test_build_writes_the_dataset_and_says_what_it_holds(dataset: Path, tmp_path: Path) -> None:
    out = speechdata("build", "--source", SEEDS, "--output", tmp_path)
    assert contents(tmp_path / "dataset") == contents(dataset)
    assert str(tmp_path / "dataset") in out
    assert "speeches" in out
    assert "directives" in out
    assert "load_dataset" in out


def test_strict_build_ends_non_zero_when_a_source_was_set_aside(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(SEED, source)
    (source / "empty.txt").touch()
    arguments = ("build", "--source", source, "--output", tmp_path / "output")
    assert "empty.txt" in speechdata(*arguments)
    assert "source-empty" in speechdata(*arguments, "--strict", code=1)


def test_standoff_is_the_exchange_form() -> None:
    lines = [json.loads(line) for line in speechdata("annotate", SEED, "--format", "standoff").splitlines()]
    assert lines[0]["layer"] == "header"
    assert {line["layer"] for line in lines[1:]} == {
        "speech",
        "section",
        "directive",
        "placeholder",
        "slogan",
    }
    text = SEED.read_bytes().decode("utf-8")
    cues = {text[line["cue"]["start"] : line["cue"]["end"]] for line in lines if line.get("cue")}
    assert {"要", "必须", "严禁"} <= cues


def test_one_layer_as_rows() -> None:
    lines = speechdata("annotate", SEED, "--format", "jsonl", "--layer", "placeholders").splitlines()
    assert {json.loads(line)["table"] for line in lines} == {"placeholders"}


def test_unknown_layer_names_the_layers() -> None:
    out = speechdata("annotate", SEED, "--layer", "jokes", code=2)
    assert "directives" in out


def test_file_without_a_speech_says_so(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("雨下了整整一夜。老周站在渡口，看着对岸的灯灭下去。\n", "utf-8")
    assert "no speech found" in speechdata("annotate", file)


def test_unreadable_file_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.touch()
    out = speechdata("annotate", file, code=2)
    assert "empty.txt" in out
    assert "source-empty" in out


def test_explain_shows_rules_cues_and_what_was_ruled_out() -> None:
    text = SEED.read_bytes().decode("utf-8")
    out = speechdata("explain", SEED, "--at", str(text.index("要抓紧“还账”")))
    assert "directives: 要抓紧“还账”，加大企业安全生产投入" in out
    assert "cue=要" in out
    assert "rule " in out
    will = text.index("马书记还要作重要讲话") + 4
    assert "directives: not " in speechdata("explain", SEED, "--at", str(will))


def test_explain_outside_the_text_is_an_error() -> None:
    assert "offset-range" in speechdata("explain", SEED, "--at", "999999", code=2)


def test_validate_passes_a_good_folder_and_names_what_is_wrong_in_a_bad_one(
    dataset: Path, tmp_path: Path
) -> None:
    assert "0 errors" in speechdata("validate", dataset)
    shutil.copytree(dataset, tmp_path / "bad")
    file = next((tmp_path / "bad" / "data" / "directives").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-40])
    out = speechdata("validate", tmp_path / "bad", code=1)
    assert file.name in out


def test_evaluate_prints_scores_and_baseline() -> None:
    out = speechdata("evaluate", SEEDS / "gold")
    assert "directive" in out
    assert "baseline F1 exact" in out
    scores = json.loads(speechdata("evaluate", SEEDS / "gold", "--json"))
    (result,) = scores.values()
    assert {each["label"] for each in result["scores"]["layers"]} >= {"speech", "section", "directive"}


def test_evaluate_without_the_text_says_how_to_find_it(tmp_path: Path) -> None:
    shutil.copy(next((SEEDS / "gold").glob("*.jsonl")), tmp_path)
    assert "--texts" in speechdata("evaluate", tmp_path, code=2)


def test_schemas_in_the_repository_are_fresh(tmp_path: Path) -> None:
    speechdata("schemas", "--output", tmp_path)
    assert contents(tmp_path) == contents(ROOT / "schemas")


@pytest.mark.parametrize("command", ["build", "annotate", "explain", "validate", "evaluate", "schemas"])
def test_help_has_an_example(command: str) -> None:
    assert f"speechdata {command}" in speechdata(command, "--help").replace("\n", " ")
