"""Precision, recall, F1 and label accuracy of one standoff file against another.

A record is identified by its layer's anchor sub-span (sections: the marker), else by its whole span.
exact    a predicted record is right if gold has a record with the same identifying span.
overlap  predicted and gold records pair one to one where their identifying spans share a code point: as
         many pairs as possible, and then the largest total overlap.
Labels and sub-spans are compared on the overlap pairs whose prediction carries them. A figure that would
divide by zero is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self
from unicodedata import east_asian_width

from pydantic import Field, computed_field

from speechdata.errors import SpeechdataError
from speechdata.gold._match import exact, overlapping
from speechdata.gold.standoff import Form, Gold, Mark, forms
from speechdata.layer import Layer
from speechdata.records import Record

_Row = tuple[str, ...]
_FOUND: _Row = (
    "layer",
    "gold",
    "found",
    "P exact",
    "R exact",
    "F1 exact",
    "P overlap",
    "R overlap",
    "F1 overlap",
)
_BASELINE: _Row = ("baseline F1 exact", "baseline F1 overlap")
_FIELDS: _Row = ("field", "pairs", "right", "accuracy", "written", "right", "accuracy")


class _Counts(Record, extra="ignore"):
    """Counts that add up over texts, so that ratios are micro-averages; written ratios are not read back."""

    def __add__(self, other: Self) -> Self:
        return type(self)(
            **{name: getattr(self, name) + getattr(other, name) for name in type(self).model_fields}
        )


class Found(_Counts):
    """How many records of a layer were found."""

    n_gold: int = Field(ge=0, description="records in gold")
    n_predicted: int = Field(ge=0, description="predicted records")
    n_matched: int = Field(ge=0, description="one-to-one pairs of both")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision(self) -> float | None:
        """Matched of predicted; null if nothing was predicted."""
        return _ratio(self.n_matched, self.n_predicted)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float | None:
        """Matched of gold; null if gold has none."""
        return _ratio(self.n_matched, self.n_gold)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; null if there is neither gold nor prediction."""
        return _ratio(2 * self.n_matched, self.n_gold + self.n_predicted)


class Accuracy(_Counts):
    """Agreement on one field over the overlap pairs of a layer; null equals null."""

    n: int = Field(ge=0, description="pairs whose prediction carries the field")
    n_right: int = Field(ge=0, description="pairs that agree")
    n_written: int = Field(ge=0, description="pairs where gold is not null")
    n_written_right: int = Field(ge=0, description="pairs that agree where gold is not null")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accuracy(self) -> float | None:
        """Agreement over all pairs; null without pairs."""
        return _ratio(self.n_right, self.n)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accuracy_written(self) -> float | None:
        """Agreement where gold is not null; null if it always is."""
        return _ratio(self.n_written_right, self.n_written)


class LayerScore(Record):
    """The scores of one layer."""

    label: str = Field(description="singular name of the layer")
    exact: Found = Field(description="pairs with the same identifying span")
    overlap: Found = Field(description="pairs whose identifying spans overlap")
    fields: dict[str, Accuracy] = Field(description="agreement on each label and sub-span")

    def __add__(self, other: Self) -> Self:
        fields = self.fields | {
            name: self.fields[name] + more if name in self.fields else more
            for name, more in other.fields.items()
        }
        summed = {
            "exact": self.exact + other.exact,
            "overlap": self.overlap + other.overlap,
            "fields": fields,
        }
        return self.model_copy(update=summed)


class Scores(Record):
    """Scores of all layers over one or several texts."""

    texts: tuple[str, ...] = Field(description="the gold files")
    layers: tuple[LayerScore, ...] = Field(description="speech first, then layer by layer")

    def layer(self, label: str) -> LayerScore | None:
        """The scores of one layer; None if it was not scored."""
        return next((each for each in self.layers if each.label == label), None)

    def figures(self) -> dict[str, float | None]:
        """All figures flat: `directive.exact_f1`, `directive.cue`, `directive.cue_written` and so on."""
        flat: dict[str, float | None] = {}
        for each in self.layers:
            for name, found in (("exact", each.exact), ("overlap", each.overlap)):
                for figure in ("precision", "recall", "f1"):
                    flat[f"{each.label}.{name}_{figure}"] = getattr(found, figure)
            for name, field in each.fields.items():
                flat[f"{each.label}.{name}"] = field.accuracy
                flat[f"{each.label}.{name}_written"] = field.accuracy_written
        return flat


def score(gold: Gold, predicted: Gold, *, layers: Iterable[Layer] | None = None) -> Scores:
    """Scores of `predicted` against `gold`, one entry a layer that both files annotate.

    Layers that are not declared are scored by their spans alone. Raises SpeechdataError if the files
    annotate different texts.
    """
    if gold.sha256 != predicted.sha256:
        message = f"{gold.place} and {predicted.place} annotate different texts"
        advice = "Both headers must carry the same sha256."
        raise SpeechdataError("score-source", message, place=predicted.place, advice=advice)
    declared = forms(layers)
    present = dict.fromkeys((*gold.records, *predicted.records))
    undeclared = [Form(label) for label in present if label not in {form.label for form in declared}]
    scored = [
        form for form in (*declared, *undeclared) if gold.covers(form.label) and predicted.covers(form.label)
    ]
    return Scores(
        texts=(gold.place,),
        layers=tuple(_layer(form, gold.of(form.label), predicted.of(form.label)) for form in scored),
    )


def pool(scores: Iterable[Scores]) -> Scores:
    """Micro-average: the counts of several texts, added up."""
    texts: list[str] = []
    summed: dict[str, LayerScore] = {}
    for each in scores:
        texts += each.texts
        for layer in each.layers:
            summed[layer.label] = summed[layer.label] + layer if layer.label in summed else layer
    return Scores(texts=tuple(texts), layers=tuple(summed.values()))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _layer(form: Form, gold: Sequence[Mark], predicted: Sequence[Mark]) -> LayerScore:
    left = [mark.identity(form.anchor) for mark in gold]
    right = [mark.identity(form.anchor) for mark in predicted]
    paired = overlapping(left, right)
    pairs = [(gold[i], predicted[j]) for i, j in paired]
    return LayerScore(
        label=form.label,
        exact=Found(n_gold=len(left), n_predicted=len(right), n_matched=len(exact(left, right))),
        overlap=Found(n_gold=len(left), n_predicted=len(right), n_matched=len(paired)),
        fields={name: _accuracy(name, pairs) for name in (*form.attributes, *form.spans)},
    )


def _accuracy(name: str, pairs: Sequence[tuple[Mark, Mark]]) -> Accuracy:
    values = [(gold.fields.get(name), p.fields[name]) for gold, p in pairs if name in p.fields]
    written = [pair for pair in values if pair[0] is not None]
    return Accuracy(
        n=len(values),
        n_right=sum(left == right for left, right in values),
        n_written=len(written),
        n_written_right=sum(left == right for left, right in written),
    )


def table(scores: Scores, baseline: Scores | None = None) -> str:
    """Two aligned tables: records found by layer (beside the baseline's F1 if given), then fields.

    "-" stands for a figure that is not defined. Wide characters count as two columns.
    """
    found = [_FOUND, *map(_found, scores.layers)]
    if baseline:
        beside = [_beside(baseline.layer(layer.label)) for layer in scores.layers]
        found = [left + right for left, right in zip(found, [_BASELINE, *beside], strict=True)]
    fields = [
        _field(layer.label, name, each) for layer in scores.layers for name, each in layer.fields.items()
    ]
    return f"{_align(found)}\n\n{_align([_FIELDS, *fields])}\n"


def _found(layer: LayerScore) -> _Row:
    counts = (str(layer.exact.n_gold), str(layer.exact.n_predicted))
    figures = [f for each in (layer.exact, layer.overlap) for f in (each.precision, each.recall, each.f1)]
    return (layer.label, *counts, *map(_figure, figures))


def _beside(layer: LayerScore | None) -> _Row:
    return ("-", "-") if layer is None else (_figure(layer.exact.f1), _figure(layer.overlap.f1))


def _field(label: str, name: str, each: Accuracy) -> _Row:
    over_all = (str(each.n), str(each.n_right), _figure(each.accuracy))
    written = (str(each.n_written), str(each.n_written_right), _figure(each.accuracy_written))
    return (f"{label}.{name}", *over_all, *written)


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _align(rows: Sequence[_Row]) -> str:
    """Columns two spaces apart, the first to the left and the others to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(_pad(cell, widths[at], at == 0) for at, cell in enumerate(row)).rstrip() for row in rows
    )


def _pad(text: str, width: int, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text
