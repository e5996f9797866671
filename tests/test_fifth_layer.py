"""A layer is one file (plus lexicon and cases): table, card, schema, scores, options and cases follow from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from conftest import ROOT, SEEDS

MODULE = '''
"""Pledges: what the speaker's own side promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from speechdata.layer import Doc, Layer
from speechdata.lexicons import load
from speechdata.records import Annotation, Rejection
from speechdata.span import Span
from speechdata.text.match import Matcher


class Pledge(Annotation):
    """A promise of the speaker's own side."""

    layer: ClassVar[str] = "pledge"
    tone: Literal["firm", "plain"] = Field(description="how strongly it is promised")


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """Pledges of a speech: each cue of the lexicon."""
    entries = load("pledges")
    for span, index in Matcher(entry["cue"] for entry in entries).find(doc.text):
        yield doc.record(Pledge, Span(span.start, span.end), rule="pledges.cue", tone=entries[index]["tone"])


LAYER = Layer(name="pledges", record=Pledge, annotate=annotate, attributes=("tone",))
'''
LEXICON = "cue\ttone\n全力支持\tfirm\n我完全同意\tplain\n"
CASES = "市政府将⟦全力支持⟧{tone=firm}这项工作。\n大家都很支持这项工作。\n"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its case tests, with the new layer added."""
    folder = tmp_path_factory.mktemp("branch")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "annotators" / "cases", folder / "tests" / "annotators" / "cases")
    shutil.copy(ROOT / "tests" / "annotators" / "test_cases.py", folder / "tests" / "annotators")
    shutil.copy(ROOT / "tests" / "cases.py", folder / "tests")
    package = folder / "src" / "speechdata"
    (package / "annotators" / "pledges.py").write_text(MODULE, "utf-8")
    (package / "lexicons" / "pledges.tsv").write_text(LEXICON, "utf-8")
    (folder / "tests" / "annotators" / "cases" / "pledges.txt").write_text(CASES, "utf-8")
    return folder


def run(branch: Path, *command: str) -> str:
    env = os.environ | {"PYTHONPATH": os.pathsep.join(str(branch / name) for name in ("src", "tests"))}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=branch, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(branch: Path) -> Path:
    run(branch, "speechdata", "build", "--source", str(SEEDS), "--output", "output")
    return branch / "output" / "dataset"


def test_table(built: Path) -> None:
    files = sorted((built / "data" / "pledges").glob("*.parquet"))
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    assert sorted((row["text"], row["tone"]) for row in rows) == [
        ("全力支持", "firm"),
        ("我完全同意", "plain"),
    ]
    assert all(row["annotation_id"].split(":")[1] == "pledge" for row in rows)


def test_card(built: Path) -> None:
    card = (built / "README.md").read_text("utf-8")
    assert "config_name: pledges" in card
    assert "A promise of the speaker's own side." in card
    assert "how strongly it is promised" in card


def test_schema(branch: Path) -> None:
    run(branch, "speechdata", "schemas", "--output", "schemas")
    schema = json.loads((branch / "schemas" / "pledges.schema.json").read_text("utf-8"))
    assert schema["properties"]["tone"]["enum"] == ["firm", "plain"]


def test_scores(branch: Path) -> None:
    lines = run(branch, "speechdata", "annotate", str(next(SEEDS.glob("*.txt"))), "--format", "standoff")
    gold = branch / "made.gold.jsonl"
    gold.write_text(lines, "utf-8")
    scores = json.loads(run(branch, "speechdata", "evaluate", str(gold), "--texts", str(SEEDS), "--json"))
    pledge = next(each for each in scores[gold.name]["scores"]["layers"] if each["label"] == "pledge")
    assert pledge["exact"]["n_matched"] == pledge["exact"]["n_gold"] == 2


def test_option(branch: Path) -> None:
    lines = run(
        branch,
        "speechdata",
        "annotate",
        str(next(SEEDS.glob("*.txt"))),
        "--format",
        "jsonl",
        "--layer",
        "pledges",
    )
    assert [json.loads(line)["rule"] for line in lines.splitlines()] == ["pledges.cue", "pledges.cue"]


def test_cases(branch: Path) -> None:
    out = run(
        branch, "pytest", "-q", "-p", "no:cacheprovider", "tests/annotators/test_cases.py", "-k", "pledges"
    )
    assert "2 passed" in out


def test_nothing_else_was_edited(branch: Path) -> None:
    ours = {p.relative_to(ROOT / "src") for p in (ROOT / "src").rglob("*") if p.suffix in {".py", ".tsv"}}
    theirs = {
        p.relative_to(branch / "src") for p in (branch / "src").rglob("*") if p.suffix in {".py", ".tsv"}
    }
    assert {path.as_posix() for path in theirs - ours} == {
        "speechdata/annotators/pledges.py",
        "speechdata/lexicons/pledges.tsv",
    }
