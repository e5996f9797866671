"""Releases in a folder and in a bucket: whole versions beside each other, and the newest switched to last."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import fsspec
import pytest
from s3fs import S3FileSystem  # type: ignore[import-untyped]

import s3
from folders import contents
from speechdata.card import read_manifest
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.publish import GateError, Publication, Published, _bucket, _local, publish_as

pytest_plugins = ["published"]
DAY = date(2026, 1, 5)
Builder = Callable[..., Path]


class Place:
    """Where releases lie, as a reader sees it."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.system, self.path = fsspec.core.url_to_fs(to)

    def put(self, folder: Path, **options: Any) -> Published:
        return publish_as(Publication(folder=folder, to=self.to, date=DAY, **options))

    def paths(self) -> set[str]:
        """All files there."""
        self.system.invalidate_cache()
        return set(map(str, self.system.find(self.path)))

    def files(self) -> dict[str, bytes]:
        """What a reader gets who follows the pointer: path -> bytes; empty before the first release."""
        self.system.invalidate_cache()
        if "://" not in self.to:
            latest = Path(self.to) / _local.LATEST
            return contents(latest.resolve()) if latest.exists() else {}
        pointer = f"{self.path}/{_bucket.LATEST}"
        if not self.system.exists(pointer):
            return {}
        home = f"{self.path}/{json.loads(self.system.cat_file(pointer))['version']}"
        return {str(at).removeprefix(f"{home}/"): self.system.cat_file(at) for at in self.system.find(home)}

    def version(self) -> str:
        return str(json.loads(self.files()["manifest.json"])["version"])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server of this machine that speaks S3."""
    with s3.serving() as url:
        yield url


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    if request.param == "folder":
        yield Place(str(tmp_path / "releases"))
        return
    with s3.bucket(request.getfixturevalue("server"), "releases", monkeypatch, tmp_path):
        yield Place("s3://releases/speeches")


def test_a_release_is_the_dataset_with_its_version_and_history(place: Place, built: Builder) -> None:
    made = read_manifest(built("ab"))
    done = place.put(built("ab"))
    assert (done.version, done.state) == ("1.0.0", "released")
    files = place.files()
    assert place.version() == "1.0.0"
    assert {"README.md", "CHANGELOG.md", "SHA256SUMS", "CITATION.cff", "croissant.json"} <= files.keys()
    data = {path: file for path, file in contents(built("ab")).items() if path.startswith("data/")}
    assert {path: file for path, file in files.items() if path.startswith("data/")} == data
    assert read_manifest(built("ab")) == made, "the build itself stays as it was"


def test_the_same_content_is_no_new_version(place: Place, built: Builder) -> None:
    place.put(built("ab"))
    before = place.paths()
    assert place.put(built("ab")).state == "unchanged"
    assert place.paths() == before


def test_a_change_is_a_new_version_and_the_old_one_stays(place: Place, built: Builder) -> None:
    place.put(built("ab"))
    first = place.files()
    done = place.put(built("abc"))
    assert (done.version, place.version()) == ("1.1.0", "1.1.0")
    assert b"## [1.0.0]" in place.files()["CHANGELOG.md"]
    assert place.put(built("ab"), version="1.0.0").version == "1.0.0"
    assert place.files() == first, "switched back to what was released before"


def test_a_dry_run_changes_nothing(place: Place, built: Builder) -> None:
    place.put(built("ab"))
    before = place.paths(), place.files()
    done = place.put(built("abc"), dry_run=True)
    assert (done.version, done.is_dry_run) == ("1.1.0", True)
    assert {change.kind for change in done.changes} >= {"changed"}
    assert "+Version 1.1.0" in done.card_diff
    assert (place.paths(), place.files()) == before


@pytest.mark.parametrize("step", ["half", "pointer"])
def test_an_interrupted_release_leaves_the_old_one_and_the_next_run_completes_it(
    place: Place, built: Builder, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place.put(built("ab"))
    before = place.files()
    with monkeypatch.context() as patch:
        _breaks(patch, step)
        with pytest.raises((OSError, SpeechdataError), match="No space left"):
            place.put(built("abc"))
        assert place.files() == before
    S3FileSystem.clear_instance_cache()
    done = place.put(built("abc"))
    assert done.state == ("completed" if step == "pointer" else "released")
    assert place.version() == "1.1.0"
    assert place.put(built("abc")).state == "unchanged"
    assert not [path for path in place.paths() if "speechdata-next" in path]


def _breaks(patch: pytest.MonkeyPatch, step: str) -> None:
    """The disk or the bucket is full when half of the files are there, or when the pointer is to be switched."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    def half(source: Path, target: Path, *more: Any, **options: Any) -> None:
        if Path(target).name.startswith("."):  # the copy beside the releases, not the one that is prepared
            target.mkdir()
            (target / "half").write_text("half", "utf-8")
            full()
        copy(source, target, *more, **options)

    copy, put = shutil.copytree, S3FileSystem._put_file
    numbers = iter(range(3))

    async def none(*_: Any, **__: Any) -> None:
        full()

    async def some(self: Any, *given: Any, **options: Any) -> None:
        if next(numbers, None) is None:
            full()
        await put(self, *given, **options)

    if step == "pointer":
        patch.setattr(_local.LocalFolder, "_point", full)
        patch.setattr(S3FileSystem, "_pipe_file", none)
    else:
        patch.setattr(shutil, "copytree", half)
        patch.setattr(S3FileSystem, "_put_file", some)
    S3FileSystem.clear_instance_cache()  # a file system keeps the methods that it was made with


def test_a_released_version_never_changes(place: Place, built: Builder) -> None:
    place.put(built("ab"))
    before = place.files()
    with pytest.raises(ConfigError, match="version-taken"):
        place.put(built("abc"), version="1.0.0")
    assert place.files() == before


def test_the_gate_stops_here_too(place: Place, built: Builder) -> None:
    with pytest.raises(GateError, match="E1301"):
        place.put(built("a", licence="unknown"))
    assert place.files() == {}


def test_what_is_released_does_not_follow_the_folder_it_came_from(tmp_path: Path, built: Builder) -> None:
    folder = tmp_path / "dataset"
    shutil.copytree(built("ab"), folder)
    place = Place(str(tmp_path / "releases"))
    place.put(folder)
    before = place.files()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        path.write_bytes(b"other")
    assert place.files() == before


def test_a_pointer_to_another_manifest_is_told(built: Builder) -> None:
    place = Place("memory://releases")
    place.put(built("a"))
    place.system.pipe_file("/releases/1.0.0/manifest.json", b"{}")
    with pytest.raises(ConfigError, match="release-damaged"):
        place.put(built("a"))
    place.system.rm("/releases", recursive=True)


@pytest.mark.parametrize("to", ["nowhere://x/y", "ftp://user:secret@127.0.0.1:1/x", "s3://no-such-bucket/x"])
def test_a_target_that_cannot_be_reached_is_told_without_its_password(
    built: Builder, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("server"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(ConfigError, match="target-failed") as caught:
        publish_as(Publication(folder=built("a"), to=to))
    assert "secret" not in str(caught.value)


def test_a_folder_that_is_no_dataset_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing"):
        publish_as(Publication(folder=tmp_path, to=str(tmp_path / "releases")))
