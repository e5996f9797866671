"""The text of a Word document line by line: what Word shows, with the numbers that it counts itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from speechdata.readers._docx_fields import Fields
from speechdata.readers._docx_numbering import Counters, Level, Numbering
from speechdata.readers._docx_numerals import known
from speechdata.readers._docx_styles import Styles
from speechdata.readers._docx_symbols import symbol
from speechdata.readers._docx_xml import child, failure, switch

MAX_TEXT = 20_000_000
"""Code points of one document; the longest books have about two million."""

Line = list[tuple[str, bool]]
"""Pieces of text, none of them empty; True for the numbers that Word makes itself and that stand in no run."""

_MARKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_DELETED = frozenset({"w:del", "w:moveFrom"})
_INSERTED = frozenset({"w:ins", "w:moveTo"})
_LEFT_OUT = {
    "w:footnoteReference": "footnotes and endnotes left out",
    "w:endnoteReference": "footnotes and endnotes left out",
    "w:commentReference": "comments left out",
    "w:altChunk": "embedded documents left out",
    "w:subDoc": "embedded documents left out",
}
_PICTURES = frozenset({"w:drawing", "w:pict", "w:object"})
_EXTENSIONS = frozenset({"wps", "wpg", "wpc", "wp14", "w14", "w15"})


@dataclass
class Sheet:
    """What all stories of a document share: its rules, and what was met in it, by name."""

    styles: Styles
    numbering: Numbering
    place: str
    notes: Counter[str] = field(default_factory=Counter)
    _length: int = 0

    def grow(self, line: Line) -> None:
        """Counts the text of a line. Raises SourceError source-limit."""
        self._length += 1 + sum(len(piece) for piece, _ in line)
        if self._length > MAX_TEXT:
            message = f"more than {MAX_TEXT:,} characters of text"
            raise failure("limit", message, place=self.place, advice="Split the document.")


class Story:
    """Reads one story, the body or a text box: its paragraphs in order, its tables row by row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet, self._notes = sheet, sheet.notes
        self._counters = Counters(sheet.numbering)
        self._fields = Fields()
        self._style: str | None = None
        self._text: list[str] = []
        self._held: Line = []
        self._boxes: list[Element] = []
        self._handlers: dict[str, Callable[[Element, bool], None]] = {
            "w:r": lambda run, hidden: self._inline(run, hidden or self._hides(child(run, "w:rPr"))),
            "w:t": lambda text, hidden: self._put(_characters(text), hidden),
            "m:t": lambda text, hidden: self._put(_characters(text), hidden),
            "w:sym": self._symbol,
            "w:fldChar": self._field,
            "w:instrText": lambda text, _hidden: self._fields.instruct(text.text or ""),
            "w:ruby": self._ruby,
        }

    def read(self, container: Element) -> list[Line]:
        """The lines of a body, a cell or a text box."""
        lines: list[Line] = []
        self._blocks(container, lines)
        self._close(lines)
        return lines

    def _blocks(self, container: Element, lines: list[Line]) -> None:
        for block in _chosen(container):
            if block.tag == "w:p":
                self._paragraph(block, lines)
            elif block.tag == "w:tbl":
                self._close(lines)
                self._table(block, lines)
            elif self._passes(block):
                self._blocks(block, lines)

    def _passes(self, element: Element) -> bool:
        """Whether what is inside an element is read; notes it if it is not, and tracked insertions."""
        if element.tag in _INSERTED:
            self._notes["insertions kept"] += 1
        elif element.tag in _DELETED:
            self._notes["deletions left out"] += 1
            return False
        elif element.tag in _LEFT_OUT:
            self._notes[_LEFT_OUT[element.tag]] += 1
            return False
        return not element.tag.endswith("Pr")

    def _table(self, table: Element, lines: list[Line]) -> None:
        """A line for each row, cells with tabs between; if a cell has several lines, each cell its own lines."""
        for row in self._inside(table, "w:tr"):
            if self._leaves_out(child(row, "w:trPr"), "w:del", "w:hidden"):
                continue
            cells = self._inside(row, "w:tc")
            kept = [cell for cell in cells if not self._leaves_out(child(cell, "w:tcPr"), "w:cellDel")]
            lines += _row([self.read(cell) for cell in kept])

    def _inside(self, parent: Element, tag: str) -> Iterator[Element]:
        """Rows or cells, also those in content controls."""
        for item in _chosen(parent):
            if item.tag == tag:
                yield item
            elif item.tag not in ("w:tbl", "w:p") and self._passes(item):
                yield from self._inside(item, tag)

    def _leaves_out(self, properties: Element | None, *names: str) -> bool:
        if not any(switch(properties, name) for name in names):
            return False
        self._notes["deleted and hidden rows and cells left out"] += 1
        return True

    def _paragraph(self, paragraph: Element, lines: list[Line]) -> None:
        properties = child(paragraph, "w:pPr")
        mark = child(properties, "w:rPr")
        self._style, self._text = self._sheet.styles.of(properties), []
        self._inline(paragraph, False)
        withheld = self._fields.break_off()
        if withheld is not None:
            self._notes["fields without an end, their text kept"] += 1
            self._text.append(withheld)
        text = "".join(self._text)
        deleted = any(child(mark, tag) is not None for tag in _DELETED)
        hidden = self._hides(mark)
        self._notes["deletions left out"] += deleted
        if not deleted:
            self._lead(properties, text, shown=bool(text) or not hidden)
        if text:
            self._held.append((text, False))
        if not (deleted or hidden or _drops_capital(properties)):
            self._close(lines, empty=True)

    def _lead(self, properties: Element | None, text: str, *, shown: bool) -> None:
        """Counts a paragraph and, if it is shown, puts its number before the line at hand, unless that has one."""
        first, numbered = self._held[0] if self._held else (text, False)
        number = self._number(properties, first)
        if number and shown and not numbered:
            self._held.insert(0, (number, True))

    def _close(self, lines: list[Line], *, empty: bool = False) -> None:
        """Ends the line at hand, one without text only if `empty`, and reads the text boxes anchored in it."""
        if self._held or empty:
            self._sheet.grow(self._held)
            lines.append(self._held)
        boxes, self._held, self._boxes = self._boxes, [], []
        for box in boxes:
            lines += Story(self._sheet).read(box)

    def _number(self, properties: Element | None, following: str) -> str:
        """Counts a paragraph; its number as Word shows it before the text that follows."""
        place = self._sheet.numbering.place(properties, self._style)
        counted = self._counters.next(*place) if place else None
        if counted is None:
            return ""
        level, number = counted
        if level.form == "bullet":
            self._notes["bullets left out"] += 1
        elif not known(level.form):
            self._notes["numbers of unknown format written in figures"] += 1
        return "" if level.hidden or not number else number + _gap(level, number, following)

    def _inline(self, parent: Element, hidden: bool) -> None:
        for item in _chosen(parent):
            if item.tag in _MARKS:
                self._put(_MARKS[item.tag], hidden)
            elif item.tag in self._handlers:
                self._handlers[item.tag](item, hidden)
            elif item.tag in _PICTURES:
                self._picture(item, hidden)
            elif self._passes(item):
                self._inline(item, hidden)

    def _hides(self, properties: Element | None) -> bool:
        return self._sheet.styles.hides(self._style, properties)

    def _put(self, text: str, hidden: bool) -> None:
        if hidden:
            self._notes["hidden characters left out"] += len(text)
        elif self._fields.instructing:
            self._fields.withhold(text)
        else:
            self._text.append(text)

    def _symbol(self, element: Element, hidden: bool) -> None:
        character, meant = symbol(element.get("w:font", ""), element.get("w:char", ""))
        if not meant:
            self._notes["symbols of unknown meaning kept as they are"] += 1
        self._put(character, hidden)

    def _field(self, element: Element, hidden: bool) -> None:
        shown = self._fields.mark(element.get("w:fldCharType"))
        if shown:
            self._notes["fields read from their instruction"] += 1
            self._put(shown, hidden)
        elif shown is not None:
            self._notes["fields without a result"] += 1

    def _ruby(self, element: Element, hidden: bool) -> None:
        self._notes["phonetic guides left out"] += 1
        for base in element:
            if base.tag == "w:rubyBase":
                self._inline(base, hidden)

    def _picture(self, element: Element, hidden: bool) -> None:
        boxes = list(_boxes(element))
        if not boxes:
            self._notes["pictures and objects left out"] += 1
        elif hidden:
            self._notes["hidden text boxes left out"] += 1
        else:
            self._boxes += boxes


def _boxes(parent: Element) -> Iterator[Element]:
    """The contents of text boxes, each once where it is given in several forms."""
    for item in _chosen(parent):
        if item.tag == "w:txbxContent":
            yield item
        else:
            yield from _boxes(item)


def _chosen(parent: Element) -> Element:
    """The element itself; of an mc:AlternateContent the first choice whose extensions are known, else the last."""
    if parent.tag != "mc:AlternateContent":
        return parent
    known_choices = (item for item in parent if set(item.get("Requires", "").split()) <= _EXTENSIONS)
    return next(known_choices, next(reversed(parent), parent))


def _row(cells: list[list[Line]]) -> list[Line]:
    """The lines of a row: one if no cell has several, without the tabs of empty cells at its end."""
    if any(len(cell) > 1 or any("\n" in piece for line in cell for piece, _ in line) for cell in cells):
        return [line for cell in cells if any(cell) for line in cell]
    row: Line = []
    tabs = ""
    for cell in cells:
        text = cell[0] if cell else []
        if text:
            row += [(tabs, False), *text] if tabs else text
            tabs = ""
        tabs += "\t"
    return [row]


def _characters(element: Element) -> str:
    """The text of a w:t; white space at its ends and line ends in it are layout of the XML."""
    text = element.text or ""
    if element.get("xml:space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.translate({9: " ", 10: " ", 13: " "})


def _gap(level: Level, number: str, following: str) -> str:
    """The space behind a number. A tab is left out, but for one space where the number would run into the text."""
    if level.suffix == "space":
        return " "
    if level.suffix != "tab" or not following or following[0].isspace():
        return ""
    last = number[-1]
    bare = level.pattern[-2:-1] == "%" and (last.isalpha() or last.isdecimal())
    point = last in ".．" and following[0].isdecimal()
    return " " if bare or point else ""


def _drops_capital(properties: Element | None) -> bool:
    """Whether the paragraph is the large first letter of the next one."""
    frame = child(properties, "w:framePr")
    return frame is not None and frame.get("w:dropCap", "none") != "none"
