"""Aligned text tables, wide characters counted as two columns."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

Row = tuple[str, ...]
UNDEFINED = "-"


def ratio(part: float, whole: float) -> float | None:
    """The share; None where it would divide by zero."""
    return part / whole if whole else None


def figure(value: float | None) -> str:
    """A share with three decimals; "-" where it is not defined."""
    return UNDEFINED if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """A difference with its sign and three decimals; "-" where it is not defined."""
    return UNDEFINED if value is None else f"{value:+.3f}"


def aligned(rows: Sequence[Row], *, left: int = 1) -> str:
    """Columns two spaces apart, the first `left` of them flush left and the others flush right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(_pad(cell, widths[at], at < left) for at, cell in enumerate(row)).rstrip() for row in rows
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _pad(text: str, width: int, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text
