"""The pages of docs/: their code, and how it is run as a reader would run it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from docs.build import HERE
from typer.testing import CliRunner

from speechdata.cli import app

BLOCK = re.compile(r"^```(bash|python)\n(.*?)^```", re.M | re.S)
CODE = re.compile(r"^```[a-z]*\n(.*?)^```|^ {4}(\S.*)$|`([^`\n]+)`", re.M | re.S)
LIBRARIES = ("torch", "pandas", "polars", "duckdb", "datasets", "spacy")


def blocks(name: str) -> list[tuple[str, str]]:
    """(language, content) of the fenced blocks of a page that are to be run, in order."""
    return BLOCK.findall((HERE / name).read_text("utf-8"))


def lines(path: Path) -> Iterator[str]:
    """Lines of code in a page: fenced, indented or in a sentence; comments at their end are cut."""
    for found in CODE.finditer(path.read_text("utf-8")):
        for line in next(filter(None, found.groups()), "").splitlines():
            yield re.sub(r"\s+# .*", "", line).strip()


def missing(block: str) -> list[str]:
    """The libraries that a block imports and that are not installed."""
    imported = [name for name in LIBRARIES if re.search(rf"^(?:import|from) {name}\b", block, re.M)]
    return [name for name in imported if find_spec(name) is None]


def run(language: str, block: str, cwd: Path) -> str:
    """What a block prints; it must end well. Lines that call `speechdata` run in this process: starts cost most."""
    if language == "python":
        return _process([sys.executable, "-c", block], cwd)
    parts = groupby(block.splitlines(keepends=True), lambda line: line.startswith("speechdata "))
    return "".join(
        _bash("".join(part), cwd) if not ours else "".join(_command(line, cwd) for line in part)
        for ours, part in parts
    )


def _bash(script: str, cwd: Path) -> str:
    return _process(["bash", "-eu", "-c", script], cwd)


def _process(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"
    return done.stdout


def _command(line: str, cwd: Path) -> str:
    """What a `speechdata` line prints; the file that it is sent to by `>` is written."""
    words = shlex.split(line)[1:]
    assert not {"|", "&&", ";", "<"} & set(words), f"not one plain command: {line}"
    target = cwd / words.pop() if words[-2:-1] == [">"] else None
    with chdir(cwd):
        done = CliRunner().invoke(app, words[:-1] if target else words)
    assert done.exit_code == 0, f"{line}\n{done.output}{done.exception!r}"
    if target:
        target.write_text(done.stdout, "utf-8")
    return done.output
