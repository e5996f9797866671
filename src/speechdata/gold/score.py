"""Precision, recall, F1 and label accuracy of one standoff file against another.

exact    a predicted record is right if gold has a record with the same identifying span.
overlap  predicted and gold records pair one to one where their identifying spans share a code point.
Labels and sub-spans are compared on the overlap pairs whose prediction carries them. A figure that would
divide by zero is null. What identifies a record, and how pairs are chosen: see `align`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Self

from pydantic import Field, computed_field

from speechdata.gold._table import UNDEFINED, Row, aligned, figure, ratio
from speechdata.gold.align import Alignment, align
from speechdata.gold.intervals import Interval, LayerInterval
from speechdata.gold.standoff import Gold, Mark
from speechdata.layer import Layer
from speechdata.records import Record

MATCHING = ("exact", "overlap")
"""The two ways in which predicted records are matched with gold."""
_INTERVAL = "95 %"
_BASELINE: Row = ("baseline F1 exact", "baseline F1 overlap")
_FIELDS: Row = ("field", "pairs", "right", "accuracy", "written", "right", "accuracy")


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
        return ratio(self.n_matched, self.n_predicted)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float | None:
        """Matched of gold; null if gold has none."""
        return ratio(self.n_matched, self.n_gold)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; null if there is neither gold nor prediction."""
        return ratio(2 * self.n_matched, self.n_gold + self.n_predicted)


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
        return ratio(self.n_right, self.n)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accuracy_written(self) -> float | None:
        """Agreement where gold is not null; null if it always is."""
        return ratio(self.n_written_right, self.n_written)


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

    def only(self, labels: Collection[str]) -> Self:
        """The scores of these layers."""
        return self.model_copy(update={"layers": tuple(each for each in self.layers if each.label in labels)})

    def figures(self) -> dict[str, float | None]:
        """All figures flat: `directive.exact_f1`, `directive.cue`, `directive.cue_written` and so on."""
        flat: dict[str, float | None] = {}
        for each in self.layers:
            for name, found in (("exact", each.exact), ("overlap", each.overlap)):
                for ratio_name in ("precision", "recall", "f1"):
                    flat[f"{each.label}.{name}_{ratio_name}"] = getattr(found, ratio_name)
            for name, field in each.fields.items():
                flat[f"{each.label}.{name}"] = field.accuracy
                flat[f"{each.label}.{name}_written"] = field.accuracy_written
        return flat


def score(gold: Gold, predicted: Gold, *, layers: Iterable[Layer] | None = None) -> Scores:
    """Scores of `predicted` against `gold`, one entry a layer that both files annotate.

    Layers that are not declared are scored by their spans alone. Raises SpeechdataError if the files
    annotate different texts.
    """
    return scored(align(gold, predicted, layers=layers), text=gold.place)


def scored(alignments: Iterable[Alignment], *, text: str) -> Scores:
    """Scores from alignments; `text` names the gold file."""
    return Scores(texts=(text,), layers=tuple(map(_layer, alignments)))


def pool(scores: Iterable[Scores]) -> Scores:
    """Micro-average: the counts of several texts, added up."""
    texts: list[str] = []
    summed: dict[str, LayerScore] = {}
    for each in scores:
        texts += each.texts
        for layer in each.layers:
            summed[layer.label] = summed[layer.label] + layer if layer.label in summed else layer
    return Scores(texts=tuple(texts), layers=tuple(summed.values()))


def _layer(alignment: Alignment) -> LayerScore:
    form, pairs = alignment.form, alignment.matched()
    sizes = {"n_gold": len(alignment.gold), "n_predicted": len(alignment.predicted)}
    return LayerScore(
        label=form.label,
        exact=Found(**sizes, n_matched=len(alignment.exact)),
        overlap=Found(**sizes, n_matched=len(pairs)),
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


def table(
    scores: Scores, baseline: Scores | None = None, intervals: Mapping[str, LayerInterval] | None = None
) -> str:
    """Two aligned tables: records found by layer, then fields.

    Beside F1 stand its interval and the baseline's F1, where given. "-" stands for a figure that is not defined.
    """
    found = [_head(intervals), *(_found(layer, intervals) for layer in scores.layers)]
    if baseline:
        beside = [_beside(baseline.layer(layer.label)) for layer in scores.layers]
        found = [left + right for left, right in zip(found, [_BASELINE, *beside], strict=True)]
    fields = [
        _field(layer.label, name, each) for layer in scores.layers for name, each in layer.fields.items()
    ]
    return f"{aligned(found)}\n\n{aligned([_FIELDS, *fields])}\n"


def _head(intervals: Mapping[str, LayerInterval] | None) -> Row:
    beside = (_INTERVAL,) if intervals is not None else ()
    figures = [cell for kind in MATCHING for cell in (f"P {kind}", f"R {kind}", f"F1 {kind}", *beside)]
    return ("layer", "gold", "found", *figures)


def _found(layer: LayerScore, intervals: Mapping[str, LayerInterval] | None) -> Row:
    cells = [layer.label, str(layer.exact.n_gold), str(layer.exact.n_predicted)]
    for kind in MATCHING:
        each: Found = getattr(layer, kind)
        cells += map(figure, (each.precision, each.recall, each.f1))
        if intervals is not None:
            cells.append(_interval(getattr(intervals.get(layer.label), kind, None)))
    return tuple(cells)


def _interval(interval: Interval | None) -> str:
    return str(interval) if interval else UNDEFINED


def _beside(layer: LayerScore | None) -> Row:
    return (UNDEFINED, UNDEFINED) if layer is None else (figure(layer.exact.f1), figure(layer.overlap.f1))


def _field(label: str, name: str, each: Accuracy) -> Row:
    over_all = (str(each.n), str(each.n_right), figure(each.accuracy))
    written = (str(each.n_written), str(each.n_written_right), figure(each.accuracy_written))
    return (f"{label}.{name}", *over_all, *written)
