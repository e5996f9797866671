"""What the READMEs promise is run: their commands, their Python, their excerpts; both say the same."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from speechdata import tables

READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    """Contents of the fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.M | re.S)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the commands need, so that they write beside nothing of ours."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("seeds", "flows"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )


def test_commands_and_python_of_both_readmes_are_the_same() -> None:
    for language in ("bash", "python", "json"):
        assert blocks(READMES[0], language) == blocks(READMES[1], language) != []


def test_every_command_runs(clone: Path) -> None:
    for block in blocks(READMES[0], "bash"):
        for line in block.splitlines():
            done = run(line.split(), clone)
            assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
            assert done.stdout.strip(), line
    for block in blocks(READMES[0], "python"):
        done = run([sys.executable, "-c", block], clone)
        assert done.returncode == 0, done.stderr


def test_excerpts_are_rows_of_the_dataset(dataset: Path) -> None:
    excerpts = {
        name: json.loads(block)
        for name, block in re.findall(
            r"^\*\*(\w+)\*\*[:（].*?^```json\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
        )
    }
    assert set(excerpts) == {"sections", "directives", "placeholders", "slogans"}
    for table, wanted in excerpts.items():
        rows = [row.model_dump(mode="json") for row in tables.read(dataset, table)]
        assert any(wanted.items() <= row.items() for row in rows if isinstance(row, dict)), (table, wanted)


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / name).read_text("utf-8")):
        assert (ROOT / target).exists(), target


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in READMES:
        targets = re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.M)
        assert {"dataset", "test"} <= set(targets)
        assert all(re.search(rf"^{target}:", makefile, re.M) for target in targets)
