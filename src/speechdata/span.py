"""Half-open ranges of Unicode code points, the one coordinate type of the project."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """The half-open range [start, end) in code points. Raises ValueError unless 0 <= start <= end."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        # spans are made by the hundred thousand, and the generated __init__ takes half as long again
        _set_start(self, start)
        _set_end(self, end)
        if not 0 <= start <= end:
            self.__post_init__()

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The surface of this span in `text`; raises ValueError when the span leaves the text."""
        if self.end > len(text):
            raise ValueError(f"[{self.start}, {self.end}) leaves a text of {len(text)} code points")
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """Code points that both spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def shift(self, by: int) -> Span:
        """The same range moved by `by` code points."""
        return Span(self.start + by, self.end + by)

    def trim(self, text: str, characters: str) -> Span:
        """This span without leading and trailing `characters`; empty at its start if nothing is left."""
        start, end = self.start, self.end
        while start < end and text[start] in characters:
            start += 1
        while end > start and text[end - 1] in characters:
            end -= 1
        return Span(start, end)


_set_start, _set_end = Span.__dict__["start"].__set__, Span.__dict__["end"].__set__
