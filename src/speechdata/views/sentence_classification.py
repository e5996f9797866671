"""Sentence classification: whether a sentence asks something of somebody, of which kind and how strongly."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pydantic import Field

from speechdata.annotators.directives import Attribution, Modality, Strength
from speechdata.records import Offset, Record
from speechdata.tables import arrow_schema, row_model
from speechdata.views._ground import grouped, positions, structs
from speechdata.views._view import Tables, View, words


class Asked(Record):
    """One directive that starts in the sentence."""

    annotation_id: str = Field(description="its id in `directives`")
    modality: Modality = Field(description="kind of the request")
    strength: Strength = Field(description="3 categorical, 2 plain or implicit, 1 soft")
    explicit: bool = Field(description="whether a modal cue is written")
    attribution: Attribution = Field(description="quoted when the speaker repeats somebody's order")


class Classified(Record):
    """A sentence, whether it holds a directive, and kind and strength of the strongest one."""

    speech_id: str = Field(description="the speech this belongs to")
    sentence_id: str = Field(description="its id in `sentences`")
    section_id: str | None = Field(description="innermost section that holds its start; null outside")
    start: Offset = Field(description="first code point in the speech text")
    end: Offset = Field(description="code point after the last in the speech text")
    text: str = Field(description="the sentence")
    is_directive: bool = Field(description="whether a directive starts in it")
    modality: Modality | None = Field(
        description="that of the strongest directive, of the first among equals; null if none"
    )
    strength: Strength | None = Field(description="that of the same directive; null if none")
    directives: tuple[Asked, ...] = Field(description="all directives that start in it, in order")


def view() -> View:
    """The declaration."""
    return View(
        name="sentence_classification",
        record=Classified,
        needs={
            "sentences": ("speech_id", "sentence_id", "section_id", "start", "end", "text"),
            "directives": ("speech_id", "sentence_id", "start", *Asked.model_fields),
        },
        derive=derive,
        category="text-classification",
        task="Tell of a sentence whether it asks something of somebody (`is_directive`), of which kind (`modality`)"
        " and how strongly (`strength`).",
        derivation="A row is a row of `sentences`. `modality` and `strength` are those of its strongest directive, of"
        " the first among equals; `directives` has all that start in it, with their ids, so that none is lost.",
        training="Labels of `is_directive`: `false`, `true`. Of `modality`:"
        f" {words(Modality)}, or null for a sentence that asks nothing. Of"
        " `strength`: 1, 2, 3, or null. For several labels at once take the kinds in `directives`. An order that the"
        " speaker only quotes counts; leave it out by its `attribution`.",
    )


def derive(tables: Tables) -> pa.Table:
    """A row a sentence."""
    sentences, directives = tables["sentences"], tables["directives"]
    number, ids = sentences.num_rows, sentences["sentence_id"].combine_chunks()
    sentence = positions(directives["sentence_id"], ids)
    order = np.lexsort((directives["start"].to_numpy(), sentence))
    directives, sentence = directives.take(order), sentence[order]
    strength = directives["strength"].to_numpy()
    by_strength = np.lexsort((np.arange(len(sentence)), -strength, sentence))
    asking, first = np.unique(sentence, return_index=True)
    strongest = np.full(number, -1)
    strongest[asking] = by_strength[first]
    chosen = pa.array(strongest, mask=strongest < 0)
    schema = arrow_schema(row_model(Classified))
    kind = schema.field("directives").type
    values = {name: sentences[name] for name in ("speech_id", "section_id", "start", "end", "text", "split")}
    values |= {
        "sentence_id": ids,
        "is_directive": strongest >= 0,
        "modality": directives["modality"].take(chosen),
        "strength": directives["strength"].take(chosen),
        "directives": grouped(sentence, number, structs(directives, kind.value_type), kind),
    }
    return pa.Table.from_pydict(values, schema=schema)
