"""The parts of a Word package: opened within limits, parsed without document types and entities."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath, split
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from speechdata.errors import SourceError
from speechdata.readers._docx_xml import MAX_NODES, failure, parse

MAX_MEMBERS = 10_000
"""Members in the archive; a book with a picture on each page has about a thousand."""
MAX_BYTES = 64 * 2**20
"""Unpacked bytes of all parts that are read (text, styles, numbering, relations), not of pictures."""
MAX_RATIO = 500
"""Unpacked to packed size of a part larger than a mebibyte; repetitive tables reach about 100."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)
_KINDS = ((b"{\\rtf", "RTF"), (b"%PDF", "PDF"), (b"<", "HTML or XML"), (b"\x1f\x8b", "gzip"))


class Package:
    """An open Word document. Raises SourceError: source-empty, -format, -encrypted, -damaged or -limit."""

    def __init__(self, data: bytes, *, place: str) -> None:
        self._place = place
        self._bytes = MAX_BYTES
        self._nodes = MAX_NODES
        self._archive = _open(data, place)
        self._members: dict[str, list[ZipInfo]] = {}
        for info in self._archive.infolist():
            self._members.setdefault(info.filename.replace("\\", "/").lower(), []).append(info)
        self._main = self._main_part()
        self._relations = list(self._related(self._main))

    def document(self) -> Element:
        """The root of the main part, a w:document."""
        root = self._parse(self._main)
        if root.tag != "w:document":
            message = f"not a Word document: its main part is a {root.tag}"
            advice = "Give the file the suffix of its own format, or save it as .docx."
            raise failure("format", message, place=self._place, advice=advice)
        return root

    def part(self, kind: str) -> Element | None:
        """The root of the first part that the main part relates to as `kind` (styles, numbering); None if none."""
        target = next((target for found, target in self._relations if found == kind), None)
        return None if target is None else self._parse(target)

    def count(self, *kinds: str) -> int:
        """Parts that the main part relates to as one of `kinds` (header, footer)."""
        return sum(kind in kinds for kind, _ in self._relations)

    def _main_part(self) -> str:
        found = [target for kind, target in self._related("") if kind == "officeDocument"]
        if not found:
            message = "a zip archive, but not a Word document" + self._hint()
            advice = "Give the file the suffix of its own format, or save it as .docx."
            raise failure("format", message, place=self._place, advice=advice)
        return found[0]

    def _hint(self) -> str:
        """What the archive is instead."""
        if "mimetype" in self._members:
            return f": {self._read('mimetype')[:80].decode('ascii', 'replace')}"
        names = sorted(self._members)[:3]
        return f": it begins with {', '.join(names)}" if names else ": it is empty"

    def _related(self, part: str) -> Iterator[tuple[str, str]]:
        """(kind, name) of the parts that `part` relates to; the package itself is ""."""
        folder, name = split(part)
        name = join(folder, "_rels", f"{name}.rels")
        if name.lower() not in self._members:
            return
        for relation in self._parse(name).iter("rel:Relationship"):
            if relation.get("TargetMode") != "External":
                target = normpath(join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield relation.get("Type", "").rpartition("/")[2], target

    def _read(self, name: str) -> bytes:
        found = self._members.get(name.lower(), [])
        if len(found) != 1:
            message = f"{'twice' if found else 'nowhere'} in the archive, but once in its table: {name}"
            raise failure("damaged", message, place=self._place)
        info = found[0]
        if info.flag_bits & 1:
            raise _encrypted(self._place)
        try:
            if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise BadZipFile(f"compression method {info.compress_type}")
            with self._archive.open(info) as member:
                content = member.read(self._bytes + 1)
        except _BROKEN as error:
            raise failure("damaged", f"{name}: {error or 'cut off'}", place=self._place) from error
        self._bytes -= len(content)
        ratio = len(content) / max(1, info.compress_size)
        if self._bytes < 0 or (len(content) > 2**20 and ratio > MAX_RATIO):
            message = f"{name} unpacks to {len(content):,} bytes or more from {info.compress_size:,}"
            raise failure("limit", message, place=self._place, advice="Split the document.")
        return content

    def _parse(self, name: str) -> Element:
        root, used = parse(self._read(name), self._nodes, place=f"{self._place}: {name}")
        self._nodes -= used
        return root


def _open(data: bytes, place: str) -> ZipFile:
    if not data:
        raise failure("empty", "no text in the file", place=place, advice="Put its text back or remove it.")
    if not data.startswith(b"PK"):
        _refuse(data, place)
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise failure("limit", f"more than {MAX_MEMBERS:,} members in the archive", place=place)
    try:
        return ZipFile(BytesIO(data))
    except _BROKEN as error:
        message = f"a damaged or cut-off zip archive: {error}"
        advice = "Get the file anew; Word and WPS can repair some damage (Open and Repair)."
        raise failure("damaged", message, place=place, advice=advice) from error


def _refuse(data: bytes, place: str) -> None:
    """Says what a file that is no zip archive is."""
    if not data.startswith(_OLE):
        what = next((name for head, name in _KINDS if data.lstrip().startswith(head)), "another format")
        message = f"not a Word document (.docx): {what}"
        advice = "Give the file the suffix of its own format, or save it as .docx."
        raise failure("format", message, place=place, advice=advice)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted(place)
    old = "WordDocument".encode("utf-16-le") in data
    message = f"an old binary {'Word document (.doc)' if old else 'Office file, not a Word document'}"
    raise failure("format", message, place=place)


def _encrypted(place: str) -> SourceError:
    advice = "Open it with its password in Word or WPS, take the protection off and save it."
    return failure("encrypted", "protected by a password", place=place, advice=advice)
