"""Two annotations of one text laid into one file: what both say, and what a person has to decide.

The file is JSON lines in the order of the text, after a header as in a standoff file. A record on which both
agree stands there as it is. Where they differ, one line holds both readings, `a` and `b`, the stretch of
source that they cover with what stands around it, and `decision`: null. `decide` reads the decisions back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from speechdata.errors import SpeechdataError
from speechdata.gold._match import groups
from speechdata.gold.align import Alignment, align
from speechdata.gold.mistakes import place
from speechdata.gold.standoff import Form, Gold, Mark, line_of, row_of
from speechdata.layer import Layer
from speechdata.span import Span

CONTEXT = 30
"""Code points shown on each side of a stretch to decide."""
SHOWN = 400
"""Code points of a surface that are written out; a longer one loses its middle."""


@dataclass(frozen=True)
class Merge:
    """The merged file."""

    lines: tuple[str, ...]
    """Without line ends, header first."""
    n_agreed: int
    """Records on which both agree."""
    n_open: int
    """Stretches to decide."""
    left_out: tuple[str, ...]
    """Layers that only one of the files annotates; they are not merged."""


def merge(a: Gold, b: Gold, text: str, *, layers: Iterable[Layer] | None = None) -> Merge:
    """Merges two standoff files on `text`, the decoded source.

    Raises SpeechdataError if they annotate different texts, or follow different versions of the guideline.
    """
    if a.guideline != b.guideline:
        message = f"{a.place} follows guideline {a.guideline}, {b.place} {b.guideline}"
        advice = "Bring one of them up to the other's version and its header too."
        raise SpeechdataError("merge-guideline", message, place=b.place, advice=advice)
    alignments = align(a, b, layers=layers)
    labels = [each.form.label for each in alignments]
    agreed = [row for each in alignments for row in _agreed(each)]
    to_decide = [row for each in alignments for row in _differing(each, text)]
    rows = sorted([*agreed, *to_decide], key=lambda row: (row["start"], -row["end"]))
    header = {
        "layer": "header",
        "sha256": a.sha256,
        "chars": a.chars,
        "guideline": a.guideline,
        "layers": labels,
    }
    names = {"a": PurePath(a.place).name, "b": PurePath(b.place).name}
    return Merge(
        lines=tuple(map(line_of, [header | names, *rows])),
        n_agreed=len(agreed),
        n_open=len(to_decide),
        left_out=tuple(sorted({*a.records, *b.records} - set(labels))),
    )


def _agreed(alignment: Alignment) -> Iterator[dict[str, Any]]:
    """Records that both carry, with the keys that a standoff file needs and those that both write alike."""
    for i, j in _alike(alignment):
        a, b = alignment.gold[i], alignment.predicted[j]
        fields = {
            name: value for name, value in a.fields.items() if name in b.fields and b.fields[name] == value
        }
        yield row_of(Mark(a.label, a.span, fields))


def _alike(alignment: Alignment) -> list[tuple[int, int]]:
    form = alignment.form
    return [
        (i, j)
        for i, j in alignment.exact
        if not _differences(form, alignment.gold[i], alignment.predicted[j])
    ]


def _differences(form: Form, a: Mark, b: Mark) -> list[str]:
    """What tells two records apart: bounds, and the form's fields; without a form, all but the record's cause."""
    named = (*form.attributes, *form.spans) or sorted({*a.fields, *b.fields} - {"rule", "annotation_id"})
    fields = [name for name in named if a.fields.get(name) != b.fields.get(name)]
    return fields if a.span == b.span else ["bounds", *fields]


def _differing(alignment: Alignment, text: str) -> Iterator[dict[str, Any]]:
    """One row a stretch on which the two differ: the records that are connected through overlaps."""
    alike = _alike(alignment)
    left = _without(alignment.gold, {i for i, _ in alike})
    right = _without(alignment.predicted, {j for _, j in alike})
    identities = ([alignment.identity(mark) for mark in own] for own in (left, right))
    for at_a, at_b in groups(*identities):
        yield _row(alignment.form, [left[i] for i in at_a], [right[j] for j in at_b], text)


def _without(marks: Sequence[Mark], indices: Collection[int]) -> list[Mark]:
    return [mark for index, mark in enumerate(marks) if index not in indices]


def _row(form: Form, a: Sequence[Mark], b: Sequence[Mark], text: str) -> dict[str, Any]:
    spans = [mark.span for mark in (*a, *b)]
    stretch = place(Span(min(s.start for s in spans), max(s.end for s in spans)), text, context=CONTEXT)
    return {
        "decision": None,
        "layer": form.label,
        "differs": _said(form, a, b),
        **stretch.model_dump(),
        "text": _short(stretch.text),
        "a": [_reading(mark, text) for mark in a],
        "b": [_reading(mark, text) for mark in b],
    }


def _said(form: Form, a: Sequence[Mark], b: Sequence[Mark]) -> str:
    if len(a) == len(b) == 1:
        return ", ".join(_differences(form, a[0], b[0]))
    if a and b:
        return f"{len(a)} in a, {len(b)} in b"
    return "only in a" if a else "only in b"


def _reading(mark: Mark, text: str) -> dict[str, Any]:
    """A record with the surfaces of its spans, without its layer, which the row names."""
    row = {name: _shown(value, text) for name, value in mark.fields.items()}
    return {**_shown(mark.span, text), **row}


def _shown(value: object, text: str) -> Any:
    if not isinstance(value, Span):
        return value
    return {"start": value.start, "end": value.end, "text": _short(value.of(text))}


def _short(surface: str) -> str:
    """The surface, or its two ends; never as long as the surface unless it is the surface."""
    half, gap = SHOWN // 2, " … "
    return surface if len(surface) <= SHOWN + len(gap) else f"{surface[:half]}{gap}{surface[-half:]}"
