"""What a quotation is: formula, campaign, maxim, principle, or a word quoted for one occasion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from speechdata.annotators.slogans import _campaign, _numeric
from speechdata.annotators.slogans._aphorism import kind_of
from speechdata.annotators.slogans._cues import HAN, PAUSES, any_of, closed, head, words
from speechdata.annotators.slogans._reading import (
    Candidate,
    Found,
    Kind,
    Reading,
    letters,
    nominal,
    rejection,
    tag,
)
from speechdata.annotators.slogans.known import entries, ruled_out
from speechdata.span import Span

_LONGEST, _LONGEST_CLOSED = 60, 12
_CONTEXT = 24
_CLASSICAL = re.compile("[之者矣乎焉哉而]|(?<![对关由处基属过等])于|则|无以|不以|何以")
_MODERN = re.compile("[的了着们这那我你他]|我们|什么|可以|一个|已经")
_MEASURED = re.compile("[一两0-9][个张间套层条座把块门]")
_THIS = re.compile("^这[一个](?=[\u4e00-\u9fff])")
_PART, _WORDING = 3, 4
_FOUR = re.compile(f"{HAN}{{4}}")


class Quotation(NamedTuple):
    """A quotation with what stands around it."""

    span: Span
    wording: str
    before: str
    after: str

    @property
    def parts(self) -> list[str]:
        """Its parts between pauses."""
        return re.split(f"[{PAUSES}·]", self.wording)


_FURTHER = re.compile("(?:[、和与及]?“[^”]{1,24}”)+")


def quotations(reading: Reading) -> Iterator[Found]:
    """Every quotation that is no known slogan, judged."""
    for inner, span in zip(reading.quotes, reading.wordings, strict=True):
        known = letters(span.of(reading.text)) in entries()
        if not len(span) or len(span) > _LONGEST or known or reading.titled(span):
            continue
        behind = reading.text[inner.end + 1 : inner.end + 1 + 3 * _CONTEXT]
        further = _FURTHER.match(behind)
        after = behind[further.end() if further else 0 :][:_CONTEXT]
        before = reading.text[max(0, inner.start - 1 - _CONTEXT) : inner.start - 1]
        yield _judged(Quotation(span, span.of(reading.text), before, after))


def _judged(quotation: Quotation) -> Found:
    wording = letters(quotation.wording)
    if wording in ruled_out():
        return rejection(quotation.span, "slogans.not.listed", ruled_out()[wording]["reason"])
    for test in (_numeral, _drive, _maxim, _principle, _classic):
        found = test(quotation)
        if found:
            return found
    return rejection(
        quotation.span, "slogans.not.occasion", "quoted for one occasion: unnamed, of no formula's shape"
    )


def _numeral(quotation: Quotation) -> Found | None:
    wording = letters(quotation.wording)
    if not _numeric.several(quotation.parts):
        return None
    if _campaign.driven(quotation.after) or (wording[0] in "百千万" and _is_campaign(quotation)):
        return Candidate(quotation.span, "campaign", "slogans.numeric.quoted")
    reason = _numeric.excluded(wording, quotation.after)
    if reason:
        return rejection(quotation.span, "slogans.numeric.excluded", reason)
    return Candidate(quotation.span, "numeric_formula", "slogans.numeric.quoted")


def _is_campaign(quotation: Quotation) -> bool:
    name = letters(quotation.wording)
    return _campaign.is_name(name, before=quotation.before, after=quotation.after)


def _drive(quotation: Quotation) -> Found | None:
    if _is_campaign(quotation) or _campaign.driven(quotation.after):
        return Candidate(quotation.span, "campaign", "slogans.campaign.quoted")
    return None


def _maxim(quotation: Quotation) -> Found | None:
    pattern = kind_of(quotation.wording)
    return Candidate(quotation.span, pattern.kind, "slogans.quoted.pattern") if pattern else None


def _principle(quotation: Quotation) -> Found | None:
    """Named as 原则 and so on, of equal parts, or the object of 坚持 and so on."""
    wording = letters(quotation.wording)
    if len(wording) < _WORDING or _blamed().match(quotation.after):
        return None
    if len(wording) <= _LONGEST_CLOSED and closed().fullmatch(wording):
        return Candidate(quotation.span, "policy_formula", "slogans.quoted.closed")
    if _is_term(wording) and not (head("firm").match(quotation.after) or _is_theme(quotation)):
        return None
    kind: Kind = "aphorism" if _predicative(quotation.parts) else "policy_formula"
    if _alike(quotation.parts):
        return Candidate(quotation.span, kind, "slogans.quoted.parts")
    if _named(quotation.after) or _is_theme(quotation):
        return Candidate(quotation.span, kind, "slogans.quoted.named")
    if quotation.before.endswith(words("heads", "strong")) or _paired_verbs(wording):
        return Candidate(quotation.span, kind, "slogans.quoted.held")
    return None


def _is_term(wording: str) -> bool:
    """Whether it is a chain of nouns, a term of art, or an idiom of four characters."""
    chained = nominal(wording) or "+" in wording or "—" in wording
    return (
        chained
        or wording.endswith(words("heads", "plain"))
        or (tag(wording) == "i" and len(wording) == _WORDING)
    )


def _named(after: str) -> bool:
    """Whether a name follows; one that names quoted wordings only needs 的, 这一 or a word before it."""
    after = _THIS.sub("", after)
    quoted = head("quoted").match(after)
    return bool(head("head").match(after) or (quoted and not after.startswith(words("heads", "quoted"))))


def _is_theme(quotation: Quotation) -> bool:
    """Whether the text gives it as a theme or a watchword (主题是“…”, 以“…”为主题)."""
    announced = quotation.before.rstrip("：:").endswith(words("heads", "announcing"))
    return announced or quotation.after.startswith(words("heads", "theme"))


@cache
def _blamed() -> re.Pattern[str]:
    return re.compile(f"[^，。；、“]{{0,12}}?{any_of(words('heads', 'blame'))}")


@cache
def _predicate() -> re.Pattern[str]:
    return re.compile(any_of(words("heads", "predicate")))


def _predicative(parts: list[str]) -> bool:
    return all(_predicate().search(part) for part in parts)


def _alike(parts: list[str]) -> bool:
    sizes = {len(letters(part)) for part in parts}
    if len(parts) < 2 or len(sizes) > 1 or sizes < {_PART}:
        return False
    return min(sizes) >= _PART and not any(_MEASURED.match(part) for part in parts)


def _paired_verbs(wording: str) -> bool:
    """Whether four characters are verb + object twice (稳内拓外)."""
    verbs = words("shapes", "verb")
    return bool(_FOUR.fullmatch(wording)) and wording[0] in verbs and wording[2] in verbs


def _classic(quotation: Quotation) -> Found | None:
    """A proverb or a sentence of the classics."""
    wording = quotation.wording
    if len(letters(wording)) <= _WORDING or _MODERN.search(wording):
        return None
    twofold = len(quotation.parts) > 1 and _CLASSICAL.search(wording)
    if twofold or tag(letters(wording)) == "i":
        return Candidate(quotation.span, "aphorism", "slogans.aphorism.classic")
    return None
