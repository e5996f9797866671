"""What each family of rules adds: F1 with its records and without them.

A family are the rules whose ids begin alike, to the second part: slogans.numeric.quoted and slogans.numeric.named
are of slogans.numeric. Its records are taken out of the finished result and the rest is paired with gold anew. The
annotators do not run again, so no other rule gets to claim what the family had claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field, computed_field

from speechdata.gold._table import Row, aligned, figure, signed
from speechdata.gold.align import Alignment
from speechdata.gold.score import MATCHING, Found, Scores
from speechdata.records import Record

_PARTS = 2
_HEAD: Row = (
    "layer",
    "family",
    "found",
    *(cell for kind in MATCHING for cell in (f"F1 {kind}", "without", "change")),
)


class Family(Record):
    """Records of a family of rules, and the pairs with gold that go with them; counts add up over texts."""

    label: str = Field(description="singular name of the layer")
    family: str = Field(description="what the ids of its rules begin with")
    n: int = Field(ge=1, description="records that its rules made")
    n_exact: int = Field(ge=0, description="exact pairs lost without them")
    n_overlap: int = Field(ge=0, description="overlap pairs lost without them, the rest paired anew")

    def __add__(self, other: Family) -> Family:
        summed = {name: getattr(self, name) + getattr(other, name) for name in ("n", "n_exact", "n_overlap")}
        return self.model_copy(update=summed)


class Effect(Record):
    """One F1 figure with a family's records and without them."""

    f1: float | None = Field(description="of all records")
    without: float | None = Field(description="of the records of other families")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def change(self) -> float | None:
        """Without less with: negative where the family helps; null if either is not defined."""
        return None if self.f1 is None or self.without is None else self.without - self.f1


class Ablation(Record):
    """What the records of a family add to F1."""

    label: str = Field(description="singular name of the layer")
    family: str = Field(description="what the ids of its rules begin with")
    n: int = Field(ge=1, description="records that its rules made")
    exact: Effect = Field(description="on exact F1")
    overlap: Effect = Field(description="on overlap F1")


def families(alignments: Iterable[Alignment]) -> tuple[Family, ...]:
    """Counts of each family, layer by layer; records that name no rule belong to none."""
    return tuple(each for alignment in alignments for each in _of_layer(alignment))


def pool(found: Iterable[Family]) -> tuple[Family, ...]:
    """Counts of several texts added up."""
    summed: dict[tuple[str, str], Family] = {}
    for each in found:
        key = (each.label, each.family)
        summed[key] = summed[key] + each if key in summed else each
    return tuple(summed.values())


def ablations(scores: Scores, found: Iterable[Family]) -> tuple[Ablation, ...]:
    """F1 with and without each family, layer by layer, the one that adds most to exact F1 first.

    `scores` are those of all records of the same texts.
    """
    places = {layer.label: at for at, layer in enumerate(scores.layers)}
    made = [_ablation(scores, each) for each in found]
    return tuple(sorted(made, key=lambda a: (places[a.label], a.exact.change or 0.0, a.family)))


def table(found: Iterable[Ablation]) -> str:
    """One line a family."""
    return aligned([_HEAD, *map(_row, found)], left=2)


def _of_layer(alignment: Alignment) -> Iterator[Family]:
    names = [_family(mark.rule) for mark in alignment.predicted]
    for family in dict.fromkeys(filter(None, names)):
        rest = alignment.only(name != family for name in names)
        yield Family(
            label=alignment.form.label,
            family=family,
            n=names.count(family),
            n_exact=len(alignment.exact) - len(rest.exact),
            n_overlap=len(alignment.overlap) - len(rest.overlap),
        )


def _family(rule: str | None) -> str | None:
    return ".".join(rule.split(".")[:_PARTS]) if rule else None


def _ablation(scores: Scores, family: Family) -> Ablation:
    layer = scores.layer(family.label)
    assert layer is not None, "a family has records of a layer that was scored"
    return Ablation(
        label=family.label,
        family=family.family,
        n=family.n,
        exact=_effect(layer.exact, family.n, family.n_exact),
        overlap=_effect(layer.overlap, family.n, family.n_overlap),
    )


def _effect(found: Found, n: int, n_lost: int) -> Effect:
    changed = {"n_predicted": found.n_predicted - n, "n_matched": found.n_matched - n_lost}
    return Effect(f1=found.f1, without=found.model_copy(update=changed).f1)


def _row(each: Ablation) -> Row:
    effects = (each.exact, each.overlap)
    cells = [cell for e in effects for cell in (figure(e.f1), figure(e.without), signed(e.change))]
    return (each.label, each.family, str(each.n), *cells)
