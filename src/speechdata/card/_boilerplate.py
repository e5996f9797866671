"""How much the speeches share with each other: the fact, and the card's sentence on it."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from speechdata.card._manifest import BoilerplateFact
from speechdata.card._markdown import count


def boilerplate_fact(shares: Iterable[float | None]) -> BoilerplateFact | None:
    """The distribution of boilerplate_share over the speeches that have one; None if none has."""
    known = [share for share in shares if share is not None]
    if not known:
        return None
    return BoilerplateFact(
        n_speeches=len(known), median=median(known), n_above_half=sum(share > 0.5 for share in known)
    )


def boilerplate(fact: BoilerplateFact | None) -> str:
    """The distribution in one line; nothing if it is not known."""
    if fact is None:
        return ""
    return (
        f"Boilerplate (`boilerplate_share` of `speeches`): of the sentences of a speech, {fact.median:.1%} stand"
        f" word for word in other speeches that are no near-duplicates of it (median of"
        f" {count(fact.n_speeches, 'speech')}); more than half do in {count(fact.n_above_half, 'speech')}"
        f" ({fact.n_above_half / fact.n_speeches:.1%})."
    )
