"""Word documents (.docx, .docm): the text that Word shows, with the numbers that it counts itself.

Each paragraph is a line, in reading order. A table row is a line with tabs between its cells, or, if a cell has
several lines, each line of its cells is one. A text box follows the paragraph that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from speechdata.readers._docx_body import Line, Sheet, Story
from speechdata.readers._docx_numbering import Numbering
from speechdata.readers._docx_package import Package
from speechdata.readers._docx_styles import Styles
from speechdata.readers._docx_xml import child, failure
from speechdata.span import Span
from speechdata.text.decode import Decoded

SUFFIXES = (".docx", ".docm")


@dataclass(frozen=True)
class Extract:
    """The text of a document, the spans of the recovered numbers in it, and what was met, by name and count."""

    text: str
    numbers: tuple[Span, ...]
    notes: tuple[tuple[str, int], ...]


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The text of a document; the evidence says how many numbers were recovered and what was left out.

    A document names its own encoding: an `encoding` that is asked for is not used, which the evidence says, too.
    Raises SourceError naming `place`: source-empty, source-format, source-encrypted, source-damaged or source-limit.
    """
    found = extract(data, place=place)
    counts = (f"{name}: {count}" for name, count in (("numbers recovered", len(found.numbers)), *found.notes))
    unused = (f"encoding {encoding} not used: a document names its own",) if encoding else ()
    return Decoded(found.text, "docx", "; ".join(("Word document", *unused, *counts)), found.numbers)


def extract(data: bytes, *, place: str) -> Extract:
    """Reads a document. Raises SourceError as `text` does."""
    package = Package(data, place=place)
    document = package.document()
    styles = Styles(package.part("styles"))
    sheet = Sheet(styles, Numbering(package.part("numbering"), styles), place)
    body = child(document, "w:body")
    lines = [] if body is None else Story(sheet).read(body)
    if margins := package.count("header", "footer"):
        sheet.notes["headers and footers left out"] = margins
    joined, numbers = _join(lines)
    if not joined.strip():
        pictures = sheet.notes["pictures and objects left out"]
        message = "no text in the document" + (f", but pictures or objects: {pictures}" if pictures else "")
        advice = "Put its text back (read it off the pictures, if it is in them) or remove the file."
        raise failure("empty", message, place=place, advice=advice)
    return Extract(joined, numbers, tuple(sorted((+sheet.notes).items())))


def _join(lines: Iterable[Line]) -> tuple[str, tuple[Span, ...]]:
    """The lines as one text, and the spans of the numbers."""
    pieces: list[str] = []
    numbers: list[Span] = []
    offset = 0
    for line in lines:
        for piece, is_number in (*line, ("\n", False)):
            if is_number:
                numbers.append(Span(offset, offset + len(piece)))
            pieces.append(piece)
            offset += len(piece)
    return "".join(pieces).removesuffix("\n"), tuple(numbers)
