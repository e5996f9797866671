"""Agreement of two annotations of one text, by layer."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from speechdata.gold._alpha import alpha_u
from speechdata.gold._table import Row, aligned, figure, ratio
from speechdata.gold.align import Alignment, align
from speechdata.gold.confusion import Confusion, confusions
from speechdata.gold.score import Accuracy, scored
from speechdata.gold.standoff import Gold
from speechdata.layer import Layer
from speechdata.records import Record

_UNITS: Row = ("layer", "A", "B", "F1 exact", "F1 overlap", "alpha_u")
_LABELS: Row = ("field", "pairs", "alike", "share", "kappa")


class FieldAgreement(Record):
    """Agreement on one attribute or sub-span over the pairs that overlap."""

    name: str = Field(description="attribute or sub-span")
    n: int = Field(ge=0, description="pairs in which B carries the field")
    n_alike: int = Field(ge=0, description="pairs with the same value, null equal to null")
    share: float | None = Field(description="alike of all; null without pairs")
    kappa: float | None = Field(
        description="Cohen's kappa; null for sub-spans, which have no categories, and where chance leaves no room"
    )


class LayerAgreement(Record):
    """Agreement on one layer."""

    label: str = Field(description="singular name of the layer")
    n_a: int = Field(ge=0, description="records in A")
    n_b: int = Field(ge=0, description="records in B")
    f1_exact: float | None = Field(
        description="F1 of equal identifying spans, the same whichever is the reference"
    )
    f1_overlap: float | None = Field(description="F1 of identifying spans that overlap, paired one to one")
    alpha_u: float | None = Field(
        description="Krippendorff's alpha for unitizing, over the characters of the whole text; null where not defined"
    )
    fields: tuple[FieldAgreement, ...] = Field(description="agreement on attributes, then on sub-spans")


class Agreement(Record):
    """Agreement of two standoff files on one text."""

    a: str = Field(description="the first file")
    b: str = Field(description="the second file")
    n_chars: int = Field(description="code points of the text")
    layers: tuple[LayerAgreement, ...] = Field(description="speech first, then layer by layer")


def agreement(a: Gold, b: Gold, *, layers: Iterable[Layer] | None = None) -> Agreement:
    """Agreement on each layer that both files annotate. Raises SpeechdataError if they annotate different texts."""
    alignments = align(a, b, layers=layers)
    return Agreement(
        a=a.place, b=b.place, n_chars=a.chars, layers=tuple(_layer(each, a.chars) for each in alignments)
    )


def kappa(confusion: Confusion) -> float | None:
    """Cohen's kappa (Educational and Psychological Measurement 20, 1960); None where chance leaves no room."""
    total = sum(cell.n for cell in confusion.cells)
    rows: dict[object, int] = {}
    columns: dict[object, int] = {}
    for cell in confusion.cells:
        rows[cell.gold] = rows.get(cell.gold, 0) + cell.n
        columns[cell.predicted] = columns.get(cell.predicted, 0) + cell.n
    chance = sum(n * columns.get(label, 0) for label, n in rows.items())
    return ratio(total * (total - confusion.n_wrong) - chance, total * total - chance)


def table(found: Agreement) -> str:
    """Two aligned tables: where records lie, then their fields. "-" stands for a figure that is not defined."""
    units = [_UNITS, *map(_units, found.layers)]
    fields = [_LABELS, *(_field(layer.label, each) for layer in found.layers for each in layer.fields)]
    return f"{aligned(units)}\n\n{aligned(fields)}\n"


def _layer(alignment: Alignment, length: int) -> LayerAgreement:
    (layer,) = scored([alignment], text="").layers
    kappas = {each.field: kappa(each) for each in confusions([alignment])}
    a, b = ([alignment.identity(mark) for mark in own] for own in (alignment.gold, alignment.predicted))
    return LayerAgreement(
        label=layer.label,
        n_a=len(a),
        n_b=len(b),
        f1_exact=layer.exact.f1,
        f1_overlap=layer.overlap.f1,
        alpha_u=alpha_u(a, b, length),
        fields=tuple(_agreed(name, each, kappas.get(name)) for name, each in layer.fields.items()),
    )


def _agreed(name: str, each: Accuracy, chance_corrected: float | None) -> FieldAgreement:
    return FieldAgreement(
        name=name, n=each.n, n_alike=each.n_right, share=each.accuracy, kappa=chance_corrected
    )


def _units(layer: LayerAgreement) -> Row:
    figures = (layer.f1_exact, layer.f1_overlap, layer.alpha_u)
    return (layer.label, str(layer.n_a), str(layer.n_b), *map(figure, figures))


def _field(label: str, each: FieldAgreement) -> Row:
    return (f"{label}.{each.name}", str(each.n), str(each.n_alike), figure(each.share), figure(each.kappa))
