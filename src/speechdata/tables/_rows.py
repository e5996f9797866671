"""Which tables there are, and the model of a row of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from inspect import cleandoc
from typing import Any

from pydantic import Field, create_model

from speechdata import annotators
from speechdata.records import Anchored, Formula, Record, Sentence, Speech, SplitName

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def tables() -> dict[str, type[Record]]:
    """Record of each table (name -> class), in order: speeches, sentences, the layers, lexicon."""
    found: dict[str, type[Record]] = {"speeches": Speech, "sentences": Sentence}
    found |= {layer.name: layer.record for layer in annotators.layers()}
    return found | {"lexicon": Formula}


def describe(record: type[Record]) -> str:
    """What a row of the record's table is: the record's docstring on one line."""
    return " ".join(cleandoc(record.__doc__ or "").split())


@cache
def row_model(record: type[Record]) -> type[Record]:
    """The record as it stands in its table: with `split`, unless it belongs to no speech (the lexicon)."""
    if "speech_id" not in record.model_fields:
        return record
    split = (SplitName, Field(description="split of the speech: train, validation or test"))
    fields: dict[str, Any] = {"split": split}
    return create_model(f"{record.__name__}Row", __base__=record, __doc__=record.__doc__, **fields)


def order(row: Record) -> tuple[str, int, int]:
    """Sort key of a table: speech, start, longest first; the id where rows are not stretches of a speech."""
    if isinstance(row, Anchored):
        return row.speech_id, row.start, -row.end
    return getattr(row, next(iter(type(row).model_fields))), 0, 0


def json_schemas(records: Mapping[str, type[Record]] | None = None) -> dict[str, dict[str, Any]]:
    """JSON Schema (2020-12) of a row of each table, or of the records given: name -> schema."""
    named = tables() if records is None else records
    return {name: _json_schema(name, record) for name, record in named.items()}


def _json_schema(name: str, record: type[Record]) -> dict[str, Any]:
    schema = row_model(record).model_json_schema()
    return {"$schema": JSON_SCHEMA_DIALECT} | schema | {"title": name, "description": describe(record)}
