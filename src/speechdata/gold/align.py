"""Gold and predicted records of each layer, paired: what every figure and every list of errors rests on.

A record is identified by its layer's anchor sub-span (sections: the marker), else by its whole span.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

from speechdata.errors import SpeechdataError
from speechdata.gold._match import exact, overlapping
from speechdata.gold.standoff import Form, Gold, Mark, forms
from speechdata.layer import Layer
from speechdata.span import Span

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Alignment:
    """The records of one layer in two files, and index pairs (gold, predicted) of those that match."""

    form: Form
    gold: tuple[Mark, ...]
    predicted: tuple[Mark, ...]
    exact: Pairs
    """Pairs with the same identifying span."""
    overlap: Pairs
    """One-to-one pairs whose identifying spans share a code point: as many as possible, then the largest total."""

    def matched(self) -> list[tuple[Mark, Mark]]:
        """The records of the overlap pairs, by gold's place."""
        return [(self.gold[i], self.predicted[j]) for i, j in self.overlap]

    def missed(self) -> list[Mark]:
        """Gold records without an overlap partner."""
        found = {i for i, _ in self.overlap}
        return [mark for i, mark in enumerate(self.gold) if i not in found]

    def spurious(self) -> list[Mark]:
        """Predicted records without an overlap partner."""
        right = {j for _, j in self.overlap}
        return [mark for j, mark in enumerate(self.predicted) if j not in right]

    def identity(self, mark: Mark) -> Span:
        """The span that identifies a record of this layer."""
        return mark.identity(self.form.anchor)

    def only(self, kept: Iterable[bool]) -> Alignment:
        """The alignment of the predicted records that are `kept`, one answer a record."""
        return _align(self.form, self.gold, tuple(compress(self.predicted, kept)))


def align(gold: Gold, predicted: Gold, *, layers: Iterable[Layer] | None = None) -> tuple[Alignment, ...]:
    """One alignment a layer that both files annotate, declared layers first.

    Layers that are not declared have neither attributes nor sub-spans. Raises SpeechdataError if the files
    annotate different texts.
    """
    if gold.sha256 != predicted.sha256:
        message = f"{gold.place} and {predicted.place} annotate different texts"
        advice = "Both headers must carry the same sha256."
        raise SpeechdataError("score-source", message, place=predicted.place, advice=advice)
    declared = forms(layers)
    present = dict.fromkeys((*gold.records, *predicted.records))
    undeclared = [Form(label) for label in present if label not in {form.label for form in declared}]
    return tuple(
        _align(form, gold.of(form.label), predicted.of(form.label))
        for form in (*declared, *undeclared)
        if gold.covers(form.label) and predicted.covers(form.label)
    )


def _align(form: Form, gold: tuple[Mark, ...], predicted: tuple[Mark, ...]) -> Alignment:
    left = [mark.identity(form.anchor) for mark in gold]
    right = [mark.identity(form.anchor) for mark in predicted]
    return Alignment(form, gold, predicted, tuple(exact(left, right)), tuple(overlapping(left, right)))
