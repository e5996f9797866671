"""Line breaks that part what belongs together: broken lines and hard-wrapped paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speechdata.text.segment import CLOSERS, LINE_BREAKS, OPENERS

LEAST_WIDTH = 32
"""Columns; a text whose full lines are shorter is a list of short lines, not wrapped."""
SLACK = 3
"""Columns that a full line may lack: the next character is wide, or must not open a line."""

_NEAR = 200
"""Characters of the lines round a break that are looked at."""
_SPACES = re.compile(r"\s\s*")  # one that is not repeated is looked for faster
_BREAK = re.compile(f"[{LINE_BREAKS}]")
_SENTENCE = re.compile("[。！？；]")
_TERMINAL = re.compile(rf"[。！？；：!?;:….][{re.escape(CLOSERS)}\"]*$")
_CANNOT_OPEN = re.compile(rf"[{re.escape(CLOSERS)}、，。；：！？％%]")
_REACHES_SENTENCE_END = re.compile(
    rf"(?:[^。！？；{LINE_BREAKS}]*(?:[，、]\s*[{LINE_BREAKS}]\s*|\s*[{LINE_BREAKS}]\s*(?={_CANNOT_OPEN.pattern})))*"
    rf"[^。！？；{LINE_BREAKS}]*[。！？；]"
)
_BLOCK_UNIT = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、．.)）](?!\d)"
    r"|第[一二三四五六七八九十百零\d]{1,4}[章节節条條篇部]|[①-⑳㈠-㈩⑴-⒇]|[—–-]{2}|[•·●■◆★※▲#*]\s|【"
)
_RUN_IN_UNIT = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}[，、：:是]|[一二三四五六七八九十]{1,3}(?:是|要|、)|(?:首先|其次|再次|最后|最後)[，,]"
    r"|(?:各位|同志们|同志們)"
)
_ANNOUNCES = re.compile(r"(?:[几幾一二三四五六七八九十两兩]|\d)(?:[点點个個项項条條]|方面)[^，。；]{0,8}$")
_CANNOT_CLOSE = re.compile("(?:的|把|被|以及|关于|關於|根据|根據|按照|为了|為了)$")
_PAUSE = re.compile("[，、；]")
_LATIN = re.compile("[A-Za-z]")
_VOCATIVE = re.compile(r"[们們]，$")


@dataclass(frozen=True)
class Fill:
    """How a text is wrapped: columns of a full line, and whether indents tell where paragraphs begin."""

    width: int
    indented: bool


def fill(text: str) -> Fill | None:
    """The fill of a hard-wrapped text; None for one that is not wrapped.

    Wrapped is a text of which many lines reach the same width, hardly one is wider, and most of those that reach
    it stop within a sentence.
    """
    lines = [line.rstrip() for line in _BREAK.split(text) if line.strip()]
    widths = [columns(line) for line in lines]
    counts = Counter(widths)
    best = max((_full(counts, width), width) for width in counts) if counts else (0, 0)
    n_full, width = best
    full = [line for line, columns_ in zip(lines, widths, strict=True) if width - SLACK <= columns_ <= width]
    n_open = sum(_TERMINAL.search(line) is None for line in full)
    wider = sum(number for other, number in counts.items() if other > width)
    if n_full < max(4, 0.35 * len(lines)) or wider > 0.02 * len(lines) or width < LEAST_WIDTH:
        return None
    if n_open < 0.6 * n_full:
        return None
    n_indented = sum(line[0].isspace() for line in lines)
    return Fill(width, indented=0 < n_indented < 0.6 * len(lines))


def _full(counts: Counter[int], width: int) -> int:
    return sum([counts.get(width - lack, 0) for lack in range(SLACK + 1)])  # a Counter's own zeros are dear


def columns(line: str) -> int:
    """Width of a line in columns: two for a character beyond ASCII."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


@dataclass(slots=True)
class _Gap:
    """White space between two physical lines; `first` is where the logical line that it may end begins.

    `before` and `after` are the lines, or what of them can matter. `seam` tells that a line of debris, as a page
    number, stood in it.
    """

    text: str
    first: int
    last: int
    start: int
    end: int
    before: str
    after: str
    in_sentence: bool
    seam: bool

    @property
    def indented(self) -> bool:
        """Whether the line after is indented."""
        return self.text[self.end - 1] not in LINE_BREAKS

    @property
    def terminal(self) -> bool:
        """Whether the line before ends a sentence or announces a list."""
        return _TERMINAL.search(self.before) is not None

    @property
    def opens(self) -> bool:
        """Whether the line after begins a unit of the outline, or turns to the audience."""
        return any(unit.match(self.after) for unit in (_BLOCK_UNIT, _RUN_IN_UNIT))


def joined_gaps(text: str, wrap: Fill | None, *, seams: Sequence[int] = ()) -> Iterator[int]:
    """Starts of the white space between lines (as in `text`) whose line break is to go.

    `seams`, in order, are where lines of debris were cut from the text.
    """
    runs = [match.span() for match in _SPACES.finditer(text) if _BREAK.search(match.group())]
    first = last = 0
    in_sentence = False
    for number, (start, end) in enumerate(runs):
        next_end = runs[number + 1][0] if number + 1 < len(runs) else len(text)
        in_sentence = in_sentence or _SENTENCE.search(text, last, start) is not None
        at = bisect_left(seams, start)
        seam = at < len(seams) and seams[at] <= end
        before, after = text[max(last, start - _NEAR) : start], text[end : min(next_end, end + _NEAR)]
        gap = _Gap(text, first, last, start, end, before, after, in_sentence, seam)
        if start > 0 and end < len(text) and _joins(gap, wrap):
            yield start
        else:
            first, in_sentence = end, False
        last = end


def _joins(gap: _Gap, wrap: Fill | None) -> bool:
    if _LATIN.match(gap.before[-1:]) and _LATIN.match(gap.after):
        return False  # only a space could join two Latin words
    if _CANNOT_OPEN.match(gap.after) or (wrap and _wrapped(gap, wrap)):
        return True
    if gap.terminal or gap.opens:
        return False
    return _goes_on(gap) or _unclosed(gap) or (gap.seam and _parted(gap))


def _parted(gap: _Gap) -> bool:
    """Whether a page ends within a sentence that the next one takes up. Headings have a number or no pause mark."""
    line = gap.text[gap.first : gap.start]
    if gap.indented or _BLOCK_UNIT.match(line) or not _PAUSE.search(line):
        return False
    return _REACHES_SENTENCE_END.match(gap.text, gap.end, gap.end + 400) is not None


def _goes_on(gap: _Gap) -> bool:
    """Whether the line before stops within a sentence that the line after takes up."""
    if gap.before[-1:] in "，、":
        return _VOCATIVE.search(gap.before) is None
    if _CANNOT_CLOSE.search(gap.before):
        return True
    if not gap.in_sentence or gap.indented or _ANNOUNCES.search(gap.before):
        return False
    return _REACHES_SENTENCE_END.match(gap.text, gap.end, gap.end + 400) is not None


def _unclosed(gap: _Gap) -> bool:
    """Whether a quotation mark or bracket of the line before closes soon after the break."""
    awaited: list[str] = []
    for mark in gap.text[max(gap.first, gap.start - _NEAR) : gap.start]:
        if mark in OPENERS:
            awaited.append(CLOSERS[OPENERS.index(mark)])
        elif awaited and mark == awaited[-1]:
            awaited.pop()
    if not awaited:
        return False
    opener = OPENERS[CLOSERS.index(awaited[-1])]
    rest = re.match(
        rf"[^。！？；{re.escape(opener + awaited[-1])}]{{0,40}}", gap.text[gap.end : gap.end + 41]
    )
    at = gap.end + (rest.end() if rest else 0)
    return gap.text[at : at + 1] == awaited[-1]


def _wrapped(gap: _Gap, wrap: Fill) -> bool:
    """Whether the line before is full and the line after goes on with its paragraph."""
    blank = sum(mark in LINE_BREAKS for mark in gap.text[gap.start : gap.end].replace("\r\n", "\n")) > 1
    line_start = max(gap.text.rfind(mark, 0, gap.last) for mark in LINE_BREAKS) + 1 if gap.last else 0
    full = columns(gap.text[line_start : gap.start]) >= wrap.width - SLACK
    if blank or not full or (gap.indented and wrap.indented) or _BLOCK_UNIT.match(gap.after):
        return False
    return wrap.indented or not gap.terminal
