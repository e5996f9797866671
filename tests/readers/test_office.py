"""Older office documents through LibreOffice, and what is said where it is missing or hangs."""

from __future__ import annotations

import io
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from readers import pdf_texts
from readers.word import definition, docx, instance, level, listed
from speechdata.errors import SourceError
from speechdata.readers import _office_convert, office
from speechdata.readers.office import text

FOLDER = Path(__file__).with_name("pdfs")
OLE = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
RTF = rb"{\rtf1\ansi Dear colleagues\par}"
converted = pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice is not installed (apt install libreoffice-writer)",
)


def manifest(content: str) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("META-INF/manifest.xml", content)
    return data.getvalue()


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        text(data, place="a.doc")
    assert caught.value.place == "a.doc"
    return caught.value


@converted
@pytest.mark.parametrize("suffix", ["doc", "odt"])
def test_paragraphs_come_back_as_they_were_written(suffix: str) -> None:
    decoded = text((FOLDER / f"blocks.{suffix}").read_bytes(), place="a.wps")
    assert decoded.text.split("\n") == pdf_texts.BLOCKS
    assert decoded.encoding == suffix
    assert decoded.evidence.startswith(f"{suffix} document; converted by LibreOffice ")


NUMBERED = (
    rb"{\rtf1\ansi{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc39\levelstartat1"
    rb"{\leveltext\'02\'00\u12289 ?;}{\levelnumbers\'01;}}\listid5}}"
    rb"{\*\listoverridetable{\listoverride\listid5\listoverridecount0\ls1}}"
    rb"\pard\ls1\ilvl0 A\par B\par}"
)


@converted
def test_automatic_numbers_are_read() -> None:
    decoded = text(NUMBERED, place="a.rtf")
    assert decoded.text.split("\n")[:2] == ["一、A", "二、B"]
    assert "numbers recovered: 2" in decoded.evidence


@converted
def test_what_libreoffice_cannot_read_is_damaged() -> None:
    assert refused(OLE + bytes(2000)).code == "source-damaged"


COUNTED = definition(level(0, "chineseCounting", "%1、")) + instance()
LINE = "同志们，现在开会，请大家坐好。"
NAMED_WRONGLY: dict[str, tuple[bytes, str]] = {
    "a Word document": (docx(listed("讲产业"), numbering=COUNTED), "一、讲产业"),
    "a web page": (f"<html><body><p>{LINE}</p></body></html>".encode(), LINE),
}


@pytest.mark.parametrize("name", NAMED_WRONGLY)
def test_files_with_an_old_name_are_read_as_what_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    data, expected = NAMED_WRONGLY[name]
    assert text(data, place="a.doc").text == expected


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "nothing": (lambda: b"", "empty", "no text in the file"),
    "plain text": (lambda: "讲话".encode(), "format", "neither an old Word document"),
    "protected .doc": (
        lambda: OLE + b"\xec\xa5".ljust(11, b"\0") + b"\x01" + bytes(500),
        "encrypted",
        "a password",
    ),
    "protected .docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "a password"),
    "protected .odt": (lambda: manifest("<manifest:encryption-data/>"), "encrypted", "a password"),
    "a cut-off archive": (lambda: manifest("<a/>")[:40], "damaged", "archive"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_errors_need_no_libreoffice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    make, code, message = REFUSED[name]
    error = refused(make())
    assert error.code == f"source-{code}"
    assert message in str(error)


def test_without_libreoffice_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    error = refused(RTF)
    assert error.code == "source-office"
    assert "apt install libreoffice-writer" in error.advice
    assert ".docx" in error.advice


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_BYTES", 10)
    assert refused(RTF).code == "source-limit"


def pretend(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a program called soffice first in PATH."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_program_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait", monkeypatch)
    monkeypatch.setattr(_office_convert, "MAX_SECONDS", 0.5)
    started = time.monotonic()
    error = refused(RTF)
    assert error.code == "source-office"
    assert "has not finished after 0.5 seconds" in str(error)
    assert time.monotonic() - started < 10
    assert _ended(int((tmp_path / "child").read_text()))


def _ended(process: int) -> bool:
    """Whether a process is gone, or dead and only not yet collected."""
    for _ in range(50):
        stat = Path(f"/proc/{process}/stat")
        try:
            os.kill(process, 0)
            if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_program_that_makes_nothing_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, "echo source file could not be loaded", monkeypatch)
    error = refused(RTF)
    assert error.code == "source-damaged"
    assert "source file could not be loaded" in str(error)
