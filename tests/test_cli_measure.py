"""Commands that measure: evaluate with all its options, agreement, adjudicate, and what docs/quality.md promises."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from conftest import ROOT, SEEDS
from speechdata.cli import app
from speechdata.errors import SpeechdataError

SEED = next(SEEDS.glob("*.txt"))
GOLD = next((SEEDS / "gold").glob("*.gold.jsonl"))


def speechdata(*arguments: str | Path, code: int = 0) -> str:
    """What a command prints, in this process."""
    done = CliRunner().invoke(app, [*map(str, arguments)])
    if isinstance(done.exception, SpeechdataError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("measured")


def _rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]


def _write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def faulty(folder: Path) -> Path:
    """The seed's gold with one fault of each kind in its directives; the rule of each says which."""
    rows = _rows()
    at = [n for n, row in enumerate(rows) if row["layer"] == "directive"][:4]
    for row in rows[1:]:
        row["rule"] = "kept"
    rows[at[0]] |= {"end": rows[at[0]]["end"] - 1, "rule": "shortened"}
    rows[at[1]] |= {"modality": "permission", "rule": "relabelled"}
    rows[at[2]] |= {"start": 10, "end": 12, "cue": None, "addressee": None, "rule": "moved"}
    return _write(folder / "faulty.jsonl", rows)


@pytest.fixture(scope="module")
def run(folder: Path, faulty: Path) -> Path:
    """The JSON of an evaluation of the faulty records."""
    path = folder / "run.json"
    path.write_text(speechdata("evaluate", GOLD, "--predicted", faulty, "--json"), "utf-8")
    return path


def test_the_table_states_how_gold_was_made_intervals_and_the_baseline(faulty: Path) -> None:
    out = speechdata("evaluate", GOLD, "--predicted", faulty)
    assert "No human annotator has checked it." in out
    assert "95 %" in out
    assert "baseline F1 exact" in out
    row = next(line for line in out.splitlines() if line.startswith("directive "))
    assert re.search(r" 0\.994  0\.\d{3}–[01]\.\d{3} ", row), row
    assert re.search(r"^obligation +\d+ +1 ", out, re.M), "the confusion of modality"
    assert "directive.strength: gold" not in out, "nothing is confused there"


def test_errors_are_listed_by_layer_and_kind(faulty: Path) -> None:
    out = speechdata("evaluate", GOLD, "--predicted", faulty, "--errors", "--layer", "directives")
    assert "directive: 1 missed, 1 spurious, 1 bounds, 1 label (modality 1)" in out
    assert re.search(r"directive spurious  10-12 .*\[moved\]", out)
    assert re.search(r"directive label .*modality obligation, found permission .*\[relabelled\]", out)
    assert not re.search(r"^section ", out, re.M)


def test_an_error_can_be_followed_to_its_place(faulty: Path) -> None:
    out = speechdata("evaluate", GOLD, "--predicted", faulty, "--errors", "-l", "directive")
    file, at = (
        re.search(r"explain (\S+) --at", out),
        re.search(r"directive label +(\d+)-\d+ .* in: (\S+)", out),
    )
    assert file
    assert at
    assert f"directives: {at[2]}" in speechdata("explain", file[1], "--at", at[1])


def test_rules_are_shown_with_the_weakest_first(faulty: Path) -> None:
    out = speechdata("evaluate", GOLD, "--predicted", faulty, "--rules", "-l", "directive")
    rules = [line.split() for line in out.partition("layer      rule")[2].splitlines()[1:] if line]
    assert [row[1:] for row in rules if row[1] in ("moved", "shortened")] == [
        ["moved", "1", "0", "0", "0.000", "0.000"],
        ["shortened", "1", "0", "1", "0.000", "1.000"],
    ]
    assert rules[-1][1] in ("kept", "relabelled")


def test_json_holds_everything(run: Path) -> None:
    (found,) = json.loads(run.read_text("utf-8")).values()
    assert found["gold"][0]["made_by"].startswith("Made by language models")
    assert found["intervals"]["directive"]["exact"].keys() == {"low", "high"}
    assert {each["kind"] for each in found["mistakes"]} == {"missed", "spurious", "bounds", "label"}
    assert {each["rule"] for each in found["rules"]} == {"kept", "moved", "shortened", "relabelled"}
    assert [
        (each["gold"], each["predicted"]) for each in _cells(found) if each["gold"] != each["predicted"]
    ] == [("obligation", "permission")]


def _cells(found: dict[str, Any]) -> list[dict[str, Any]]:
    return next(each["cells"] for each in found["confusions"] if each["field"] == "modality")


def test_two_runs_are_compared(run: Path, folder: Path) -> None:
    perfect = _write(folder / "perfect.jsonl", _rows())
    out = speechdata("evaluate", GOLD, "--predicted", perfect, "--against", run)
    assert "No human annotator has checked it." in out
    assert "became right: 4 records" in out
    assert "became wrong: 0 records" in out
    assert re.search(r"directive +exact +0\.994 +1\.000 +\+0\.006", out)
    worse = _write(folder / "worse.jsonl", _rows()[:-1])
    (found,) = json.loads(
        speechdata("evaluate", GOLD, "--predicted", worse, "--against", run, "--json", "-l", "slogan")
    ).values()
    assert [each["kind"] for each in found["records"]["became_wrong"]] == ["missed"]
    assert {each["label"] for each in found["changes"]} == {"slogan"}


def test_a_gold_file_that_the_earlier_run_had_not_is_named(run: Path, faulty: Path, tmp_path: Path) -> None:
    second = shutil.copy(GOLD, tmp_path / "second.gold.jsonl")
    arguments = ("evaluate", GOLD, second, "--texts", SEEDS, "--predicted", faulty, "--against", run)
    assert "second.gold.jsonl, all" in speechdata(*arguments)


def test_gold_that_changed_in_between_is_said(run: Path, faulty: Path, tmp_path: Path) -> None:
    edited = _write(tmp_path / GOLD.name, _rows()[:-1])
    out = speechdata("evaluate", edited, "--texts", SEEDS, "--predicted", faulty, "--against", run)
    assert "The gold has changed" in out
    assert "Not stated" in speechdata("evaluate", edited, "--texts", SEEDS, "--predicted", faulty)


def test_gold_files_of_one_name_are_kept_apart_and_pooled(faulty: Path, tmp_path: Path) -> None:
    copy = shutil.copy(GOLD, tmp_path)
    found = json.loads(speechdata("evaluate", GOLD, copy, "--texts", SEEDS, "--predicted", faulty, "--json"))
    assert set(found) == {str(GOLD), str(copy), "all"}
    assert found["all"]["mistakes"] == []
    directives = next(each for each in found["all"]["scores"]["layers"] if each["label"] == "directive")
    assert directives["exact"]["n_gold"] == 622


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--layer", "jokes"], "layer-unknown"),
        (["--against", GOLD], "run-form"),
        (["--predicted", "other.jsonl"], "predicted-missing"),
        (["--against", "other.json"], "run-other"),
    ],
)
def test_wrong_use_of_evaluate(
    arguments: list[str | Path], code: str, faulty: Path, run: Path, tmp_path: Path
) -> None:
    header = _rows()[0] | {"sha256": "0" * 64}
    files: dict[str | Path, Path] = {
        "other.jsonl": _write(tmp_path / "other.jsonl", [header]),
        "other.json": tmp_path / "other.json",
    }
    earlier = json.loads(run.read_text("utf-8"))
    files["other.json"].write_text(json.dumps({"other": next(iter(earlier.values()))}), "utf-8")
    given = [files.get(each, each) for each in arguments]
    predicted: list[str | Path] = [] if "--predicted" in arguments else ["--predicted", faulty]
    with pytest.raises(SpeechdataError, match=code):
        speechdata("evaluate", GOLD, *predicted, *given)


def test_agreement_as_table_and_json(faulty: Path) -> None:
    out = speechdata("agreement", GOLD, faulty)
    assert "No human annotator has checked it." in out
    assert re.search(r"^directive +311 +311 +0\.994 +0\.997 +0\.\d{3}$", out, re.M)
    found = json.loads(speechdata("agreement", GOLD, faulty, "--json"))
    directives = next(each for each in found["layers"] if each["label"] == "directive")
    modality = next(each for each in directives["fields"] if each["name"] == "modality")
    assert 0.9 < modality["kappa"] < 1
    assert found["made_by"]["B"].startswith("Not stated")


def test_adjudication_from_merge_to_final_file(faulty: Path, tmp_path: Path) -> None:
    merged, last = tmp_path / "merged.jsonl", tmp_path / "final.gold.jsonl"
    out = speechdata("adjudicate", GOLD, faulty, "--output", merged)
    assert "4 places to decide" in out
    assert "4 open" in speechdata("adjudicate", merged, "--output", last, code=1)
    lines = merged.read_text("utf-8").splitlines()
    merged.write_text(
        "\n".join(line.replace('"decision": null', '"decision": "c"') for line in lines), "utf-8"
    )
    out = speechdata("adjudicate", merged, code=2)
    assert out.count("merge-decision") == 4
    assert not last.exists()
    merged.write_text(
        "\n".join(line.replace('"decision": null', '"decision": "a"') for line in lines), "utf-8"
    )
    assert "4 decided, 0 open" in speechdata("adjudicate", merged)
    assert "provenance.csv" in speechdata("adjudicate", merged, "--output", last)
    scores = json.loads(speechdata("evaluate", GOLD, "--predicted", last, "--json"))
    assert next(iter(scores.values()))["mistakes"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([GOLD, GOLD], "output-missing"),
        ([GOLD, GOLD, GOLD], "adjudicate-files"),
        ([GOLD, GOLD, "--output", GOLD], "output-exists"),
    ],
)
def test_wrong_use_of_adjudicate(arguments: list[str | Path], code: str) -> None:
    before = GOLD.read_bytes()
    with pytest.raises(SpeechdataError, match=code):
        speechdata("adjudicate", *arguments)
    assert GOLD.read_bytes() == before


@pytest.mark.parametrize("command", ["evaluate", "agreement", "adjudicate"])
def test_help_has_an_example(command: str) -> None:
    assert f"speechdata {command} " in " ".join(speechdata(command, "--help").split())


def test_an_error_is_one_clear_line_of_the_real_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "speechdata", "adjudicate", GOLD, GOLD, "--output", GOLD],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"speechdata: .*output-exists.*\n", done.stderr)


def test_the_commands_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"^```bash\n(.*?)^```", (ROOT / "docs" / "quality.md").read_text("utf-8"), re.M | re.S
    )
    commands = [shlex.split(line) for block in blocks for line in block.splitlines()]
    assert len(commands) >= 9
    for command in commands:
        assert command[0] == "speechdata"
        arguments, redirected = (command[1:-2], command[-1]) if ">" in command else (command[1:], None)
        out = speechdata(*arguments, code=1 if arguments[1] == "merged.jsonl" else 0)
        assert out.strip()
        if redirected:
            Path(redirected).write_text(out, "utf-8")
