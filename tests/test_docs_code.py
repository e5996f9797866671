"""What the pages of docs/ tell a reader to type: blocks run, commands and options exist."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer
import yaml
from docs.build import HERE

from conftest import ROOT
from pages import blocks, lines, missing, run
from speechdata.cli import app

ALONE = ("tutorial.md", "recipes.md", "quality.md")
"""Pages whose blocks have a test of their own."""
OTHERS = sorted(path.name for path in HERE.glob("*.md") if path.name not in ALONE and blocks(path.name))


def test_every_block_of_the_tutorial_runs(tmp_path: Path) -> None:
    said = [run(language, block, tmp_path) for language, block in blocks("tutorial.md")]
    assert all(said)
    assert (tmp_path / "my-releases/1.0.0/manifest.json").exists()
    assert len(list((tmp_path / "my-releases").glob("[0-9]*"))) == 2
    assert (tmp_path / "my-output/explorer/index.html").exists()
    assert "必须" in said[3]


@pytest.fixture(scope="module")
def desk(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with output/dataset and seeds in it, as the pages find them."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "output").mkdir()
    (folder / "output/dataset").symlink_to(dataset)
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for language, block in blocks("recipes.md"):
        if language == "bash" and not missing("import spacy"):
            run(language, block, folder)
    return folder


@pytest.mark.parametrize("number", range(sum(language == "python" for language, _ in blocks("recipes.md"))))
def test_every_recipe_runs(
    number: int, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    block = [block for language, block in blocks("recipes.md") if language == "python"][number]
    if absent := missing(block):
        pytest.skip(f"not installed: {', '.join(absent)}")
    monkeypatch.chdir(desk)
    exec(compile(block, f"recipe {number}", "exec"), {"__name__": "recipe"})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("name", OTHERS)
def test_blocks_of_other_pages_run(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    for language, block in blocks(name):
        if language == "bash":
            assert run(language, block, desk), block
        else:
            exec(compile(block, name, "exec"), {"__name__": "page"})


def test_gold_is_made_as_the_page_says(desk: Path) -> None:
    *before, last = (block for _, block in blocks("quality.md"))
    for block in before:
        run("bash", block, desk)
    merged = desk / "merged.jsonl"
    merged.write_text(merged.read_text("utf-8").replace('"decision": null', '"decision": "a"'), "utf-8")
    run("bash", last, desk)
    assert (desk / "final.gold.jsonl").stat().st_size > 10_000


@pytest.mark.parametrize("page", sorted(HERE.glob("*.md")), ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path) -> None:
    root = typer.main.get_command(app)
    for line in lines(page):
        if line.startswith("speechdata ") and re.match(r"speechdata [a-z]+( |$)", line):
            words = iter(shlex.split(line.partition(" > ")[0])[1:])
            command = root
            while hasattr(command, "commands"):
                command = command.commands[next(words)]
            known = {each for param in command.params for each in (*param.opts, *param.secondary_opts)}
            assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("page", sorted(HERE.glob("*.md")), ids=lambda page: page.name)
def test_targets_flows_and_deployments_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {
        each["name"] for each in yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    }
    for line in lines(page):
        if target := re.match(r"make ([a-z]+)", line):
            assert re.search(rf"^{target[1]}:", makefile, re.M), line
        if module := re.match(r"python -m (flows|benchmarks|docs)\.(\w+)", line):
            assert (ROOT / module[1] / f"{module[2]}.py").exists(), line
        if deployment := re.match(r"prefect deployment run [\w-]+/([\w-]+)", line):
            assert deployment[1] in named, line
