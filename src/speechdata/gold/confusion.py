"""Which label was taken for which: counts by attribute over the overlap pairs of a layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pydantic import Field

from speechdata.gold._table import Row, aligned
from speechdata.gold.align import Alignment
from speechdata.records import Record

Label = str | int | float | bool | None


class Cell(Record):
    """Pairs with one label in gold and one predicted."""

    gold: Label = Field(description="label in gold")
    predicted: Label = Field(description="predicted label")
    n: int = Field(ge=1, description="pairs")


class Confusion(Record):
    """The labels of one attribute, gold against predicted."""

    label: str = Field(description="singular name of the layer")
    field: str = Field(description="the attribute")
    cells: tuple[Cell, ...] = Field(description="combinations that occur, by label")

    @property
    def n_wrong(self) -> int:
        """Pairs whose labels differ."""
        return sum(cell.n for cell in self.cells if cell.gold != cell.predicted)

    def __add__(self, other: Confusion) -> Confusion:
        counts = Counter({(cell.gold, cell.predicted): cell.n for cell in self.cells})
        counts.update({(cell.gold, cell.predicted): cell.n for cell in other.cells})
        return self.model_copy(update={"cells": _cells(counts)})


def confusions(alignments: Iterable[Alignment]) -> tuple[Confusion, ...]:
    """One confusion an attribute, over the overlap pairs whose prediction carries it."""
    return tuple(
        Confusion(label=alignment.form.label, field=name, cells=_cells(_pairs(alignment, name)))
        for alignment in alignments
        for name in alignment.form.attributes
    )


def pool(found: Iterable[Confusion]) -> tuple[Confusion, ...]:
    """Counts of several texts, added up."""
    summed: dict[tuple[str, str], Confusion] = {}
    for each in found:
        key = (each.label, each.field)
        summed[key] = summed[key] + each if key in summed else each
    return tuple(summed.values())


def table(confusion: Confusion) -> str:
    """Gold's labels down, predicted ones across; "." where no pair has the combination."""
    counts = {(cell.gold, cell.predicted): cell.n for cell in confusion.cells}
    labels = sorted({label for pair in counts for label in pair}, key=_order)
    head: Row = (f"{confusion.label}.{confusion.field}: gold \\ found", *map(_name, labels))
    rows = [(_name(gold), *(str(counts.get((gold, found), ".")) for found in labels)) for gold in labels]
    return aligned([head, *rows])


def as_label(value: object) -> Label:
    """A label as counted and compared; what is no plain value goes by its text."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _pairs(alignment: Alignment, name: str) -> Counter[tuple[Label, Label]]:
    return Counter(
        (as_label(gold.fields.get(name)), as_label(found.fields[name]))
        for gold, found in alignment.matched()
        if name in found.fields
    )


def _cells(counts: Counter[tuple[Label, Label]]) -> tuple[Cell, ...]:
    ordered = sorted(counts.items(), key=lambda item: (_order(item[0][0]), _order(item[0][1])))
    return tuple(Cell(gold=gold, predicted=found, n=n) for (gold, found), n in ordered)


def _order(label: Label) -> tuple[int, float, str]:
    """Numbers by size, then words by letters, null last."""
    if isinstance(label, int | float):
        return (0, label, "")
    return (2, 0, "") if label is None else (1, 0, label)


def _name(label: Label) -> str:
    return "null" if label is None else str(label)
