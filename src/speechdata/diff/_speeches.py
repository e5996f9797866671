"""Which speeches came, went, changed or moved.

A speech is its text, so an edited one has another id. Of the speeches that only one version has, two are the same
speech edited if they share sentences with at least half of their characters, or, failing that, if they are the only
ones left of a source path that both versions have. Pairs are taken from the closest down.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from speechdata.diff._difference import Changed, Moved, SpeechName
from speechdata.tables import columns, stored_columns

SHARED = 0.5
"""Share of common characters from which two speeches are one, edited."""
_SENTENCE = re.compile(r"\n+|[^。！？!?；;\n]*[。！？!?；;]+|[^。！？!?；;\n]+")
_OWN = ("speech_id", "occurrences", "title", "text")


class Entry(NamedTuple):
    """What is kept of a speech in memory: names, places and a digest of its other values."""

    name: SpeechName
    paths: tuple[str, ...]
    digest: int


def entries(folder: Path) -> dict[str, Entry]:
    """All speeches of a dataset folder by id; texts pass by."""
    return {entry.name.speech_id: entry for entry in _entries(folder)}


def _entries(folder: Path) -> Iterator[Entry]:
    names = stored_columns(folder, "speeches")
    rest = sorted({*names} - {*_OWN})
    for part in columns(folder, "speeches", [name for name in names if name != "text"]):
        for row in part.to_pylist():
            paths = tuple(place["path"] for place in row["occurrences"])
            name = SpeechName(speech_id=row["speech_id"], title=row["title"], path=paths[0])
            yield Entry(name, paths, hash((row["title"], repr([row[each] for each in rest]))))


def texts(folder: Path, wanted: Iterable[str]) -> dict[str, str]:
    """The texts of these speeches."""
    ids = set(wanted)
    return {
        row["speech_id"]: row["text"]
        for part in columns(folder, "speeches", ["speech_id", "text"])
        for row in part.to_pylist()
        if row["speech_id"] in ids
    }


def sentences(text: str) -> list[str]:
    """The sentences and line breaks of a text; joined they give it."""
    return _SENTENCE.findall(text)


def paired(
    old: Mapping[str, Entry], new: Mapping[str, Entry], before: Mapping[str, str], after: Mapping[str, str]
) -> list[Changed]:
    """The edited speeches among those that only one version has, whose texts are `before` and `after`."""
    counts = {key: Counter(sentences(text)) for texts in (before, after) for key, text in texts.items()}
    scores = {pair: _shared(counts[pair[0]], counts[pair[1]]) for pair in _candidates(before, after, counts)}
    close = [pair for pair, score in scores.items() if score >= SHARED]
    taken = dict(_apart(sorted(close, key=lambda pair: (-scores[pair], sorted(pair)))))
    left_old = [key for key in before if key not in taken]
    left_new = [key for key in after if key not in set(taken.values())]
    taken |= _by_path([old[key] for key in left_old], [new[key] for key in left_new])
    return [
        Changed(old=old[one].name, new=new[other].name, shared=round(_shared(counts[one], counts[other]), 3))
        for one, other in sorted(taken.items(), key=lambda pair: new[pair[1]].name.path)
    ]


def _candidates(
    before: Mapping[str, str], after: Mapping[str, str], counts: Mapping[str, Counter[str]]
) -> set[tuple[str, str]]:
    """Pairs with a sentence in common, save those that everybody says."""
    places: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, keys in enumerate((before, after)):
        for key in keys:
            for sentence in counts[key]:
                places[sentence][side].append(key)
    return {
        (one, other)
        for olds, news in places.values()
        if len(olds) * len(news) <= 400
        for one in olds
        for other in news
    }


def _shared(one: Counter[str], other: Counter[str]) -> float:
    common = sum(len(sentence) * number for sentence, number in (one & other).items())
    total = sum(len(sentence) * number for each in (one, other) for sentence, number in each.items())
    return 2 * common / total if total else 0.0


def _apart(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs in order, each speech once."""
    seen: set[str] = set()
    for one, other in pairs:
        if one not in seen and other not in seen:
            seen |= {one, other}
            yield one, other


def _by_path(old: Sequence[Entry], new: Sequence[Entry]) -> dict[str, str]:
    """Pairs of speeches that are alone on their path in both versions."""
    homes: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for side, speeches in enumerate((old, new)):
        for entry in speeches:
            homes[side][entry.name.path].append(entry.name.speech_id)
    return {
        olds[0]: homes[1][path][0]
        for path, olds in homes[0].items()
        if len(olds) == 1 and len(homes[1].get(path, ())) == 1
    }


def moved(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[Moved]:
    """Speeches of both versions that stand in other sources."""
    return [
        Moved(speech_id=key, old=old[key].paths, new=entry.paths)
        for key, entry in new.items()
        if key in old and sorted(old[key].paths) != sorted(entry.paths)
    ]


def other_metadata(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> list[SpeechName]:
    """Speeches of both versions with other values than place and text."""
    return [entry.name for key, entry in new.items() if key in old and old[key].digest != entry.digest]


def plain(row: Mapping[str, Any], without: Iterable[str]) -> tuple[Any, ...]:
    """The values of a row as something that can be hashed."""
    left_out = set(without)
    return tuple(
        repr(value) if isinstance(value, (list, dict)) else value
        for name, value in row.items()
        if name not in left_out
    )
