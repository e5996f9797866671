"""Switching folders: old or new, whole, and nobody else's folder is touched."""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speechdata.errors import ConfigError
from speechdata.publish import _staging as publish

OURS = '{"generator": "speechdata"}'


def folder(path: Path, content: str, *, manifest: str = OURS) -> Path:
    path.mkdir(parents=True)
    (path / "manifest.json").write_text(manifest, "utf-8")
    (path / "data.txt").write_text(content, "utf-8")
    return path


def content(target: Path) -> str:
    return (target / "data.txt").read_text("utf-8")


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return folder(tmp_path / "dataset", "old")


def test_first_version(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "dataset"
    with publish.staged(target) as stage:
        folder(stage / "inner", "x")
        (stage / "manifest.json").write_text(OURS, "utf-8")
        assert not target.exists()
    assert names(target) == ["inner", "manifest.json"]
    assert names(target.parent) == ["dataset"]


def test_next_version_replaces_the_old_one_whole(target: Path) -> None:
    (target / "gone.txt").write_text("x", "utf-8")
    with publish.staged(target) as stage:
        (stage / "manifest.json").write_text(OURS, "utf-8")
        (stage / "data.txt").write_text("new", "utf-8")
        assert content(target) == "old"
        assert stage.stat().st_dev == target.stat().st_dev
    assert names(target) == ["data.txt", "manifest.json"]
    assert content(target) == "new"
    assert names(target.parent) == ["dataset"]


def test_error_while_writing_keeps_the_old_one(target: Path) -> None:
    def half_done() -> None:
        with publish.staged(target) as stage:
            (stage / "manifest.json").write_text(OURS, "utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert content(target) == "old"
    assert names(target.parent) == ["dataset"]


def test_unfinished_folder_is_not_published(target: Path) -> None:
    with pytest.raises(ConfigError, match="publish-unfinished"), publish.staged(target):
        pass
    assert content(target) == "old"


def test_leftovers_of_a_killed_build_are_cleared(target: Path) -> None:
    stage = folder(publish.staging_folder(target), "half")
    with publish.staged(target) as again:
        assert again == stage
        assert names(again) == []
        (again / "manifest.json").write_text(OURS, "utf-8")
    assert names(target) == ["manifest.json"]


@pytest.mark.parametrize("killed_at", ["aside", "in", "remove"])
def test_kill_in_the_middle_leaves_old_or_new(
    target: Path, killed_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dies before the named step of the switch; the next call finds one whole version."""

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    stage = folder(publish.staging_folder(target), "new")
    with monkeypatch.context() as patch:
        patch.setattr(publish, "_exchanged", lambda *_: False)
        if killed_at == "remove":
            patch.setattr(shutil, "rmtree", killed)
        else:
            rename, steps = Path.rename, iter(["aside", "in"])
            patch.setattr(Path, "rename", lambda a, b: killed() if next(steps) == killed_at else rename(a, b))
            patch.setattr(publish, "recover", lambda _: None)
        with pytest.raises(Killed):
            publish.replace_folder(stage, target)
    publish.recover(target)
    assert content(target) == ("new" if killed_at == "remove" else "old")
    assert not [name for name in names(target.parent) if name.endswith("-old")]


def test_a_reader_always_finds_a_whole_dataset(target: Path, tmp_path: Path) -> None:
    if not publish._exchanged(folder(tmp_path / "a", "a"), folder(tmp_path / "b", "b")):
        pytest.skip("this system cannot swap folders in one step")
    ended, seen = threading.Event(), set()

    def read() -> None:
        while not ended.is_set():
            seen.add(content(target))

    with ThreadPoolExecutor(1) as readers:
        reading = readers.submit(read)
        for number in range(300):
            publish.replace_folder(folder(publish.staging_folder(target), str(number)), target)
        ended.set()
        reading.result()
    assert len(seen) > 1
    assert names(target.parent) == ["a", "b", "dataset"]


def test_failed_move_puts_the_old_one_back(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = folder(publish.staging_folder(target), "new")
    rename = Path.rename

    def refuse(source: Path, to: Path) -> Path:
        if source == stage:
            raise OSError(18, "Invalid cross-device link")
        return rename(source, to)

    monkeypatch.setattr(publish, "_exchanged", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="cross-device"):
        publish.replace_folder(stage, target)
    assert content(target) == "old"


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "not json", '{"generator": "other"}', '{"name": "speechdata"}', "\ufeff{"],
)
def test_folder_of_others_is_never_replaced(tmp_path: Path, manifest: str) -> None:
    target = folder(tmp_path / "photos", "precious", manifest=manifest)
    with pytest.raises(ConfigError, match="publish-foreign"), publish.staged(target):
        pytest.fail("refused only after the work was done")
    with pytest.raises(ConfigError, match="publish-foreign"):
        publish.replace_folder(folder(tmp_path / "stage", "new"), target)
    assert content(target) == "precious"


def test_empty_folder_may_be_filled(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    target.mkdir()
    publish.replace_folder(folder(tmp_path / "stage", "new"), target)
    assert content(target) == "new"


def test_file_in_the_way(tmp_path: Path) -> None:
    target = tmp_path / "dataset"
    target.write_text("a file", "utf-8")
    with pytest.raises(ConfigError, match="publish-file"):
        publish.replace_folder(folder(tmp_path / "stage", "new"), target)
    assert target.read_text("utf-8") == "a file"


def test_no_permission(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ConfigError, match=f"{target.parent}: no permission"), publish.staged(target):
        pytest.fail("refused only after the work was done")


def test_link_to_a_dataset_is_followed(target: Path) -> None:
    link = target.parent / "latest"
    link.symlink_to(target)
    with publish.staged(link) as stage:
        (stage / "manifest.json").write_text(OURS, "utf-8")
    assert link.is_symlink()
    assert names(target) == ["manifest.json"]
