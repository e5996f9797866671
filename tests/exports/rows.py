"""Speeches with records of the real layers, for tests of exports: small, overlapping, and with hostile characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from speechdata.annotators import layers
from speechdata.annotators.directives import Directive
from speechdata.annotators.slogans import Slogan
from speechdata.exports import SpeechRows
from speechdata.layer import Doc
from speechdata.records import Annotation, Speech
from speechdata.span import Span
from speechdata.tables import row_model
from standoffs import doc_of, source_of

LAYERS = {layer.name: layer for layer in layers()}
HOSTILE = '𠮷市各部门要\n=HYPERLINK("http://x")抓好落实👍🏽。\n\n不得延误\t。'


def speech_of(doc: Doc, title: str | None) -> Speech:
    """The row of a speech, of the split train."""
    raw = doc.speech
    values: dict[str, Any] = dict.fromkeys(Speech.model_fields) | {
        "speech_id": raw.speech_id,
        "occurrences": (raw.occurrence,),
        "title": title,
        "text": raw.text,
        "script": "Hans",
        "n_chars": len(raw.text),
        "n_sentences": len(doc.sentences),
        "is_template": False,
        "boundary_evidence": (),
        "quality_flags": (),
        "removed": (),
        "split": "train",
    }
    counts = {f"n_{name}": 0 for name in ("sections", "directives", "placeholders", "slogans")}
    return row_model(Speech).model_validate(values | counts)  # type: ignore[return-value]


def rows_of(
    text: str,
    directives: Iterable[Span] = (),
    slogans: Iterable[Span] = (),
    *,
    title: str | None = None,
    action: str | None = None,
) -> SpeechRows:
    """A speech that is the whole of its source, with directives (cue: their first character) and slogans."""
    source = source_of(text)
    doc = doc_of(source, Span(0, len(text)))
    found: dict[str, Sequence[Annotation]] = dict.fromkeys(LAYERS, ())
    found["directives"] = [_directive(doc, span, action) for span in _ordered(directives)]
    found["slogans"] = [_slogan(doc, span) for span in _ordered(slogans)]
    own = {name: tuple(records) for name, records in found.items()}
    return SpeechRows(speech_of(doc, title), tuple(doc.sentence_records()), own)


def _ordered(spans: Iterable[Span]) -> list[Span]:
    return sorted(set(spans), key=lambda span: (span.start, -span.end))


def _directive(doc: Doc, span: Span, action: str | None) -> Directive:
    return doc.record(
        Directive,
        span,
        rule="test",
        modality="prohibition",
        strength=3,
        explicit=True,
        cue=Span(span.start, span.start + 1),
        addressee=None,
        addressee_basis="unstated",
        action=action,
        deadline=None,
        condition=None,
        attribution="issued",
    )


def _slogan(doc: Doc, span: Span) -> Slogan:
    return doc.record(
        Slogan,
        span,
        rule="test",
        kind="campaign",
        canonical="x",
        canonical_id="sl-0000000000000000",
        quoted=False,
        expansion=None,
    )
