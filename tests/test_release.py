"""Versions beside each other: whole folders, named by content, and a link to the newest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from folders import contents
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, build, release

GREETING = "同志们：\n下面，我就做好防汛工作讲几点意见。\n一、提高认识\n各地要高度重视防汛工作，压实责任。\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """The output of a build of one speech."""
    (tmp_path / "source").mkdir()
    return grow(tmp_path, 1)


def grow(tmp_path: Path, number: int) -> Path:
    speech = GREETING.replace("防汛", f"第{number}轮防汛")
    (tmp_path / "source" / f"{number}.txt").write_text(speech, "utf-8")
    build(BuildConfig(source=str(tmp_path / "source"), output=tmp_path / "output", workers=0))
    return tmp_path / "output"


def test_a_version_is_a_copy_and_latest_points_to_it(output: Path, tmp_path: Path) -> None:
    folder, is_new = release(output, tmp_path / "releases")
    assert is_new
    assert folder.name.startswith("0.1.0-")
    assert contents(folder) == contents(output / "dataset")
    assert (tmp_path / "releases" / "latest").resolve() == folder.resolve()


def test_the_same_content_is_no_new_version(output: Path, tmp_path: Path) -> None:
    first, _ = release(output, tmp_path / "releases")
    again, is_new = release(output, tmp_path / "releases")
    assert (again, is_new) == (first, False)
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [first.name, "latest"]


def test_old_versions_stay(output: Path, tmp_path: Path) -> None:
    first, _ = release(output, tmp_path / "releases")
    kept = contents(first)
    second, is_new = release(grow(tmp_path, 2), tmp_path / "releases")
    assert is_new
    assert contents(first) == kept
    assert (tmp_path / "releases" / "latest").resolve() == second.resolve()


def test_a_copy_that_breaks_off_leaves_nothing(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = release(output, tmp_path / "releases")
    grow(tmp_path, 2)

    def full(source: Path, target: Path, **_: object) -> None:
        (target / "half").write_text("half", "utf-8")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copytree", full)
        with pytest.raises(OSError, match="No space"):
            release(output, tmp_path / "releases")
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == [first.name, "latest"]
    assert (tmp_path / "releases" / "latest").resolve() == first.resolve()


def test_without_a_dataset_there_is_nothing_to_release(tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing"):
        release(tmp_path / "output", tmp_path / "releases")
