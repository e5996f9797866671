"""Token classification: sentences with a tag for each character, one column a layer."""

from __future__ import annotations

from functools import cache, partial
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field, create_model

from speechdata import annotators
from speechdata.layer import Layer
from speechdata.records import Offset, Record
from speechdata.tables import arrow_schema, row_model
from speechdata.views._ground import Ground, Numbers, grouped, stretches
from speechdata.views._tags import Column, column
from speechdata.views._view import Tables, View


class Tagged(Record):
    """A sentence with one BIO tag a character in one column a layer; sentences that a span joins are one row."""

    speech_id: str = Field(description="the speech this belongs to")
    sentence_ids: tuple[str, ...] = Field(description="the sentences, in order")
    start: Offset = Field(description="first code point in the speech text")
    end: Offset = Field(description="code point after the last in the speech text")
    text: str = Field(description="text[start:end] of the speech; each code point is a token: list(text)")


def view() -> View:
    """The declaration; its columns follow from the layers."""
    layers = annotators.layers()
    columns = tuple(map(column, layers))
    record = _record(layers)
    lists = (
        f"`{each.layer}`: {', '.join(f'`{tag}`' for tag in each.tags)} (by `{each.field or 'layer'}`)."
        for each in columns
    )
    return View(
        name="token_classification",
        record=record,
        needs={
            "speeches": ("speech_id", "text"),
            "sentences": ("speech_id", "sentence_id", "start", "end"),
        }
        | {each.layer: each.needs for each in columns},
        derive=partial(_derive, columns, arrow_schema(row_model(record))),
        category="token-classification",
        task="Tag each character of a sentence with what it begins (`B-`) or continues (`I-`), or with `O`. Each layer"
        " has a column of its own, so that records of different layers may overlap.",
        derivation="A row is a sentence, or several where a record runs on from one into the next, with what stands"
        " between them: no record is cut, and no `I-` comes first. Each column has one tag a member of `list(text)`."
        " A `B-` and the `I-` after it are a record of the layer; counted from `start` of the row they have its span."
        " Of sections, marker and heading are tagged; their bodies follow.",
        training="Take `list(text)` as words that are split already, and one column as their labels. The tags in their"
        f" order: {' '.join(lists)}",
    )


@cache
def _record(layers: tuple[Layer, ...]) -> type[Record]:
    fields: dict[str, Any] = {each.layer: _field(each) for each in map(column, layers)}
    return create_model("TaggedLayers", __base__=Tagged, __doc__=Tagged.__doc__, **fields)


def _field(each: Column) -> tuple[Any, Any]:
    labels = f"their {each.field}" if each.field else "the layer's name"
    closed: Any = Literal.__getitem__(each.tags)
    return tuple[closed, ...], Field(description=f"a tag a character: {each.layer}, labelled by {labels}")


def _derive(columns: tuple[Column, ...], schema: pa.Schema, tables: Tables) -> pa.Table:
    speeches, sentences = tables["speeches"], tables["sentences"]
    ground = Ground.of(speeches)
    starts, ends = _units(ground, [sentences, *(tables[each.layer] for each in columns)])
    owners = ground.owners(starts)
    bases = ground.bases[owners]
    order, sentence_starts, _ = ground.spans(sentences)
    sentence_units = np.searchsorted(starts, sentence_starts, side="right") - 1
    sentence_ids = sentences["sentence_id"].combine_chunks().take(order)
    values: dict[str, Any] = {
        "speech_id": ground.ids.take(owners),
        "sentence_ids": grouped(sentence_units, len(starts), sentence_ids, schema.field("sentence_ids").type),
        "start": starts - bases,
        "end": ends - bases,
        "text": _texts(speeches["text"].to_pylist(), owners, starts - bases, ends - bases),
        "split": speeches["split"].combine_chunks().take(owners),
    }
    points, units = stretches(starts, ends), np.repeat(np.arange(len(starts)), ends - starts)
    for each in columns:
        tags = pa.array(each.tags, pa.string()).take(each.of(tables[each.layer], ground)[points])
        values[each.layer] = grouped(units, len(starts), tags, schema.field(each.layer).type)
    return pa.Table.from_pydict(values, schema=schema)


def _texts(texts: list[str], owners: Numbers, starts: Numbers, ends: Numbers) -> list[str]:
    places = zip(owners.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return [texts[at][start:end] for at, start, end in places]


def _units(ground: Ground, tables: list[pa.Table]) -> tuple[Numbers, Numbers]:
    """Starts and ends of the least stretches that cut no span of the tables."""
    spans = [ground.spans(table)[1:] for table in tables]
    starts, ends = (np.concatenate(parts) for parts in zip(*spans, strict=True))
    order = np.argsort(starts, kind="stable")
    starts, reached = starts[order], np.maximum.accumulate(ends[order])
    opens = np.ones(len(starts), bool)
    opens[1:] = starts[1:] >= reached[:-1]
    closes = np.ones(len(starts), bool)
    closes[:-1] = opens[1:]
    return starts[opens], reached[closes]
