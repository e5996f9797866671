"""Rows of a table in two versions: by speech, place and values; in memory are three numbers a row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from speechdata.diff._difference import Changed, Example, Kind, TableChange
from speechdata.diff._speeches import plain, sentences
from speechdata.tables import columns, stored_columns

EXAMPLES = 5
"""Rows of each kind that a difference shows."""
_ID = "annotation_id"
_MOVING = ("start", "end", "source_start", "source_end")
_IDS = ("annotation_id", "sentence_id", "section_id", "parent_id", "speech_id", "split")
Numbers = np.ndarray[Any, np.dtype[np.int64]]


class Edit(NamedTuple):
    """A speech whose text changed, and both texts."""

    speech: Changed
    old: str
    new: str


class Rows(NamedTuple):
    """Numbers of the rows of a table: of the speech, of the row's id, of its values."""

    speeches: Numbers
    ids: Numbers
    values: Numbers


def read_rows(folder: Path, table: str, names: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of a table as they stand."""
    return (row for part in columns(folder, table, names) for row in part.to_pylist())


def numbers(folder: Path, table: str) -> Rows:
    """The rows of a layer's table as numbers; places in the source are not compared."""
    names = stored_columns(folder, table)
    kept = [name for name in names if name not in ("source_start", "source_end", "split")]
    found: list[tuple[int, int, int]] = []
    for row in read_rows(folder, table, kept):
        speech = row.get("speech_id", "")
        found.append((hash(speech), hash(row[_ID]), hash(plain(row, ()))))
    made = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Rows(made[:, 0], made[:, 1], made[:, 2])


def table_change(
    name: str, old: Path, new: Path, *, both: set[str], edits: Sequence[Edit]
) -> TableChange | None:
    """What changed in the table of a layer, None if nothing did. `both` are the speeches of both versions."""
    before, after = numbers(old, name), numbers(new, name)
    kept = np.array([hash(key) for key in both], dtype=np.int64)
    old_kept, new_kept = _of(before, kept), _of(after, kept)
    counts: Counter[str] = Counter(_counts(old_kept, new_kept))
    examples = _examples(name, old, new, both, old_kept, new_kept) if counts.total() else []
    edited = np.array([hash(each.speech.old.speech_id) for each in edits], dtype=np.int64)
    edited_new = np.array([hash(each.speech.new.speech_id) for each in edits], dtype=np.int64)
    if edits:
        inside, shown = _in_edits(name, old, new, edits)
        counts += inside
        examples += shown[: max(0, EXAMPLES - len(examples))]
    gone = len(before.ids) - len(old_kept.ids) - int(np.isin(before.speeches, edited).sum())
    come = len(after.ids) - len(new_kept.ids) - int(np.isin(after.speeches, edited_new).sum())
    if not (counts.total() or gone or come):
        return None
    return TableChange(
        name=name,
        old=len(before.ids),
        new=len(after.ids),
        added=counts["added"],
        removed=counts["removed"],
        changed=counts["changed"],
        came=come,
        went=gone,
        examples=tuple(examples),
    )


def _of(rows: Rows, speeches: Numbers) -> Rows:
    mask = np.isin(rows.speeches, speeches)
    return Rows(rows.speeches[mask], rows.ids[mask], rows.values[mask])


def _counts(old: Rows, new: Rows) -> dict[Kind, int]:
    common, at_old, at_new = np.intersect1d(old.ids, new.ids, return_indices=True)
    other = int((old.values[at_old] != new.values[at_new]).sum())
    return {"added": len(new.ids) - len(common), "removed": len(old.ids) - len(common), "changed": other}


def _examples(name: str, old: Path, new: Path, both: set[str], before: Rows, after: Rows) -> list[Example]:
    """The first rows of each kind, in speeches that both versions have."""
    was = dict(zip(before.ids.tolist(), before.values.tolist(), strict=True))
    now = dict(zip(after.ids.tolist(), after.values.tolist(), strict=True))
    come = [
        ("changed" if key in was else "added", row)
        for key, row in _kept(new, name, both)
        if was.get(key) != now[key]
    ]
    gone = [("removed", row) for key, row in _kept(old, name, both) if key not in now]
    found: dict[str, list[Example]] = {"added": [], "removed": [], "changed": []}
    for kind, row in (*come, *gone):
        if len(found[kind]) < EXAMPLES:
            found[kind].append(Example.model_validate({"kind": kind, **row}))
    return [example for examples in found.values() for example in examples]


def _kept(folder: Path, name: str, both: set[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the id, speech and surface of the rows of these speeches."""
    for row in read_rows(folder, name, [_ID, "speech_id", "text"]):
        if row["speech_id"] in both:
            yield hash(row.pop(_ID)), row


def _in_edits(name: str, old: Path, new: Path, edits: Sequence[Edit]) -> tuple[Counter[str], list[Example]]:
    """Rows of edited speeches: those that stand in sentences of both texts keep their place, others go by text."""
    old_rows = _by_speech(old, name, {each.speech.old.speech_id for each in edits})
    new_rows = _by_speech(new, name, {each.speech.new.speech_id for each in edits})
    counts: Counter[str] = Counter()
    examples: list[Example] = []
    for speech, before, after in edits:
        one, other = speech.old.speech_id, speech.new.speech_id
        for kind, row in _matched(old_rows[one], new_rows[other], alignment(before, after)):
            counts[kind] += 1
            speech_id = one if kind == "removed" else other
            examples.append(Example(kind=kind, speech_id=speech_id, text=row["text"]))
    return counts, examples


def _by_speech(folder: Path, name: str, wanted: set[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in read_rows(folder, name, list(stored_columns(folder, name))):
        if row["speech_id"] in wanted:
            found[row["speech_id"]].append(row)
    return found


def alignment(old: str, new: str) -> dict[int, int]:
    """Offset in `new` of each character of `old` that stands in a sentence of both; the same seen from either side."""
    if old > new:
        return {there: here for here, there in alignment(new, old).items()}
    one, other = sentences(old), sentences(new)
    starts = [list(accumulate(map(len, parts), initial=0)) for parts in (one, other)]
    found: dict[int, int] = {}
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        if block.size:
            first, there = starts[0][block.a], starts[1][block.b]
            length = starts[0][block.a + block.size] - first
            found |= {first + n: there + n for n in range(length)}
    return found


def _matched(
    old: list[dict[str, Any]], new: list[dict[str, Any]], shift: Mapping[int, int]
) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """What came, went or changed among the rows of an edited speech."""
    moving = {*_MOVING, *_IDS} | {
        name for row in (*old, *new) for name in row if name.endswith(("_start", "_end"))
    }
    at_place = {(row["start"], row["end"]): row for row in new}
    left_old, used = [], set()
    for row in old:
        key = (shift.get(row["start"], -1), shift.get(row["end"] - 1, -2) + 1)
        other = at_place.get(key)
        if other is None:
            left_old.append(row)
            continue
        used.add(key)
        if plain(row, moving) != plain(other, moving):
            yield "changed", other
    waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in new:
        if (row["start"], row["end"]) not in used:
            waiting[row["text"]].append(row)
    for row in left_old:
        if waiting[row["text"]]:
            other = waiting[row["text"]].pop(0)
            if plain(row, moving) != plain(other, moving):
                yield "changed", other
        else:
            yield "removed", row
    yield from (("added", row) for rows in waiting.values() for row in rows)
