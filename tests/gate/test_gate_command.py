"""`speechdata gate`: exit codes, the two forms of output, and how long lists are cut."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from conftest import SEEDS
from speechdata.cli import app
from speechdata.cli.gate import LISTED, finding_lines
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.records import Finding


def speechdata(*arguments: str | Path, code: int) -> str:
    """What the command prints, in this process."""
    done = CliRunner().invoke(app, ["gate", *map(str, arguments)])
    if isinstance(done.exception, SpeechdataError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def test_a_source_of_unknown_terms_stops(dataset: Path) -> None:
    out = speechdata(dataset, "--project", SEEDS, code=1)
    assert "error E1301 000_46ebd7ac5d9d9c86.txt: licence-unknown: sources.csv says 'unknown'." in out
    assert out.splitlines()[-1] == "2 errors, 0 warnings: it may not be published"


def test_what_is_allowed_lets_it_through(dataset: Path) -> None:
    out = speechdata(dataset, "--against", dataset, "--allow", "E1301", "--allow", "E1302", code=0)
    assert "warning E1301 000_46ebd7ac5d9d9c86.txt: allowed: licence-unknown" in out
    assert out.splitlines()[-1] == "0 errors, 2 warnings: it may be published"


def test_json_is_one_finding_a_line(dataset: Path) -> None:
    found = [
        Finding(**json.loads(line)) for line in speechdata(dataset, "--format", "json", code=1).splitlines()
    ]
    assert [each.code for each in found] == ["E1301", "E1302"]


@pytest.mark.parametrize(
    ("options", "error"), [(("--allow", "E0"), "allow-unknown"), (("--project", "{}"), "assertions-missing")]
)
def test_wrong_use_is_refused(options: tuple[str, str], error: str, dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=error):
        speechdata(dataset, options[0], options[1].format(tmp_path), code=2)


def test_a_folder_that_is_no_dataset_is_refused(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing"):
        speechdata(tmp_path, code=2)
    shutil.copytree(dataset, tmp_path / "broken")
    (tmp_path / "broken" / "manifest.json").write_text("{}", "utf-8")
    with pytest.raises(SpeechdataError, match="manifest-broken"):
        speechdata(tmp_path / "broken", code=2)


def test_long_lists_are_cut_and_say_so() -> None:
    found = [Finding(code="E1301", level="error", message="x", path=f"{n}.txt") for n in range(LISTED + 5)]
    lines = list(finding_lines(found))
    assert len(lines) == LISTED + 2
    assert lines[-2] == "error E1301: 5 more; --format json shows all"
    assert lines[-1].startswith("25 errors")
