"""What changed in a table whose rows belong to speeches.

Two rows are the same if they stand at the same place: in a speech of both versions the same range, in an edited one the
range to which the alignment of both texts leads, from either side. Rows that an alignment pairs both ways go first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from speechdata.diff._align import Alignment
from speechdata.diff._difference import Example, Kind, TableChange
from speechdata.diff._hashes import hashes
from speechdata.diff._rows import (
    Indices,
    Rows,
    column_hashes,
    common_names,
    is_offset,
    is_place,
    rows_of,
    taken,
)

Alignments = Mapping[tuple[str, str], Alignment]
_SHOWN = ("speech_id", "start", "end", "text")


class Pairs(NamedTuple):
    """Rows of the old table and of the new one that are the same."""

    old: Indices
    new: Indices
    is_edited: NDArray[np.bool_]
    """Whether their speech is an edited one."""

    def only(self, kept: slice | Indices | NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.old[kept], self.new[kept], self.is_edited[kept])


class Parts(NamedTuple):
    """Rows of the speeches that only one version has, and the others that have no counterpart."""

    alone: Indices
    outside: int


def table_change(
    name: str, old: Path, new: Path, *, both: Sequence[str], edited: Alignments, examples: int
) -> TableChange | None:
    """What changed in the table, None if nothing did. `both` are the ids of the speeches of both versions."""
    names = common_names(name, old, new)
    before, after = (rows_of(folder, name, names) for folder in (old, new))
    pairs = _pairs(before, after, _ids(both), edited)
    is_changed = (before.words[pairs.old] != after.words[pairs.new]) | (
        (before.offsets[pairs.old] != after.offsets[pairs.new]) & ~pairs.is_edited
    )
    is_elsewhere = (before.places[pairs.old] != after.places[pairs.new]) & ~pairs.is_edited & ~is_changed
    changed = pairs.only(is_changed)
    gone = _parts(before, pairs.old, [*both, *(one for one, _ in edited)])
    come = _parts(after, pairs.new, [*both, *(other for _, other in edited)])
    if not (len(changed.old) or is_elsewhere.any() or any((*map(len, (gone[0], come[0])), gone[1], come[1]))):
        return None
    others = _fields(name, old, new, names, changed)
    return TableChange(
        name=name,
        old=len(before),
        new=len(after),
        added=len(come.alone),
        removed=len(gone.alone),
        changed=len(changed.old),
        elsewhere=int(is_elsewhere.sum()),
        came=come.outside,
        went=gone.outside,
        fields={field: int(other.sum()) for field, other in others.items()},
        examples=(
            *_alone(name, new, come.alone[:examples], "added"),
            *_alone(name, old, gone.alone[:examples], "removed"),
            *_changed(name, old, new, changed.only(slice(examples)), others),
        ),
    )


def _ids(speeches: Sequence[str]) -> NDArray[np.uint64]:
    return hashes(pa.array(speeches, pa.string()))


def _pairs(old: Rows, new: Rows, both: NDArray[np.uint64], edited: Alignments) -> Pairs:
    olds, news = (np.flatnonzero(np.isin(rows.speeches, both)) for rows in (old, new))
    _, at_old, at_new = np.intersect1d(old.keys()[olds], new.keys()[news], return_indices=True)
    kept = Pairs(olds[at_old], news[at_new], np.zeros(len(at_old), bool))
    found = [kept, *_of_edited(old, new, edited)]
    pairs = Pairs(
        np.concatenate([each.old for each in found]),
        np.concatenate([each.new for each in found]),
        np.concatenate([each.is_edited for each in found]),
    )
    return pairs.only(np.argsort(pairs.new, kind="stable"))


def _of_edited(old: Rows, new: Rows, edited: Alignments) -> Iterator[Pairs]:
    if not edited:
        return
    olds, news = _by_speech(old), _by_speech(new)
    ones, others = (_ids(list(ids)).tolist() for ids in zip(*edited, strict=True))
    for one, other, alignment in zip(ones, others, edited.values(), strict=True):
        here, there = olds.get(one, _NONE), news.get(other, _NONE)
        left, right = matched(
            alignment, (old.starts[here], old.ends[here]), (new.starts[there], new.ends[there])
        )
        yield Pairs(here[left], there[right], np.ones(len(left), bool))


_NONE: Indices = np.zeros(0, np.int64)


def _by_speech(rows: Rows) -> dict[int, Indices]:
    """Places of the rows of each speech."""
    order = np.argsort(rows.speeches, kind="stable")
    values, firsts = np.unique(rows.speeches[order], return_index=True)
    return dict(zip(values.tolist(), np.split(order, firsts[1:]), strict=True))


def matched(
    alignment: Alignment, old: tuple[Indices, Indices], new: tuple[Indices, Indices]
) -> tuple[Indices, Indices]:
    """Which ranges of the old text are which of the new one: places of the pairs in `old` and `new` (starts, ends)."""
    there = _found(alignment.ranges(*old), new)
    back = [(one, other) for other, one in _found(alignment.mirrored().ranges(*new), old)]
    mutual = sorted(set(there) & set(back))
    pairs: list[tuple[int, int]] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    # By the sum, so that the order of pairs that compete is the same from either side.
    for one, other in (*mutual, *sorted(set(there) ^ set(back), key=sum)):
        if one not in taken_old and other not in taken_new:
            taken_old.add(one)
            taken_new.add(other)
            pairs.append((one, other))
    left, right = zip(*pairs, strict=True) if pairs else ((), ())
    return np.array(left, np.int64), np.array(right, np.int64)


def _found(led: tuple[Indices, Indices], ranges: tuple[Indices, Indices]) -> list[tuple[int, int]]:
    """(place in `led`, place in `ranges`) of the ranges that both have."""
    at = {place: number for number, place in enumerate(zip(*(each.tolist() for each in ranges), strict=True))}
    places = zip(*(each.tolist() for each in led), strict=True)
    return [(number, at[place]) for number, place in enumerate(places) if place in at]


def _parts(rows: Rows, paired: Indices, known: Sequence[str]) -> Parts:
    """What has no counterpart: in speeches that are `known` to the other version, and in the rest."""
    left = np.ones(len(rows), bool)
    left[paired] = False
    is_known = np.isin(rows.speeches, _ids(known))
    return Parts(np.flatnonzero(left & is_known), int((left & ~is_known).sum()))


def _fields(
    name: str, old: Path, new: Path, names: Sequence[str], changed: Pairs
) -> dict[str, NDArray[np.bool_]]:
    """Which of the changed rows have another value in each field."""
    found = {}
    for field in (each for each in names if len(changed.old) and not is_place(each)):
        was, now = (column_hashes(folder, name, field) for folder in (old, new))
        differs = was[changed.old] != now[changed.new]
        if is_offset(field):
            differs &= ~changed.is_edited
        if differs.any():
            found[field] = differs
    return found


def _alone(name: str, folder: Path, at: Indices, kind: Kind) -> Iterator[Example]:
    for row in taken(folder, name, at.tolist(), _SHOWN).values():
        yield Example(kind=kind, **row)


def _changed(
    name: str, old: Path, new: Path, changed: Pairs, others: Mapping[str, NDArray[np.bool_]]
) -> Iterator[Example]:
    was = taken(old, name, changed.old.tolist(), ["text"])
    now = taken(new, name, changed.new.tolist(), _SHOWN)
    for number, (one, other) in enumerate(zip(changed.old.tolist(), changed.new.tolist(), strict=True)):
        fields = tuple(field for field, differs in others.items() if differs[number])
        yield Example(kind="changed", before=was[one]["text"], fields=fields, **now[other])
