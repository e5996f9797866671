"""A plot of time and memory against size, as SVG: two lines of dots need no library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log10

Points = Mapping[str, Sequence[tuple[float, float]]]
"""By name: pairs of megabytes and of what they took."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 880, 400, 70, 40, 300
_COLOURS = ("#1b6ca8", "#c8553d", "#5b8c5a", "#8d6a9f", "#777777", "#b08900")


def svg(panels: Mapping[str, Points]) -> str:
    """The panels beside each other; both axes are logarithmic."""
    drawn = [line for at, (title, points) in enumerate(panels.items()) for line in _panel(at, title, points)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">'
    )
    return (
        "\n".join([head, f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>', *drawn, "</svg>"])
        + "\n"
    )


def _panel(at: int, title: str, points: Points) -> Iterable[str]:
    left = _LEFT + at * (_SIDE + 2 * _LEFT)
    across = _Axis([x for line in points.values() for x, _ in line], left, left + _SIDE)
    up = _Axis([y for line in points.values() for _, y in line], _TOP + _SIDE, _TOP)
    yield _text(left, _TOP - 14, title, size=14)
    yield f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
    yield from (_text(across(x), _TOP + _SIDE + 18, f"{x:g} MB") for x in across.ticks)
    yield from (_text(left - 8, up(y) + 4, f"{y:g}", anchor="end") for y in up.ticks)
    for colour, (row, (name, line)) in zip(_COLOURS, enumerate(points.items()), strict=False):
        places = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in line)
        yield f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{across(x):.1f}" cy="{up(y):.1f}" r="3" fill="{colour}"/>' for x, y in line)
        yield _text(left + 8, _TOP + 16 + 15 * row, name, colour=colour)


class _Axis:
    """Places on an axis that holds all values and ends at powers of ten."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        low, high = (
            round(log10(value) + shift) for value, shift in ((min(values), -0.5), (max(values), 0.5))
        )
        self._low, self._high, self._start, self._end = low, max(high, low + 1), start, end
        self.ticks = [10.0**power for power in range(self._low, self._high + 1)]

    def __call__(self, value: float) -> float:
        share = (log10(value) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)


def _text(
    x: float, y: float, words: str, *, size: int = 11, anchor: str = "start", colour: str = "#333"
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {place}>{words}</text>"
