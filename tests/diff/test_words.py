"""A difference in words, the numbers that follow from it, and the command."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands import command
from speechdata.card import read_manifest
from speechdata.cli import app
from speechdata.diff import (
    Changed,
    Difference,
    SpeechName,
    as_json,
    changelog,
    compare,
    next_version,
)
from speechdata.errors import ConfigError, SpeechdataError
from versioned import Builder, files_of

pytest_plugins = ["versioned"]


def test_the_changelog_grows_downwards(version_of: Builder) -> None:
    first = changelog(None, version="1.0.0", date=dt.date(2026, 1, 2), earlier="")
    found = compare(version_of(files_of("a", "b")), version_of(files_of("a", "b", "c")))
    second = changelog(found, version="1.1.0", date=dt.date(2026, 2, 3), earlier=first)
    assert second.startswith("# Changelog\n")
    assert second.count("# Changelog") == 1
    assert second.index("## [1.1.0] - 2026-02-03") < second.index("## [1.0.0] - 2026-01-02")
    assert "### Added\n- Speech 在全市交通安全工作会议上的讲话 (c.txt, sp-" in second
    assert second.endswith("First release.\n")


@pytest.mark.parametrize(("old", "follows"), [(None, "1.0.0"), ("0.0.0", "1.0.0")])
def test_the_first_release(old: str | None, follows: str) -> None:
    assert next_version(old, None) == follows


@pytest.mark.parametrize("old", ["1.2", "one", "", "1.2.3.4"])
def test_what_is_no_version_is_refused(old: str) -> None:
    with pytest.raises(ConfigError, match="no version"):
        next_version(old, Difference(old_version="", new_version=""))


def test_the_command(version_of: Builder, tmp_path: Path) -> None:
    old, new = version_of(files_of("a", "b")), version_of(files_of("a", "b", "c"))
    found = compare(old, new)

    def said(*arguments: str | Path) -> str:
        result = CliRunner().invoke(app, ["diff", *map(str, arguments)])
        assert result.exit_code == 0, result.output
        return result.output

    text = said(old, new, "--limit", "1")
    assert "Speeches: 1 added." in text
    assert f"Version that follows: {next_version(read_manifest(old).version, found)}" in text
    document = json.loads(said(old, new, "--format", "json", "--limit", "5"))
    assert document.pop("level") == "minor"
    assert Difference.model_validate(document) == found
    assert json.loads(as_json(found))["level"] == "minor"
    assert "## [" in said(old, new, "--format", "changelog")
    assert "no such folder" in command("diff", "nowhere", new, cwd=tmp_path, code=2)
    with pytest.raises(SpeechdataError, match=r"no manifest\.json"):
        compare(tmp_path, new)


def test_many_changes_leave_room_for_the_summary() -> None:
    names = [SpeechName(speech_id=f"sp-{number}", title=None, path=f"{number}.txt") for number in range(30)]
    changed = tuple(Changed(old=name, new=name, shared=0.5) for name in names)
    found = Difference(old_version="", new_version="", changed=changed, schema_changes=("table x came",))
    section = changelog(found, version="2.0.0", date=dt.date(2026, 1, 2), earlier="")
    assert (
        section.index("- table x came")
        < section.index("- Speeches: 30 changed.")
        < section.index("- Text of")
    )
    assert "- and 20 more" in section
