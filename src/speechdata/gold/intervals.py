"""Bootstrap confidence intervals of F1, resampled by passage.

The unit is a passage, whole lines of the source of at least PASSAGE code points together, not a record: a
list of tasks or a report of results runs through a passage, so that its records are right or wrong together,
and drawing single records would make the intervals too narrow. Whole lines keep a heading with its paragraph
and the pieces of a hard-wrapped paragraph with each other.

On the seed, the keyword baseline's interval for exact directives is half as wide again by passages as by
records; longer passages do not widen it further.

Percentile method (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). The draws come
from a generator whose stream never changes, so the same counts give the same interval everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from speechdata.gold.align import Alignment
from speechdata.records import Record
from speechdata.text.segment import lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PASSAGE = 200
"""Code points that a passage has at least, the last one excepted."""
ENOUGH = 10
"""Passages below which there is no interval: resampling so few understates how much they vary."""
RESAMPLES = 2000
LEVEL = 0.95
SEED = 20240316

Counts = tuple[int, int, int, int]
"""Of one passage: gold records, predicted records, exact pairs, overlap pairs."""


class Interval(Record):
    """A 95 % confidence interval."""

    low: float = Field(description="2.5th percentile of the resampled figure")
    high: float = Field(description="97.5th percentile of the resampled figure")

    def __str__(self) -> str:
        return f"{self.low:.3f}–{self.high:.3f}"


class LayerInterval(Record):
    """Intervals of one layer's F1.

    Null where they are not defined: for fewer passages than ENOUGH, and where resamples do not differ. A layer
    without an error is such a case: no draw can show the errors that the text happens not to hold.
    """

    exact: Interval | None = Field(description="of exact F1")
    overlap: Interval | None = Field(description="of overlap F1")


class Tally(Record):
    """One layer's counts by passage, a passage a row, in the order of the text."""

    label: str = Field(description="singular name of the layer")
    passages: tuple[Counts, ...] = Field(description="gold, predicted, exact pairs, overlap pairs of each")

    def __add__(self, other: Tally) -> Tally:
        return self.model_copy(update={"passages": self.passages + other.passages})


def passages(text: str) -> list[int]:
    """Start of each passage of a text, code points; the first is 0."""
    starts = [0]
    for line in lines(text):
        if line.start - starts[-1] >= PASSAGE:
            starts.append(line.start)
    return starts


def tally(alignment: Alignment, starts: Sequence[int]) -> Tally:
    """Counts by passage. A pair belongs where its gold record starts, a record without partner where it starts."""
    rows = [[0, 0, 0, 0] for _ in starts]

    def row(index: int) -> list[int]:
        return rows[bisect_right(starts, index) - 1]

    partner = {j: i for i, j in alignment.overlap}
    for mark in alignment.gold:
        row(mark.span.start)[0] += 1
    for j, mark in enumerate(alignment.predicted):
        place = alignment.gold[partner[j]] if j in partner else mark
        row(place.span.start)[1] += 1
    for column, pairs in ((2, alignment.exact), (3, alignment.overlap)):
        for i, _ in pairs:
            row(alignment.gold[i].span.start)[column] += 1
    return Tally(label=alignment.form.label, passages=tuple((a, b, c, d) for a, b, c, d in rows))


def pool(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    """The passages of several texts, one tally a layer."""
    found: dict[str, Tally] = {}
    for each in tallies:
        found[each.label] = found[each.label] + each if each.label in found else each
    return tuple(found.values())


def intervals(tallies: Iterable[Tally]) -> dict[str, LayerInterval]:
    """Intervals of each layer's F1, by label."""
    return {each.label: _percentiles(_resampled(each)) for each in tallies}


def difference(before: Tally, now: Tally) -> LayerInterval:
    """Interval of F1 now less F1 before, the same passages drawn for both; null if gold differs."""
    if [row[0] for row in before.passages] != [row[0] for row in now.passages]:
        return LayerInterval(exact=None, overlap=None)
    return _percentiles(_resampled(now) - _resampled(before))


def _resampled(tally: Tally) -> NDArray[np.float64]:
    """Exact and overlap F1 of each resample, RESAMPLES x 2; NaN where it drew neither gold nor
    prediction, and throughout if there are fewer passages than ENOUGH.
    """
    # Imported here: few commands need it.
    import numpy as np

    if len(tally.passages) < ENOUGH:
        return np.full((RESAMPLES, 2), np.nan)
    counts = np.array(tally.passages, dtype=np.float64)
    # The legacy generator on purpose: its stream is frozen, that of the newer one may change with a release.
    draw = np.random.RandomState(SEED)
    even = np.full(len(counts), 1 / len(counts))
    sums = np.array([draw.multinomial(len(counts), even) @ counts for _ in range(RESAMPLES)])
    size = sums[:, :1] + sums[:, 1:2]
    f1 = np.full((RESAMPLES, 2), np.nan)
    np.divide(2 * sums[:, 2:], size, out=f1, where=size > 0)
    return f1


def _percentiles(resampled: NDArray[np.float64]) -> LayerInterval:
    """The middle LEVEL of the defined values of each column; null where there is none."""
    import numpy as np

    tail = 50 * (1 - LEVEL)
    bounds: list[Interval | None] = [None, None]
    for at, column in enumerate(resampled.T):
        defined = column[~np.isnan(column)]
        if len(defined):
            low, high = map(float, np.percentile(defined, (tail, 100 - tail)))
            bounds[at] = Interval(low=low, high=high) if low < high else None
    return LayerInterval(exact=bounds[0], overlap=bounds[1])
