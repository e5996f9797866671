"""Older office documents (.doc, .wps, .odt, .rtf): LibreOffice makes a .docx of them, and that is read.

So automatic numbers, notes and hidden text are dealt with as in Word documents. Files that only bear such a name,
as programs of old liked to save them, are read as what they are: a Word document or a web page.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from speechdata.readers import docx, html
from speechdata.readers._docx_xml import failure
from speechdata.readers._office_convert import convert
from speechdata.text.decode import Decoded

SUFFIXES = (".doc", ".wps", ".odt", ".rtf")
MAX_BYTES = 128 * 2**20

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR = 512
_WORD = b"\xec\xa5"
"""How the stream of text of an old Word document begins; the bit of protected ones is 11 bytes further on."""


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The text of an older office document; the evidence names the LibreOffice that converted it.

    Raises SourceError naming `place`: source-office without LibreOffice or if that hangs, source-empty,
    source-format, source-encrypted, source-damaged or source-limit. `encoding` is for web pages only.
    """
    if not data.strip():
        raise failure("empty", "no text in the file", place=place, advice="Put its text back or remove it.")
    if len(data) > MAX_BYTES:
        message = f"{len(data):,} bytes, more than {MAX_BYTES:,}"
        raise failure("limit", message, place=place, advice="Split the document, or take its pictures out.")
    suffix = _suffix(data, place)
    if suffix == ".html":
        return html.text(data, place=place, encoding=encoding)
    if suffix == ".docx":
        return docx.text(data, place=place)
    made, version = convert(data, suffix, place=place)
    decoded = docx.text(made, place=place)
    told = f"{suffix[1:]} document; converted by {version}; {decoded.evidence}"
    return replace(decoded, encoding=suffix[1:], evidence=told)


def _suffix(data: bytes, place: str) -> str:
    """The suffix that fits what the file is. Raises SourceError: source-format, -encrypted or -damaged."""
    if data.startswith(_OLE):
        _refuse_protected(_is_protected(data), place)
        return ".doc"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return _zipped(data, place)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ".html"
    message = "neither an old Word document, an OpenDocument text, RTF, .docx nor a web page"
    advice = "Give the file the suffix of its own format, or save it as .docx."
    raise failure("format", message, place=place, advice=advice)


def _is_protected(data: bytes) -> bool:
    """Whether an OLE file says that a password is needed."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    heads = (start for start in range(_SECTOR, len(data), _SECTOR) if data.startswith(_WORD, start))
    return any(data[start + 11] & 1 for start in heads if start + 11 < len(data))


def _zipped(data: bytes, place: str) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "META-INF/manifest.xml" not in names:
                return ".docx"
            with archive.open("META-INF/manifest.xml") as member:
                _refuse_protected(b"encryption-data" in member.read(2**20), place)
            return ".odt"
    except (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise failure("damaged", f"a damaged or cut-off archive: {error}", place=place) from error


def _refuse_protected(protected: bool, place: str) -> None:
    if protected:
        advice = "Open it with its password in Word, WPS or LibreOffice, take the protection off and save it."
        raise failure("encrypted", "protected by a password", place=place, advice=advice)
