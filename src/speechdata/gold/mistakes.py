"""Each error by itself, with its place in the source, so that it can be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from pydantic import Field

from speechdata.gold.align import Alignment
from speechdata.gold.confusion import Label, as_label
from speechdata.gold.standoff import Mark
from speechdata.records import Offset, Record
from speechdata.span import Span

CONTEXT = 12
"""Code points shown on each side of a record."""

Kind = Literal["missed", "spurious", "bounds", "label"]
KINDS: tuple[Kind, ...] = ("missed", "spurious", "bounds", "label")


class Place(Record):
    """A stretch of the decoded source, with what stands around it."""

    start: Offset = Field(description="first code point, source coordinates")
    end: Offset = Field(description="code point after the last, source coordinates")
    text: str = Field(description="the source between them")
    before: str = Field(description="code points before it")
    after: str = Field(description="code points after it")

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"


class Mistake(Record):
    """One way in which a predicted record, or the lack of one, differs from gold."""

    label: str = Field(description="singular name of the layer")
    kind: Kind = Field(
        description="missed: in gold alone; spurious: predicted alone; bounds: the identifying spans of a "
        "pair overlap but differ; label: an attribute or sub-span of a pair differs"
    )
    field: str | None = Field(description="attribute or sub-span that differs; null where it is the record")
    gold: Place | None = Field(description="the record in gold; null if spurious")
    predicted: Place | None = Field(description="the predicted record; null if missed")
    gold_value: Place | Label = Field(description="the field in gold; null without a field")
    predicted_value: Place | Label = Field(description="the predicted field; null without a field")
    rule: str | None = Field(description="rule of the predicted record, where it names one")

    @property
    def place(self) -> Place:
        """Where to look: gold's record, or the spurious one."""
        place = self.gold or self.predicted
        assert place is not None, "a mistake is about a record"
        return place

    @property
    def record(self) -> tuple[str, bool, int, int]:
        """The record that it is about, the same in every run: layer, whether in gold, span."""
        return (self.label, self.gold is not None, self.place.start, self.place.end)


def mistakes(alignments: Iterable[Alignment], text: str) -> tuple[Mistake, ...]:
    """All errors against gold, layer by layer, each layer's by place; `text` is the decoded source.

    A pair yields one mistake for its bounds and one for each field that differs.
    """
    return tuple(
        each
        for alignment in alignments
        for each in sorted(_of(alignment, text), key=lambda mistake: mistake.place.start)
    )


def counts(found: Iterable[Mistake]) -> dict[str, Counter[str]]:
    """Number of mistakes by layer and kind; those of labels by field too, as `label <field>`."""
    summed: dict[str, Counter[str]] = {}
    for each in found:
        names = [each.kind, f"label {each.field}"] if each.kind == "label" else [each.kind]
        summed.setdefault(each.label, Counter()).update(names)
    return summed


def _of(alignment: Alignment, text: str) -> Iterator[Mistake]:
    for mark in alignment.missed():
        yield _mistake("missed", alignment, text, mark, None)
    for mark in alignment.spurious():
        yield _mistake("spurious", alignment, text, None, mark)
    for gold, predicted in alignment.matched():
        if alignment.identity(gold) != alignment.identity(predicted):
            yield _mistake("bounds", alignment, text, gold, predicted, field=alignment.form.anchor)
        for name in (*alignment.form.attributes, *alignment.form.spans):
            differs = name in predicted.fields and gold.fields.get(name) != predicted.fields[name]
            if differs and name != alignment.form.anchor:
                yield _mistake("label", alignment, text, gold, predicted, field=name)


def _mistake(
    kind: Kind,
    alignment: Alignment,
    text: str,
    gold: Mark | None,
    predicted: Mark | None,
    *,
    field: str | None = None,
) -> Mistake:
    return Mistake(
        label=alignment.form.label,
        kind=kind,
        field=field,
        gold=place(gold.span, text) if gold else None,
        predicted=place(predicted.span, text) if predicted else None,
        gold_value=_value(gold, field, text),
        predicted_value=_value(predicted, field, text),
        rule=predicted.rule if predicted else None,
    )


def place(span: Span, text: str, *, context: int = CONTEXT) -> Place:
    """A span of the source with its surface and up to `context` code points on each side."""
    return Place(
        start=span.start,
        end=span.end,
        text=span.of(text),
        before=text[max(0, span.start - context) : span.start],
        after=text[span.end : span.end + context],
    )


def _value(mark: Mark | None, field: str | None, text: str) -> Place | Label:
    value: Any = mark.fields.get(field) if mark and field else None
    return place(value, text) if isinstance(value, Span) else as_label(value)
