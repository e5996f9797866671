"""A build whose annotations fall below what assertions.toml asks for fails, and publishes nothing."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from conftest import SEEDS
from folders import contents
from speechdata import cli
from speechdata.checks import load_assertions
from speechdata.errors import CheckError
from speechdata.pipeline import BuildConfig, Report, build

FIGURE = "directive.exact_f1"


def _demanding(folder: Path, bounds: str) -> Path:
    """A copy of seeds/ that asks for these bounds and no others."""
    shutil.copytree(SEEDS, folder)
    (folder / "assertions.toml").write_text(bounds, "utf-8")
    return folder


def test_the_command_stops_with_a_clear_message_and_keeps_the_old_dataset(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = _demanding(tmp_path / "seeds", f'[min.quality]\n"{FIGURE}" = 1.01\n')
    output = tmp_path / "output"
    shutil.copytree(dataset, output / "dataset")
    arguments = ["speechdata", "build", "--source", str(source), "--output", str(output)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    out, err = capsys.readouterr()
    assert stopped.value.code == 2
    assert re.search(rf"E704 .*{re.escape(FIGURE)} is [01]\.\d{{4}}, at least 1\.01 expected", err), err
    assert "The dataset that was there before is untouched." in err
    assert len(err.splitlines()) == 1
    assert not out
    assert contents(output / "dataset") == contents(dataset)
    assert sorted(path.name for path in output.iterdir()) == ["dataset", "work"]


@pytest.mark.parametrize(("gold", "measured"), [(True, r"[01]\.\d{4}"), (False, "not measured")])
def test_each_figure_that_is_too_low_or_missing_is_named(tmp_path: Path, gold: bool, measured: str) -> None:
    bounds = f'[min]\nspeeches = 1\n[min.quality]\n"{FIGURE}" = 1.01\n"slogan.kind" = 1.01\n'
    source = _demanding(tmp_path / "seeds", bounds)
    if not gold:
        shutil.rmtree(source / "gold")
    config = BuildConfig(source=source, output=tmp_path / "output")
    with pytest.raises(CheckError) as caught:
        build(config)
    errors = [finding for finding in caught.value.findings if finding.level == "error"]
    assert [finding.code for finding in errors] == ["E704", "E704"]
    for name, error in zip((FIGURE, "slogan.kind"), errors, strict=True):
        assert re.search(rf"{re.escape(name)} is {measured}, at least 1\.01 expected", error.message)
    assert not config.dataset.exists()


def test_figures_that_reach_their_minimum_let_the_build_through(report: Report) -> None:
    bounds = load_assertions(SEEDS / "assertions.toml")
    assert {FIGURE, "slogan.exact_f1", "section.exact_f1"} <= bounds.min_quality.keys()
    assert not [finding for finding in report.findings if finding.code == "E704"]
