"""What belongs to no speech of a source, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from speechdata.records import RawSpeech, Source
from speechdata.span import Span
from speechdata.speeches._kinds import DEBRIS, Kind, is_report_tail, opens_report
from speechdata.speeches._page import Page, page_of

Reason = Literal[
    "table_of_contents",
    "news_report",
    "request",
    "host_script",
    "heading",
    "page_furniture",
    "tail",
    "unknown",
]

_REASONS: dict[Kind, Reason] = {
    Kind.LISTED: "table_of_contents",
    Kind.NEWS: "news_report",
    Kind.REQUEST: "request",
    Kind.HOST: "host_script",
    Kind.CONTENTS: "heading",
    Kind.MARK: "heading",
    Kind.TITLE: "heading",
    Kind.NAMED: "heading",
    Kind.TAIL: "tail",
    Kind.RULE: "page_furniture",
    **dict.fromkeys(DEBRIS, "page_furniture"),
}
_GOES_ON: dict[Reason, tuple[Reason, ...]] = {
    "tail": ("unknown", "heading", "page_furniture"),
    "news_report": ("unknown",),
}
"""Reasons of lines that are rather those of the line above."""


@dataclass(frozen=True)
class Outside:
    """A stretch of a source, without white space at its edges, that belongs to no speech; the reason is a code.

    `tail` is what a page holds below a speech; `unknown` is other text, such as one that is no speech.
    """

    span: Span
    reason: Reason


def outside(source: Source, speeches: Iterable[RawSpeech]) -> list[Outside]:
    """Source ranges that belong to none of the source's `speeches`, in order, parted where the reason changes."""
    page = page_of(source.text)
    starts = [line.start for line in page.lines]
    return [
        Outside(_trimmed(source.text, part), reason)
        for gap in _gaps(source.text, speeches)
        for part, reason in _parts(
            page, range(bisect_left(starts, gap.start), bisect_left(starts, gap.end)), gap
        )
        if part.of(source.text).strip()
    ]


def _gaps(text: str, speeches: Iterable[RawSpeech]) -> Iterator[Span]:
    at = 0
    for speech in speeches:
        yield Span(at, speech.occurrence.start)
        at = speech.occurrence.end
    yield Span(at, len(text))


def _trimmed(text: str, span: Span) -> Span:
    part = span.of(text)
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, start + len(part.strip()))


def _parts(page: Page, lines: range, gap: Span) -> Iterator[tuple[Span, Reason]]:
    """A gap parted at the lines in it where the reason changes."""
    at: int = gap.start
    reason: Reason = next(_reasons(page, lines[:1]), "unknown")
    for line, other in zip(lines, _reasons(page, lines), strict=True):
        if other != reason:
            yield Span(at, page.lines[line].start), reason
            at, reason = page.lines[line].start, other
    yield Span(at, gap.end), reason


def _reasons(page: Page, lines: range) -> Iterator[Reason]:
    """The reason of each line; a press report and what is below a page go on until another reason comes up."""
    above: Reason = "unknown"
    for line in lines:
        flat = page.flat(line)
        reason = _REASONS.get(page.kinds[line], "unknown")
        if reason == "unknown" and (opens_report(flat) or is_report_tail(flat)):
            reason = "news_report"
        if reason in _GOES_ON.get(above, ()):
            reason = above
        above = reason
        yield reason
