"""Unquoted series of equal parts of any length: of one mould, crosswise, or verb and object."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from speechdata.annotators.slogans._cues import HAN, any_of, spelled, words
from speechdata.annotators.slogans._reading import Candidate, Found, Reading, tag
from speechdata.span import Span

_LEAST, _LONGEST = 3, 12
_LINKED = re.compile(f"(?<!{HAN}){HAN}{{{_LEAST},}}+(?:[、，]{HAN}{{{_LEAST},}}+)+")
_PAUSE = re.compile("[、，]")
_CLOSE = re.compile("[的等这](?:(?<!这)|(?=[一个]))")
_SEVERAL = 3
_CROSSED, _SHARED = 5, 0.55
_ACT, _MANNER, _LONG_ACT = 3, 4, 5
_REACH, _WORD = 8, 4
Extent = tuple[int, int]
"""Start and end of a stretch in the speech text."""


def parallels(reading: Reading) -> Iterator[Found]:
    """Runs of equal parts with one kind of pause; the outer ones may be glued to other words."""
    for segments in _chains(reading.text):
        index = 1
        while index < len(segments):
            found = _run(reading, segments, index)
            if found:
                yield found[0]
                index = found[1]
            index += 1


def _chains(text: str) -> Iterator[list[Extent]]:
    """Stretches without punctuation that follow each other with one kind of pause between."""
    for match in _LINKED.finditer(text):
        linked, at = match.group(), match.start()
        mark = "、" if "、" in linked else "，"
        if mark == "、" and "，" in linked:
            yield from _parted(text, at, linked)
            continue
        chain: list[Extent] = []
        for segment in linked.split(mark):
            end = at + len(segment)
            chain.append((at, end))
            at = end + 1
        yield chain


def _parted(text: str, at: int, linked: str) -> Iterator[list[Extent]]:
    """The chains of a stretch at `at` with both kinds of pause; a segment between two kinds is of both chains."""
    chain: list[Extent] = []
    pause = ""
    for segment in _PAUSE.split(linked):
        between = text[at - 1] if chain else ""
        if pause not in ("", between):
            yield chain
            chain = chain[-1:]
        pause = between
        chain.append((at, at + len(segment)))
        at += len(segment) + 1
    yield chain


def _run(reading: Reading, segments: list[Extent], index: int) -> tuple[Candidate, int] | None:
    """The longest banner whose second part opens segment `index`, and the segment that it ends in."""
    text = reading.text
    for size in _sizes(text, segments, index):
        parts = _parts(text, segments, index, size)
        for count in range(len(parts), 1, -1):
            if _is_parallel(parts if count == len(parts) else parts[:count]):
                start = segments[index - 1][1] - size
                span = Span(start, segments[index + count - 2][0] + size)
                if _stands(reading, span):
                    return Candidate(span, "policy_formula", "slogans.series.parallel"), index + count - 2
    return None


def _sizes(text: str, segments: list[Extent], index: int) -> list[int]:
    """Lengths that the part in segment `index` may have: the segment's, or up to what closes a series."""
    before, after = segments[index - 1]
    start, end = segments[index]
    longest = after - before if after - before < _LONGEST else _LONGEST
    sizes = [end - start] if end - start <= longest else []
    if index + 1 == len(segments):
        close = _CLOSE.search(text, start + _LEAST, min(end, start + longest + _REACH))
        if close and close.start() - start <= longest:
            sizes.append(close.start() - start)
    return sizes


def _parts(text: str, segments: list[Extent], index: int, size: int) -> list[str]:
    """Parts of `size`, from the end of the segment before `index` on, as long as segments suffice."""
    end = segments[index - 1][1]
    parts = [text[end - size : end]]
    for start, end in segments[index:]:
        if end - start < size:
            break
        parts.append(text[start : start + size])
        if end - start > size:
            break
    return parts


def _stands(reading: Reading, span: Span) -> bool:
    """Whether the outer parts begin and end with words, and nothing around blames or forbids."""
    before = reading.text[max(0, span.start - _REACH) : span.start]
    behind = reading.text[span.end : span.end + _REACH]
    if _refused().search(before) or _blamed().match(behind):
        return False
    ends = reading.boundary(span.end) or behind[:1] in ("的", "等", "这")
    starts = reading.boundary(span.start) or before.endswith(words("shapes", "opener"))
    return ends and (starts or not _cuts_word(reading.text, span.start))


def _cuts_word(text: str, at: int) -> bool:
    """Whether a word of the dictionary of two to four characters runs over `at`."""
    runs = ((low, high) for low in range(at - 3, at) for high in range(at + 1, at + 4) if high - low <= _WORD)
    return any(tag(text[max(0, low) : high]) != "x" for low, high in runs)


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(f"{any_of(words('shapes', 'refuse'))}{HAN}{{0,3}}$")


@cache
def _blamed() -> re.Pattern[str]:
    return re.compile(f"[等的]{HAN}{{0,4}}?{any_of(words('heads', 'blame'))}")


def _is_parallel(parts: list[str]) -> bool:
    size = len(parts[0])
    if len(parts) < _SEVERAL:
        left, right = parts
        return left != right and (_moulded(parts) or (size >= _CROSSED and _crosswise(left, right)))
    return len({*parts}) == len(parts) and (
        _moulded(parts)
        or (size in (_ACT, _LONG_ACT) and _acts(parts))
        or (size == _MANNER and _manners(parts))
    )


@cache
def _any_mould(role: str) -> re.Pattern[str]:
    """What a part may be: the quick look that spares most series the moulds one by one."""
    return re.compile("|".join(map(spelled, words("shapes", role))))


def _moulded(parts: list[str]) -> bool:
    """Whether one mould fits all parts; the last part tells which to try."""
    for role in ("pair", "triple") if len(parts) >= _SEVERAL else ("pair",):
        if _any_mould(role).fullmatch(parts[-1]) and any(
            all(map(mould.fullmatch, parts)) for mould in _moulds(role)
        ):
            return True
    return False


@cache
def _moulds(role: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(spelled(mould)) for mould in words("shapes", role))


def _crosswise(left: str, right: str) -> bool:
    """Whether two words of one part come back in the other in reverse order (城市带动乡村、乡村服务城市)."""
    size = len(left)
    for character in left[: size // 2 + 1]:  # half must come back, so one of these does
        if character in right:
            break
    else:
        return False
    if 2 * len({*left}.intersection(right)) < size:
        return False
    if (Counter(left) & Counter(right)).total() < _SHARED * size:
        return False
    common = [at for at in range(size - 1) if left[at : at + 2] in right]
    return any(
        later - earlier >= 2 and right.index(left[later : later + 2]) == earlier
        for earlier, later in combinations(common, 2)
    )


def _acts(parts: list[str]) -> bool:
    """Verb of one character + one or two words of two characters (依市场逻辑、用资本力量、搭产业平台)."""
    if len({part[0] for part in parts}) < len(parts) or len({part[-1] for part in parts}) == 1:
        return False
    nouns = sum(tag(part)[0] in "nmrt" for part in parts)
    return nouns < 2 and all(_is_act(part) for part in parts)


def _opens(word: str) -> bool:
    return (tag(word)[0] == "v" and word not in words("shapes", "idle")) or word in words("shapes", "verb")


def _is_act(part: str) -> bool:
    objects = [part[at : at + 2] for at in range(1, len(part), 2)]
    return _opens(part[0]) and all(tag(word)[0] in "nvaj" for word in objects)


def _manners(parts: list[str]) -> bool:
    """One adverb of two characters, none of the common ones, before verbs of two (竭诚欢迎、竭诚服务)."""
    (manner, *others) = {part[:2] for part in parts}
    plain = others or manner in words("shapes", "adverb") or tag(manner) not in ("d", "ad", "a")
    return not plain and all(tag(part[2:])[0] == "v" for part in parts)
