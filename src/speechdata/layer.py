"""A layer of annotation, and the document that annotators read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import inf
from typing import Any, Literal, TypeVar, get_args, get_origin

from speechdata.lexicons import load
from speechdata.records import Annotation, RawSpeech, Rejection, Sentence, context, located_fields
from speechdata.span import Span
from speechdata.text.offsets import OffsetMap
from speechdata.text.segment import sentences
from speechdata.text.tokenize import Token, Tokenizer

R = TypeVar("R", bound=Annotation)


@cache
def tokenizer() -> Tokenizer:
    """The project's tokenizer: jieba with lexicons/words.tsv, loaded at first use."""
    return Tokenizer((entry["word"], int(entry["frequency"]), entry["tag"]) for entry in load("words"))


@dataclass(frozen=True)
class Layer:
    """Declaration of a layer: everything else (table, schema, card, scores, options) follows from it."""

    name: str
    """Plural name: module, lexicon, cases, table and schema share it."""
    record: type[Annotation]
    annotate: Callable[[Doc], Iterator[Annotation | Rejection]]
    requires: tuple[str, ...] = ()
    """Names of the layers that must have run before."""
    attributes: tuple[str, ...] = ()
    """Label fields written to standoff files and scored on matched records."""
    spans: tuple[str, ...] = ()
    """Sub-spans (fields X with X_start and X_end) written to standoff files and scored on matched records."""
    anchor: str | None = None
    """Sub-span that identifies a record when scoring; None: the whole span."""

    @property
    def label(self) -> str:
        """Singular name, as in standoff files and annotation ids."""
        return self.record.layer

    @property
    def main_attribute(self) -> str | None:
        """The attribute that tells its records apart: `kind` if it has one, else the first with counted values."""
        counted = [name for name in self.attributes if self.values(name)]
        return "kind" if "kind" in counted else next(iter(counted), None)

    def values(self, field: str) -> tuple[Any, ...]:
        """The values that a field of the record can take; none if they are not counted."""
        annotation = self.record.model_fields[field].annotation
        if annotation is bool:
            return False, True
        return get_args(annotation) if get_origin(annotation) is Literal else ()

    @property
    def closed(self) -> dict[str, tuple[Any, ...]]:
        """All fields of the record whose values are counted, with these."""
        return {name: values for name in self.record.model_fields if (values := self.values(name))}


def _innermost(sections: Iterable[Any]) -> tuple[list[int], list[Any | None]]:
    """Where the innermost section changes, and what it is from there on; sections nest."""
    changes: list[tuple[int, Any | None]] = []
    opened: list[Any] = []

    def close(before: float) -> None:
        while opened and _end(opened[-1]) <= before:
            end = _end(opened.pop())
            changes.append((end, opened[-1] if opened else None))

    for section in sections:
        close(section.start)
        opened.append(section)
        changes.append((section.start, section))
    close(inf)
    return [at for at, _ in changes], [section for _, section in changes]


def _in_order(record: Any) -> tuple[int, int]:
    return record.start, -record.end


def _end(section: Any) -> int:
    return int(max(section.end, getattr(section, "body_end", section.end)))


@dataclass
class Doc:
    """A speech under annotation: its text, lazily cut sentences and tokens, and the layers done so far."""

    speech: RawSpeech
    layers: dict[str, tuple[Annotation, ...]] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    _outline: tuple[tuple[Annotation, ...], list[int], list[Any | None]] | None = None

    @property
    def text(self) -> str:
        """The clean speech text."""
        return self.speech.text

    @cached_property
    def offsets(self) -> OffsetMap:
        """Speech text to source."""
        return OffsetMap.from_removed(self.speech.span, (Span(r.start, r.end) for r in self.speech.removed))

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentence spans in order, in speech coordinates."""
        return sentences(self.text)

    @cached_property
    def sentence_words(self) -> list[list[str]]:
        """Words of each sentence."""
        cut = tokenizer().words
        return [cut(span.of(self.text)) for span in self.sentences]

    def sentence_tokens(self, index: int) -> list[Token]:
        """Tokens of the sentence with that index, in speech coordinates; made when first asked for."""
        if index not in self._tokens:
            start, words = self.sentences[index].start, self.sentence_words[index]
            self._tokens[index] = tokenizer().placed(words, offset=start)
        return self._tokens[index]

    @cached_property
    def _tokens(self) -> dict[int, list[Token]]:
        return {}

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence_index(self, offset: int) -> int | None:
        """Index of the sentence that holds the character at `offset`; None between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None

    def tokens(self, span: Span) -> list[Token]:
        """Tokens that lie wholly inside `span`."""
        first = max(0, bisect_right(self._sentence_starts, span.start) - 1)
        found: list[Token] = []
        for index in range(first, len(self.sentences)):
            if self.sentences[index].start >= span.end:
                break
            tokens = self.sentence_tokens(index)
            found += [t for t in tokens if t.start >= span.start and t.end <= span.end]
        return found

    def section_at(self, offset: int) -> Any | None:
        """Innermost section record whose heading or body holds `offset`; None outside or before sections ran."""
        sections = self.layers.get("sections", ())
        if self._outline is None or self._outline[0] is not sections:
            self._outline = (sections, *_innermost(sections))
        index = bisect_right(self._outline[1], offset) - 1
        return self._outline[2][index] if index >= 0 else None

    @cached_property
    def sentence_ids(self) -> list[str]:
        """Id of each sentence."""
        stem = f"{self.speech.speech_id}:sentence:"
        return [f"{stem}{span.start}-{span.end}" for span in self.sentences]

    def record(self, kind: type[R], span: Span, /, *, rule: str, **fields: Any) -> R:
        """Builds and validates a record of `span`. A Span (or None) given for a field X that has X_start and
        X_end fills all three; section_id and sentence_id follow from the start unless given.
        """
        values = fields | self._place(span)
        text = self.speech.text
        for name, start, end in located_fields(kind):
            part = fields.get(name)
            if part is not None and part.start < part.end:
                values[start], values[end], values[name] = part.start, part.end, part.of(text)
            elif name in fields:
                values[start] = values[end] = values[name] = None
        if "section_id" not in fields:
            values["section_id"] = self._section_id(span.start)
        if "sentence_id" not in fields:
            index = self.sentence_index(span.start)
            values["sentence_id"] = None if index is None else self.sentence_ids[index]
        values["annotation_id"] = f"{self.speech.speech_id}:{kind.layer}:{span.start}-{span.end}"
        values["rule"] = rule
        made: R = kind.__pydantic_validator__.validate_python(values, context=self._context)
        return made  # model_validate adds a tenth to the time of every record

    def _section_id(self, offset: int) -> str | None:
        section = self.section_at(offset)
        return section.annotation_id if section else None

    @cached_property
    def _context(self) -> dict[str, Any]:
        return context(self.text)

    def _place(self, span: Span) -> dict[str, Any]:
        speech, start, end = self.speech, span.start, span.end
        source_start, source_end = self.offsets.bounds(start, end)
        return {
            "speech_id": speech.speech_id,
            "start": start,
            "end": end,
            "source_start": source_start,
            "source_end": source_end,
            "text": speech.text[start:end],
        }

    def annotate(self, layers: Iterable[Layer]) -> Doc:
        """Runs `layers` in the given order and keeps their records (sorted) and rejections; returns itself."""
        for layer in layers:
            records: list[Any] = []
            for item in layer.annotate(self):
                if type(item) is Rejection:  # isinstance is dear with pydantic's classes
                    self.rejections.append(item)
                else:
                    records.append(item)
            self.layers[layer.name] = tuple(sorted(records, key=_in_order))
        return self

    def sentence_records(self) -> Iterator[Sentence]:
        """Rows of the sentences table; run after the sections layer so that section_id is filled."""
        made = Sentence.__pydantic_validator__.validate_python
        tags, ids, known = tokenizer().tags, self.sentence_ids, self._context
        for index, (span, words) in enumerate(zip(self.sentences, self.sentence_words, strict=True)):
            values = self._place(span)
            values["sentence_id"], values["position"] = ids[index], index
            values["section_id"] = self._section_id(span.start)
            values["tokens"], values["pos"] = words, tags(words)
            yield made(values, context=known)
