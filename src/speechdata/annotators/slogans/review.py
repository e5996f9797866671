"""Which wordings a reviewer should see: found by discovery alone, or ruled out for doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from speechdata.annotators.slogans import LAYER, Slogan
from speechdata.annotators.slogans._cues import HAN
from speechdata.annotators.slogans._reading import Kind, Reading, letters
from speechdata.annotators.slogans.known import entries, ruled_out, written
from speechdata.layer import Doc
from speechdata.span import Span


class Doubt(NamedTuple):
    """What a wording that a rule turned down would be, and the least number of Chinese characters worth a look."""

    kind: Kind
    least: int


DOUBTS = {
    "slogans.not.occasion": Doubt("policy_formula", 3),
    "slogans.named.topic": Doubt("policy_formula", 4),
    "slogans.campaign.generic": Doubt("campaign", 4),
    "slogans.numeric.count": Doubt("numeric_formula", 4),
}
"""Rules that turn a wording down for what stands around it, or because it has no form that they know."""
SETTLED = (
    "slogans.lexicon.unnamed",
    "slogans.not.listed",
    "slogans.numeric.excluded",
    "slogans.call.business",
    "slogans.series.item",
    "slogans.select.form",
    "slogans.select.overlap",
)
"""Rules that settle it: the wording is known, excluded by the guideline, or part of what was found."""
SURE = ("slogans.lexicon", "slogans.lexicon.series", "slogans.call")
"""Rules whose records need no review: the lexicon's, and closing calls, which are sentences of one speech."""
LONGEST = 24
"""Chinese characters above which a wording ruled out for doubt is a run of text rather than a formula."""
NAMED = ("slogans.named", "slogans.named.topic")
"""Rules for unquoted wordings that stand before 原则, 方针 and the like."""
_HAN = re.compile(HAN)


class Sighting(NamedTuple):
    """An unknown wording at a place; `bound`: in quotation marks of its own, or named as a principle."""

    span: Span
    wording: str
    kind: Kind
    rule: str
    bound: bool

    @property
    def key(self) -> str:
        """What all ways of writing it have in common."""
        return letters(self.wording)


def sightings(doc: Doc) -> list[Sighting]:
    """Wordings of an annotated speech on which the lexicons are silent, in order."""
    reading = Reading(doc)
    found = sorted([*_discovered(doc, reading), *_doubted(doc, reading)])
    return [each for each in found if each.key not in entries() and each.key not in ruled_out()]


def _discovered(doc: Doc, reading: Reading) -> Iterator[Sighting]:
    for record in doc.layers[LAYER.name]:
        if isinstance(record, Slogan) and record.rule not in SURE:
            yield _sighting(reading, record.span, record.kind, record.rule)


def _doubted(doc: Doc, reading: Reading) -> Iterator[Sighting]:
    for item in doc.rejections:
        doubt = DOUBTS.get(item.rule)
        if doubt:
            each = _sighting(reading, Span(item.start, item.end), doubt.kind, item.rule)
            if doubt.least <= len(_HAN.findall(each.key)) <= LONGEST:
                yield each


def _sighting(reading: Reading, span: Span, kind: Kind, rule: str) -> Sighting:
    bound = reading.quoted(span) or rule in NAMED
    return Sighting(span, written(span.of(reading.text), kind), kind, rule, bound)
