"""Places in a source as a person looks for them: by line, with the words around."""

from __future__ import annotations

import re
from bisect import bisect_right

from pydantic import Field

from speechdata.records import Offset, Record
from speechdata.span import Span
from speechdata.text.segment import LINE_BREAKS

AROUND = 12
"""Code points shown on each side of a place."""
MOST = 60
"""Code points shown of a place."""

_LINE_END = re.compile(rf"\r\n|[{LINE_BREAKS}]")


class Place(Record):
    """A place in a source."""

    start: Offset = Field(description="first code point, source coordinates")
    end: Offset = Field(description="code point after the last, source coordinates")
    line: int = Field(ge=1, description="1-based line that it begins in")
    before: str = Field(description=f"up to {AROUND} code points before it")
    text: str = Field(description=f"its first {MOST} code points")
    after: str = Field(description=f"up to {AROUND} code points behind it")


class Places:
    """A source text and where its lines begin, which is found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text) if found.end() < len(text))]

    @property
    def n_lines(self) -> int:
        """Lines of the text; a line break at its end begins none."""
        return len(self._starts)

    def line(self, offset: int) -> int:
        """The 1-based line of a code point."""
        return bisect_right(self._starts, offset)

    def place(self, span: Span) -> Place:
        """A span with its line and the words around it."""
        return Place(
            start=span.start,
            end=span.end,
            line=self.line(span.start),
            before=self._text[max(0, span.start - AROUND) : span.start],
            text=self._text[span.start : min(span.end, span.start + MOST)],
            after=self._text[span.end : span.end + AROUND],
        )
