"""Rows of a dataset shown where they stand: the sentence, with the row's own stretch marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from speechdata import tables
from speechdata.records import Annotation, Sentence, Speech
from speechdata.span import Span

AROUND = 40
"""Most characters of the sentence shown on either side."""
MOST = 3


@dataclass(frozen=True)
class Ground:
    """The speeches and sentences of a dataset, by id."""

    texts: dict[str, str]
    sentences: dict[str, Span]


def ground(dataset: Path) -> Ground:
    """Reads both tables of a dataset folder."""
    speeches = (row for row in tables.rows(dataset, "speeches") if isinstance(row, Speech))
    sentences = (row for row in tables.rows(dataset, "sentences") if isinstance(row, Sentence))
    return Ground(
        {row.speech_id: row.text for row in speeches},
        {row.sentence_id: Span(row.start, row.end) for row in sentences},
    )


def chosen(rows: Sequence[Annotation]) -> list[Annotation]:
    """Up to three rows of different wording: the first, the middle one and the last."""
    distinct = list({row.text: row for row in reversed(rows)}.values())[::-1]
    places = {0, (len(distinct) - 1) // 2, len(distinct) - 1} if distinct else set()
    return [distinct[place] for place in sorted(places)][:MOST]


def example(row: Annotation, on: Ground) -> str:
    """One line of HTML: the row marked in its sentence, its first part (cue, marker) bold, its id and rule."""
    text, span = on.texts[row.speech_id], Span(row.start, row.end)
    around = on.sentences.get(row.sentence_id or "", span)
    start = max(min(around.start, span.start), span.start - AROUND)
    end = min(max(around.end, span.end), span.end + AROUND)
    before = ("[…] " if start > around.start else "") + _shown(text[start : span.start])
    after = _shown(text[span.end : end]) + (" […]" if end < around.end else "")
    inside = "".join(_pieces(text, span, next((part for _, part, _ in row.sub_spans()), None)))
    note = f"<small>{escape(row.annotation_id)} · {escape(row.rule)}</small>"
    return f'<p class="example" lang="zh">{before}<mark>{inside}</mark>{after}{note}</p>'


def _pieces(text: str, span: Span, part: Span | None) -> Iterator[str]:
    bold = part if part and span.contains(part) else Span(span.start, span.start)
    for start, end in pairwise((span.start, bold.start, bold.end, span.end)):
        words = _shown(text[start:end])
        yield f"<b>{words}</b>" if (start, end) == (bold.start, bold.end) and words else words


def _shown(text: str) -> str:
    return escape(text).replace("\n", "⏎")
