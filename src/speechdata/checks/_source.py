"""E6xx: speech coordinates and source coordinates agree."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Problem, at_row, at_speech, declare, row_id
from speechdata.errors import OffsetError
from speechdata.records import Speech
from speechdata.span import Span
from speechdata.text.offsets import OffsetMap


def offsets(speech: Speech) -> OffsetMap | None:
    """The speech's map to its first occurrence; None if the removals do not add up to it."""
    place = speech.occurrences[0]
    try:
        source = Span(place.start, place.end)
        found = OffsetMap.from_removed(source, (Span(each.start, each.end) for each in speech.removed))
    except (OffsetError, ValueError):
        return None
    return found if len(found) == len(speech.text) else None


@declare("E601", "removed-form")
def removed_form(bundle: Bundle) -> Iterator[Problem]:
    """Removals are disjoint, in order, inside the first occurrence, and make up its length with the text."""
    for speech in bundle.speeches:
        whole = all(each.end - each.start == len(each.text) for each in speech.removed)
        if not whole or offsets(speech) is None:
            yield at_speech(speech, "text and removals do not add up to the first occurrence")


@declare("E602", "source-map")
def source_map(bundle: Bundle) -> Iterator[Problem]:
    """A row's source span is its span, carried through the speech's removals."""
    maps = {speech.speech_id: offsets(speech) for speech in bundle.speeches}
    for table, row, speech in bundle.rows:
        known = maps[speech.speech_id]
        if known and row.end <= len(known):
            start, end = known.bounds(row.start, row.end)
            if row.source_start != start or row.source_end != end:
                found = f"[{row.source_start}, {row.source_end})"
                yield at_row(table, row, f"{row_id(row)} has source {found}, due [{start}, {end})")


@declare("E603", "source-text")
def source_text(bundle: Bundle) -> Iterator[Problem]:
    """Text and removals give back the source, character by character."""
    for speech in bundle.speeches:
        place = speech.occurrences[0]
        known = offsets(speech)
        source = bundle.source_texts.get(place.source_id)
        if source is None or known is None or place.end > len(source):
            continue
        removed = all(source[each.start : each.end] == each.text for each in speech.removed)
        if not removed or known.apply(source) != speech.text:
            yield at_speech(
                speech, f"text and removals differ from {place.path} [{place.start}, {place.end})"
            )


@declare("E604", "occurrence-range")
def occurrence_range(bundle: Bundle) -> Iterator[Problem]:
    """Every occurrence is a range of its source, long enough to hold the text."""
    for speech in bundle.speeches:
        for place in speech.occurrences:
            source = bundle.source_texts.get(place.source_id)
            outside = source is not None and place.end > len(source)
            if outside or place.end - place.start < len(speech.text):
                yield at_speech(speech, f"cannot stand in {place.path} [{place.start}, {place.end})")


CHECKS = (removed_form, source_map, source_text, occurrence_range)
