"""A dataset that comes after another: what the other one held stays byte for byte, what is new stands apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from folders import contents
from speechdata import tables
from speechdata.card import read_manifest
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, build
from speechdata.pipeline.collection import NEW, generations
from speechdata.views import records
from versioned import SUBJECTS, files_of, speech


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all builds of this module: they share what they have done."""
    return tmp_path_factory.mktemp("generations")


def built(home: Path, files: dict[str, str], *, after: Path | None = None) -> Path:
    """The dataset folder of a build of named files, after that of another one, moved aside."""
    source = home / "source"
    source.mkdir(exist_ok=True)
    for path in source.iterdir():
        path.unlink()
    for name, text in files.items():
        (source / name).write_text(text, "utf-8")
    config = BuildConfig(source=str(source), output=home / "output", after=after, workers=0, shard_bytes=1)
    folder = build(config).dataset
    return folder.rename(home / f"dataset-{len(list(home.iterdir()))}")


@pytest.fixture(scope="module")
def first(home: Path) -> Path:
    return built(home, files_of("b", "d"))


@pytest.fixture(scope="module")
def second(home: Path, first: Path) -> Path:
    """With files whose names stand before, between and behind the first ones."""
    return built(home, files_of("a", "b", "c", "d", "e"), after=first)


def data(folder: Path) -> Counter[bytes]:
    """The Parquet files of all tables but the lexicon, as their contents."""
    found = contents(folder / "data")
    return Counter(content for path, content in found.items() if not path.startswith("lexicon/"))


def subjects(folder: Path) -> dict[int, str]:
    """Names of the sources by the generation of their speech, in the order of the rows of a split."""
    known = generations(folder)
    rows = sorted(tables.read(folder, "speeches"), key=lambda row: known[row.speech_id])  # type: ignore[attr-defined]
    names: dict[int, str] = {}
    for row in rows:
        number = known[row.speech_id]  # type: ignore[attr-defined]
        names[number] = names.get(number, "") + Path(row.occurrences[0].path).stem  # type: ignore[attr-defined]
    return {number: "".join(sorted(each)) for number, each in names.items()}


def test_files_that_were_there_stay_byte_for_byte(first: Path, second: Path) -> None:
    old, new = data(first), data(second)
    assert old
    assert not old - new
    assert (new - old).total() > 0
    assert subjects(first) == {0: "bd"}
    assert subjects(second) == {0: "bd", 1: "ace"}


def test_without_the_first_dataset_its_files_change(home: Path, first: Path) -> None:
    fresh = built(home, files_of("a", "b", "c", "d", "e"))
    assert data(first) - data(fresh)
    assert subjects(fresh) == {0: "abcde"}


def test_the_rows_are_those_of_a_build_by_itself(home: Path, second: Path) -> None:
    fresh = built(home, files_of(*SUBJECTS))
    for name in records():
        one, other = (_rows(folder, name) for folder in (second, fresh))
        assert sorted(map(repr, one)) == sorted(map(repr, other)), name
        assert bool(one) or name in ("placeholders", "template_filling"), name


def _rows(folder: Path, name: str) -> list[dict[str, object]]:
    paths = [folder / file.path for file in read_manifest(folder).table(name).files]
    columns = list(records()[name].model_fields)
    return [row for path in paths for part in tables.file_columns(path, columns) for row in part.to_pylist()]


def test_a_build_after_itself_changes_nothing(home: Path, second: Path) -> None:
    again = built(home, files_of("a", "b", "c", "d", "e"), after=second)
    assert contents(again) == contents(second)


def test_what_went_leaves_no_gap_and_what_was_edited_is_new(home: Path, second: Path) -> None:
    files = files_of("a", "c", "d", "e") | {"d.txt": speech(SUBJECTS["d"], "要抓好食品安全宣传。")}
    third = built(home, files, after=second)
    assert subjects(third) == {0: "ace", 1: "d"}


def test_tables_stand_in_the_order_of_the_speeches(second: Path) -> None:
    ids = [row.speech_id for row in tables.read(second, "speeches")]  # type: ignore[attr-defined]
    named = [row.speech_id for row in tables.read(second, "sentences")]  # type: ignore[attr-defined]
    assert list(dict.fromkeys(named)) == ids


def test_manifests_of_before_count_as_one_generation(first: Path) -> None:
    assert {file.generation for table in read_manifest(first).tables for file in table.files} == {0}
    known = tables.FileFact.model_validate(
        {"path": "a", "split": "train", "rows": 1, "bytes": 1, "arrow_bytes": 1, "sha256": "0" * 64}
    )
    assert known.generation == 0 < NEW


def test_a_folder_that_is_no_dataset_is_named(home: Path, tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing") as caught:
        built(home, files_of("a"), after=tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_dataset_to_come_after_is_not_taken_for_an_earlier_one(home: Path, first: Path) -> None:
    """One after the other into the same output: what was done for the one is no answer to the other."""
    files = files_of("a", "b", "d")
    config = BuildConfig(source=str(home / "source"), output=home / "output", workers=0, shard_bytes=1)
    later = built(home, files, after=first).rename(config.dataset)
    assert subjects(later) == {0: "bd", 1: "a"}
    assert subjects(build(config.model_copy(update={"earlier": (first,)})).dataset) == {0: "abd"}
