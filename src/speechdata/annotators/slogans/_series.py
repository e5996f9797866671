"""Unquoted parallel series whose parts have one length and one shape (保增长、保民生、保稳定)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from speechdata.annotators.slogans._cues import HAN, any_of, spelled, words
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, tag
from speechdata.span import Span

_SHORT = 3
_DEGREES = "大小好新"
_PAUSES = "、，"
_BY = re.compile(f"以{HAN}{{2,3}}$")
_NOUNS = {"n", "ns", "nr", "nt"}


class Window(NamedTuple):
    """Parts that may be of a banner, with one kind of pause; the outer ones may be glued to other words."""

    gate: re.Pattern[str]
    """A pause with a first part before and another one behind it."""
    other: re.Pattern[str]
    """A part behind the first."""
    size: int
    """Characters of each part."""
    shared: int = 0
    """Characters at its end that a part has in common with the first."""

    def stretches(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of the longest series, without overlap but for the last part, first those divided by 、."""
        gates = [gate.start() for gate in self.gate.finditer(text)]
        for pause in _PAUSES:
            last = 0
            for at in gates:
                if text[at] == pause and at - self.size >= last:
                    end = self._end(text, at)
                    last = end - 1 - self.size
                    yield at - self.size, end

    def _end(self, text: str, at: int) -> int:
        """Where the series ends that has its first pause at `at`."""
        pause, shared = text[at], text[at - self.shared : at]
        while text[at : at + 1] == pause and self.other.match(text, at + 1):
            end = at + 1 + self.size
            if text[end - self.shared : end] != shared:
                break
            at = end
        return at


@cache
def _windows() -> tuple[Window, ...]:
    opening = "".join({*words("shapes", "verb"), *words("shapes", "core"), *words("shapes", "anaphor")})
    short = f"(?:[{opening}]{HAN}{{2}}|{HAN}得{HAN})"
    moulds = "|".join(map(spelled, words("shapes", "mould")))
    long = f"(?:{moulds}|{HAN}{{2}}{any_of(words('shapes', 'tail'))}|{HAN}{{2}}于{HAN}|{HAN}[{_DEGREES}]{HAN}{{2}})"
    head, tail = f"{HAN}{{2}}(?P<object>{HAN}{{2}})", f"{HAN}{{2}}(?P=object)"
    return (
        Window(_gate(short, short), re.compile(short), 3),
        Window(_gate(long, long), re.compile(long), 4),
        Window(_gate(head, tail), re.compile(f"{HAN}{{4}}"), 4, shared=2),
    )


def _gate(first: str, other: str) -> re.Pattern[str]:
    # the pause stands first, since a search for single characters is by far the fastest
    return re.compile(f"[{_PAUSES}](?<={first}[{_PAUSES}])(?={other})")


def series(reading: Reading) -> Iterator[Found]:
    """Longest windows of equally long parts that are a banner series."""
    for window in _windows():
        for start, end in window.stretches(reading.text):
            yield from _banner(reading, start, re.split(f"[{_PAUSES}]", reading.text[start:end]))


def _banner(reading: Reading, start: int, parts: list[str]) -> Iterator[Candidate]:
    """The window that starts at `start`, or the window without a glued outer part, if it is a banner."""
    step = len(parts[0]) + 1
    for low, high in ((0, len(parts)), (1, len(parts)), (0, len(parts) - 1), (1, len(parts) - 1)):
        if high - low > 1 and is_banner(parts[low:high]):
            span = Span(start + low * step, start + high * step - 1)
            if _free(reading, span):
                yield Candidate(span, "policy_formula", "slogans.series")
                return


def _free(reading: Reading, span: Span) -> bool:
    """Whether the outer parts begin and end with words."""
    before, after = reading.text[max(0, span.start - 4) : span.start], reading.text[span.end : span.end + 1]
    if _BY.search(before):
        return False
    starts = reading.boundary(span.start) or before.endswith(_openers())
    return starts and (reading.boundary(span.end) or after in ("的", "等"))


@cache
def _openers() -> tuple[str, ...]:
    return words("shapes", "opener") + words("heads", "frame") + words("campaigns", "leader")


def is_banner(parts: list[str]) -> bool:
    """Whether equally long parts have one shape of those that stand on banners."""
    shaped = _short(parts) if len(parts[0]) == _SHORT else _long(parts) or _moulded(parts)
    return shaped and len({*parts}) == len(parts) and not any(tag(part) in _NOUNS for part in parts)


@cache
def _moulds() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(spelled(mould)) for mould in words("shapes", "mould"))


def _moulded(parts: list[str]) -> bool:
    return any(all(mould.fullmatch(part) for part in parts) for mould in _moulds())


@cache
def _marks(role: str) -> frozenset[str]:
    return frozenset(words("shapes", role))


def _short(parts: list[str]) -> bool:
    """Three characters: verb + word of two."""
    if len(parts) > 2 and all(part[1] == "得" for part in parts):
        return True
    opening = {part[0] for part in parts}
    anaphor = len(parts) > 2 and len(opening) == 1 and opening <= _marks("anaphor")
    fits = anaphor or opening <= _marks("verb" if len(parts) > 2 else "core")
    return fits and all(tag(part[1:]) != "x" for part in parts)


def _long(parts: list[str]) -> bool:
    """Four characters: one tail, one frame, one object, or verb + 大 + word of two."""
    tails, heads = {part[2:] for part in parts}, {part[:2] for part in parts}
    if len(tails) == 1:
        return tails <= _marks("tail") or (len(parts) > 2 and _object(tails.pop(), heads))
    if len(parts) > 2 and {part[2] for part in parts} == {"于"}:
        return True
    same = {part[1] for part in parts}
    return len(same) == 1 and same <= {*_DEGREES} and {part[0] for part in parts} <= _marks("core")


def _object(tail: str, heads: set[str]) -> bool:
    verbs = all(tag(head)[0] in "vp" and head not in _marks("adverb") for head in heads)
    return verbs and tag(tail).startswith("n")
