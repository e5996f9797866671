"""What a file is: by its first bytes where they tell, else by its suffix."""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of a compound file, in which old Office documents lie."""


class Kind(NamedTuple):
    """A format: the suffix that stands for it, and its name in words."""

    suffix: str
    words: str


_HEAD = 4096
_STARTS = (
    (re.compile(rb"\s*%PDF-\d"), Kind(".pdf", "a PDF")),
    (re.compile(rb"\{\\rtf"), Kind(".rtf", "an RTF document")),
    (re.compile(rb"\x1f\x8b\x08"), Kind(".gz", "gzip")),
    (re.compile(rb"BZh[1-9]\x31\x41\x59\x26\x53\x59"), Kind(".bz2", "bzip2")),
    (re.compile(rb"\xfd7zXZ\0"), Kind(".xz", "xz")),
    (re.compile(rb"PAR1"), Kind(".parquet", "Parquet")),
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), Kind(".7z", "a 7-Zip archive")),
    (re.compile(rb"Rar!\x1a\x07"), Kind(".rar", "a RAR archive")),
)
_TAR = Kind(".tar", "a tar archive")
_ZIP = Kind(".zip", "a zip archive")
_HTML = Kind(".html", "a web page")
_MARKUP = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_BOM = re.compile(rb"^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_OFFICE = (
    ("word/", Kind(".docx", "a Word document")),
    ("xl/", Kind(".xlsx", "an Excel workbook")),
    ("ppt/", Kind(".pptx", "a PowerPoint presentation")),
)
_MIMETYPES = (
    (b"application/vnd.oasis.opendocument.text", Kind(".odt", "an OpenDocument text")),
    (b"application/vnd.oasis.opendocument", Kind(".ods", "an OpenDocument file that is no text")),
    (b"application/epub+zip", Kind(".epub", "an EPUB book")),
)
_STREAMS = (
    ("EncryptedPackage", Kind(".docx", "a protected Office document")),
    ("WordDocument", Kind(".doc", "an old Word document")),
    ("Workbook", Kind(".xls", "an old Excel workbook")),
    ("PowerPoint Document", Kind(".ppt", "an old PowerPoint presentation")),
)


def by_content(data: bytes) -> Kind | None:
    """The format that the bytes show; None for plain text, whose first bytes show nothing, and for damaged zips."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(OLE):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), None)
    if data[257:262] == b"ustar":
        return _TAR
    if _MARKUP.match(_BOM.sub(b"", data[:_HEAD]).replace(b"\0", b"")):
        return _HTML
    return next((kind for start, kind in _STARTS if start.match(data[:_HEAD])), None)


def _zipped(data: bytes) -> Kind | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:  # zipfile raises many kinds of error for damaged input
        return None
    if "[Content_Types].xml" in names:
        return next((kind for head, kind in _OFFICE if any(name.startswith(head) for name in names)), _ZIP)
    # The formats that declare a mimetype keep it unpacked in the first member.
    declared = data[30:120] if names[:1] == ["mimetype"] else b""
    return next((kind for mimetype, kind in _MIMETYPES if mimetype in declared), _ZIP)
