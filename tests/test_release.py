"""The releases of a build: what `pipeline.release` publishes is the dataset of the output folder, under its lock."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from folders import contents
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, build, locked, release
from speechdata.publish import GateError

GREETING = "同志们：\n下面，我就做好防汛工作讲几点意见。\n一、提高认识\n各地要高度重视防汛工作，压实责任。\n"
UNKNOWN = ("E1301", "E1302")
"""Neither licence nor publisher of these sources is known."""


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
    done = release(output, tmp_path / "releases", allow=UNKNOWN)
    assert done.state == "released"
    assert done.place == str((tmp_path / "releases" / "1.0.0").resolve())
    assert contents(Path(done.place) / "data") == contents(output / "dataset" / "data")
    assert str((tmp_path / "releases" / "latest").resolve()) == done.place


def test_the_same_content_is_no_new_version_and_old_ones_stay(output: Path, tmp_path: Path) -> None:
    first = release(output, tmp_path / "releases", allow=UNKNOWN)
    assert release(output, tmp_path / "releases", allow=UNKNOWN).state == "unchanged"
    kept = contents(Path(first.place))
    second = release(grow(tmp_path, 2), tmp_path / "releases", allow=UNKNOWN)
    assert second.version == "1.1.0"
    assert contents(Path(first.place)) == kept
    assert sorted(path.name for path in (tmp_path / "releases").iterdir()) == ["1.0.0", "1.1.0", "latest"]


def test_the_gate_stops_what_is_not_known(output: Path, tmp_path: Path) -> None:
    with pytest.raises(GateError, match="E1301, E1302"):
        release(output, tmp_path / "releases")
    assert not (tmp_path / "releases").exists()


def test_a_release_waits_for_a_build(output: Path, tmp_path: Path) -> None:
    given = (output, tmp_path / "releases")
    waiting = threading.Thread(target=release, args=given, kwargs={"allow": UNKNOWN})
    with locked(output):
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        assert not (tmp_path / "releases").exists()
    waiting.join()
    assert (tmp_path / "releases" / "latest").exists()


def test_without_a_dataset_there_is_nothing_to_release(tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing"):
        release(tmp_path / "output", tmp_path / "releases")
