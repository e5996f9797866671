"""Unquoted wordings named as 方针, 原则, 理念 and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.annotators.slogans._aphorism import kind_of
from speechdata.annotators.slogans._cues import HAN, NUMERALS, PAUSES, any_of, head, words
from speechdata.annotators.slogans._reading import Candidate, Found, Kind, Reading, nominal, rejection
from speechdata.annotators.slogans._series import is_banner
from speechdata.span import Span

_LENGTHS = range(4, 21)
_PAIR, _PART, _LONGEST, _LONGEST_STRICT, _SLACK = 2, 3, 6, 7, 2
_FEW, _SOME = 2, 3


@cache
def _framed() -> re.Pattern[str]:
    """Verb, wording without quotation marks, 的, name."""
    frame = any_of(words("heads", "frame"))
    wording = f"{HAN}{{1,32}}?(?:[、，；]{HAN}{{1,24}}?){{0,8}}?"
    return re.compile(
        f"{frame}(?P<wording>{wording})(?P<name>{head('head').pattern})(?!{HAN}*[{NUMERALS}]是)"
    )


def named(reading: Reading) -> Iterator[Found]:
    """The wording between a verb such as 坚持, 本着 and such a name."""
    for sentence in reading.doc.sentences:
        for match in _framed().finditer(reading.text, sentence.start, sentence.end):
            wording, inner = match["wording"], match.start("wording")
            cut = max((m.end() for m in _frames().finditer(wording.split("、")[0])), default=0)
            span = Span(inner + cut, match.end("wording"))
            kind = _kind(wording[cut:], match["name"])
            if kind:
                yield Candidate(span, kind, "slogans.named")
            elif len(span) > 1:
                yield rejection(
                    span, "slogans.named.topic", "names a topic, no wording of equal parts or closed form"
                )


@cache
def _frames() -> re.Pattern[str]:
    return re.compile(any_of(words("heads", "frame")))


def _kind(wording: str, name: str) -> Kind | None:
    pattern = kind_of(wording)
    if pattern:
        return pattern.kind
    parts = re.split(f"[{PAUSES}]", wording)
    strict = name.endswith(words("heads", "strict"))
    if len(parts) > 1:
        return "policy_formula" if _even(parts, strict=strict, joined=not name.startswith("的")) else None
    closed = len(wording) in _LENGTHS and _closed().fullmatch(wording)
    return "policy_formula" if closed and (strict or name.endswith("战略")) else None


@cache
def _closed() -> re.Pattern[str]:
    return re.compile("|".join(words("heads", "closer")).replace("H", HAN))


def _even(parts: list[str], *, strict: bool, joined: bool) -> bool:
    """Equal parts that are no list of nouns; of two characters only in longer series, unequal ones only
    before the strictest names.
    """
    sizes = {len(part) for part in parts}
    listed = all(nominal(part) for part in parts)
    if len(sizes) > 1:
        plain = not any("的" in part or part.startswith(tuple("在以把对由")) for part in parts)
        return (
            strict and plain and max(sizes) - min(sizes) <= _SLACK and _PART <= min(sizes) <= _LONGEST_STRICT
        )
    size = sizes.pop()
    if size < _PART:
        return size == _PAIR and (
            (strict and not joined and len(parts) > _FEW) or (len(parts) > _SOME and not listed)
        )
    return (strict or size <= _LONGEST) and (not listed or is_banner(parts))
