"""Unquoted wordings named as 方针, 原则, 理念 and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from speechdata.annotators.slogans._aphorism import kind_of
from speechdata.annotators.slogans._cues import HAN, NUMERALS, PAUSES, any_of, closed, head, words
from speechdata.annotators.slogans._reading import Candidate, Found, Kind, Reading, nominal, rejection, tag
from speechdata.annotators.slogans._series import is_banner
from speechdata.span import Span

_LENGTHS = range(4, 21)
_PAIR, _PART, _LONGEST, _LONGEST_STRICT, _SLACK = 2, 3, 6, 7, 2
_FEW, _SOME = 2, 3
_TITLES = {"方针": 4, "原则": 4, "战略": 3}
"""Names given to policies only, and the least number of characters of what they name."""
_LONGEST_TITLED = 24
_LEAST_EXTENDED = 4


@cache
def _framed() -> re.Pattern[str]:
    """Verb, wording without quotation marks, 的, name."""
    frame, tail = any_of(words("heads", "frame")), any_of(words("heads", "compound"))
    opening = "的" + "".join({word[0] for word in (*words("heads", "mod"), *words("heads", "head"))})
    wording = f"{HAN}{{1,32}}?(?:[、，；]{HAN}{{1,24}}?){{0,8}}?"
    return re.compile(
        f"{frame}(?P<wording>{wording})(?=[{opening}])(?P<name>{head('head').pattern})"
        f"(?!{HAN}*[{NUMERALS}]是|{tail})"
    )


def named(reading: Reading) -> Iterator[Found]:
    """The wording between a verb such as 坚持, 本着 and such a name."""
    for match in _framed().finditer(reading.text):
        if not _begins(reading, match.start()):
            continue
        wording, name = _parted(match["wording"], match["name"])
        inner, cut = match.start("wording"), _cut(wording)
        span = Span(inner + cut, inner + len(wording))
        kind = _kind(wording[cut:], name)
        if kind:
            yield Candidate(span, kind, "slogans.named")
        elif len(span) > 1:
            reason = "names a topic, no wording of equal parts or closed form"
            yield rejection(span, "slogans.named.topic", reason)


def _begins(reading: Reading, at: int) -> bool:
    """Whether a frame stands at `at`, not the end of a word and the beginning of another (用力|推进)."""
    return reading.boundary(at) or tag(reading.text[at - 1 : at + 1]) == "x"


def _parted(wording: str, name: str) -> tuple[str, str]:
    """`wording` and `name`; 发展, 治理 right before the noun belong to the wording (创新驱动发展战略)."""
    content = next((word for word in words("heads", "content") if name.startswith(word)), "")
    if not content or len(wording) < _LEAST_EXTENDED or not name.endswith(tuple(_TITLES)):
        return wording, name
    return wording + content, name.removeprefix(content)


def _cut(wording: str) -> int:
    """Where the wording starts: behind the last frame of its first part, or of the last clause that a frame opens."""
    again = max((m.end() for m in _reopened().finditer(wording)), default=0)
    first = wording[again:].split("、")[0]
    return again + max((m.end() for m in _frames().finditer(first)), default=0)


@cache
def _frames() -> re.Pattern[str]:
    return re.compile(any_of(words("heads", "frame")))


@cache
def _reopened() -> re.Pattern[str]:
    return re.compile(f"，{HAN}{{0,4}}?{any_of(words('heads', 'frame'))}")


def _kind(wording: str, name: str) -> Kind | None:
    pattern = kind_of(wording)
    if pattern:
        return pattern.kind
    if _titled(wording, name):
        return "policy_formula"
    parts = re.split(f"[{PAUSES}]", wording)
    strict = name.endswith(words("heads", "strict"))
    if len(parts) > 1:
        return "policy_formula" if _even(parts, strict=strict, joined=not name.startswith("的")) else None
    whole = len(wording) in _LENGTHS and closed().fullmatch(wording)
    return "policy_formula" if whole and (strict or name.endswith("战略")) else None


def _titled(wording: str, name: str) -> bool:
    """Whether a name that is given to policies only, such as 方针, 原则, 战略, stands right behind a plain wording."""
    least = next((least for noun, least in _TITLES.items() if name.removeprefix("的").endswith(noun)), None)
    if least is None or not least <= len(wording) <= _LONGEST_TITLED:
        return False
    return not (_vague().search(wording) or (name.startswith("的") and name.endswith("战略")))


@cache
def _vague() -> re.Pattern[str]:
    """What no wording of a policy holds: a pronoun, an owner, a mere attribute, a count of principles."""
    return re.compile(
        f"^{any_of(words('heads', 'vague'))}|[的，]|{any_of(words('heads', 'owner'))}|(?:[{NUMERALS}]项|等)$"
    )


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
