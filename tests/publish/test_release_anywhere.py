"""Releases on a hub of loopback, in a folder: one commit, one tag; never half, never twice, never over others' work."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fsspec.implementations.local import LocalFileSystem
from fsspec.implementations.memory import MemoryFileSystem
from huggingface_hub import get_session

from commands import command
from folders import contents
from hub.server import serving
from hub.store import READER, WRITER, Hub
from speechdata.card import read_manifest
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, build
from speechdata.publish import GateError, Published, Terms, hub, publish, target
from speechdata.publish import _hub_calls as calls
from speechdata.publish._bucket import Bucket

REPO = "founder/speeches"
DAY = dt.date(2026, 1, 2)
SPEECH = """在全市{0}安全工作会议上的讲话
同志们：
今天召开{0}安全工作会议。
一、提高{0}认识
各部门必须落实{0}责任，严禁弄虚作假。坚持安全第一、预防为主。
"""


def _built(home: Path, *subjects: str) -> Path:
    source = home / "in"
    source.mkdir(parents=True)
    lines = ["path,publisher,licence,note"]
    for subject in subjects:
        (source / f"{subject}.txt").write_text(SPEECH.format(subject), "utf-8")
        lines.append(f"{subject}.txt,某市政府,CC-BY-4.0,made up")
    (source / "sources.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return build(BuildConfig(source=source, output=home / "out", workers=0)).dataset


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("old"), "防火", "防汛")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("new"), "防火", "防汛", "交通")


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Hub]:
    with serving() as made:
        monkeypatch.setenv("HF_ENDPOINT", made.url)
        monkeypatch.setenv("HF_TOKEN", WRITER)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(calls, "DELAYS", (0.0, 0.0, 0.0))
        yield made


def _publish(folder: Path, *, dry_run: bool = False, version: str | None = None) -> Published:
    return publish(folder, hub(REPO), Terms(day=DAY, version=version), dry_run=dry_run)


def test_create_again_without_change_and_with_a_change(there: Hub, old: Path, new: Path) -> None:
    first = _publish(old)
    home = there.repositories[REPO]
    assert (first.state, first.version, home.is_private) == ("released", "1.0.0", True)
    assert home.tags == {"v1.0.0": home.head.oid}
    before = len(home.commits)
    assert _publish(old).state == "unchanged"
    assert len(home.commits) == before
    second = _publish(new)
    assert (second.state, second.version) == ("released", "1.1.0")
    assert len(home.commits) == before + 1
    assert home.tags["v1.1.0"] == home.head.oid != home.tags["v1.0.0"]
    files = {path: file.content for path, file in home.head.files.items() if path != ".gitattributes"}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, path = line.partition("  ")
        assert hashlib.sha256(files[path]).hexdigest() == digest
    assert b"## [1.1.0] - 2026-01-02" in files["CHANGELOG.md"]
    assert b"## [1.0.0] - 2026-01-02" in files["CHANGELOG.md"]


def test_a_dry_run_shows_all_and_changes_nothing(there: Hub, old: Path, new: Path) -> None:
    report = _publish(old, dry_run=True)
    assert REPO not in there.repositories
    assert {change.path for change in report.changes} >= {"README.md", "manifest.json", "SHA256SUMS"}
    _publish(old)
    head = there.repositories[REPO].head
    said = "\n".join(_publish(new, dry_run=True).lines())
    assert "would release version 1.1.0" in said
    assert "+" in said
    assert there.repositories[REPO].head is head


def test_what_people_wrote_on_the_card_stays(there: Hub, old: Path, new: Path) -> None:
    _publish(old)
    home = there.repositories[REPO]
    card = home.head.files["README.md"].content.decode()
    home.write("README.md", card.replace("\n## Splits", "\n## Thanks\n\nTo the archive.\n\n## Splits"))
    home.write("notes.txt", "mine")
    report = _publish(new)
    merged = home.head.files["README.md"].content.decode()
    assert "## Thanks\n\nTo the archive." in merged
    assert merged.index("## Thanks") < merged.index("## Splits")
    assert "Thanks" in report.kept
    assert home.head.files["notes.txt"].content == b"mine"


def test_others_in_between_are_not_overwritten(there: Hub, old: Path, new: Path) -> None:
    _publish(old)
    home = there.repositories[REPO]
    there.before["POST .*/commit/"] = lambda: home.write("notes.txt", "mine", author="alice")
    with pytest.raises(SpeechdataError, match="alice"):
        _publish(new)
    assert home.head.files["notes.txt"].content == b"mine"
    assert "v1.1.0" not in home.tags
    assert _publish(new).version == "1.1.0"


@pytest.mark.parametrize("fault", ["500", "lost", "unanswered"])
@pytest.mark.parametrize("call", ["POST .*/commit/", "PUT /large/", "POST .*/tag/", "POST .*/preupload/"])
def test_a_hub_that_fails_once_is_asked_again(there: Hub, old: Path, call: str, fault: str) -> None:
    there.fail(call, fault)  # type: ignore[arg-type]
    assert _publish(old).version == "1.0.0"
    home = there.repositories[REPO]
    assert sum("speechdata release" in commit.message for commit in home.commits) == 1
    assert home.tags == {"v1.0.0": home.head.oid}


def test_an_interrupted_publication_leaves_the_old_version_and_is_completed(
    there: Hub, old: Path, new: Path
) -> None:
    _publish(old)
    home = there.repositories[REPO]
    head = home.head
    there.fail("POST .*/commit/", "500", "500", "500", "500")
    with pytest.raises(SpeechdataError):
        _publish(new)
    assert home.head is head
    there.fail("POST .*/tag/", "500", "500", "500", "500")
    with pytest.raises(SpeechdataError):
        _publish(new)
    assert home.head is not head
    assert "v1.1.0" not in home.tags
    commits = len(home.commits)
    assert _publish(new).state == "completed"
    assert len(home.commits) == commits
    assert home.tags["v1.1.0"] == home.head.oid


def test_a_version_that_is_there_is_never_given_other_content(there: Hub, old: Path, new: Path) -> None:
    _publish(old)
    with pytest.raises(SpeechdataError, match=r"1\.0\.0 with other content"):
        _publish(new, version="1.0.0")


def test_the_token_is_never_said(
    there: Hub, old: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for token, failing in ((READER, ""), ("hf_unknownTokenOfTests003", ""), (WRITER, "POST .*/commit/")):
        monkeypatch.setenv("HF_TOKEN", token)
        if failing:
            there.fail(failing, "500", "500", "500", "500")
        with pytest.raises(SpeechdataError) as caught:
            _publish(old)
        error: BaseException | None = caught.value
        while error:
            assert token not in f"{error!r} {error}"
            error = error.__cause__
    assert not any(token in caplog.text for token in (READER, WRITER))


def test_load_dataset_reads_the_release_by_revision(there: Hub, old: Path, new: Path, tmp_path: Path) -> None:
    _publish(old)
    _publish(new)
    script = (
        "import sys; from datasets import load_dataset\n"
        "for revision in ('v1.0.0', 'v1.1.0'):\n"
        f"    rows = load_dataset('{REPO}', 'speeches', revision=revision)\n"
        "    print(sum(len(part) for part in rows.values()))\n"
    )
    env = os.environ | {"HF_HUB_OFFLINE": "0", "HF_HOME": str(tmp_path / "hf"), "HF_ENDPOINT": there.url}
    env |= {"HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "HF_TOKEN": WRITER}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["2", "3"], done.stderr[-2000:]


def test_a_folder_of_releases_and_a_pointer(old: Path, new: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    first = publish(old, target(str(releases)), Terms(day=DAY))
    assert first.version == "1.0.0"
    kept = contents(releases / "1.0.0")
    assert publish(old, target(str(releases)), Terms(day=DAY)).state == "unchanged"
    assert publish(new, target(str(releases)), Terms(day=DAY)).version == "1.1.0"
    assert contents(releases / "1.0.0") == kept
    latest = (releases / "latest").resolve()
    assert latest.name == "1.1.0"
    assert read_manifest(latest).version == "1.1.0"
    rows = sum(pq.read_metadata(path).num_rows for path in (latest / "data/speeches").iterdir())
    assert rows == 3


def test_the_gate_stops_what_nobody_may_pass_on(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(GateError) as caught:
        publish(dataset, target(str(tmp_path / "releases")), Terms(day=DAY))
    assert {each.code for each in caught.value.findings if each.level == "error"} == {"E1301", "E1302"}
    assert not (tmp_path / "releases" / "latest").exists()
    terms = Terms(day=DAY, allowed=("E1301", "E1302"))
    assert publish(dataset, target(str(tmp_path / "releases")), terms).state == "released"
    assert read_manifest(tmp_path / "releases/latest").allowed == ("E1301", "E1302")


def test_sums_and_croissant(old: Path, tmp_path: Path) -> None:
    import mlcroissant

    assert shutil.which("sha256sum") is None or (
        subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=old, check=False).returncode == 0
    )
    made = mlcroissant.Dataset(jsonld=old / "croissant.json")
    for table in read_manifest(old).tables:
        if table.rows:
            assert sum(1 for _ in made.records(record_set=table.name)) == table.rows


def test_the_command(dataset: Path, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    said = command("publish", dataset, "--to", releases, cwd=tmp_path, code=1)
    assert "E1301" in said
    assert "may not be published" in said
    allowed = ("--allow", "E1301", "--allow", "E1302")
    assert "would release version 1.0.0" in command(
        "publish", dataset, "--to", releases, *allowed, "--dry-run", cwd=tmp_path
    )
    assert not releases.exists() or not any(releases.iterdir())
    assert "released version 1.0.0" in command("publish", dataset, "--to", releases, *allowed, cwd=tmp_path)
    assert "unchanged since version 1.0.0" in command(
        "publish", dataset, "--to", releases, *allowed, cwd=tmp_path
    )
    assert "either --repo or --to" in command("publish", dataset, cwd=tmp_path, code=2)


def test_waiting_for_a_hub_has_an_end(there: Hub) -> None:
    calls.api()
    timeout = get_session().timeout
    assert (timeout.connect, timeout.read, timeout.write) == (30.0, 300.0, 300.0)


def test_folders_are_made_only_where_there_are_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[str] = []
    for system in (MemoryFileSystem, LocalFileSystem):
        monkeypatch.setattr(system, "makedirs", lambda _, path, **__: made.append(path))
    Bucket("memory://releases")._make_folder("/releases/1.0.0/data")
    assert not made
    Bucket(tmp_path.as_uri())._make_folder("there")
    assert made == ["there"]


def test_a_release_in_a_bucket_and_its_pointer(old: Path, new: Path) -> None:
    there = MemoryFileSystem()
    for built, version in ((old, "1.0.0"), (new, "1.1.0")):
        assert publish(built, target("memory://bucket"), Terms(day=DAY)).version == version
        assert there.exists(f"/bucket/{version}/manifest.json")
        assert f'"{version}"'.encode() in there.cat_file("/bucket/LATEST")
    assert publish(new, target("memory://bucket"), Terms(day=DAY)).state == "unchanged"
