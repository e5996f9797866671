"""Arrow schemas from record models: every type, nullability and description follows from the model.

- str is `string`, and a Literal has the type of its values. Literals are no class labels: the word in the file
  is the word in the text of the guideline, every reader shows it, and a new label breaks no numbering.
- int is `int32`, float `float64`, bool `bool`, date `date32`, a tuple of X is a list of X, a record a struct.
- `X | None` is nullable and nothing else is, at every depth.
- Full texts are `string` too: a file stays far below the two gigabytes that its 32-bit offsets can address.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, Field

from speechdata.records import Record
from speechdata.tables._features import file_features

_SCALARS = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_(), dt.date: pa.date32()}


class Provenance(Record):
    """What made a table; stands in the metadata of each Parquet file as speechdata.<field>."""

    version: str = Field(description="version of the package speechdata")
    lexicon_hash: str = Field(
        description="SHA-256 over the packaged lexicons and the project's own, 64 hex digits"
    )
    guideline: str = Field(description="version of the annotation guideline")


@cache
def arrow_schema(model: type[BaseModel]) -> pa.Schema:
    """Schema of a row model: types, nullability, field descriptions. Raises TypeError for an unknown type."""
    return pa.schema(_fields(model))


def file_schema(model: type[BaseModel], *, metadata: Provenance) -> pa.Schema:
    """`arrow_schema` as files carry it: with the provenance and the features that `datasets` reads back."""
    schema = arrow_schema(model)
    entries = {f"speechdata.{key}": value for key, value in metadata.model_dump().items()}
    return schema.with_metadata({"huggingface": file_features(schema)} | entries)


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    return [
        _field(name, info.annotation, metadata={"description": info.description or ""})
        for name, info in model.model_fields.items()
    ]


def _field(name: str, annotation: Any, metadata: dict[str, str] | None = None) -> pa.Field:
    members = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    inner = [member for member in members if member is not NoneType]
    if len(inner) != 1:
        raise TypeError(f"{name}: no Arrow type for a choice of types: {annotation}")
    return pa.field(name, _type(name, inner[0]), nullable=NoneType in members, metadata=metadata)


def _type(name: str, annotation: Any) -> pa.DataType:
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin is Annotated:
            return _type(name, arguments[0])
        case origin if origin is Literal and len({type(value) for value in arguments}) == 1:
            return _type(name, type(arguments[0]))
        case origin if origin is tuple and arguments[1:] == (...,):
            return pa.list_(_field("element", arguments[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation))
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    raise TypeError(f"{name}: no Arrow type for {annotation}")
