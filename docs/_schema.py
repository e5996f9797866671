"""The page of the schemas: every config's fields, from the models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from docs._markdown import code, plain, table

from speechdata import tables, views
from speechdata.records import Record

HEAD = """# Schema

Every config of a dataset, field by field, as `speechdata {version}` writes it. *null* says whether a field may be
empty. `name[]` is a list, `name[].part` a field of what it lists. Offsets are half-open and count Unicode code points.
"""


def schema(version: str) -> str:
    """The page in Markdown; it links to `schemas/<config>.schema.json`."""
    lines = [HEAD.format(version=version)]
    for name, record in views.records().items():
        lines += _config(name, record)
    return "\n".join(lines)


def _config(name: str, record: type[Record]) -> Iterator[str]:
    model = tables.row_model(record)
    values = {key: _values(part) for key, part in model.model_json_schema()["properties"].items()}
    rows = [
        (code(path), code(kind), "yes" if field.nullable else "", _meaning(field, values.get(path, ())))
        for top in tables.arrow_schema(model)
        for path, kind, field in _fields(top, "")
    ]
    yield f"## {name}\n\n{plain(tables.describe(record))}\n\n[JSON Schema](schemas/{name}.schema.json)"
    yield from table(("field", "type", "null", "meaning"), rows)


def _fields(field: pa.Field, above: str) -> Iterator[tuple[str, str, pa.Field]]:
    """(path, type, field) of a field and of the fields inside it."""
    path, kind = f"{above}{field.name}", field.type
    while pa.types.is_list(kind):
        path, kind = f"{path}[]", kind.value_type
    yield path, "record" if pa.types.is_struct(kind) else str(kind), field
    if pa.types.is_struct(kind):
        for part in kind:
            yield from _fields(part, f"{path}.")


def _meaning(field: pa.Field, values: tuple[Any, ...]) -> str:
    said = plain((field.metadata or {}).get(b"description", b"").decode())
    return f"{said}; one of {', '.join(code(str(value)) for value in values)}" if values else said


def _values(part: dict[str, Any]) -> tuple[Any, ...]:
    """The values that a field is held to, if it is."""
    choices = [part, *part.get("anyOf", ())]
    return next((tuple(choice["enum"]) for choice in choices if "enum" in choice), ())
