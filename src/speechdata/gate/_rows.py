"""Every row against its model and against all others, a few speeches at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from speechdata.annotators import layers
from speechdata.checks import CHECKS, QUALITY, Bundle, Check, Uses, check
from speechdata.gate._rule import finding
from speechdata.records import Finding, Formula, Occurrence, Speech
from speechdata.tables import columns, rows

PART = 64
"""Speeches that are checked together."""
ORDER = ("E1007", "row-order")
ADVICE = "Rows stand in the order of the table speeches, and in its splits. Build the dataset again."
_WHOLE = frozenset({"E101", "E205", "E703", "E801", "E802", "E803"})
"""Checks that need all speeches, or all uses of a formula."""
_TOTALS = frozenset({"E704", "W705"})
"""Checks of what stands in the manifest."""
CONSISTENT: tuple[Check, ...] = tuple(each for each in CHECKS if each not in QUALITY)


def checked(folder: Path, checks: Sequence[Check] = CHECKS) -> Iterator[Finding]:
    """Findings of the `checks` on the rows of a dataset folder.

    Holds the rows of a few speeches, the lexicon, and some words of every speech. Raises SpeechdataError as
    `tables.rows` does.
    """
    whole = _Whole.of(folder)
    near = [each for each in checks if each.code not in (_WHOLE | _TOTALS) - {"E101"}]
    walks = {name: _Walk(rows(folder, name), whole.place) for name in ("sentences", *whole.layers)}
    speeches = iter(rows(folder, "speeches"))
    while part := tuple(islice(speeches, PART)):
        yield from _part(part, walks, whole, near)
    yield from _part((), walks, whole, near)
    far = [each for each in checks if each.code in _WHOLE]
    yield from check(whole.bundle(), far)


def _part(
    part: tuple[Any, ...], walks: Mapping[str, _Walk], whole: _Whole, checks: Sequence[Check]
) -> Iterator[Finding]:
    """Findings on some speeches with all their rows, and on rows between these that belong to no speech."""
    whole.read += len(part)
    taken = {name: tuple(walk.take(whole.read)) for name, walk in walks.items()}
    for own in (part, *taken.values()):
        whole.count(own)
    bundle = Bundle(
        speeches=part,
        sentences=taken.pop("sentences"),
        annotations=taken,
        formulas=tuple(whole.used(chain.from_iterable(taken.values()))),
    )
    yield from check(bundle, checks)
    for name, walk in walks.items():
        for speech_id in dict.fromkeys(row.speech_id for row in walk.strays()):
            yield finding(*ORDER, f"rows of it stand elsewhere. {ADVICE}", speech_id=speech_id, table=name)


class _Walk:
    """The rows of a table, taken in step with the speeches."""

    def __init__(self, members: Iterator[Any], place: Mapping[str, int]) -> None:
        self._members, self._place = members, place
        self._next: Any = next(members, None)
        self._last = 0
        self._strays: list[Any] = []

    def take(self, read: int) -> Iterator[Any]:
        """The next rows, as far as they belong to the speeches read so far, or to none; what stands behind the rows
        of a later speech goes astray.
        """
        while self._next is not None and self._at() < max(read, 1):
            at, row = self._at(), self._next
            self._next = next(self._members, None)
            if at >= self._last:
                self._last = at
                yield row
            else:
                self._strays.append(row)

    def _at(self) -> int:
        """Place of the next row's speech among the speeches; where the walk stands, if it is none of them."""
        return self._place.get(self._next.speech_id, self._last)

    def strays(self) -> list[Any]:
        """The rows that went astray since this was last asked."""
        found, self._strays = self._strays, []
        return found


@dataclass
class _Whole:
    """What is held of the whole dataset, and how many of its speeches were read."""

    speeches: tuple[Speech, ...]
    """Speeches without their texts."""
    formulas: tuple[Formula, ...]
    layers: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> _Whole:
        speeches = tuple(
            _light(row) for row in _records(folder, ("speech_id", "near_duplicate_of", "occurrences"))
        )
        formulas = tuple(row for row in rows(folder, "lexicon") if isinstance(row, Formula))
        return cls(speeches, formulas, tuple(layer.name for layer in layers()))

    def __post_init__(self) -> None:
        self.place = {speech.speech_id: at for at, speech in enumerate(self.speeches)}
        self.read = 0
        self._formula = {formula.canonical_id: formula for formula in self.formulas}
        self._uses: dict[str, Uses] = {}
        self._splits: dict[str, set[str]] = {}

    def count(self, members: Iterable[Any]) -> None:
        """Takes note of the splits of rows and of the formulas that they use."""
        for row in members:
            self._splits.setdefault(row.speech_id, set()).add(row.split)
            canonical_id = getattr(row, "canonical_id", None)
            if canonical_id is not None:
                self._uses.setdefault(canonical_id, Uses()).add(row)

    def used(self, members: Iterable[Any]) -> Iterator[Formula]:
        """The formulas that some rows use, as far as the lexicon has them."""
        ids = dict.fromkeys(getattr(row, "canonical_id", None) for row in members)
        yield from (self._formula[each] for each in ids if each in self._formula)

    def bundle(self) -> Bundle:
        """All that is held, once every row was counted."""
        splits = {"all": self._splits}
        return Bundle(speeches=self.speeches, formulas=self.formulas, uses=self._uses, splits=splits)


def _records(folder: Path, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for part in columns(folder, "speeches", names):
        yield from part.to_pylist()


def _light(row: Mapping[str, Any]) -> Speech:
    """A speech of which only id, duplicate and place are known; the whole row is validated where it is read."""
    places = tuple(Occurrence.model_construct(**place) for place in row["occurrences"])
    return Speech.model_construct(**{**row, "occurrences": places})
