from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from speechdata import readers
from speechdata.errors import ConfigError, SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt", "a/二.TXT", "a/一.text", "a/gold/c.txt", "a/sources.csv", "d.unknown", "e", "sources.csv",
        "assertions.toml", "gold/x.txt", "gold/x.gold.jsonl", ".hidden.txt", ".git/config.txt", "a/.x/y.txt",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("同志们：\n", "utf-8")
    return tmp_path


def test_sources_are_what_a_reader_knows_sorted_by_path(folder: Path) -> None:
    found = readers.discover(folder)
    assert [name for _, name in found] == ["a/gold/c.txt", "a/一.text", "a/二.TXT", "b.txt"]
    assert all(path == folder / name for path, name in found)


def test_the_rest_is_reported_but_project_files_and_hidden_ones(folder: Path) -> None:
    assert [name for _, name in readers.unknown(folder)] == ["a/sources.csv", "d.unknown", "e"]


def test_a_single_file_is_its_own_folder(folder: Path) -> None:
    assert readers.discover(folder / "b.txt") == [(folder / "b.txt", "b.txt")]
    assert readers.unknown(folder / "d.unknown") == [(folder / "d.unknown", "d.unknown")]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert readers.discover(tmp_path) == readers.unknown(tmp_path) == []


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        readers.discover(tmp_path / "none")
    assert caught.value.code == "source-missing"


def test_a_source_knows_its_bytes(tmp_path: Path) -> None:
    data = "同志们：\r\n今天开会。".encode("gb18030")
    (tmp_path / "x.txt").write_bytes(data)
    source = readers.read(tmp_path / "x.txt", "in/x.txt")
    digest = hashlib.sha256(data).hexdigest()
    assert (source.source_id, source.sha256, source.n_bytes) == (f"src-{digest[:16]}", digest, len(data))
    assert (source.path, source.encoding) == ("in/x.txt", "gb18030")
    assert source.text == "同志们：\r\n今天开会。"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.unknown", b"PK", "source-format"),
        ("x", b"text", "source-format"),
        ("x.txt", b"", "source-empty"),
        ("x.txt", b"\x00\x01\x02", "source-binary"),
        ("x.txt", b"\xff\xff\xff\xff", "source-encoding"),
        ("missing.txt", None, "source-unreadable"),
    ],
)
def test_what_cannot_be_read_names_the_file(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError) as caught:
        readers.read(tmp_path / name, f"in/{name}")
    assert caught.value.code == code
    assert caught.value.place.startswith(f"in/{name}")
    assert caught.value.advice


def test_every_format_is_a_module_that_declares_its_suffixes() -> None:
    assert {".txt", ".text"} <= set(readers.formats())
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in readers.formats())
