"""Known slogans, found whatever punctuation, quotation marks and white space stand between their parts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from speechdata.annotators.slogans._campaign import driven
from speechdata.annotators.slogans._cues import HAN, NUMERALS, PAUSES, QUOTES, head
from speechdata.annotators.slogans._reading import (
    Candidate,
    Found,
    Kind,
    Reading,
    balanced,
    letters,
    rejection,
)
from speechdata.annotators.slogans.known import Entry, entries
from speechdata.lexicons import derived
from speechdata.span import Span
from speechdata.text.match import Matcher
from speechdata.text.segment import WHITE

_DROPPED = re.compile(f"[{QUOTES + PAUSES + WHITE}]")
_PAUSE = re.compile(f"[{PAUSES}]")
_SHORT, _BEHIND = 3, 24
_HALVES = range(4, 9)
_PAIR = re.compile(f"{HAN}+，{HAN}+")
_PLAIN = re.compile("[要须应了着的]|我们|大家|各")
_QUOTED = re.compile("“([^”]+)”")


class Hit(NamedTuple):
    """An entry at a place."""

    span: Span
    entry: Entry


@derived
def _matcher() -> Matcher:
    return Matcher(entries(), longest=False)


def _hits(reading: Reading) -> Iterator[Hit]:
    text = reading.text
    pieces = _DROPPED.split(text)
    letters_before = list(accumulate(map(len, pieces)))
    matcher, known = _matcher(), entries()
    for found, index in matcher.find("".join(pieces)):
        entry = known[matcher.patterns[index]]
        first, last = (at + bisect_right(letters_before, at) for at in (found.start, found.end - 1))
        span = _widened(text, Span(first, last + 1))
        if (
            _whole(reading, span)
            and (reading.quoted(span) or _paused(text[first : last + 1], entry.breaks))
            and not _pieced(span.of(text), entry)
        ):
            yield Hit(reading.trim(span), entry)


def _pieced(surface: str, entry: Entry) -> bool:
    """Whether a part has quotation marks of its own, as a known slogan or as the proper part of a name."""
    inner = _QUOTED.findall(surface)
    if entry.kind in ("campaign", "numeric_formula") and inner:
        return True
    return bool(entry.breaks) and any(letters(piece) in entries() for piece in inner)


def _widened(text: str, span: Span) -> Span:
    """Takes in the opening mark of a quotation that closes inside the span, and the reverse."""
    surface = span.of(text)
    if balanced(surface):
        return span
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if before and balanced(before + surface):
        return Span(span.start - 1, span.end)
    return Span(span.start, span.end + 1) if after and balanced(surface + after) else span


def _paused(surface: str, breaks: frozenset[int]) -> bool:
    """Whether pauses stand between parts only."""
    pauses = (match.start() for match in _PAUSE.finditer(surface))
    return all(len(_DROPPED.sub("", surface[:at])) in breaks for at in pauses)


def _whole(reading: Reading, span: Span) -> bool:
    """Whether the span is no piece of a longer word or number, or of two quotations."""
    text = reading.text
    if not balanced(span.of(text)):
        return False
    before = text[max(0, span.start - 1) : span.start]
    if before and text[span.start] in NUMERALS and before in NUMERALS + "第百千几数":
        return False
    if len(span) > _SHORT or reading.quoted(span):
        return True
    return reading.boundary(span.start) and reading.boundary(span.end)


def _outermost(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.span.start, -hit.span.end)):
        if not kept or not kept[-1].span.contains(hit.span):
            kept.append(hit)
    return kept


def _licensed(reading: Reading, hit: Hit) -> bool:
    """Whether the wording counts here: always, or only in quotation marks, named as 方针 … or called a drive."""
    if hit.entry.use == "any" or reading.quoted(hit.span):
        return True
    if hit.entry.use != "named":
        return False
    behind = reading.text[hit.span.end : hit.span.end + _BEHIND]
    return bool(head("head").match(behind)) or (hit.entry.kind == "campaign" and driven(behind))


def _chains(reading: Reading, hits: list[Hit]) -> Iterator[list[Hit]]:
    """Equally long wordings that follow each other with one pause between, as one formula."""
    chain: list[Hit] = []
    for hit in hits:
        if chain and not _joined(reading, chain[-1], hit):
            yield chain
            chain = []
        chain.append(hit)
    if chain:
        yield chain


def _joined(reading: Reading, left: Hit, right: Hit) -> bool:
    gap = reading.text[left.span.end : right.span.start]
    kinds = {left.entry.kind, right.entry.kind}
    return (
        len(gap) == 1
        and gap in PAUSES
        and kinds <= {"policy_formula", "aphorism"}
        and len(left.span) == len(right.span)
    )


def lexicon(reading: Reading) -> Iterator[Found]:
    """Slogans of the lexicon; a bare topic that is neither quoted nor named is rejected."""
    for chain in _chains(reading, _outermost(list(_hits(reading)))):
        span = Span(chain[0].span.start, chain[-1].span.end)
        kinds = {hit.entry.kind for hit in chain}
        if len(chain) > 1 and any(_licensed(reading, hit) for hit in chain):
            kind: Kind = "aphorism" if kinds == {"aphorism"} else "policy_formula"
            yield Candidate(span, kind, "slogans.lexicon.series")
            continue
        for hit in chain:
            yield _judged(reading, hit._replace(span=_couplet(reading, hit)))


def _couplet(reading: Reading, hit: Hit) -> Span:
    """The span of a maxim, with the other half where it is one of two equal clauses that are the sentence."""
    size = len(hit.span)
    if hit.entry.kind != "aphorism" or size not in _HALVES:
        return hit.span
    sentence = reading.trim(reading.sentence(hit.span.start))
    if len(sentence) != 2 * size + 1 or not _PAIR.fullmatch(sentence.of(reading.text)):
        return hit.span
    first, last = Span(sentence.start, sentence.start + size), Span(sentence.end - size, sentence.end)
    other = {first: last, last: first}.get(hit.span)
    return sentence if other and not _PLAIN.search(other.of(reading.text)) else hit.span


def _judged(reading: Reading, hit: Hit) -> Found:
    if _licensed(reading, hit):
        return Candidate(hit.span, hit.entry.kind, "slogans.lexicon")
    return rejection(
        hit.span, "slogans.lexicon.unnamed", "bare topic, neither quoted nor named as a principle"
    )
