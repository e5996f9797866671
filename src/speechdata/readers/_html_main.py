"""Which lines of a page are its main text. A menu too many does no harm, a paragraph too few does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from speechdata.readers._html_lines import Rendered
from speechdata.readers._html_lists import ENUMERATED
from speechdata.readers._html_writer import Line

MAIN_SHARE = 0.8
"""The main block is the smallest that holds this share of a page's prose; prose without links outside it counts too."""
LINKED = 0.8
"""Share of linked characters from which a line without prose is a line of links."""

_STOP = re.compile("[。！？；]")
_SHORTEST_PROSE = 5
_LEAST_LINES = 3
_WHITE = re.compile(r"\s+")
_TITLE_END = re.compile(r"[_|｜]|\s[-–—]\s|-{2,}|-(?=[^-\d]+$)|(?:—{2,}|–)(?=[^—–-]{2,12}(?:网|政府|频道)$)")
_SHORTEST_TITLE = 4


@dataclass(frozen=True)
class Main:
    """The lines of the main text, and what was left out, by name and count."""

    lines: tuple[Line, ...]
    left_out: Counter[str]


def main_lines(page: Rendered, titles: Sequence[str]) -> Main:
    """The main text of a page: its main block, prose without links outside it, and all from the title on.

    `titles` are those that the page's head gives. If no line says one of them and no heading stands before the prose,
    the first is put on top. A page without prose is taken as it is.
    """
    lines, weights = page.lines, _weights(page.lines)
    if not any(weights):
        return Main(lines, Counter())
    first, after = _main_block(page, weights)
    before = lines[: next(at for at in range(first, after) if weights[at])]
    more = [at for at, line in enumerate(lines) if weights[at] and not line.linked and not line.furniture]
    title, heading = _titled(lines, len(before), weights, titles), _headed(before)
    if title is not None:
        first = title if title >= len(before) else min(first, title)
    else:
        first = _without_links(lines, min([first, *more, *([] if heading is None else [heading])]))
    kept, left_out = _kept(
        lines, first, max([after, *(at + 1 for at in more)]), whole=_furniture_speaks(lines)
    )
    if title is None and heading is None and titles:
        kept = (Line(titles[0]), *kept)
    return Main(kept, left_out)


def has_prose(page: Rendered) -> bool:
    """Whether any line of a page is prose."""
    return any(_weights(page.lines))


def title_of(head: str) -> str:
    """The title proper in that of a page, which may name the site's parts behind it.

    >>> title_of("在全市2023-2024年工作会议上的讲话_领导讲话_某市人民政府")
    '在全市2023-2024年工作会议上的讲话'
    """
    found = _TITLE_END.search(head)
    return head[: found.start()].strip() if found else head.strip()


def _weights(lines: Sequence[Line]) -> list[int]:
    """Of each line that is prose its length, of the others 0."""
    return [len(line.text) if _is_prose(line) else 0 for line in lines]


def _is_prose(line: Line) -> bool:
    return line.linked < 0.5 and len(line.text) >= _SHORTEST_PROSE and _STOP.search(line.text) is not None


def _furniture_speaks(lines: Sequence[Line]) -> bool:
    """Whether most prose stands in elements for furniture: then the page misuses them."""
    weights = _weights(lines)
    inside = sum(weight for weight, line in zip(weights, lines, strict=True) if line.furniture)
    return inside > sum(weights) / 2


def _main_block(page: Rendered, weights: Sequence[int]) -> tuple[int, int]:
    """First line of the main block and the line after it; one or two lines are no block."""
    totals = [0, *accumulate(weights)]
    least = MAIN_SHARE * totals[-1]
    large = (block for block in page.blocks if block[1] - block[0] >= _LEAST_LINES)
    blocks = (block for block in large if totals[block[1]] - totals[block[0]] >= least)
    return min(blocks, key=lambda block: block[1] - block[0], default=(0, len(page.lines)))


def _titled(
    lines: Sequence[Line], n_before: int, weights: Sequence[int], titles: Sequence[str]
) -> int | None:
    """The first line that says a title of the page; None without one.

    Among the `n_before` lines before the prose one that begins a title is enough; prose before it is of other things
    and less than what follows.
    """
    wanted = {_flat(title) for title in titles}
    behind = total = sum(weights)
    for at, line in enumerate(lines):
        behind -= weights[at]
        flat = _flat(line.text)
        if at >= n_before and 2 * behind < total:
            return None
        if len(flat) >= _SHORTEST_TITLE and (flat in wanted or (at < n_before and _begins(flat, wanted))):
            return at
    return None


def _begins(flat: str, titles: set[str]) -> bool:
    return any(title.startswith(flat) for title in titles)


def _headed(before: Sequence[Line]) -> int | None:
    """The first of the highest headings before the prose; None without one."""
    found = [(line.heading, at) for at, line in enumerate(before) if line.heading and not line.furniture]
    return min(found)[1] if found else None


def _without_links(lines: Sequence[Line], first: int) -> int:
    """Where the lines without links begin that stand right above a line; a title may be among them."""
    while first > 0 and not lines[first - 1].linked and not lines[first - 1].furniture:
        first -= 1
    return first


def _kept(
    lines: Sequence[Line], first: int, after: int, *, whole: bool
) -> tuple[tuple[Line, ...], Counter[str]]:
    kept, left_out = [], Counter[str]()
    said = {_flat(line.text) for line in lines[first:after] if line.linked < LINKED}
    for at, line in enumerate(lines):
        inside = first <= at < after
        if inside and line.furniture and not whole:
            left_out["lines of page furniture"] += 1
        elif inside and line.linked >= LINKED and not _is_needed(line, said):
            left_out["lines of links"] += 1
        elif inside:
            kept.append(line)
        elif line.text:
            left_out["lines around the main text"] += 1
    return tuple(kept), left_out


def _is_needed(line: Line, said: set[str]) -> bool:
    """Whether a line of links may be part of a speech; one that leads to a heading of the page is not."""
    if line.heading or _STOP.search(line.text):
        return True
    return ENUMERATED.match(line.text) is not None and _flat(line.text) not in said


def _flat(text: str) -> str:
    return _WHITE.sub("", text)
