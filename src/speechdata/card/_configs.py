"""The card's section on each config, from the record alone: fields, types, descriptions, one real row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from speechdata.card._manifest import Manifest
from speechdata.card._markdown import code, count, table, text, value
from speechdata.records import Record
from speechdata.tables import TableFact, arrow_schema, row_model
from speechdata.views import View, records, views


def configs(manifest: Manifest, samples: Mapping[str, Record]) -> str:
    """All sections; tables without rows have none."""
    derived = {view.name: view for view in views()}
    parts = [
        _section(fact, samples[fact.name], manifest, derived.get(fact.name))
        for fact in manifest.tables
        if fact.rows
    ]
    return "\n\n".join(parts)


def _section(fact: TableFact, row: Record, manifest: Manifest, view: View | None) -> str:
    by_split = ", ".join(f"{split} {rows:,}" for split, rows in fact.splits.items())
    head = f"### `{fact.name}`\n\n{text(fact.description)} {count(fact.rows, 'row')}: {by_split}."
    labels = _labels(manifest.labels.get(fact.name, {}))
    return "\n\n".join([head, *_definition(view), _fields(fact.name, row), *labels])


def _definition(view: View | None) -> Iterator[str]:
    """What a task view is for, how it follows from the tables, and how to train with it."""
    if view:
        yield f"*Task.* {view.task}"
        yield f"*Derivation.* {view.derivation}"
        yield f"*Training.* {view.training}"


def _fields(name: str, row: Record) -> str:
    shown = row.model_dump(mode="json")
    lines = []
    for path, kind, description in _described(arrow_schema(row_model(records()[name]))):
        lines.append([code(path), kind, text(description), value(shown[path]) if path in shown else ""])
    return table(["field", "type", "what it is", "in one row"], lines)


def _described(fields: Iterable[pa.Field], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """(path, type, description) of each field and, below it, of the fields of its records."""
    for field in fields:
        path, inner = prefix + field.name, field.type
        yield path, _type_name(inner) + (" or null" if field.nullable else ""), _description(field)
        while pa.types.is_list(inner):
            path, inner = f"{path}[]", inner.value_type
        if pa.types.is_struct(inner):
            yield from _described([inner.field(at) for at in range(inner.num_fields)], f"{path}.")


def _type_name(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_type_name(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "record"
    return {"date32[day]": "date", "double": "float64"}.get(str(kind), str(kind))


def _description(field: pa.Field) -> str:
    return bytes((field.metadata or {}).get(b"description", b"")).decode()


def _labels(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for field, labels in counts.items():
        ranked = sorted(labels.items(), key=lambda item: (-item[1], item[0]))
        yield f"{code(field)}: " + ", ".join(f"{code(label)} {rows:,}" for label, rows in ranked)
