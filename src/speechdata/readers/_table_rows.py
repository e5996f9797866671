"""Records of a table, whatever it is written in: cells by column name, or a text alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_WORDS: dict[type, str] = {
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "an array",
    dict: "an object",
    type(None): "null",
}

Cells = Mapping[str, object] | str
"""The cells of a record by the name of their column; a string where a table has texts and no columns."""


@dataclass(frozen=True)
class Bad:
    """A record that breaks the form of its table: its bytes, what is wrong, its lines (from 1; 0 unknown)."""

    data: bytes
    message: str
    first: int = 0
    last: int = 0

    @property
    def where(self) -> str:
        """Its lines in words; "" if unknown."""
        if not self.first:
            return ""
        return f"line {self.first}" if self.first == self.last else f"lines {self.first} to {self.last}"

    def joined(self, after: Bad) -> Bad:
        """This one and the next as one."""
        return Bad(self.data + after.data, self.message, self.first, after.last)


@dataclass(frozen=True)
class Table:
    """The records of a table, lazily; how their text is encoded, and the evidence for that."""

    rows: Iterator[Cells | Bad]
    encoding: str
    evidence: str


def told(value: object) -> str:
    """What kind of value a cell or record is, in the words of JSON."""
    return _WORDS.get(type(value), f"a value of type {type(value).__name__}")


def as_bytes(cells: Cells) -> bytes:
    """A record as JSON in UTF-8, to be kept when its text cannot be used."""
    return json.dumps(cells, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
