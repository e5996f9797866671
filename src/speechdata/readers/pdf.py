"""PDF documents: the text layer, read by PDFium, one line a paragraph.

The layout tells what belongs together: columns are read one after the other, rows are joined into paragraphs, also
over pages; headers, footers, page numbers and notes are left out and counted. Pictures are not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from speechdata.readers import _pdf_characters as characters
from speechdata.readers._pdf_columns import Region, regions
from speechdata.readers._pdf_flow import body_size, paragraphs
from speechdata.readers._pdf_margins import FOOTNOTES, without_footnotes, without_margins, without_marks
from speechdata.readers._pdf_pages import MAX_BYTES, Page, failure, pages
from speechdata.readers._pdf_rows import Sheet, sheet
from speechdata.readers._pdf_streams import check
from speechdata.text.decode import Decoded, with_traces

SUFFIXES = (".pdf",)

_OCR = "Recognise its text first (for instance: ocrmypdf -l chi_sim OLD.pdf NEW.pdf), or give another format."


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:  # noqa: ARG001
    """The text of a PDF; the evidence says what was left out, joined or mapped. A PDF states its own `encoding`.

    Raises SourceError naming `place`: source-empty (also for a scan), source-format, source-encrypted,
    source-damaged, source-limit or, if most glyphs have no meaning in Unicode, source-encoding.
    """
    _check_form(data, place)
    notes: Counter[str] = Counter()
    found = pages(data, notes, place=place)
    _check_text(found, place)
    read = "\n".join(_paragraphs(found, notes))
    if not read:
        raise failure("empty", "no text on the pages", place=place, advice=_OCR)
    told = [f"PDF, {_count(len(found), 'page')}", *_bare_pages(found)]
    told += [f"{name}: {count}" for name, count in sorted((+notes).items())]
    return with_traces(Decoded(read, "pdf", "; ".join(told)))


def _check_form(data: bytes, place: str) -> None:
    if not data.strip():
        advice = "Put its text back or remove it."
        raise failure("empty", "no text in the file", place=place, advice=advice)
    if len(data) > MAX_BYTES:
        message = f"{len(data):,} bytes, more than {MAX_BYTES:,}"
        raise failure("limit", message, place=place, advice="Split the document.")
    if b"%PDF-" not in data[:1024]:
        advice = "Give the file the suffix of its own format."
        raise failure("format", "not a PDF: its mark %PDF- is missing", place=place, advice=advice)
    check(data, place=place)


def _check_text(found: Sequence[Page], place: str) -> None:
    """Raises SourceError if there is no text, or if most of it cannot be told."""
    glyphs = [glyph for page in found for glyph in page.glyphs if not glyph.char.isspace()]
    if not glyphs:
        pictures = sum(bool(page.pictures) for page in found)
        message = "no text on the pages"
        if pictures:
            message = f"a scan: {_count(pictures, 'page')} of pictures only, without a text layer"
        raise failure("empty", message, place=place, advice=_OCR)
    lost = sum(characters.is_lost(glyph.char) for glyph in glyphs)
    if lost * 2 > len(glyphs):
        message = (
            f"{lost:,} of {len(glyphs):,} glyphs have no meaning in Unicode: its fonts lack their tables"
        )
        raise failure("encoding", message, place=place, advice=_OCR)


def _bare_pages(found: Sequence[Page]) -> Iterator[str]:
    """Which pages are without text."""
    bare = [page for page in found if all(glyph.char.isspace() for glyph in page.glyphs)]
    for kind, those in (
        ("of pictures only, not read", [page for page in bare if page.pictures]),
        ("without text", [page for page in bare if not page.pictures]),
    ):
        if those:
            yield f"pages {kind}: {', '.join(str(page.number) for page in those)}"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"


def _paragraphs(found: Sequence[Page], notes: Counter[str]) -> list[str]:
    laid_out = _regions([sheet(_mapped(page, notes), notes) for page in found], notes)
    size = body_size(row for region in laid_out for row in region.rows)
    return [line.strip() for line in paragraphs(laid_out, size)]


def _mapped(page: Page, notes: Counter[str]) -> Page:
    """The page with the characters of its fonts mapped to those that they stand for."""
    notes[characters.LOST] += sum(characters.is_lost(glyph.char) for glyph in page.glyphs)
    glyphs = [glyph._replace(char=characters.unify(glyph.char, notes)) for glyph in page.glyphs]
    return replace(page, glyphs=glyphs)


def _regions(sheets: Sequence[Sheet], notes: Counter[str]) -> list[Region]:
    """The regions of all pages, without what stands around the text."""
    bodies = without_margins(sheets, notes)
    size = body_size(row for body in bodies for row in body.rows)
    found = [
        region for page in regions(bodies) for region in without_footnotes(page, size, notes) if region.rows
    ]
    return [without_marks(region, notes) for region in found] if notes[FOOTNOTES] else found
