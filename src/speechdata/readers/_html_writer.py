"""Lines written as a browser sets them: white space, breaks, and table rows that are one line or many."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

HTML_SPACE = " \t\n\r\f"
"""White space that a browser collapses; others, such as U+3000, it shows."""

_SPACES = re.compile(f"[{HTML_SPACE}]+")


@dataclass(frozen=True)
class Style:
    """What holds for a piece of text, from the elements around it."""

    link: bool = False
    heading: int = 0
    """Level of the heading, 1 to 6; 0 outside headings."""
    furniture: bool = False
    """Inside an element that is said to hold navigation, a footer or the like."""
    verbatim: bool = False
    """White space and line breaks count as written."""


@dataclass(frozen=True)
class Line:
    """A line as shown; without text where the page leaves a blank one."""

    text: str
    number: str = ""
    """What the browser writes before it."""
    series: int = 0
    """The list that the number belongs to; 0 for none."""
    linked: float = 0.0
    """Share of its characters inside links."""
    heading: int = 0
    furniture: bool = False


@dataclass
class _Cell:
    """The line at hand, or one table cell of it."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    style: Style = Style()
    """Of its last piece."""

    def add(self, text: str, style: Style) -> None:
        size = len(text) - sum(map(text.count, HTML_SPACE))
        self.pieces.append(text)
        self.size += size
        self.linked += size if style.link else 0
        self.style = style if size else self.style

    @property
    def shown(self) -> str:
        """Its text with white space collapsed; none is left of a line break between two wide characters."""
        raw = "".join(self.pieces)
        if self.style.verbatim:
            return raw.rstrip(HTML_SPACE)
        return _SPACES.sub(lambda match: _space(raw, match), raw).strip(HTML_SPACE)


def _space(raw: str, match: re.Match[str]) -> str:
    around = raw[match.start() - 1 : match.start()] + raw[match.end() : match.end() + 1]
    widths = [unicodedata.east_asian_width(char) for char in around]
    wide = len(widths) == 2 and all(width in "FWA" for width in widths) and widths != ["A", "A"]
    return "" if wide and "\n" in match.group() else " "


class Writer:
    """Collects the lines of a page."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._cells = [_Cell()]
        self._rows: list[int] = []
        """Of each open table row, the number of lines at its start."""
        self._waiting = False
        """Whether a block ended inside a table row that is one line so far: only further text breaks the row."""
        self._after_br = False
        self._number, self._series = "", 0

    @property
    def next(self) -> int:
        """Index of the line that further text would begin."""
        return len(self.lines) + len(self._cells) - (not self._cells[-1].pieces)

    def add(self, text: str, style: Style) -> None:
        """Adds text to the line at hand; white space alone begins none."""
        if (
            not text.strip(HTML_SPACE)
            and not style.verbatim
            and (self._waiting or not self._cells[-1].pieces)
        ):
            return
        if self._waiting:
            self._end(self._cells)
        self._cells[-1].add(text, style)
        self._after_br = False

    def add_verbatim(self, text: str, style: Style) -> None:
        """Adds text whose line breaks count."""
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.add(first, style)
        for other in others:
            self.br()
            self.add(other, style)

    def number(self, number: str, series: int) -> None:
        """Sets what is written before the next line; a list that begins with a list gets both numbers."""
        self._number, self._series = (self._number + number if number else ""), series

    def br(self) -> None:
        """A line break element; a second one leaves a blank line."""
        if self._after_br:
            self._blank()
        self._end(self._cells)
        self._after_br = True

    def block(self) -> None:
        """Begins or ends a block: text after it stands on another line."""
        if self._in_one_line:
            self._waiting = bool(self._cells[-1].pieces)
        else:
            self._end(self._cells)

    def begin_row(self) -> None:
        """Begins a table row."""
        self._end(self._cells)
        self._rows.append(len(self.lines))

    def cell(self) -> None:
        """Begins a cell: beside the one before while that has but one line, else below it."""
        if not self._in_one_line:
            self._end(self._cells)
        elif self._cells[-1].pieces:
            self._cells.append(_Cell())
        self._waiting = False

    def end_row(self) -> None:
        """Ends a table row; if no cell had a second line, it is one line with tabs between its cells."""
        filled = [cell for cell in self._cells if cell.shown.strip()]
        if self._in_one_line and len(filled) > 1:
            self._write("\t".join(cell.shown for cell in filled), filled)
            filled = []
        self._end(filled)
        self._rows.pop()

    @property
    def _in_one_line(self) -> bool:
        return bool(self._rows) and self._rows[-1] == len(self.lines)

    def _end(self, cells: Sequence[_Cell]) -> None:
        """Writes each cell as a line."""
        self._cells, self._waiting = [_Cell()], False
        for cell in cells:
            if cell.pieces:
                self._write(cell.shown, [cell])

    def _write(self, text: str, cells: Sequence[_Cell]) -> None:
        if not text.strip():
            self._blank()
            return
        size, style = sum(cell.size for cell in cells), cells[-1].style
        linked = sum(cell.linked for cell in cells) / size
        series = self._series if self._number else 0
        self.lines.append(Line(text, self._number, series, linked, style.heading, style.furniture))
        self._number = ""

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line(""))
