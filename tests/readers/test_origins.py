"""Where files are found: folders, patterns, URLs and standard input; what is not there; what cannot be fetched."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import fsspec
import pytest

from readers.doors import SPEECH, only
from speechdata.errors import ConfigError, SourceError
from speechdata.readers import Limits, Origin, discover, fetch, version

DATA = SPEECH.encode()
LARGE = DATA * 50_000
LIMITS = Limits()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt", "a/二.TXT", "a/一.text", "a/gold/c.txt", "a/sources.csv", "d.unknown", "e", "sources.csv",
        "assertions.toml", "gold/x.txt", "gold/x.gold.jsonl", ".hidden.txt", ".git/config.txt", "a/.x/y.txt",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DATA)
    return tmp_path


def names(source: str) -> list[str]:
    return [origin.name for origin in discover(source)]


def test_a_folder_gives_all_files_but_hidden_ones_and_those_of_the_project(folder: Path) -> None:
    found = discover(str(folder))
    assert [origin.name for origin in found] == [
        "a/gold/c.txt", "a/sources.csv", "a/一.text", "a/二.TXT", "b.txt", "d.unknown", "e",
    ]  # fmt: skip
    assert all(origin == Origin(origin.name, str(folder / origin.name), len(DATA)) for origin in found)
    assert discover(f"file://{folder}") == found


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*.txt", ["a/gold/c.txt", "b.txt"]),
        ("a/*.T*", ["二.TXT"]),
        ("[ab]*", ["a/gold/c.txt", "a/sources.csv", "a/一.text", "a/二.TXT", "b.txt"]),
        ("gold/*", ["x.gold.jsonl", "x.txt"]),
    ],
)
def test_a_pattern_gives_what_it_matches(folder: Path, pattern: str, found: list[str]) -> None:
    assert names(f"{folder}/{pattern}") == found


def test_a_file_is_found_by_its_name_even_if_it_looks_like_a_pattern(folder: Path) -> None:
    (folder / "a[1].txt").write_bytes(DATA)
    assert discover(str(folder / "a[1].txt")) == [Origin("a[1].txt", str(folder / "a[1].txt"), len(DATA))]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert discover(str(tmp_path)) == []


def test_links_in_a_circle_and_dead_ones_do_not_stop_the_search(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_bytes(DATA)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "none")
    assert names(str(tmp_path)) == ["a/x.txt", "dead.txt"]
    with pytest.raises(SourceError, match="source-unreadable"):
        fetch(discover(str(tmp_path))[1], limits=LIMITS)


def test_a_folder_that_cannot_be_listed_is_refused_when_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = Path.iterdir

    def denied(path: Path) -> Iterator[Path]:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", denied)
    found = {origin.name: origin for origin in discover(str(folder))}
    assert list(found) == ["a", "b.txt", "d.unknown", "e"]
    with pytest.raises(SourceError, match=r"a: a folder that cannot be listed \[source-unreadable\]"):
        fetch(found["a"], limits=LIMITS)


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_in_another_encoding_is_recovered_and_its_file_read(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "讲话.txt".encode("gb18030")
    with open(raw, "wb") as file:  # noqa: PTH123 (a Path holds no bytes)
        file.write(DATA)
    (origin,) = discover(str(tmp_path))
    assert (origin.name, fetch(origin, limits=LIMITS)) == ("讲话.txt", DATA)


@pytest.mark.parametrize(
    ("source", "code", "told"),
    [
        ("none", "source-missing", "none"),
        ("none/*.txt", "source-missing", "none"),
        ("memory://none", "source-missing", "memory://none"),
        ("memory://none/*.txt", "source-missing", "memory://none"),
        ("gopher://x", "source-unreachable", "gopher"),
        ("http://127.0.0.1:9/x.txt", "source-unreachable", "127.0.0.1"),
    ],
)
def test_what_is_not_there_is_an_error_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, code: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        discover(source)
    assert caught.value.code == code
    assert told in str(caught.value)
    assert caught.value.advice


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ConfigError, match=r"s3fs.*source-package"):
        discover("s3://bucket/x")


def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DATA)))
    (origin,) = discover("-")
    assert origin == Origin("stdin", "-", 0)
    assert only(fetch(origin, limits=LIMITS), origin.name).text == SPEECH


def test_a_file_system_in_memory() -> None:
    system = fsspec.filesystem("memory")
    files = dict.fromkeys(("x/1.txt", "x/y/2.csv", "x/.h.txt", "x/sources.csv", "x/y/gold/3.txt"), DATA)
    for name, data in files.items():
        system.pipe(f"/door/{name}", data)
    assert names("memory://door/x") == ["1.txt", "y/2.csv", "y/gold/3.txt"]
    assert names("memory://door/**/*.txt") == ["x/1.txt", "x/y/gold/3.txt"]
    (origin,) = discover("memory://door/x/1.txt")
    assert (origin.name, origin.size, fetch(origin, limits=LIMITS)) == ("1.txt", len(DATA), DATA)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def web(folder: Path) -> Iterator[str]:
    (folder / "sub dir").mkdir()
    (folder / "sub dir" / "讲 话.txt").write_bytes(DATA)
    (folder / "large").write_bytes(LARGE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_files_on_a_web_server(web: str) -> None:
    found = {origin.name: origin for origin in discover(f"{web}/")}
    assert {"b.txt", "a/一.text", "sub dir/讲 话.txt"} <= set(found)
    assert not {".hidden.txt", "sources.csv", "gold/x.txt"} & set(found)
    assert fetch(found["sub dir/讲 话.txt"], limits=LIMITS) == DATA
    assert fetch(found["large"], limits=LIMITS) == LARGE
    assert names(f"{web}/b.txt?version=2") == ["b.txt"]
    with pytest.raises(ConfigError, match="source-missing"):
        discover(f"{web}/none.txt")
    with pytest.raises(SourceError, match="source-unreadable"):
        fetch(Origin("none.txt", f"{web}/none.txt", 0), limits=LIMITS)


def test_what_vanished_or_is_too_large_is_told_when_it_is_read(folder: Path) -> None:
    (origin,) = discover(str(folder / "b.txt"))
    for limit, size in ((len(DATA) - 1, origin.size), (len(DATA) - 1, 0)):
        with pytest.raises(SourceError, match=r"b\.txt: .*source-limit"):
            fetch(Origin(origin.name, origin.url, size), limits=Limits(file_bytes=limit))
    assert fetch(origin, limits=Limits(file_bytes=len(DATA))) == DATA
    (folder / "b.txt").unlink()
    with pytest.raises(SourceError, match=r"b\.txt: No such file.*source-unreadable"):
        fetch(origin, limits=LIMITS)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_among_the_files_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.txt")
    (tmp_path / "y.txt").symlink_to("/dev/zero")
    for origin in discover(str(tmp_path)):
        with pytest.raises(SourceError, match="no regular file"):
            fetch(origin, limits=LIMITS)
        with pytest.raises(SourceError, match="no regular file"):
            version(origin)
