"""Layers of four kinds and small annotated speeches, for tests of the exchange form and of scores."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from speechdata.gold import Gold, Mark
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Located, Occurrence, RawSpeech, Removal, Source
from speechdata.span import Span


class Section(Annotation):
    layer: ClassVar[str] = "section"
    marker: str
    marker_start: int
    marker_end: int
    heading: str | None
    heading_start: int | None
    heading_end: int | None
    body_end: int
    depth: int
    ordinal: int
    kind: str


class Directive(Annotation):
    layer: ClassVar[str] = "directive"
    modality: str
    strength: int
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    addressee: str | None
    addressee_start: int | None
    addressee_end: int | None
    addressee_basis: str
    deadline: str | None
    deadline_start: int | None
    deadline_end: int | None


class Placeholder(Annotation):
    layer: ClassVar[str] = "placeholder"
    form: str
    kind: str


class Slogan(Annotation):
    layer: ClassVar[str] = "slogan"
    kind: str


def _nothing(_: Doc) -> Iterator[Annotation]:
    return iter(())


SECTIONS = Layer(
    "sections",
    Section,
    _nothing,
    attributes=("depth", "ordinal", "kind"),
    spans=("marker", "heading"),
    anchor="marker",
)
DIRECTIVES = Layer(
    "directives", Directive, _nothing, attributes=("modality", "strength"), spans=("cue", "addressee")
)
PLACEHOLDERS = Layer("placeholders", Placeholder, _nothing, attributes=("form", "kind"))
SLOGANS = Layer("slogans", Slogan, _nothing, attributes=("kind",))
LAYERS = (SECTIONS, DIRECTIVES, PLACEHOLDERS, SLOGANS)


def source_of(text: str) -> Source:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        source_id=f"src-{digest[:16]}",
        path="case.txt",
        sha256=digest,
        n_bytes=len(data),
        encoding="utf-8",
        encoding_evidence="test",
        text=text,
    )


def doc_of(
    source: Source,
    span: Span,
    *,
    removed: Sequence[Span] = (),
    speaker: Span | None = None,
    title: Span | None = None,
) -> Doc:
    """A speech at `span` of the source, with nothing annotated yet."""
    holes = [Removal(start=r.start, end=r.end, kind="test", text=r.of(source.text)) for r in removed]
    kept = [at for at in range(span.start, span.end) if not any(r.start <= at < r.end for r in removed)]
    text = "".join(source.text[at] for at in kept)
    place = Occurrence(source_id=source.source_id, path=source.path, start=span.start, end=span.end)
    return Doc(
        RawSpeech(
            speech_id=f"sp-{hashlib.sha256(text.encode()).hexdigest()[:16]}",
            occurrence=place,
            text=text,
            removed=tuple(holes),
            title=_located(source, title),
            speaker=_located(source, speaker),
            speaker_role=None,
            date=None,
            iso=None,
            occasion=None,
            salutation=None,
            boundary_evidence=("first_line",),
        ),
        {layer.name: () for layer in LAYERS},
    )


def _located(source: Source, span: Span | None) -> Located | None:
    return Located(start=span.start, end=span.end, text=span.of(source.text)) if span else None


def gold_of(
    *marks: Mark,
    sha256: str = "a",
    chars: int = 100,
    labels: frozenset[str] | None = None,
    place: str = "g",
    guideline: str = "1.2",
) -> Gold:
    records = {label: tuple(m for m in marks if m.label == label) for label in {m.label for m in marks}}
    return Gold(place=place, sha256=sha256, chars=chars, guideline=guideline, labels=labels, records=records)


def slogan(start: int, end: int, kind: str = "call", **more: Any) -> Mark:
    return Mark("slogan", Span(start, end), {"kind": kind} | more)


def section(start: int, end: int, marker: int, depth: int = 1) -> Mark:
    whole = Span(start, end)
    parts = {"marker": Span(start, start + marker), "heading": Span(start + marker, end)}
    return Mark("section", whole, parts | {"depth": depth, "ordinal": 1, "kind": "block"})


def directive(start: int, end: int, **fields: Any) -> Mark:
    given_fields = {"cue": None, "addressee": None, "modality": "obligation", "strength": 2} | fields
    return Mark("directive", Span(start, end), given_fields)
