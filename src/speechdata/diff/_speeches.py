"""Which speeches came, went, changed or moved.

A speech is its text, so an edited one has another id. Two of the speeches that only one version has are one speech,
edited, if
- they stand in a source of the same path and share a fifth of their 5-grams, or
- they share half of them, wherever they stand (short ones all of them), or
- each is the only speech of a source of the same path.
In this order, and each time from the closest down; each speech is taken once. Where a path has more than 400 pairs
to compare, the first rule does not look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from speechdata.dedup import earlier_duplicates, shingles
from speechdata.diff._difference import Changed, Moved, SpeechName
from speechdata.diff._hashes import hashes
from speechdata.diff._texts import Texts
from speechdata.tables import columns

SHARED_THERE = 0.2
"""Share of 5-grams from which two speeches of one path are one: above what unrelated texts of one series reach."""
PAIRS = 400
"""Most pairs of a path that are compared one by one."""
_OWN = ("speech_id", "text")
PLACES = "occurrences"


class Entry(NamedTuple):
    """What is kept of a speech in memory: names, places and a hash of each other field."""

    name: SpeechName
    paths: tuple[str, ...]
    fields: tuple[int, ...]


Pair = tuple[str, str]
"""Ids of a speech of the old version and of one of the new."""


def described(names: Iterable[str]) -> list[str]:
    """Those fields of a speech that say something of it beside its text, of the columns of `speeches`."""
    return [name for name in names if name not in _OWN]


def entries(folder: Path, fields: Sequence[str]) -> dict[str, Entry]:
    """All speeches of a dataset folder by id, with these fields; texts are not read."""
    return {entry.name.speech_id: entry for entry in _entries(folder, fields)}


def _entries(folder: Path, fields: Sequence[str]) -> Iterator[Entry]:
    needed = list(dict.fromkeys(("speech_id", "title", PLACES, *fields)))
    for table in columns(folder, "speeches", needed):
        for part in table.to_batches():
            rows = np.stack([hashes(part[name]) for name in fields], axis=1).tolist()
            heads = part.select(["speech_id", "title", PLACES]).to_pylist()
            for head, values in zip(heads, rows, strict=True):
                paths = tuple(place["path"] for place in head[PLACES])
                name = SpeechName(speech_id=head["speech_id"], title=head["title"], path=paths[0])
                yield Entry(name, paths, tuple(values))


def sole_paths(speeches: Mapping[str, Entry]) -> set[str]:
    """Paths of sources that hold one speech."""
    counts = Counter(path for entry in speeches.values() for path in dict.fromkeys(entry.paths))
    return {path for path, number in counts.items() if number == 1}


def paired(
    old: Mapping[str, Entry],
    new: Mapping[str, Entry],
    before: Texts,
    after: Texts,
    *,
    sole: Collection[str],
) -> list[Changed]:
    """The edited speeches among those that only one version has, whose texts are `before` and `after`.

    `sole` are the paths that hold one speech in both versions.
    """
    share = _shares(before, after)
    taken: dict[str, str] = {}
    close = [pair for pair in _on_a_path(old, new) if share(pair) >= SHARED_THERE]
    taken |= _closest(close, share)
    rest = before.without(taken.keys()), after.without({*taken.values()})
    taken |= _closest(_alike(*rest), share)
    seen = {*taken.values()}
    left = [pair for pair in _alone(old, new, sole) if pair[0] not in taken and pair[1] not in seen]
    taken |= _closest(left, share)
    return [
        Changed(old=old[one].name, new=new[other].name, shared=round(share((one, other)), 3))
        for one, other in sorted(taken.items(), key=lambda pair: (new[pair[1]].name.path, pair))
    ]


def _shares(before: Mapping[str, str], after: Mapping[str, str]) -> Callable[[Pair], float]:
    """What share of their 5-grams two texts share."""

    @lru_cache(maxsize=64)
    def grams(side: int, key: str) -> set[str]:
        return shingles((before, after)[side][key])

    @cache
    def share(pair: Pair) -> float:
        one, other = grams(0, pair[0]), grams(1, pair[1])
        return len(one & other) / len(one | other)

    return share


def _closest(pairs: Iterable[Pair], share: Callable[[Pair], float]) -> dict[str, str]:
    """Pairs from the closest down, each speech once; the same whichever version is the old one."""
    return dict(_apart(sorted(pairs, key=lambda pair: (-share(pair), *sorted(pair)))))


def _on_a_path(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Pair]:
    for _, olds, news in _of_paths(old, new):
        if len(olds) * len(news) <= PAIRS:
            yield from ((one, other) for one in olds for other in news)


def _alike(before: Mapping[str, str], after: Mapping[str, str]) -> set[Pair]:
    """Near-duplicates: the closest of each, seen from either side."""
    if not before or not after:
        return set()
    there = {(one, other) for other, one in earlier_duplicates(after, before.items()).items()}
    return there | {*earlier_duplicates(before, after.items()).items()}


def _alone(old: Mapping[str, Entry], new: Mapping[str, Entry], sole: Collection[str]) -> Iterator[Pair]:
    yield from ((olds[0], news[0]) for path, olds, news in _of_paths(old, new) if path in sole)


def _of_paths(
    old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> Iterator[tuple[str, list[str], list[str]]]:
    """The speeches of each path that have any in both."""
    homes: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for side, speeches in enumerate((old, new)):
        for key, entry in speeches.items():
            for path in dict.fromkeys(entry.paths):
                homes[side][path].append(key)
    yield from ((path, olds, homes[1][path]) for path, olds in homes[0].items() if path in homes[1])


def _apart(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs in order, each speech once."""
    seen: tuple[set[str], set[str]] = (set(), set())
    for one, other in pairs:
        if one not in seen[0] and other not in seen[1]:
            seen[0].add(one)
            seen[1].add(other)
            yield one, other


def moved(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Moved]:
    """Speeches of both versions that stand in other sources."""
    return [
        Moved(speech_id=key, old=old[key].paths, new=entry.paths)
        for key, entry in new.items()
        if key in old and sorted(old[key].paths) != sorted(entry.paths)
    ]


def other_metadata(
    old: Mapping[str, Entry], new: Mapping[str, Entry], fields: Sequence[str]
) -> tuple[list[SpeechName], dict[str, int]]:
    """Speeches of both versions that are described otherwise, and how many by field; moving to another path aside."""
    found: list[SpeechName] = []
    counts: Counter[str] = Counter()
    for key, entry in new.items():
        if key not in old or old[key].fields == entry.fields:
            continue
        is_moved = sorted(old[key].paths) != sorted(entry.paths)
        values = zip(fields, old[key].fields, entry.fields, strict=True)
        other = [name for name, was, now in values if was != now and not (is_moved and name == PLACES)]
        counts.update(other)
        if other:
            found.append(entry.name)
    return found, dict(sorted(counts.items()))
