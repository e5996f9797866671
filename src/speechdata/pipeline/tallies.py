"""Facts about the rows, counted as they are written: labels, flags, removals, formulas."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from speechdata.annotators import layers
from speechdata.card import Tally
from speechdata.pipeline import rows
from speechdata.records import Formula

MOST = 20
"""Addressees that the manifest names."""
_TALLIED = {
    "section_depth": ("sections", ("depth",)),
    "modality_strength": ("directives", ("modality", "strength")),
    "addressees": ("directives", ("addressee",)),
    "slogan_years": ("slogans", ("kind", "year")),
}
"""Name -> table and columns counted together; rows with a null among them are left out."""


class Tallies:
    """What is counted over the whole collection; its size follows from the labels and formulas, not the rows."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self.flags: Counter[str] = Counter()
        self.removals: Counter[str] = Counter()
        self.labels: dict[str, dict[str, Counter[str]]] = {
            layer.name: {name: Counter() for name in layer.closed} for layer in layers()
        }
        self.shares: list[float] = []
        self._together: dict[str, Counter[tuple[str, ...]]] = {name: Counter() for name in _TALLIED}
        self._formulas: dict[str, _Formula] = {}
        self._dates: dict[str, dt.date] = {}

    def counted(self, name: str, parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
        """The same parts, counted as they pass. The speeches go first, since formulas need their dates."""
        for part in parts:
            self.totals[name] += part.num_rows
            if name == "speeches":
                self._speeches(part)
            for field, counter in self.labels.get(name, {}).items():
                for entry in pc.value_counts(part[field]).to_pylist():
                    counter[_label(entry["values"])] += entry["counts"]
            self._tally(name, part)
            if "canonical_id" in part.column_names and "speech_id" in part.column_names:
                self._uses(part)
            yield part

    def formulas(self) -> list[Formula]:
        """The lexicon table: every canonical slogan with its counts over the collection, by canonical_id."""
        return [found.row(key) for key, found in sorted(self._formulas.items())]

    def tallies(self) -> dict[str, tuple[Tally, ...]]:
        """Rows by labels that were counted together, in the order of the labels; addressees by number."""
        found = {
            name: tuple(Tally(labels=labels, n=n) for labels, n in sorted(counter.items()))
            for name, counter in self._together.items()
        }
        most = sorted(found["addressees"], key=lambda tally: (-tally.n, tally.labels))[:MOST]
        return {name: rows for name, rows in (found | {"addressees": tuple(most)}).items() if rows}

    def _tally(self, name: str, part: pa.Table) -> None:
        for key, (table, columns) in _TALLIED.items():
            if name == table:
                if "year" in columns:
                    dates = (self._dates.get(speech_id) for speech_id in part["speech_id"].to_pylist())
                    years = [str(date.year) if date else None for date in dates]
                    part = part.append_column("year", pa.array(years, pa.string()))
                counted = (
                    part.select(columns).drop_null().group_by(list(columns)).aggregate([([], "count_all")])
                )
                for row in counted.to_pylist():
                    self._together[key][tuple(str(row[each]) for each in columns)] += row["count_all"]

    def _speeches(self, part: pa.Table) -> None:
        for counter, column, key in (
            (self.flags, "quality_flags", "code"),
            (self.removals, "removed", "kind"),
        ):
            kinds = pc.struct_field(pc.list_flatten(part[column]), key)
            counter.update({entry["values"]: entry["counts"] for entry in pc.value_counts(kinds).to_pylist()})
        self.shares += (share for share in part["boilerplate_share"].to_pylist() if share is not None)
        dated = part.filter(pc.is_valid(part["date"]))
        self._dates.update(rows.tuples(dated, "speech_id", "date"))

    def _uses(self, part: pa.Table) -> None:
        uses = rows.tuples(part, "canonical_id", "canonical", "kind", "text", "speech_id")
        for key, canonical, kind, text, speech_id in uses:
            found = self._formulas.setdefault(key, _Formula(canonical))
            found.add(kind, text, speech_id, self._dates.get(speech_id))


class _Formula:
    """Uses of one canonical slogan. Rows of a speech stand together, so a new id is a new speech."""

    def __init__(self, canonical: str) -> None:
        self.canonical = canonical
        self.kinds: Counter[str] = Counter()
        self.variants: set[str] = set()
        self.speeches = 0
        self.first: dt.date | None = None
        self._last = ""

    def add(self, kind: str, text: str, speech_id: str, date: dt.date | None) -> None:
        self.kinds[kind] += 1
        self.variants.add(text)
        self.speeches += speech_id != self._last
        self._last = speech_id
        if date and (self.first is None or date < self.first):
            self.first = date

    def row(self, canonical_id: str) -> Formula:
        return Formula(
            canonical_id=canonical_id,
            canonical=self.canonical,
            kind=min(self.kinds, key=lambda kind: (-self.kinds[kind], kind)),
            n_occurrences=sum(self.kinds.values()),
            n_speeches=self.speeches,
            first_seen=self.first,
            variants=tuple(sorted(self.variants)),
        )


def label_sets() -> dict[str, dict[str, tuple[str, ...]]]:
    """The labels that each closed field of each layer may have, as they are counted: table -> field -> labels."""
    return {
        layer.name: {name: tuple(sorted(map(_label, values))) for name, values in layer.closed.items()}
        for layer in layers()
    }


def _label(value: Any) -> str:
    """A value as a label of the manifest: words as they are, others as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
