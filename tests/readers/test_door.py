"""The door: how each file is taken, what a file of one text gives, what is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from readers.doors import SPEECH, items, only, refused, zipped
from readers.word import docx, paragraph, run
from speechdata import readers
from speechdata.errors import SourceError
from speechdata.readers import Limits, Options
from speechdata.readers._names import suffix_of

DATA = SPEECH.encode()


def test_a_source_knows_its_bytes() -> None:
    data = "同志们：\r\n今天开会。".encode("gb18030")
    source = only(data, "in/x.txt")
    digest = hashlib.sha256(data).hexdigest()
    assert (source.source_id, source.sha256, source.n_bytes) == (f"src-{digest[:16]}", digest, len(data))
    assert (source.path, source.encoding) == ("in/x.txt", "gb18030")
    assert source.text == "同志们：\r\n今天开会。"


WORD = docx(paragraph(run(SPEECH.splitlines()[1])))
PAGE = f"<!-- x --><!DOCTYPE html><html><body><p>{SPEECH}</p></body></html>".encode()


@pytest.mark.parametrize(
    ("name", "data", "encoding", "told"),
    [
        ("x.txt", DATA, "utf-8", "valid UTF-8"),
        ("x.txt", WORD, "docx", "named .txt, but a Word document; Word document"),
        ("x.zip", WORD, "docx", "named .zip, but a Word document"),
        ("x.jpg", WORD, "docx", "named .jpg, but a Word document"),
        ("x", WORD, "docx", "named without suffix, but a Word document"),
        ("x.docx", WORD, "docx", "Word document"),
        ("x.docm", WORD, "docx", "Word document"),
        ("x.txt", PAGE, "html (utf-8)", "named .txt, but a web page"),
        ("x.csv", PAGE, "html (utf-8)", "named .csv, but a web page"),
        ("x.docx", PAGE, "html (utf-8)", "named .docx, but a web page"),
        ("x.txt", PAGE.decode().encode("utf-16"), "html (utf-16-le)", "named .txt, but a web page"),
        ("x.htm", PAGE, "html (utf-8)", "no charset declared"),
        ("x.pdf", DATA, "utf-8", "named .pdf, but plain text; valid UTF-8"),
        ("x", DATA, "utf-8", "no suffix, taken as text; valid UTF-8"),
        ("2024.3.16讲话", DATA, "utf-8", "no suffix, taken as text"),
        ("x.md", b"# PAR1 and <html>", "utf-8", "ASCII"),
    ],
)
def test_content_says_what_a_file_is_and_the_name_where_it_cannot(
    name: str, data: bytes, encoding: str, told: str
) -> None:
    source = only(data, name)
    assert source.encoding == encoding
    assert source.encoding_evidence.startswith(told)


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a/b.TXT", ".txt"),
        ("b.tar.gz", ".gz"),
        ("讲话.7z", ".7z"),
        ("3.16讲话", ""),
        ("x.2024", ""),
        (".txt", ""),
    ],
)
def test_a_suffix_is_one_only_if_it_looks_like_one(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("name", "data", "code", "told"),
    [
        ("x.unknown", DATA, "source-format", "no reader for .unknown"),
        ("x.txt", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "source-format", "Excel"),
        ("x.txt", b"7z\xbc\xaf\x27\x1c rest", "source-format", "7-Zip"),
        ("x.txt", b"Rar!\x1a\x07\x01\0 rest", "source-format", "RAR"),
        (
            "x.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook".encode("utf-16-le"),
            "source-format",
            "Excel",
        ),
        ("x.epub", zipped({"mimetype": "application/epub+zip", "a.html": PAGE}, 0), "source-format", "EPUB"),
        ("x.txt", b"", "source-empty", ""),
        ("x.txt", b"\x00\x01\x02", "source-binary", ""),
        ("x", b"\x00\x01\x02", "source-binary", ""),
        ("x.txt", b"\xff\xff\xff\xff", "source-encoding", ""),
        ("x.docx", b"PK\x03\x04 cut off", "source-damaged", ""),
        ("x.zip", b"PK\x03\x04 cut off", "source-damaged", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_bytes(name: str, data: bytes, code: str, told: str) -> None:
    found = refused(data, f"in/{name}")
    assert (found.path, found.data, found.error.code) == (f"in/{name}", data, code)
    assert found.error.place.startswith(f"in/{name}")
    assert told in found.error.message


def test_an_encoding_can_be_asked_for() -> None:
    data = "中文".encode("big5")
    assert items(data, "x.txt", Options(encoding="big5")) == {"x.txt": "中文"}
    assert refused(data, "x.txt", Options(encoding="utf-8")).error.code == "source-encoding"


def test_a_text_beyond_the_limit_is_refused() -> None:
    options = Options(limits=Limits(characters=len(SPEECH)))
    assert items(DATA, "x.txt", options) == {"x.txt": SPEECH}
    assert refused(DATA + b"!", "x.txt", options).error.code == "source-limit"


def test_a_reader_that_fails_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes, **_options: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.setitem(readers.formats(), ".md", failing)
    found = items(zipped({"a.md": DATA, "b.txt": DATA}), "x.zip")
    assert found == {"x.zip/a.md": "source-failed", "x.zip/b.txt": SPEECH}


def test_one_source_is_read_and_several_are_named(tmp_path: Path) -> None:
    archive = tmp_path / "x.zip"
    archive.write_bytes(zipped({"a.txt": DATA}))
    assert readers.read(archive, "in/x.zip").path == "in/x.zip/a.txt"
    archive.write_bytes(zipped({f"{number}.txt": DATA for number in range(9)}))
    with pytest.raises(SourceError) as caught:
        readers.read(archive, "in/x.zip")
    assert caught.value.code == "source-several"
    assert "in/x.zip/0.txt, in/x.zip/1.txt" in str(caught.value)
    assert "in/x.zip/8.txt" not in str(caught.value)


@pytest.mark.parametrize(("data", "code"), [(b"", "source-empty"), (None, "source-unreadable")])
def test_what_keeps_one_source_from_being_read_is_raised(
    tmp_path: Path, data: bytes | None, code: str
) -> None:
    if data is not None:
        (tmp_path / "x.txt").write_bytes(data)
    with pytest.raises(SourceError) as caught:
        readers.read(tmp_path / "x.txt", "in/x")
    assert caught.value.code == code
    assert caught.value.place == "in/x"


def test_the_suffix_of_the_file_counts_and_not_that_of_the_name_in_records(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(DATA)
    assert readers.read(tmp_path / "x.md", "other").encoding_evidence == "valid UTF-8"


def test_every_format_is_a_module_that_declares_its_suffixes() -> None:
    known = [*readers.formats(), *readers.containers()]
    assert {".txt", ".text", ".docx", ".html", ".csv", ".zip"} <= set(known)
    assert len(known) == len(set(known))
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in known)
