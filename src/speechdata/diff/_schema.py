"""Changes of the form of a dataset: tables, columns, types, and the labels that a field may have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from speechdata.card import Manifest
from speechdata.tables import stored_columns


def schema_changes(before: Manifest, after: Manifest, old: Path, new: Path) -> Iterator[str]:
    """What differs, in words. A table without files has no columns to compare, and is there if a manifest says so."""
    names = [{table.name for table in manifest.tables} for manifest in (before, after)]
    yield from (f"table {name} went" for name in sorted(names[0] - names[1]))
    yield from (f"table {name} came" for name in sorted(names[1] - names[0]))
    for name in sorted(names[0] & names[1]):
        yield from _columns(name, stored_columns(old, name), stored_columns(new, name))
        yield from _label_sets(name, before, after)


def _columns(table: str, was: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for name in sorted({*was, *now}) if was and now else ():
        if was.get(name) != now.get(name):
            yield f"{table}.{name}: {was.get(name, 'absent')} before, {now.get(name, 'absent')} now"


def _label_sets(table: str, before: Manifest, after: Manifest) -> Iterator[str]:
    """Labels that a field of both versions may have in one of them alone."""
    was, now = before.label_sets.get(table, {}), after.label_sets.get(table, {})
    for field in sorted({*was} & {*now}):
        yield from (f"{table}.{field}: label {label} went" for label in sorted({*was[field]} - {*now[field]}))
        yield from (f"{table}.{field}: label {label} came" for label in sorted({*now[field]} - {*was[field]}))
