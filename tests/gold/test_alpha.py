"""Alpha for unitizing: the published worked examples, hand-computed cases, what must hold for all units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.gold._alpha import alpha_u, expected_disagreement, observed_disagreement
from speechdata.span import Span


def units(*pairs: tuple[int, int], start: int = 0, stretch: int = 1) -> list[Span]:
    """Units from (start, length), moved to a continuum that begins at `start`, each character `stretch` long."""
    return [Span((at - start) * stretch, (at - start + length) * stretch) for at, length in pairs]


FIRST = units((225, 70), (370, 30), start=150)
SECOND = units((220, 80), (355, 20), (400, 20), start=150)
BOTH = units((180, 60), (300, 50), start=150)
"""Krippendorff, Content Analysis, 2004, page 254: categories c (two readings) and k (one), length 300."""


def test_the_worked_example_of_the_book() -> None:
    assert float(observed_disagreement(FIRST, SECOND, 300)) == pytest.approx(0.0144, abs=5e-5)
    assert float(expected_disagreement(FIRST, SECOND, 300)) == pytest.approx(0.0532, abs=5e-5)
    assert alpha_u(FIRST, SECOND, 300) == pytest.approx(0.7286, abs=5e-5)
    assert float(expected_disagreement(BOTH, BOTH, 300)) == pytest.approx(0.0490, abs=5e-5)
    assert alpha_u(BOTH, BOTH, 300) == 1.0


def test_the_worked_example_over_both_categories() -> None:
    observed = observed_disagreement(FIRST, SECOND, 300) + observed_disagreement(BOTH, BOTH, 300)
    expected = expected_disagreement(FIRST, SECOND, 300) + expected_disagreement(BOTH, BOTH, 300)
    assert float(1 - observed / expected) == pytest.approx(0.859, abs=5e-4)


CASES_1995 = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)], 0.03125, 0.06990, 0.553),
    "D": (
        [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)],
        [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)],
        0.38715,
        0.41445,
        0.066,
    ),
}
"""Krippendorff, Sociological Methodology 25, 1995, page 57: a continuum of 24, without limit to its resolution."""


@pytest.mark.parametrize("case", CASES_1995)
def test_the_examples_of_the_first_paper(case: str) -> None:
    a, b, observed, expected, alpha = CASES_1995[case]
    left, right = units(*a, stretch=50_000), units(*b, stretch=50_000)
    length = 24 * 50_000
    assert float(observed_disagreement(left, right, length)) == pytest.approx(observed, abs=1e-5)
    assert float(expected_disagreement(left, right, length)) == pytest.approx(expected, abs=1e-5)
    assert alpha_u(left, right, length) == pytest.approx(alpha, abs=5e-4)


def test_by_hand() -> None:
    """Two characters, each observer one unit of one character, on different ones.

    Observed: each is alone, (1 + 1) / 4. Expected: a unit of one in a gap of one, two units, two gaps of one:
    2 / 2 * (2 * 2) / (4 * 3) = 1/3. Alpha: 1 - 3/2.
    """
    a, b = units((0, 1)), units((1, 1))
    assert observed_disagreement(a, b, 2) * 2 == 1
    assert expected_disagreement(a, b, 2) * 3 == 1
    assert alpha_u(a, b, 2) == -0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [([], []), (units((0, 4), (3, 4)), units((0, 4))), (units((0, 4)), units((0, 4), (3, 4)))],
    ids=["no units", "first overlaps itself", "second overlaps itself"],
)
def test_not_defined(a: list[Span], b: list[Span]) -> None:
    assert alpha_u(a, b, 20) is None


LENGTH = 30


@st.composite
def unitized(draw: st.DrawFn) -> list[Span]:
    """Disjoint units of a continuum of LENGTH."""
    cuts = sorted(draw(st.sets(st.integers(0, LENGTH), max_size=8)))
    return [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]


@given(unitized(), unitized())
def test_symmetric_and_at_most_one(a: list[Span], b: list[Span]) -> None:
    there, back = alpha_u(a, b, LENGTH), alpha_u(b, a, LENGTH)
    assert there == back
    assert there is None or there <= 1
    assert (there == 1) == (a == b) or there is None


@given(unitized(), unitized(), st.integers(1, 5))
def test_touching_and_moved_units_never_agree_in_full(a: list[Span], b: list[Span], by: int) -> None:
    moved = [unit.shift(by) for unit in a if unit.end + by <= LENGTH]
    observed = observed_disagreement(a, moved, LENGTH)
    assert (observed == 0) == (a == moved)
