"""Publishing: one commit and one tag a version; never half, never twice, never over the work of others."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem
from huggingface_hub import get_session

from commands import command
from hub.store import Hub
from speechdata.card import read_manifest
from speechdata.errors import SpeechdataError
from speechdata.publish import GateError, Publication, Published, Remote, publish_as
from speechdata.publish import _hub_calls as calls

pytest_plugins = ["published"]
REPO = "founder/speeches"
Builder = Callable[..., Path]
Push = Callable[..., Published]


def test_create_again_without_change_and_with_a_change(hub: Hub, push: Push, built: Builder) -> None:
    first = push(built("ab"))
    home = hub.repositories[REPO]
    assert (first.state, first.version, home.is_private) == ("released", "1.0.0", True)
    assert home.tags == {"v1.0.0": home.head.oid}
    before = len(home.commits)
    assert push(built("ab")).state == "unchanged"
    assert len(home.commits) == before
    second = push(built("abc"))
    assert (second.state, second.version) == ("released", "1.1.0")
    assert len(home.commits) == before + 1
    assert home.tags["v1.1.0"] == home.head.oid != home.tags["v1.0.0"]
    files = {path: file.content for path, file in home.head.files.items() if path != ".gitattributes"}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == digest
    assert b"## [1.1.0] - 2026-01-05" in files["CHANGELOG.md"]
    assert b"## [1.0.0] - 2026-01-05" in files["CHANGELOG.md"]


def test_a_dry_run_makes_no_repository(hub: Hub, push: Push, built: Builder) -> None:
    done = push(built("ab"), dry_run=True)
    assert REPO not in hub.repositories
    assert {change.path for change in done.changes} >= {"README.md", "manifest.json", "SHA256SUMS"}


def test_others_in_between_are_not_overwritten(hub: Hub, push: Push, built: Builder) -> None:
    push(built("ab"))
    home = hub.repositories[REPO]
    hub.before["POST .*/commit/"] = lambda: home.write("notes.txt", "mine", author="alice")
    with pytest.raises(SpeechdataError, match="alice"):
        push(built("abc"))
    assert home.head.files["notes.txt"].content == b"mine"
    assert "v1.1.0" not in home.tags
    assert push(built("abc")).version == "1.1.0"


def test_an_interrupted_publication_leaves_the_old_version_and_is_completed(
    hub: Hub, push: Push, built: Builder
) -> None:
    push(built("ab"))
    home = hub.repositories[REPO]
    head = home.head
    hub.fail("POST .*/commit/", "500", "500", "500", "500")
    with pytest.raises(SpeechdataError):
        push(built("abc"))
    assert home.head is head
    hub.faults.clear()
    hub.fail("POST .*/tag/", "500", "500", "500", "500")
    with pytest.raises(SpeechdataError):
        push(built("abc"))
    assert home.head is not head
    assert "v1.1.0" not in home.tags
    hub.faults.clear()
    commits = len(home.commits)
    assert push(built("abc")).state == "completed"
    assert len(home.commits) == commits
    assert home.tags["v1.1.0"] == home.head.oid


def test_a_version_that_is_there_is_never_given_other_content(push: Push, built: Builder) -> None:
    push(built("ab"))
    with pytest.raises(SpeechdataError, match=r"1\.0\.0 with other content"):
        push(built("abc"), version="1.0.0")


def test_the_gate_stops_what_nobody_may_pass_on(dataset: Path, tmp_path: Path) -> None:
    plain = Publication(folder=dataset, to=str(tmp_path / "releases"))
    with pytest.raises(GateError) as caught:
        publish_as(plain)
    assert {each.code for each in caught.value.findings if each.level == "error"} == {"E1301", "E1302"}
    assert not (tmp_path / "releases" / "latest").exists()
    assert publish_as(plain.model_copy(update={"allow": ("E1301", "E1302")})).state == "released"
    assert read_manifest(tmp_path / "releases/latest").allowed == ("E1301", "E1302")


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum on this machine")
def test_sums_hold(built: Builder) -> None:
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=built("ab"), check=False)
    assert checked.returncode == 0


def test_the_command(dataset: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    said = command("publish", dataset, "--to", releases, cwd=tmp_path, code=1)
    assert "E1301" in said
    assert "may not be published" in said
    allowed = ("--allow", "E1301", "--allow", "E1302")
    publish = ("publish", dataset, "--to", releases, *allowed)
    assert "would release version 1.0.0" in command(*publish, "--dry-run", cwd=tmp_path)
    assert not releases.exists() or not any(releases.iterdir())
    assert "released version 1.0.0" in command(*publish, cwd=tmp_path)
    assert "unchanged since version 1.0.0" in command(*publish, cwd=tmp_path)
    nothing = command(*publish, "--project", tmp_path, cwd=tmp_path, code=2)
    assert "assertions-missing" in nothing
    assert "either --repo or --to" in command("publish", dataset, cwd=tmp_path, code=2)


@pytest.mark.usefixtures("hub")
def test_waiting_for_a_hub_has_an_end() -> None:
    calls.api()
    timeout = get_session().timeout
    assert (timeout.connect, timeout.read, timeout.write) == (30.0, 300.0, 300.0)


def test_folders_are_made_only_where_there_are_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[str] = []
    for system in (MemoryFileSystem, LocalFileSystem):
        monkeypatch.setattr(system, "makedirs", lambda _, path, **__: made.append(path))
    Remote("memory://releases", kind="target").make_folder("/releases/1.0.0/data")
    assert not made
    Remote(tmp_path.as_uri(), kind="target").make_folder("there")
    assert made == ["there"]
