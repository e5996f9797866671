"""A speech as a page for the terminal: its outline, and its text with the annotations as coloured stretches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rich.style import Style
from rich.text import Text

from speechdata.annotators import layers
from speechdata.cli.view import harmless
from speechdata.layer import Doc
from speechdata.records import Annotation, Speech
from speechdata.span import Span

_STYLES = {
    "sections": Style(bold=True, color="cyan"),
    "directives": Style(color="green"),
    "placeholders": Style(color="black", bgcolor="yellow"),
    "slogans": Style(color="magenta", italic=True),
}
_PLAIN = Style()
_OTHER = Style(color="blue")
_CUE = Style(bold=True, underline=True)
_HIT = Style(reverse=True)
_FORBIDDEN = Style(color="red")


@dataclass(frozen=True)
class Page:
    """What is shown of one speech."""

    speech_id: str
    about: dict[str, str]
    text: str
    records: dict[str, Sequence[Any]]

    @classmethod
    def of_doc(cls, doc: Doc) -> Page:
        """The page of a speech that was just annotated."""
        speech = doc.speech
        about = {
            name: part.text
            for name in ("title", "speaker", "speaker_role", "date", "occasion", "salutation")
            if (part := getattr(speech, name))
        }
        about["source"] = _place(speech.occurrence)
        return cls(speech.speech_id, about, speech.text, dict(doc.layers))

    @classmethod
    def of_row(cls, speech: Speech, records: dict[str, Sequence[Any]]) -> Page:
        """The page of a speech of a dataset."""
        names = ("title", "speaker", "speaker_role", "date_text", "occasion", "salutation", "split")
        about = {
            name.removesuffix("_text"): value for name in names if (value := getattr(speech, name, None))
        }
        about["source"] = "; ".join(map(_place, speech.occurrences))
        return cls(speech.speech_id, about, speech.text, records)

    def lines(self, wanted: Sequence[str], *, grep: re.Pattern[str] | None = None) -> Iterator[Text]:
        """The page line by line, with the layers named in `wanted`; with `grep` only the paragraphs that match it."""
        yield Text(harmless(self.about.get("title", "(untitled)")), style="bold")
        yield from (Text(f"  {name}: {harmless(value)}", style="dim") for name, value in self.about.items())
        yield Text(f"  speech_id: {self.speech_id}", style="dim")
        yield _legend({name: len(self.records[name]) for name in wanted})
        if grep is None:
            yield from self._outline()
        yield Text()
        yield from self._paragraphs(wanted, grep)

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a paragraph matches."""
        return any(map(pattern.search, self.text.split("\n")))

    def _outline(self) -> Iterator[Text]:
        inside = Counter(record.section_id for record in self.records.get("directives", ()))
        sections = self.records.get("sections", ())
        if sections:
            yield Text()
        for each in sections:
            told = harmless(f"{each.marker}{each.heading or ''}".replace("\n", " "))
            line = Text("  " * each.depth).append(f"{each.path:<8}", "dim").append(told)
            if number := inside[each.annotation_id]:
                line.append(f"  {number} directive" + "s" * (number > 1), "green")
            yield line

    def _paragraphs(self, wanted: Sequence[str], grep: re.Pattern[str] | None) -> Iterator[Text]:
        styled = sorted(self._styled(wanted), key=lambda pair: (pair[0].start, -pair[0].end))
        for match in re.finditer(r"[^\n]+|\n(?=\n)", self.text):
            hits = [Span(*hit.span()) for hit in grep.finditer(match[0])] if grep else []
            if grep is None or hits:
                line = Span(*match.span())
                found = [(hit.shift(line.start), _HIT) for hit in hits]
                yield _painted(self.text, line, [*styled, *found])

    def _styled(self, wanted: Sequence[str]) -> Iterator[tuple[Span, Style]]:
        """The stretches to colour: a record's own, of a section marker and heading, and its cue."""
        for name in wanted:
            for record in self.records[name]:
                style = _STYLES.get(name, _OTHER)
                if getattr(record, "modality", None) == "prohibition":
                    style += _FORBIDDEN
                yield record.span, style
                yield from ((span, _CUE) for part, span, _ in record.sub_spans() if span and part == "cue")


def _painted(text: str, line: Span, styled: Sequence[tuple[Span, Style]]) -> Text:
    """One line of the text; where stretches overlap their styles add up."""
    here = [(span, style) for span, style in styled if span.overlap(line)]
    edges = {edge for span, _ in here for edge in (span.start, span.end) if line.start < edge < line.end}
    cuts = [line.start, *sorted(edges), line.end]
    painted = Text()
    for start, end in pairwise(cuts):
        over = [style for span, style in here if span.start <= start and end <= span.end]
        painted.append(harmless(text[start:end].strip("\n")), Style.combine([_PLAIN, *over]))
    return painted


def _legend(counts: dict[str, int]) -> Text:
    legend = Text("  ")
    for name, number in counts.items():
        legend.append(f"{name} {number}", _STYLES.get(name, _OTHER)).append("  ")
    legend.rstrip()
    return legend


def _place(occurrence: Any) -> str:
    return f"{occurrence.path} [{occurrence.start:,}, {occurrence.end:,})"


def layer_records() -> dict[str, type[Annotation]]:
    """Record of each layer, by the layer's name."""
    return {layer.name: layer.record for layer in layers()}
