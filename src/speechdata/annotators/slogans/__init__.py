"""Slogans (提法, 口号): fixed wordings meant to be quoted and repeated, from a lexicon and by discovery."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

from pydantic import Field

from speechdata.annotators.slogans import _campaign, _named, _numeric
from speechdata.annotators.slogans._aphorism import aphorisms
from speechdata.annotators.slogans._call import calls
from speechdata.annotators.slogans._canonical import canonical, canonical_id
from speechdata.annotators.slogans._drive import drives
from speechdata.annotators.slogans._expansion import expansion
from speechdata.annotators.slogans._lexicon import lexicon
from speechdata.annotators.slogans._parallel import parallels
from speechdata.annotators.slogans._quoted import quotations
from speechdata.annotators.slogans._reading import Candidate, Kind, Reading, rejection
from speechdata.annotators.slogans._repeat import repeats
from speechdata.annotators.slogans._select import overlaps, select, sift, unclaimed
from speechdata.annotators.slogans._series import series
from speechdata.layer import Doc, Layer
from speechdata.records import Annotation, Offset, Rejection
from speechdata.span import Span


class Slogan(Annotation):
    """A fixed wording meant to be quoted and repeated, without the quotation marks around it."""

    layer: ClassVar[str] = "slogan"

    kind: Kind = Field(
        description="policy_formula: wording of a policy, principle or requirement; numeric_formula: a number and"
        " what it counts, standing for a list; campaign: name of a drive, year, day or title; aphorism: maxim or"
        " proverb; call: mobilising sentence that closes a speech"
    )
    canonical: str = Field(
        description="wording in simplified characters without quotation marks and white space, parts divided by 、"
        " (by ， in aphorisms and calls); the lexicon's form where it knows the wording"
    )
    canonical_id: str = Field(
        description="`sl-` and the first 16 hex digits of the SHA-256 of canonical (UTF-8)"
    )
    quoted: bool = Field(description="whether it stands in quotation marks of its own")
    expansion: str | None = Field(
        description="the list that a numeric formula stands for, where the text spells it out"
    )
    expansion_start: Offset | None = Field(description="first code point of the expansion in the speech text")
    expansion_end: Offset | None = Field(description="code point after the expansion in the speech text")


RULES = (
    lexicon,
    quotations,
    _numeric.counted,
    _numeric.named,
    _numeric.announced,
    series,
    parallels,
    _named.named,
    _campaign.places,
    _campaign.titles,
    drives,
    aphorisms,
    calls,
)


def annotate(doc: Doc) -> Iterator[Annotation | Rejection]:
    """All slogans of the speech and the candidates that were ruled out."""
    reading = Reading(doc)
    found = chain.from_iterable(rule(reading) for rule in RULES)
    pool, rejected = sift(reading, found)
    again, faulty = sift(reading, repeats(reading, select(pool)[0]))
    kept, beaten = select([*pool, *again])
    records = [_record(reading, candidate) for candidate in kept]
    spelled = [
        Span(r.expansion_start, r.expansion_end) for r in records if r.expansion_start and r.expansion_end
    ]
    for record in records:
        if record.rule.startswith("slogans.series") and any(span.contains(record.span) for span in spelled):
            yield rejection(record.span, "slogans.series.item", "item of a list that spells a formula out")
        else:
            yield record
    yield from unclaimed([*rejected, *faulty, *overlaps(beaten)], kept)


def _record(reading: Reading, candidate: Candidate) -> Slogan:
    span, kind, rule = candidate
    wording = canonical(span.of(reading.text), kind)
    return reading.doc.record(
        Slogan,
        span,
        rule=rule,
        kind=kind,
        canonical=wording,
        canonical_id=canonical_id(wording),
        quoted=reading.quoted(span),
        expansion=expansion(reading, span) if kind == "numeric_formula" else None,
    )


LAYER = Layer(name="slogans", record=Slogan, annotate=annotate, attributes=("kind",))
