"""The shared records: frozen, extra forbidden, described. Each table row and step file is one of these."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from speechdata.span import Span

Offset = Annotated[int, Field(ge=0)]
Level = Literal["error", "warning", "note"]
SplitName = Literal["train", "validation", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "validation", "test")


class Record(BaseModel):
    """Base of all records: frozen, unknown fields forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Occurrence(Record):
    """One place where a speech stands: the same text in two sources is one speech with two occurrences."""

    source_id: str = Field(
        description="`src-` and the first 16 hex digits of the SHA-256 of the source's bytes"
    )
    path: str = Field(description="path of the source as given to the build, with forward slashes")
    start: Offset = Field(description="first code point of the speech in the decoded source")
    end: Offset = Field(description="code point after the last of the speech in the decoded source")


class Removal(Record):
    """A stretch of the source that cleaning took out of the speech text."""

    start: Offset = Field(description="first removed code point, source coordinates")
    end: Offset = Field(description="code point after the last removed, source coordinates")
    kind: str = Field(description="why it was removed: line_break, inner_space, doubled_title and so on")
    text: str = Field(description="the removed characters")


class QualityFlag(Record):
    """A sign that the speech's own text is damaged or is a template; a place, not a verdict."""

    code: str = Field(description="stable code of the sign")
    start: Offset = Field(description="first code point of the place, speech coordinates")
    end: Offset = Field(description="code point after the place, speech coordinates")


class Located(Record):
    """A piece of metadata as written: its place in the source, and its text without inner spaces."""

    start: Offset = Field(description="first code point, source coordinates")
    end: Offset = Field(description="code point after the last, source coordinates")
    text: str = Field(description="the words, cleaned")

    @property
    def span(self) -> Span:
        """The place in the source."""
        return Span(self.start, self.end)


class Source(Record):
    """One decoded source file. `text` is exactly what the bytes decode to, never edited."""

    source_id: str = Field(description="`src-` and the first 16 hex digits of the SHA-256 of the bytes")
    path: str = Field(description="path as given to the build, with forward slashes")
    sha256: str = Field(description="SHA-256 of the bytes, 64 hex digits")
    n_bytes: int = Field(description="size in bytes")
    encoding: str = Field(description="encoding the text was decoded with")
    encoding_evidence: str = Field(description="why this encoding was chosen")
    text: str = Field(description="the decoded text")
    recovered: tuple[Span, ...] = Field(
        default=(), description="numbers that the format only counts: no character of the file says them"
    )


class RawSpeech(Record):
    """A speech as extracted: clean text, its place in the source, what was removed, its written metadata."""

    speech_id: str = Field(description="`sp-` and the first 16 hex digits of the SHA-256 of the text (UTF-8)")
    occurrence: Occurrence = Field(description="where it stands")
    text: str = Field(description="clean text")
    removed: tuple[Removal, ...] = Field(description="what cleaning removed, in source order, disjoint")
    recovered: tuple[Span, ...] = Field(
        default=(), description="numbers that the source's format only counts, speech coordinates"
    )
    title: Located | None = Field(description="most specific title line, without collection marks")
    speaker: Located | None = Field(description="name of the speaker where written")
    speaker_role: Located | None = Field(description="office of the speaker where written")
    date: Located | None = Field(description="date as written")
    iso: dt.date | None = Field(description="the date")
    occasion: Located | None = Field(description="the meeting or event where written")
    salutation: Located | None = Field(description="salutation without its colon")
    boundary_evidence: tuple[str, ...] = Field(description="what marked the start of the speech")

    @property
    def span(self) -> Span:
        """The speech's range in the source."""
        return Span(self.occurrence.start, self.occurrence.end)


class Speech(Record):
    """One speech with its metadata, counts and quality flags."""

    speech_id: str = Field(description="`sp-` and the first 16 hex digits of the SHA-256 of the text (UTF-8)")
    occurrences: tuple[Occurrence, ...] = Field(
        min_length=1,
        description="where the speech stands; source coordinates of all tables refer to the first of these",
    )
    title: str | None = Field(description="most specific title line, without collection marks; null if none")
    speaker: str | None = Field(description="name of the speaker where written")
    speaker_role: str | None = Field(description="office of the speaker where written")
    date: dt.date | None = Field(description="date of the speech where written in full")
    date_text: str | None = Field(description="the date as written")
    occasion: str | None = Field(description="meeting or event where written")
    salutation: str | None = Field(description="salutation without its colon")
    text: str = Field(description="clean text of the speech; all start/end columns count its code points")
    script: Literal["Hans", "Hant"] = Field(description="ISO 15924 code of the script that prevails")
    n_chars: int = Field(ge=0, description="code points of the text")
    n_sentences: int = Field(ge=0, description="rows of this speech in `sentences`")
    n_sections: int = Field(ge=0, description="rows of this speech in `sections`")
    n_directives: int = Field(ge=0, description="rows of this speech in `directives`")
    n_placeholders: int = Field(ge=0, description="rows of this speech in `placeholders`")
    n_slogans: int = Field(ge=0, description="rows of this speech in `slogans`")
    is_template: bool = Field(description="whether the text is a template: it holds unfilled placeholders")
    near_duplicate_of: str | None = Field(
        description="speech_id of the near-duplicate kept as representative"
    )
    earlier_duplicate_of: str | None = Field(
        default=None,
        description="speech_id, in the earlier dataset that the build was given, of the most similar speech that"
        " this one nearly repeats; its own id if it stood there; null if none or if no such dataset was given",
    )
    boilerplate_share: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="share of the speech's sentences that stand word for word in other speeches, those of its"
        " near-duplicates aside; sentences under 6 letters do not count; null if there is no other",
    )
    boundary_evidence: tuple[str, ...] = Field(
        description="what marked the start of the speech in its source"
    )
    quality_flags: tuple[QualityFlag, ...] = Field(description="signs of damage in the text, with places")
    removed: tuple[Removal, ...] = Field(
        description="what cleaning removed from the first occurrence; text and removals give the source back"
    )

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if self.n_chars != len(self.text):
            raise ValueError(f"n_chars is {self.n_chars}, the text has {len(self.text)} code points")
        return self


@cache
def located_fields(kind: type[Record]) -> tuple[tuple[str, str, str], ...]:
    """(X, X_start, X_end) of the fields X of a record that come with these, in order."""
    names = (field.removesuffix("_start") for field in kind.model_fields if field.endswith("_start"))
    return tuple((name, f"{name}_start", f"{name}_end") for name in names if name in kind.model_fields)


class Anchored(Record):
    """A stretch of a speech: what sentences and annotations have in common."""

    speech_id: str = Field(description="the speech this belongs to")
    section_id: str | None = Field(
        description="innermost section that holds the start; null outside sections"
    )
    start: Offset = Field(description="first code point in the speech text")
    end: Offset = Field(description="code point after the last in the speech text")
    source_start: Offset = Field(description="first code point in the decoded source (first occurrence)")
    source_end: Offset = Field(description="code point after the last in the decoded source")
    text: str = Field(description="surface: text[start:end] of the speech")

    @model_validator(mode="after")
    def _surface(self, info: ValidationInfo) -> Self:
        start, end, text = self.start, self.end, self.text
        if len(text) != end - start:
            raise ValueError(f"surface has {len(text)} code points, span [{start}, {end})")
        if self.source_end - self.source_start < end - start:
            raise ValueError(
                f"source span [{self.source_start}, {self.source_end}) is shorter than the surface"
            )
        for name, first, last in located_fields(type(self)):
            self._check_sub_span(name, getattr(self, first), getattr(self, last), getattr(self, name))
        speech_text = info.context.get("text") if info.context else None
        if speech_text is not None and speech_text[start:end] != text:
            raise ValueError(f"surface is not text[{start}:{end}] of the speech")
        return self

    def sub_spans(self) -> list[tuple[str, Span | None, str | None]]:
        """(name, span, surface) of each field X that comes with X_start and X_end; span None when null."""
        found = []
        for name, first, last in located_fields(type(self)):
            start, end = getattr(self, first), getattr(self, last)
            found.append((name, None if start is None else Span(start, end), getattr(self, name)))
        return found

    def _check_sub_span(self, name: str, start: int | None, end: int | None, surface: str | None) -> None:
        if start is None or end is None or surface is None:
            if (start, end, surface) != (None, None, None):
                raise ValueError(f"{name}: text and offsets must be null together")
        elif start > end:
            raise ValueError(f"{name}: not a span: [{start}, {end})")
        elif start < self.start or end > self.end:
            return
        elif self.text[start - self.start : end - self.start] != surface:
            raise ValueError(f"{name}: surface is not text[{start}:{end}]")

    @property
    def span(self) -> Span:
        """The range in the speech text."""
        return Span(self.start, self.end)


class Sentence(Anchored):
    """One sentence with its jieba tokens and their dictionary part-of-speech tags."""

    sentence_id: str = Field(description="<speech_id>:sentence:<start>-<end>")
    position: int = Field(ge=0, description="0-based position in the speech")
    tokens: tuple[str, ...] = Field(description="jieba tokens; joined they give the sentence")
    pos: tuple[str, ...] = Field(
        description="tag of each token, looked up in jieba's dictionary; x if unknown"
    )

    @model_validator(mode="after")
    def _tokens(self) -> Self:
        if "".join(self.tokens) != self.text:
            raise ValueError("tokens do not add up to the sentence")
        if len(self.tokens) != len(self.pos):
            raise ValueError(f"{len(self.tokens)} tokens, {len(self.pos)} tags")
        return self


class Annotation(Anchored):
    """Base of all annotation records; a layer adds its own fields."""

    layer: ClassVar[str]
    """Singular name of the layer in standoff files and ids."""

    annotation_id: str = Field(description="<speech_id>:<layer>:<start>-<end>")
    sentence_id: str | None = Field(description="sentence that holds the start; null if none does")
    rule: str = Field(description="stable id of the rule that made this record")


class Rejection(Record):
    """A candidate that an annotator ruled out, and why. Not published; shown by `explain`."""

    layer: str = Field(description="singular name of the layer")
    start: Offset = Field(description="first code point in the speech text")
    end: Offset = Field(description="code point after the last in the speech text")
    rule: str = Field(description="stable id of the rule that ruled the candidate out")
    reason: str = Field(description="the reason in words")


class Formula(Record):
    """One canonical slogan over the whole collection."""

    canonical_id: str = Field(
        description="`sl-` and the first 16 hex digits of the SHA-256 of the canonical form"
    )
    canonical: str = Field(description="canonical wording")
    kind: str = Field(description="kind of the slogan")
    n_occurrences: int = Field(ge=1, description="rows in `slogans` with this canonical form")
    n_speeches: int = Field(ge=1, description="speeches that use it")
    first_seen: dt.date | None = Field(description="earliest date of a dated speech that uses it")
    variants: tuple[str, ...] = Field(description="distinct surfaces, sorted")


class Finding(Record):
    """What a check found: a stable code, a level, a place."""

    code: str = Field(description="stable code of the check")
    level: Level = Field(description="error, warning or note")
    message: str = Field(description="what is wrong and what to do")
    path: str | None = Field(default=None, description="source file")
    speech_id: str | None = Field(default=None, description="speech")
    table: str | None = Field(default=None, description="table")
    start: int | None = Field(default=None, description="first code point, speech coordinates")
    end: int | None = Field(default=None, description="code point after the last, speech coordinates")


def context(text: str) -> dict[str, Any]:
    """Validation context that makes a record compare its surface with the speech text."""
    return {"text": text}
