"""A stretch to decide, and the record that a person writes for it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from speechdata.errors import SpeechdataError
from speechdata.gold.standoff import Form
from speechdata.records import Offset, Record
from speechdata.span import Span


class Stretch(Record):
    """A stretch of the source on which two annotations differ, as a line of a merged file holds it."""

    decision: Any = Field(description='null while open; "a", "b", "none", a record, or a list of records')
    layer: str = Field(description="singular name of the layer")
    differs: str = Field(description="what differs, in words")
    start: Offset = Field(description="first code point of both readings, source coordinates")
    end: Offset = Field(description="code point after the last of both")
    text: str = Field(description="the source between them; a long one without its middle")
    before: str = Field(description="code points before it")
    after: str = Field(description="code points after it")
    a: tuple[dict[str, Any], ...] = Field(description="records of the first file")
    b: tuple[dict[str, Any], ...] = Field(description="records of the second file")

    @property
    def span(self) -> Span:
        """The stretch."""
        return Span(self.start, self.end)

    @property
    def whole(self) -> bool:
        """Whether `text` is all of the stretch."""
        return len(self.text) == len(self.span)

    @property
    def window(self) -> Span:
        """The stretch with what the line shows around it."""
        return Span(self.start - len(self.before), self.end + len(self.after))

    def surface(self, span: Span) -> str | None:
        """The source at `span`; None where the line does not show it."""
        if not self.whole or not self.window.contains(span):
            return None
        return span.shift(-self.window.start).of(self.before + self.text + self.after)


def own_row(own: dict[str, Any], stretch: Stretch, form: Form, where: str) -> dict[str, Any]:
    """An own record as a standoff row: words replaced by the ranges where they stand.

    Raises SpeechdataError for another layer, words that do not stand there just once, or that are not what stands
    at the given range.
    """
    row = {"layer": stretch.layer} | {name: value for name, value in own.items() if name != "text"}
    if row["layer"] != stretch.layer:
        message = f"a record of layer {row['layer']!r} in place of a {stretch.layer}"
        raise SpeechdataError("merge-layer", message, place=where, advice="Leave the layer out.")
    words = own.get("text")
    if isinstance(words, str) and not {"start", "end"} & own.keys():
        row |= _find(words, stretch.window, stretch, where)
    span = _range(row, where)
    _expect(span, words, stretch, where)
    for name in form.spans:
        value = row.get(name)
        if isinstance(value, str):
            row[name] = _find(value, span, stretch, where)
        elif isinstance(value, dict):
            _expect(_range(value, where), value.get("text"), stretch, where)
    return row


def _find(words: str, within: Span, stretch: Stretch, where: str) -> dict[str, int]:
    """The one range in `within` where `words` stand."""
    surface = stretch.surface(within) or ""
    found = [at for at in range(len(surface)) if words and surface.startswith(words, at)]
    if len(found) != 1:
        times = "is not" if not found else f"stands {len(found)} times"
        advice = "Give start and end in the source instead."
        message = f"{words!r} {times} in {within.start}-{within.end}"
        raise SpeechdataError("merge-words", message, place=where, advice=advice)
    start = within.start + found[0]
    return {"start": start, "end": start + len(words)}


def _expect(span: Span, words: object, stretch: Stretch, where: str) -> None:
    """Refuses a range that does not hold the words that stand beside it."""
    surface = stretch.surface(span)
    if words is not None and surface is not None and surface != words:
        message = f"{span.start}-{span.end} holds {surface!r}, not {words!r}"
        advice = 'Mend the range, or leave out its "text".'
        raise SpeechdataError("merge-words", message, place=where, advice=advice)


def _range(row: dict[str, Any], where: str) -> Span:
    start, end = row.get("start"), row.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        advice = 'Give "start" and "end", or "text".'
        raise SpeechdataError(
            "merge-range", f"the record has no range: {start}-{end}", place=where, advice=advice
        )
    return Span(start, end)
