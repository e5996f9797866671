"""The outline of a speech: every enumerated unit, as a tree."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from speechdata.annotators._sections_extent import Outline, heading, opens_with
from speechdata.annotators._sections_marks import Lines, Mark
from speechdata.annotators._sections_ruled import find_marks
from speechdata.annotators._sections_tree import Unit, nest, relate
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Offset, Rejection
from speechdata.span import Span

MarkerStyle = Literal[
    "di_part",
    "markdown",
    "han_dot",
    "han_bracket",
    "han_half",
    "han_square",
    "arabic_dot",
    "decimal",
    "arabic_bracket",
    "arabic_half",
    "stem",
    "roman",
    "letter",
    "circled",
    "di_han",
    "shou_ci",
    "qi_han",
    "ze",
    "shi",
    "yao",
]


class Section(Annotation):
    """One enumerated unit: marker and heading; its body follows."""

    layer: ClassVar[str] = "section"

    parent_id: str | None = Field(description="annotation_id of the enclosing section; null at the top level")
    position: int = Field(ge=0, description="0-based position among the sections of the speech")
    depth: int = Field(ge=1, description="level in this speech's own nesting, 1 at the top")
    path: str = Field(description="1-based places among siblings (not ordinals), top level first: 2.1.3")
    ordinal: int = Field(
        ge=1, description="the number that the marker carries; counted from the member before for 最后 and #"
    )
    marker: str = Field(description="the enumerator as written, with its punctuation")
    marker_start: Offset = Field(description="first code point of the marker in the speech text")
    marker_end: Offset = Field(description="code point after the marker in the speech text")
    marker_style: MarkerStyle = Field(description="family of the marker")
    heading: str | None = Field(description="sentence or line after the marker, without final punctuation")
    heading_start: Offset | None = Field(description="first code point of the heading in the speech text")
    heading_end: Offset | None = Field(description="code point after the heading in the speech text")
    kind: Literal["block", "run_in", "item"] = Field(
        description="block: heading alone on its line; run_in: more sentences follow it; item: one sentence or clause"
    )
    body_start: Offset = Field(description="first code point of the body; the heading's end if there is none")
    body_end: Offset = Field(
        description="code point after the body, which holds the sections inside this one"
    )


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """Sections of the speech in text order, and the strings that only look like enumerators.

    A marker counts where a line or a clause begins, outside quotation marks and brackets, and inside a
    paragraph only beside another member of its series. A series takes the level that it has in this speech.
    A dash or a bullet before a paragraph carries no number and is reported as a rejection.
    """
    lines = Lines(doc.text)
    marks, ruled = find_marks(lines)
    units = _units(lines, marks)
    nest(units)
    yield from _records(doc, units, Outline(lines, doc.sentences, units))
    for item in ruled:
        yield Rejection(
            layer=Section.layer, start=item.span.start, end=item.span.end, rule=item.rule, reason=item.reason
        )


def _units(lines: Lines, marks: list[Mark]) -> list[Unit]:
    closes = opens_with("speech_close").match
    closing = [index for index, start in enumerate(lines.starts) if closes(lines.flat, start)]
    units = []
    for before, mark, after in zip([None, *marks], marks, [*marks[1:], None], strict=False):
        line_before = before.line if before else -1
        after_close = bisect_right(closing, mark.line) > bisect_right(closing, line_before)
        units.append(Unit(mark, *heading(lines, mark, after), after_close))
    relate(units)
    return units


def _records(doc: Doc, units: list[Unit], outline: Outline) -> Iterator[Section]:
    made: dict[Unit | None, Section] = {}
    counts: Counter[Unit | None] = Counter()
    for position, unit in enumerate(units):
        counts[unit.parent] += 1
        parent = made.get(unit.parent)
        body, kind = outline.extent(unit)
        span = Span(unit.mark.span.start, max(unit.mark.span.end, unit.heading.end))
        made[unit] = doc.record(
            Section,
            span,
            rule=f"sections.{unit.mark.entry['style']}",
            section_id=f"{doc.speech.speech_id}:{Section.layer}:{span.start}-{span.end}",
            parent_id=parent.annotation_id if parent else None,
            position=position,
            depth=unit.depth,
            path=(f"{parent.path}." if parent else "") + str(counts[unit.parent]),
            ordinal=unit.ordinal,
            marker=unit.mark.span,
            marker_style=unit.mark.entry["style"],
            heading=unit.heading if len(unit.heading) else None,
            kind=kind,
            body_start=body.start,
            body_end=body.end,
        )
        yield made[unit]


LAYER = Layer(
    name="sections",
    record=Section,
    annotate=annotate,
    attributes=("depth", "ordinal", "kind"),
    spans=("marker", "heading"),
    anchor="marker",
)
