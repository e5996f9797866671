"""What speeches repeat is carried into their rows and told by the card."""

from __future__ import annotations

from pathlib import Path

import pytest

from repeats import SPEECHES, edited
from speechdata import tables
from speechdata.card import BoilerplateFact, boilerplate_fact
from speechdata.card._boilerplate import boilerplate
from speechdata.pipeline import BuildConfig, build
from speechdata.records import Speech

FIRST, SECOND = SPEECHES["sp-0"], SPEECHES["sp-2"]
SHARED = "同志们：\n下面我讲两点意见。各单位要坚持安全第一的方针。主管部门必须尽到自己的责任。\n"
OTHER = "同志们：\n今天的会议很重要。各单位要坚持安全第一的方针。我们要再接再厉抓好落实。\n"


def built(folder: Path, *, earlier: tuple[Path, ...] = (), **texts: str) -> dict[str, Speech]:
    """Speeches by the name of their file, of a real build of `texts`; `earlier` are dataset folders."""
    source = folder / "source"
    source.mkdir(parents=True)
    for name, text in texts.items():
        (source / f"{name}.txt").write_text(text, "utf-8")
    config = BuildConfig(source=str(source), output=folder / "output", earlier=earlier, workers=0)
    rows = tables.read(build(config).dataset, "speeches")
    return {Path(row.occurrences[0].path).stem: row for row in rows}  # type: ignore[attr-defined, misc]


def test_speeches_tell_what_they_share(tmp_path: Path) -> None:
    found = built(tmp_path, first=FIRST, copy=edited(FIRST, 0.02), a=SHARED, b=OTHER)
    pair = {found["first"].speech_id, found["copy"].speech_id}
    assert {found[name].near_duplicate_of for name in ("first", "copy")} == {None, min(pair)}
    assert found["first"].boilerplate_share == 0.0, "its near-duplicate does not count"
    assert found["a"].boilerplate_share == found["b"].boilerplate_share == pytest.approx(1 / 3)
    assert {each.earlier_duplicate_of for each in found.values()} == {None}


def test_speeches_of_an_earlier_dataset_are_named(tmp_path: Path) -> None:
    before = built(tmp_path / "one", first=FIRST)
    earlier = (tmp_path / "one" / "output" / "dataset",)
    found = built(tmp_path / "two", earlier=earlier, same=FIRST, copy=edited(FIRST, 0.02), new=SECOND)
    marks = {name: each.earlier_duplicate_of for name, each in found.items()}
    assert marks == {"same": before["first"].speech_id, "copy": before["first"].speech_id, "new": None}


@pytest.mark.parametrize(
    ("shares", "fact", "said"),
    [
        ([], None, ""),
        ([None], None, ""),
        (
            [0.5, None],
            (1, 0.5, 0),
            ["50.0% stand", "median of 1 speech)", "more than half do in 0 speeches (0.0%)"],
        ),
        ([0.0, 0.03, 0.51, 1.0], (4, 0.27, 2), ["27.0% stand", "of 4 speeches)", "in 2 speeches (50.0%)"]),
    ],
)
def test_the_card_tells_the_distribution(
    shares: list[float | None], fact: tuple[int, float, int] | None, said: list[str]
) -> None:
    found = boilerplate_fact(shares)
    due = fact and BoilerplateFact(n_speeches=fact[0], median=fact[1], n_above_half=fact[2])
    assert found == due
    line = boilerplate(found)
    assert all(part in line for part in said)
    assert bool(line) is bool(said)
