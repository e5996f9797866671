"""The characters of a PDF with their boxes, page by page, as PDFium finds them."""

from __future__ import annotations

import ctypes
import math
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from speechdata.errors import SourceError

MAX_BYTES = 256 * 2**20
MAX_PAGES = 3_000
MAX_CHARACTERS = 40_000
"""Characters on a page; a dense newspaper page has about 10,000."""
MAX_SECONDS = 120
"""Seconds for all pages; a page of text takes a few milliseconds."""
_LOCK = threading.Lock()
"""PDFium may be used by one thread at a time."""
_LOST = "\ufffd"


class Glyph(NamedTuple):
    """A character and its box in points, x to the right and y downwards; `turn` is its angle in degrees, clockwise."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    turn: float


@dataclass(frozen=True)
class Page:
    """A page (`number` from 1): its glyphs in the order of the file, its edges in points, its pictures.

    `edges` are left, top, right and bottom; y is downwards.
    """

    number: int
    glyphs: list[Glyph]
    edges: tuple[float, float, float, float]
    pictures: int


def failure(kind: str, message: str, *, place: str, advice: str) -> SourceError:
    """The error with code source-`kind`."""
    return SourceError(f"source-{kind}", message, place=place, advice=advice)


def pages(data: bytes, notes: Counter[str], *, place: str) -> list[Page]:
    """All pages. Raises SourceError naming `place`: source-encrypted, source-damaged or source-limit."""
    with _LOCK:
        document = _open(data, place)
        try:
            if len(document) > MAX_PAGES:
                raise _limit(f"{len(document):,} pages, more than {MAX_PAGES:,}", place)
            if not raw.FPDF_DocumentHasValidCrossReferenceTable(document):
                notes["broken cross-reference tables, rebuilt"] += 1
            return list(_pages(document, place))
        finally:
            document.close()


def _open(data: bytes, place: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            advice = "Open it with its password, print it to a new PDF and give that."
            raise failure("encrypted", "protected by a password", place=place, advice=advice) from error
        raise damaged("PDFium finds no document in it", place) from error


def damaged(message: str, place: str) -> SourceError:
    """The error for a file that is broken."""
    advice = "Get the file anew, or open it in a PDF reader that still shows it and print it to a new PDF."
    return failure("damaged", f"a damaged or cut-off PDF: {message}", place=place, advice=advice)


def _limit(message: str, place: str) -> SourceError:
    return failure("limit", message, place=place, advice="Split the document.")


def _pages(document: Any, place: str) -> Iterator[Page]:
    end = time.monotonic() + MAX_SECONDS
    for index in range(len(document)):
        where = f"{place}: page {index + 1}"
        if time.monotonic() > end:
            raise _limit(f"still not read after {MAX_SECONDS} seconds", where)
        try:
            page = document[index]
            text_page = page.get_textpage()
        except pdfium.PdfiumError as error:
            raise damaged("the page cannot be read", where) from error
        try:
            count = raw.FPDFText_CountChars(text_page)
            if count > MAX_CHARACTERS:
                raise _limit(f"{count:,} characters, more than {MAX_CHARACTERS:,}", where)
            left, bottom, right, top = page.get_cropbox()
            glyphs = list(_glyphs(text_page, count))
            yield Page(index + 1, glyphs, (left, -top, right, -bottom), _pictures(page))
        finally:
            text_page.close()
            page.close()


def _pictures(page: Any) -> int:
    objects = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    return sum(raw.FPDFPageObj_GetType(item) in kinds for item in objects)


def _glyphs(text_page: Any, count: int) -> Iterator[Glyph]:
    """The characters that the file itself has; spaces and line ends that PDFium adds are no part of it."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    box_at, matrix_at = ctypes.byref(box), ctypes.byref(matrix)
    for index in range(count):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        char = _character(text_page, index)
        if not char or not raw.FPDFText_GetLooseCharBox(text_page, index, box_at):
            continue
        size, turn = raw.FPDFText_GetFontSize(text_page, index), 0.0
        if raw.FPDFText_GetMatrix(text_page, index, matrix_at):
            size *= math.hypot(matrix.c, matrix.d)
            turn = math.degrees(math.atan2(-matrix.b, matrix.a))
        yield Glyph(char, box.left, -box.top, box.right, -box.bottom, size or 1.0, turn)


def _character(text_page: Any, index: int) -> str:
    """The character, U+FFFD for a glyph that the font gives no meaning, "" for control characters."""
    code = raw.FPDFText_GetUnicode(text_page, index)
    if code == 0xFFFE or raw.FPDFText_IsHyphen(text_page, index) == 1:
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000 or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1:
        return _LOST
    return chr(code) if code >= 0x20 and not 0x7F <= code < 0xA0 else ""
