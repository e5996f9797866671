"""E3xx: spans lie in their speech, say what it says, and are cut as the guideline asks."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Problem, at_row, declare, has_fields, row_id, value
from speechdata.records import Anchored, Annotation, located_fields
from speechdata.text.segment import CLOSERS, OPENERS, PAUSES, SENTENCE_END, WHITE

_EDGES = frozenset(SENTENCE_END + PAUSES + WHITE + "\n")


@declare("E301", "span-range")
def span_range(bundle: Bundle) -> Iterator[Problem]:
    """Spans and sub-spans are not empty and lie in the text of their speech."""
    for table, row, speech in bundle.rows:
        size = len(speech.text)
        wrong = [] if row.start < row.end <= size else [("span", row.start, row.end)]
        wrong += [(name, start, end) for name, start, end, _ in _parts(row) if not start < end <= size]
        for name, start, end in wrong:
            yield at_row(table, row, f"{name} [{start}, {end}) is no range of {size} code points")


def _parts(row: Anchored) -> list[tuple[str, int, int, str | None]]:
    """Name, start, end and text of the row's sub-spans that are not null."""
    if not (fields := located_fields(type(row))):
        return []
    values = vars(row)
    return [
        (name, values[start], values[end], values[name])
        for name, start, end in fields
        if values[start] is not None
    ]


@declare("E302", "surface")
def surface(bundle: Bundle) -> Iterator[Problem]:
    """A row's text is the slice of the speech that its span names."""
    for table, row, speech in bundle.rows:
        found = speech.text[row.start : row.end]
        if found != row.text and len(found) == len(row.text):
            yield at_row(table, row, f"{row.text!r} stands for {found!r}")


@declare("E303", "part-surface")
def part_surface(bundle: Bundle) -> Iterator[Problem]:
    """A sub-span's text is the slice of the speech that it names, inside the row or elsewhere."""
    for table, row, speech in bundle.rows:
        for name, start, end, text in _parts(row):
            found = speech.text[start:end]
            if found != text and end <= len(speech.text):
                yield at_row(table, row, f"{name} {text!r} stands for {found!r}")


@declare("E304", "span-edge")
def span_edge(bundle: Bundle) -> Iterator[Problem]:
    """No annotation starts or ends with white space or sentence punctuation."""
    for table, row in bundle.annotation_rows():
        text = row.text
        edged = text[:1] in _EDGES or (text[-1:] in _EDGES and not _ends_in_marker(row))
        if edged and value(row, "form") != "blank":
            yield at_row(table, row, f"{row.text!r} starts or ends with white space or punctuation")


@declare("E305", "layer-overlap")
def layer_overlap(bundle: Bundle) -> Iterator[Problem]:
    """Rows of one layer do not overlap, save in layers whose rows nest."""
    for table in bundle.annotations:
        for own in bundle.grouped[table].values():
            reaching: Anchored | None = None
            for row in own:
                if has_fields(row, "parent_id"):
                    continue
                if reaching and row.start < reaching.end and row_id(row) != row_id(reaching):
                    yield at_row(table, row, f"{row_id(row)} overlaps {row_id(reaching)}")
                if reaching is None or row.end > reaching.end:
                    reaching = row


@declare("W306", "lone-quote")
def lone_quote(bundle: Bundle) -> Iterator[Problem]:
    """Annotations start and end with quotation marks and brackets only in pairs."""
    for table, row in bundle.annotation_rows():
        if _opens_alone(row.text) or (_closes_alone(row.text) and not _ends_in_marker(row)):
            yield at_row(table, row, f"{row.text!r} has one mark of a pair at its edge")


def _ends_in_marker(row: Annotation) -> bool:
    """Whether a row is an enumerator without heading, whose own punctuation ends it."""
    return bool(value(row, "marker_end") == row.end)


def _opens_alone(text: str) -> bool:
    at = OPENERS.find(text[:1] or " ")
    return at >= 0 and CLOSERS[at] not in text


def _closes_alone(text: str) -> bool:
    at = CLOSERS.find(text[-1:] or " ")
    return at >= 0 and OPENERS[at] not in text


CHECKS = (span_range, surface, part_surface, span_edge, layer_overlap, lone_quote)
