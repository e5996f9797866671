"""A directive before its fields are filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from speechdata.annotators.directives._clauses import Clause, Cue, Verdict
from speechdata.span import Span


@dataclass(slots=True)
class Draft:
    """A directive before its fields: its clauses in order, the one that asks, and the rule that found it."""

    clauses: list[Clause]
    main: Clause
    rule: str
    start: int
    cue: Cue | None = field(init=False)
    """The cue of the clause that asks."""

    def __post_init__(self) -> None:
        self.cue = self.main.cue

    @property
    def demands(self) -> bool:
        """Whether it obliges or forbids by a cue."""
        return self.cue is not None and self.cue.modality in ("obligation", "prohibition")

    @property
    def span(self) -> Span:
        """From the first to the last clause."""
        return Span(self.start, self.clauses[-1].span.end)


@dataclass(slots=True)
class Ruled:
    """A candidate that was ruled out."""

    span: Span
    verdict: Verdict
