"""Directives: stretches by which the speaker tries to make someone do, or not do, something."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from speechdata.annotators.directives._addressee import Addressees
from speechdata.annotators.directives._clauses import Cue, Part, Verdict, behind_number, parts, without_gloss
from speechdata.annotators.directives._cues import Cues, pieces
from speechdata.annotators.directives._drafts import Draft
from speechdata.annotators.directives._fields import action, condition, deadline
from speechdata.annotators.directives._lexicon import fold
from speechdata.annotators.directives._passages import Passage, Passages
from speechdata.annotators.directives._scope import drafts
from speechdata.annotators.directives._verdicts import UNREAL, verdict
from speechdata.layer import Doc, Layer, tokenizer
from speechdata.records import Annotation, Offset, Rejection
from speechdata.span import Span

Modality = Literal["obligation", "prohibition", "permission", "recommendation"]
Strength = Literal[1, 2, 3]
Basis = Literal["written", "inherited", "unstated"]
Attribution = Literal["issued", "quoted"]


class Directive(Annotation):
    """What the speaker asks of whom, how strongly, and by which words."""

    layer: ClassVar[str] = "directive"

    modality: Modality = Field(description="kind of the request")
    strength: Strength = Field(description="3 categorical, 2 plain or implicit, 1 soft")
    explicit: bool = Field(
        description="whether a modal cue is written; without one the directive is implicit"
    )
    cue: str | None = Field(
        description="the modal word with what strengthens it in one piece; null if implicit"
    )
    cue_start: Offset | None = Field(description="first code point of the cue in the speech text")
    cue_end: Offset | None = Field(description="code point after the cue in the speech text")
    addressee: str | None = Field(description="the agent that must act; null if unstated")
    addressee_start: Offset | None = Field(description="first code point of the addressee in the speech text")
    addressee_end: Offset | None = Field(description="code point after the addressee in the speech text")
    addressee_basis: Basis = Field(
        description="written inside the span; inherited from an earlier place, where the offsets point; unstated"
    )
    action: str | None = Field(
        description="what is asked in the first clause: the words behind the cue, or the verb phrase of an implicit one"
    )
    deadline: str | None = Field(description="time limit as written")
    condition: str | None = Field(description="fronted condition or case as written")
    attribution: Attribution = Field(
        description="quoted when the speaker repeats somebody's order in quotation marks"
    )


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """Directives of the speech in text order, and the candidates that were ruled out."""
    text = fold(doc.text)
    cues = Cues(text)
    passages = Passages(doc, text, cues)
    people = Addressees(doc)
    for part in parts(doc, text):
        passage = passages.at(part.clauses[0].span.start)
        if candidates := cues.between(part.clauses[0].span.start, part.clauses[-1].span.end):
            yield from _judge(doc, text, part, candidates, passage)
        found, asked, ordered = drafts(part, passage), False, False
        for draft in found:
            if isinstance(draft, Draft):
                asked, ordered = asked or draft.demands, ordered or not draft.cue
        passage.heard(part, asked=asked, ordered=ordered)
        for draft in found:
            if isinstance(draft, Draft):
                yield _directive(doc, part, draft, people)
            else:
                yield _rejection(draft.span, draft.verdict)


def _judge(doc: Doc, text: str, part: Part, cues: list[Cue], passage: Passage) -> Iterator[Rejection]:
    """Gives each clause its cues and cuts it between those; yields the candidates that are none."""
    words, start = _words(doc, text, part), doc.sentences[part.sentence].start
    starts = [clause.span.start for clause in part.clauses]
    for cue in cues:
        index = bisect_right(starts, cue.span.start) - 1
        clause = part.clauses[index]
        if cue.span.start >= clause.span.end:  # among what no clause owns
            continue
        holder = tokenizer().holding(words, cue.span.start, offset=start)
        why = passage.doubts(cue, clause) or verdict(cue, index, part, holder)
        if why:
            clause.kind = "statement" if why.rule in UNREAL else clause.kind
            yield _rejection(cue.span, why)
        else:
            clause.cues += (cue,)
    part.clauses = [piece for clause in part.clauses for piece in pieces(clause)]


def _words(doc: Doc, text: str, part: Part) -> list[str]:
    """Words of the part's sentence; a sentence that folding changed is cut anew, the dictionary is simplified."""
    sentence = doc.sentences[part.sentence]
    if sentence.of(text) == sentence.of(doc.text):
        return doc.sentence_words[part.sentence]
    return tokenizer().words(sentence.of(text))


def _directive(doc: Doc, part: Part, draft: Draft, people: Addressees) -> Directive:
    cue = draft.cue
    span = without_gloss(doc.text, behind_number(doc.text, draft.span))
    addressee, basis = people.of(draft, span, quoted=part.quoted)
    return doc.record(
        Directive,
        span,
        rule=draft.rule,
        modality=cue.modality if cue else "obligation",
        strength=cue.strength if cue else 2,
        explicit=cue is not None,
        cue=cue.span if cue else None,
        addressee=addressee,
        addressee_basis=basis,
        action=_surface(doc, action(draft)),
        deadline=_surface(doc, deadline(draft)),
        condition=_surface(doc, condition(draft)),
        attribution="quoted" if part.quoted else "issued",
    )


def _surface(doc: Doc, span: Span | None) -> str | None:
    return span.of(doc.text) if span else None


def _rejection(span: Span, why: Verdict) -> Rejection:
    return Rejection(layer=Directive.layer, start=span.start, end=span.end, rule=why.rule, reason=why.reason)


LAYER = Layer(
    name="directives",
    record=Directive,
    annotate=annotate,
    requires=("sections",),
    attributes=("modality", "strength"),
    spans=("cue", "addressee"),
)
