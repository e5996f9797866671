"""E3xx: spans lie in their speech, say what it says, and are cut as the guideline asks."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.checks._bundle import Bundle, by_speech
from speechdata.checks._check import Problem, at_row, declare, has_fields, row_id
from speechdata.records import Annotation
from speechdata.text.segment import CLOSERS, OPENERS, PAUSES, SENTENCE_END, WHITE

_EDGES = SENTENCE_END + PAUSES + WHITE + "\n"


@declare("E301", "span-range")
def span_range(bundle: Bundle) -> Iterator[Problem]:
    """Spans and sub-spans are not empty and lie in the text of their speech."""
    for table, row, speech in bundle.rows():
        parts = [(name, span) for name, span, _ in row.sub_spans() if span is not None]
        for name, span in (("span", row.span), *parts):
            if not span.start < span.end <= len(speech.text):
                message = f"{name} [{span.start}, {span.end}) is no range of {len(speech.text)} code points"
                yield at_row(table, row, message)


@declare("E302", "surface")
def surface(bundle: Bundle) -> Iterator[Problem]:
    """A row's text is the slice of the speech that its span names."""
    for table, row, speech in bundle.rows():
        found = speech.text[row.start : row.end]
        if len(found) == len(row.text) and found != row.text:
            yield at_row(table, row, f"{row.text!r} stands for {found!r}")


@declare("E303", "part-surface")
def part_surface(bundle: Bundle) -> Iterator[Problem]:
    """A sub-span's text is the slice of the speech that it names, inside the row or elsewhere."""
    for table, row, speech in bundle.rows():
        for name, span, text in row.sub_spans():
            if span is not None and span.end <= len(speech.text) and span.of(speech.text) != text:
                yield at_row(table, row, f"{name} {text!r} stands for {span.of(speech.text)!r}")


@declare("E304", "span-edge")
def span_edge(bundle: Bundle) -> Iterator[Problem]:
    """No annotation starts or ends with white space or sentence punctuation."""
    for table, row in bundle.annotation_rows():
        if getattr(row, "form", None) == "blank" or not row.text:
            continue
        if row.text[0] in _EDGES or (row.text[-1] in _EDGES and not _ends_in_marker(row)):
            yield at_row(table, row, f"{row.text!r} starts or ends with white space or punctuation")


@declare("E305", "layer-overlap")
def layer_overlap(bundle: Bundle) -> Iterator[Problem]:
    """Rows of one layer do not overlap, save in layers whose rows nest."""
    for table, rows in bundle.annotations.items():
        flat = tuple(row for row in rows if not has_fields(row, "parent_id"))
        for own in by_speech(flat).values():
            reaching = own[0]
            for row in own[1:]:
                if row.start < reaching.end and row_id(row) != row_id(reaching):
                    yield at_row(table, row, f"{row_id(row)} overlaps {row_id(reaching)}")
                reaching = max(reaching, row, key=lambda each: each.end)


@declare("W306", "lone-quote")
def lone_quote(bundle: Bundle) -> Iterator[Problem]:
    """Annotations start and end with quotation marks and brackets only in pairs."""
    for table, row in bundle.annotation_rows():
        if _opens_alone(row) or (_closes_alone(row) and not _ends_in_marker(row)):
            yield at_row(table, row, f"{row.text!r} has one mark of a pair at its edge")


def _ends_in_marker(row: Annotation) -> bool:
    """Whether a row is an enumerator without heading, whose own punctuation ends it."""
    return getattr(row, "marker_end", None) == row.end


def _opens_alone(row: Annotation) -> bool:
    at = OPENERS.find(row.text[:1] or " ")
    return at >= 0 and CLOSERS[at] not in row.text


def _closes_alone(row: Annotation) -> bool:
    at = CLOSERS.find(row.text[-1:] or " ")
    return at >= 0 and OPENERS[at] not in row.text


CHECKS = (span_range, surface, part_surface, span_edge, layer_overlap, lone_quote)
