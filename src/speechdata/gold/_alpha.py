"""Krippendorff's alpha for unitizing, two observers and one category: agreement on where units lie.

Krippendorff, Content Analysis: An Introduction to Its Methodology, second edition (2004), chapter 11, and third
edition (2013), chapter 12; first in Sociological Methodology 25 (1995), pages 47 to 76.
alpha = 1 - observed disagreement / expected disagreement. A pair of units that overlap disagrees by the squares of
the distances of their bounds, a unit that meets none of the other observer's by the square of its length. Expected
is the mean over all ways to lay the units and gaps of both observers over the continuum.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from speechdata.span import Span


def alpha_u(a: Sequence[Span], b: Sequence[Span], length: int) -> float | None:
    """Agreement of two observers on the units of a continuum [0, length): 1 in full, 0 as by chance.

    None where it is not defined: no units at all, or units of one observer that overlap each other.
    """
    if _overlapping(a) or _overlapping(b):
        return None
    expected = expected_disagreement(a, b, length)
    return float(1 - observed_disagreement(a, b, length) / expected) if expected else None


def observed_disagreement(a: Sequence[Span], b: Sequence[Span], length: int) -> Fraction:
    """Squared disagreement over all pairs of units and gaps, relative to the square of the continuum."""
    alone = sum(
        len(unit) ** 2 for own, other in ((a, b), (b, a)) for unit in own if not _partners(unit, other)
    )
    bounds = sum(
        (unit.start - partner.start) ** 2 + (unit.end - partner.end) ** 2
        for unit in a
        for partner in _partners(unit, b)
    )
    return Fraction(alone + bounds, length**2)


def expected_disagreement(a: Sequence[Span], b: Sequence[Span], length: int) -> Fraction:
    """What `observed_disagreement` would be by chance."""
    units = [len(unit) for unit in (*a, *b)]
    gaps = _gaps(a, length) + _gaps(b, length)
    total = Fraction(0)
    for unit in units:
        total += Fraction((len(units) - 1) * (2 * unit**3 - 3 * unit**2 + unit), 3)
        total += unit**2 * sum(gap - unit + 1 for gap in gaps if gap >= unit)
    both = 2 * length
    placements = both * (both - 1) - sum(unit * (unit - 1) for unit in units)
    return Fraction(2, length) * total / placements if units else Fraction(0)


def _overlapping(units: Sequence[Span]) -> bool:
    ordered = sorted(units)
    return any(left.end > right.start for left, right in pairwise(ordered))


def _partners(unit: Span, others: Sequence[Span]) -> list[Span]:
    return [other for other in others if unit.overlap(other)]


def _gaps(units: Sequence[Span], length: int) -> list[int]:
    """Lengths of the stretches that units leave free."""
    ordered = sorted(units)
    ends, starts = [0, *(unit.end for unit in ordered)], [*(unit.start for unit in ordered), length]
    return [start - end for end, start in zip(ends, starts, strict=True) if start > end]
