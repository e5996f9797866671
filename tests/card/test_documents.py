"""The documents beside the data: all of them follow from manifest and tables, and SHA256SUMS covers them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from folders import contents
from speechdata import card
from speechdata.card._samples import filled_in

pytestmark = pytest.mark.usefixtures("made_layer")


def test_the_folder_has_them_all(made_dataset: Path) -> None:
    assert {path.name for path in made_dataset.iterdir() if path.is_file()} == set(card.DOCUMENTS)
    texts = card.documents(card.read_manifest(made_dataset), card.samples(made_dataset))
    assert {*card.DOCUMENTS} - texts.keys() == {"SHA256SUMS"}
    for path, text in texts.items():
        assert (made_dataset / path).read_text("utf-8") == text


def test_sums_cover_every_file_but_themselves(made_dataset: Path) -> None:
    lines = (made_dataset / "SHA256SUMS").read_text("utf-8").splitlines()
    found = {line[66:]: line[:64] for line in lines}
    files = [path for path in made_dataset.rglob("*") if path.is_file() and path.name != "SHA256SUMS"]
    assert found == {
        path.relative_to(made_dataset).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    assert [line[66:] for line in lines] == sorted(found)


def test_sha256sum_reads_them_and_tells_damage(made_dataset: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made_dataset, tmp_path / "copy"))
    command = ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"]
    assert subprocess.run(command, cwd=copy, capture_output=True).returncode == 0
    with (copy / "README.md").open("a") as readme:
        readme.write("x")
    said = subprocess.run(["env", "LC_ALL=C", *command], cwd=copy, capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stdout == "README.md: FAILED\n"


def test_a_release_changes_documents_and_no_data(made_dataset: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made_dataset, tmp_path / "copy"))
    before = contents(copy)
    (copy / "CHANGELOG.md").write_text("# 9.8.7\n", "utf-8")
    released = card.read_manifest(copy).model_copy(update={"version": "9.8.7"})
    card.write_documents(copy, released, card.samples(copy))
    after = contents(copy)
    changed = {path for path in after if after[path] != before.get(path)}
    assert {str(path) for path in changed} == {*card.DOCUMENTS, "CHANGELOG.md"}
    assert all("9.8.7" in (copy / name).read_text("utf-8") for name in card.DOCUMENTS if name != "SHA256SUMS")
    assert "  CHANGELOG.md\n" in (copy / "SHA256SUMS").read_text("utf-8")


def test_writing_twice_gives_the_same_bytes(made_dataset: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made_dataset, tmp_path / "copy"))
    card.write_documents(copy, card.read_manifest(copy), card.samples(copy))
    assert contents(copy) == contents(made_dataset)


def test_hidden_files_have_no_sum(made_dataset: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made_dataset, tmp_path / "copy"))
    (copy / ".cache").mkdir()
    (copy / ".cache" / "x").write_text("x")
    assert card.checksums(copy) == (made_dataset / "SHA256SUMS").read_text("utf-8")


# the rows that the card shows


def test_samples_are_the_fullest_rows_of_each_table(made_dataset: Path) -> None:
    found = card.samples(made_dataset)
    assert list(found) == ["speeches", "sentences", "pledges"]
    for name, row in found.items():
        table = pq.ParquetFile(made_dataset / "data" / name / "train-00000-of-00001.parquet").read()
        counts = filled_in(table)
        first = pc.index(counts, pc.max(counts)).as_py()
        assert row == type(row).model_validate(table.slice(first, 1).to_pylist()[0])


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"a": ["x", "", None], "b": [1, None, 0]}, [2, 0, 1]),
        ({"a": [[1], [], None], "b": [False, True, None]}, [2, 1, 0]),
    ],
)
def test_a_field_is_filled_if_it_is_neither_null_nor_empty(
    values: dict[str, list[object]], counts: list[int]
) -> None:
    assert filled_in(pa.table(values)).to_pylist() == counts
