"""croissant.json: files, configs and fields for machines, from the manifest and the Arrow schemas (Croissant 1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pyarrow as pa

from speechdata.card._citation import abstract, bibtex, maintainers
from speechdata.card._licences import named, shared, terms
from speechdata.card._manifest import Manifest
from speechdata.tables import FileFact, TableFact, arrow_schema, row_model
from speechdata.views import records

PARQUET = "application/x-parquet"
_TYPES = {
    "string": "sc:Text",
    "int32": "sc:Integer",
    "double": "sc:Float",
    "bool": "sc:Boolean",
    "date32[day]": "sc:Date",
}
_SPLITS = {"train": "cr:TrainingSplit", "validation": "cr:ValidationSplit", "test": "cr:TestSplit"}


def croissant(manifest: Manifest) -> str:
    """The content of croissant.json: each file with its SHA-256, and a record set a config."""
    published = [table for table in manifest.tables if table.rows]
    content: dict[str, Any] = json.loads((files(__package__) / "croissant.json").read_text("utf-8")) | {
        "name": manifest.name,
        "alternateName": manifest.pretty_name,
        "description": abstract(manifest),
        "version": manifest.version,
        "license": _licences(manifest),
        "creator": {"@type": "sc:Organization", "name": maintainers(manifest)},
        "publisher": _publishers(manifest),
        "keywords": ["chinese", "speeches", "government", *(table.name for table in published)],
        "citeAs": bibtex(manifest),
        "distribution": [
            *(_file(file) for table in published for file in table.files),
            *(_file_set(table) for table in published),
        ],
        "recordSet": [_splits(), *(_record_set(table) for table in published)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _licences(manifest: Manifest) -> list[str]:
    """The address of the one licence, or what the sources say, or that it is unknown."""
    if licence := shared(manifest):
        return [licence.url]
    said = [licence.url if (licence := named(words)) else words for words in terms(manifest)]
    unknown = [] if all(source.has_terms for source in manifest.used) else ["unknown, see README.md"]
    return said + unknown


def _publishers(manifest: Manifest) -> list[dict[str, str]]:
    """Who published the sources, as far as known."""
    known = sorted({source.publisher for source in manifest.used if source.publisher})
    return [{"@type": "sc:Organization", "name": name} for name in known if name.lower() != "unknown"]


def _file(file: FileFact) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": PARQUET,
        "sha256": file.sha256,
    }


def _file_set(table: TableFact) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"data/{table.name}",
        "name": f"data/{table.name}",
        "description": f"All files of {table.name}.",
        "encodingFormat": PARQUET,
        "includes": f"data/{table.name}/*.parquet",
    }


def _splits() -> dict[str, Any]:
    """The splits as an enumeration."""
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "The splits of every config.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [
            {"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"},
            {"@type": "cr:Field", "@id": "splits/url", "name": "url", "dataType": "sc:URL"},
        ],
        "data": [{"splits/name": name, "splits/url": url} for name, url in _SPLITS.items()],
    }


def _record_set(table: TableFact) -> dict[str, Any]:
    schema = arrow_schema(row_model(records()[table.name]))
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "field": [_field(table.name, field) | _reference(field.name) for field in schema],
    }


def _reference(column: str) -> dict[str, Any]:
    """The column of splits names a row of their enumeration. Other references would make readers join tables."""
    return {"references": {"field": {"@id": "splits/name"}}} if column == "split" else {}


def _field(table: str, field: pa.Field) -> dict[str, Any]:
    """A column; a list of records has a part a field, found by its path in each record."""
    kind, depth = _inner(field.type)
    entry = _described(f"{table}/{field.name}", field) | ({"repeated": True} if depth else {})
    source = _source(table, field.name)
    if pa.types.is_struct(kind):
        return entry | {"subField": list(_parts(f"{table}/{field.name}", kind, source))}
    return entry | {"dataType": _TYPES[str(kind)], "source": source}


def _parts(path: str, kind: pa.StructType, source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in kind:
        inner, _ = _inner(part.type)
        step = source | {"transform": {"jsonPath": part.name}}
        yield _described(f"{path}/{part.name}", part) | {"dataType": _TYPES[str(inner)], "source": step}


def _described(identifier: str, field: pa.Field) -> dict[str, Any]:
    about = bytes((field.metadata or {}).get(b"description", b"")).decode()
    return {"@type": "cr:Field", "@id": identifier, "name": identifier, "description": about}


def _source(table: str, column: str) -> dict[str, Any]:
    return {"fileSet": {"@id": f"data/{table}"}, "extract": {"column": column}}


def _inner(kind: pa.DataType) -> tuple[pa.DataType, int]:
    """The type within lists, and how many lists are around it."""
    depth = 0
    while pa.types.is_list(kind):
        kind, depth = kind.value_type, depth + 1
    return kind, depth
