"""Fields of a Word document: their result is text, their instruction is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_INSTRUCTION = 1000
"""Characters of an instruction that is looked into."""

_ENCLOSED = re.compile(r"\s*eq\s+\\o\s*\\ac\s*\(\s*[○〇◯]\s*[,，;；]\s*([^()]+?)\s*\)\s*", re.IGNORECASE)
_PROMPT = re.compile(r"\s*macrobutton\s+\S+\s+(.*\S)\s*", re.IGNORECASE | re.DOTALL)
_CIRCLED = (
    {str(value): chr(0x2460 + value - 1) for value in range(1, 21)}
    | {str(value): chr(0x3251 + value - 21) for value in range(21, 36)}
    | {str(value): chr(0x32B1 + value - 36) for value in range(36, 51)}
    | {numeral: chr(0x3280 + index) for index, numeral in enumerate("一二三四五六七八九十")}
)


@dataclass
class Fields:
    """The open fields, outermost first. Fields of one paragraph end their instruction in it."""

    _open: list[list[str] | None] = field(default_factory=list)
    """The pieces of the instruction of each; None once its result has begun."""
    _outermost: int | None = None
    """Index of the outermost one that is still in its instruction."""
    _withheld: list[str] = field(default_factory=list)

    @property
    def instructing(self) -> bool:
        """Whether text that comes now belongs to an instruction."""
        return self._outermost is not None

    def instruct(self, piece: str) -> None:
        """Takes a piece of the innermost instruction."""
        if self._open and self._open[-1] is not None:
            self._open[-1].append(piece)

    def withhold(self, text: str) -> None:
        """Takes text that stands in an instruction and is not shown."""
        self._withheld.append(text)

    def mark(self, kind: str | None) -> str | None:
        """Takes a w:fldChar. What a field without a result shows; "" if that is not known; else None."""
        shown = None
        if kind == "begin":
            self._outermost = len(self._open) if self._outermost is None else self._outermost
            self._open.append([])
        elif kind == "separate" and self._open:
            self._open[-1] = None
        elif kind == "end" and self._open:
            pieces = self._open.pop()
            shown = None if pieces is None else _shown("".join(pieces))
        first = self._outermost
        if first is not None and (first == len(self._open) or self._open[first] is None):
            self._outermost = None
            self._withheld.clear()
        return shown

    def break_off(self) -> str | None:
        """Ends the instructions still open at the end of a paragraph: the text withheld in them; None if none is."""
        if self._outermost is None:
            return None
        self._open[self._outermost :] = [None for pieces in self._open[self._outermost :] if pieces is None]
        withheld = "".join(self._withheld)
        self._outermost = None
        self._withheld.clear()
        return withheld


def _shown(instruction: str) -> str:
    """What Word shows for an enclosed character (EQ) or a prompt (MACROBUTTON)."""
    if len(instruction) > MAX_INSTRUCTION:
        return ""
    if enclosed := _ENCLOSED.fullmatch(instruction):
        return _CIRCLED.get(enclosed[1], enclosed[1])
    prompt = _PROMPT.fullmatch(instruction)
    return prompt[1] if prompt else ""
