"""Precision by the rule that made each predicted record."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field, computed_field

from speechdata.gold._table import Row, aligned, figure, ratio
from speechdata.gold.align import Alignment
from speechdata.records import Record

_HEAD: Row = ("layer", "rule", "found", "exact", "overlap", "P exact", "P overlap")


class RuleScore(Record, extra="ignore"):
    """How often a rule was right; written ratios are not read back."""

    label: str = Field(description="singular name of the layer")
    rule: str | None = Field(description="stable id of the rule; null where the records name none")
    n: int = Field(ge=1, description="records that the rule made")
    n_exact: int = Field(ge=0, description="of these, records with gold's span")
    n_overlap: int = Field(ge=0, description="of these, records with a gold partner that overlaps")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision_exact(self) -> float | None:
        """Share of its records with gold's span."""
        return ratio(self.n_exact, self.n)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision_overlap(self) -> float | None:
        """Share of its records with a gold partner that overlaps."""
        return ratio(self.n_overlap, self.n)

    def __add__(self, other: RuleScore) -> RuleScore:
        summed = {name: getattr(self, name) + getattr(other, name) for name in ("n", "n_exact", "n_overlap")}
        return self.model_copy(update=summed)


def rules(alignments: Iterable[Alignment]) -> tuple[RuleScore, ...]:
    """Scores of each rule, layer by layer, the one with most records off gold's spans first."""
    return pool(each for alignment in alignments for each in _single(alignment))


def pool(scores: Iterable[RuleScore]) -> tuple[RuleScore, ...]:
    """Scores of several texts added up, in the same order."""
    summed: dict[tuple[str, str | None], RuleScore] = {}
    for each in scores:
        key = (each.label, each.rule)
        summed[key] = summed[key] + each if key in summed else each
    at = {label: n for n, label in enumerate(dict.fromkeys(label for label, _ in summed))}
    return tuple(sorted(summed.values(), key=lambda s: (at[s.label], s.n_exact - s.n, s.n, s.rule or "")))


def table(scores: Iterable[RuleScore]) -> str:
    """One line a rule."""
    return aligned([_HEAD, *map(_row, scores)], left=2)


def _single(alignment: Alignment) -> Iterable[RuleScore]:
    """A score of one record each."""
    exact = {j for _, j in alignment.exact}
    overlap = {j for _, j in alignment.overlap}
    for j, mark in enumerate(alignment.predicted):
        yield RuleScore(
            label=alignment.form.label,
            rule=mark.rule,
            n=1,
            n_exact=j in exact,
            n_overlap=j in overlap,
        )


def _row(score: RuleScore) -> Row:
    counts = (str(score.n), str(score.n_exact), str(score.n_overlap))
    name = score.rule or "(none named)"
    return (score.label, name, *counts, figure(score.precision_exact), figure(score.precision_overlap))
