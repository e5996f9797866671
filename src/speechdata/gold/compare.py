"""Two runs on the same gold: how the figures moved, and which records became right or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from speechdata.gold._table import UNDEFINED, Row, aligned, figure, signed
from speechdata.gold.intervals import Interval, LayerInterval, Tally, difference
from speechdata.gold.mistakes import Mistake
from speechdata.gold.score import MATCHING, LayerScore, Scores
from speechdata.records import Record

_HEAD: Row = ("layer", "F1", "before", "now", "change", "95 %")


class Change(Record):
    """One F1 figure in two runs."""

    label: str = Field(description="singular name of the layer")
    matching: str = Field(description="exact or overlap")
    before: float | None = Field(description="F1 of the earlier run")
    now: float | None = Field(description="F1 of this run")
    interval: Interval | None = Field(
        description="of the change, both runs resampled alike; null where it is not defined"
    )

    @property
    def change(self) -> float | None:
        """Now less before; null if either is."""
        return None if self.before is None or self.now is None else self.now - self.before


class Records(Record):
    """What happened to single records. A record is right if no mistake is about it."""

    became_right: tuple[Mistake, ...] = Field(description="earlier mistakes about records that are right now")
    became_wrong: tuple[Mistake, ...] = Field(description="mistakes about records that were right earlier")
    n_still_wrong: int = Field(ge=0, description="records with mistakes in both runs")


class Comparison(Record):
    """This run beside an earlier one."""

    against: str = Field(description="file of the earlier run")
    gold: tuple[str, ...] = Field(description="how the gold of this run was made")
    same_gold: bool = Field(description="whether both were scored on the same gold records")
    changes: tuple[Change, ...] = Field(
        description="F1 of each layer that both runs scored, exact and overlap"
    )
    records: Records | None = Field(description="what happened to single records; null when pooled")


def changes(
    before: Scores, now: Scores, *, tallies: tuple[Sequence[Tally], Sequence[Tally]]
) -> tuple[Change, ...]:
    """Change of exact and overlap F1 of each layer in both runs; `tallies` of the earlier and of this run."""
    earlier, later = ({tally.label: tally for tally in run} for run in tallies)
    return tuple(
        change
        for layer in now.layers
        if (was := before.layer(layer.label))
        for change in _changes(was, layer, difference(earlier[layer.label], later[layer.label]))
    )


def _changes(before: LayerScore, now: LayerScore, intervals: LayerInterval) -> Iterator[Change]:
    for matching in MATCHING:
        yield Change(
            label=now.label,
            matching=matching,
            before=getattr(before, matching).f1,
            now=getattr(now, matching).f1,
            interval=getattr(intervals, matching),
        )


def records(before: Iterable[Mistake], now: Iterable[Mistake]) -> Records:
    """Which records the mistakes of two runs are about, and which of these changed."""
    earlier, later = list(before), list(now)
    was = {mistake.record for mistake in earlier}
    is_ = {mistake.record for mistake in later}
    return Records(
        became_right=tuple(mistake for mistake in earlier if mistake.record not in is_),
        became_wrong=tuple(mistake for mistake in later if mistake.record not in was),
        n_still_wrong=len(was & is_),
    )


def table(found: Iterable[Change]) -> str:
    """One line a layer and way of matching."""
    return aligned([_HEAD, *map(_row, found)], left=2)


def _row(each: Change) -> Row:
    bounds = (each.interval.low, each.interval.high) if each.interval else ()
    interval = " to ".join(map(signed, bounds)) or UNDEFINED
    return (each.label, each.matching, figure(each.before), figure(each.now), signed(each.change), interval)
