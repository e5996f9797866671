"""x9xx: signs that a speech's own text is damaged, incomplete or a template. Nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from speechdata.checks._bundle import Bundle, by_speech
from speechdata.checks._check import Problem, at_row, at_speech, declare, has_fields
from speechdata.span import Span
from speechdata.text.decode import suspicious
from speechdata.text.script import script_counts, script_of
from speechdata.text.segment import WHITE

_MIXED = 0.1
"""Share of the other script's own characters from which a text counts as mixed."""


def _misnumbered(bundle: Bundle) -> Iterator[tuple[str, Any, int]]:
    """Numbered siblings that do not continue a series, with their table and the last number of their style.

    A series may start over at 1, and may change its style (first in words, then in numbers).
    """
    for table, rows in bundle.annotations.items():
        last: dict[tuple[str, str | None, str], int] = {}
        before: dict[tuple[str, str | None], int] = {}
        for row in _numbered(rows):
            siblings = (row.speech_id, row.parent_id)
            style = (*siblings, row.marker_style)
            previous = last.get(style, 0)
            starts_over = row.ordinal == 1 and previous != 1
            if not starts_over and row.ordinal not in (previous + 1, before.get(siblings, 0) + 1):
                yield table, row, previous
            last[style] = before[siblings] = row.ordinal


def _numbered(rows: Iterable[Any]) -> list[Any]:
    """Rows of an outline that carry a number, in text order."""
    outline = [row for row in rows if has_fields(row, "parent_id", "marker_style", "ordinal")]
    return sorted((row for row in outline if row.ordinal is not None), key=lambda row: row.start)


@declare("W901", "series-gap")
def series_gap(bundle: Bundle) -> Iterator[Problem]:
    """The numbers of a series leave none out."""
    for table, row, previous in _misnumbered(bundle):
        if row.ordinal > previous:
            yield at_row(table, row, f"number {row.ordinal} follows {previous or 'nothing'}")


@declare("W902", "series-repeat")
def series_repeat(bundle: Bundle) -> Iterator[Problem]:
    """The numbers of a series rise."""
    for table, row, previous in _misnumbered(bundle):
        if row.ordinal <= previous:
            yield at_row(table, row, f"number {row.ordinal} follows {previous}")


@declare("N903", "unfilled-template")
def unfilled_template(bundle: Bundle) -> Iterator[Problem]:
    """The speech names everything it speaks of: nothing is masked or left blank."""
    for speech_id, rows in by_speech(bundle.annotations.get("placeholders", ())).items():
        if speech_id in bundle.speech:
            places = "place is" if len(rows) == 1 else "places are"
            yield at_speech(bundle.speech[speech_id], f"{len(rows)} {places} unfilled", rows[0].span)


@declare("W904", "no-section")
def no_section(bundle: Bundle) -> Iterator[Problem]:
    """A speech has an outline."""
    yield from _without(bundle, "sections")


@declare("W905", "no-directive")
def no_directive(bundle: Bundle) -> Iterator[Problem]:
    """A speech asks something of someone."""
    yield from _without(bundle, "directives")


def _without(bundle: Bundle, table: str) -> Iterator[Problem]:
    if table in bundle.annotations:
        found = {row.speech_id for row in bundle.annotations[table]}
        for speech in bundle.speeches:
            if speech.speech_id not in found:
                yield at_speech(speech, f"{table} has no row of it")


@declare("W906", "script-mixture")
def script_mixture(bundle: Bundle) -> Iterator[Problem]:
    """A speech keeps to simplified or to traditional characters."""
    for speech in bundle.speeches:
        counts = script_counts(speech.text)
        total = sum(counts.values())
        if (strange := total - counts[speech.script]) > _MIXED * total:
            at = next(i for i, each in enumerate(speech.text) if script_of(each) not in (None, speech.script))
            message = f"{strange} of {total} characters that tell the scripts apart are not {speech.script}"
            yield at_speech(speech, message, Span(at, at + 1))


@declare("N911", "recovered-number")
def recovered_number(bundle: Bundle) -> Iterator[Problem]:
    """Every number of the outline stands in the file."""
    for speech in bundle.speeches:
        for recovered in bundle.recovered.get(speech.speech_id, ()):
            number = recovered.trim(speech.text, WHITE)
            yield at_speech(speech, f"the file only counts {number.of(speech.text)!r}", number)


@declare("W912", "mojibake")
def mojibake(bundle: Bundle) -> Iterator[Problem]:
    """No place of a speech was decoded wrongly before it came here."""
    for speech in bundle.speeches:
        for place in suspicious(speech.text):
            yield at_speech(speech, f"{place.of(speech.text)!r} reads like a wrong decoding", place)


CHECKS = (
    series_gap,
    series_repeat,
    unfilled_template,
    no_section,
    no_directive,
    script_mixture,
    recovered_number,
    mojibake,
)
