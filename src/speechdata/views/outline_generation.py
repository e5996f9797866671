"""Outline generation: from the text of a speech to its outline, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pyarrow as pa
from pydantic import Field

from speechdata.records import Record
from speechdata.tables import arrow_schema, row_model
from speechdata.views._ground import by_speech
from speechdata.views._messages import Message, exchange
from speechdata.views._view import Tables, View

INDENT = "  "
TO_OUTLINE = (
    "列出讲话的提纲：每个标题一行，序号和文字照原文；下一级标题比上一级多缩进两个空格。只输出提纲，不加说明。"
)
TO_TEXT = (
    "根据提纲写出讲话全文：每行是一个标题，缩进表示层级；标题的序号、文字和顺序都不改动。只输出讲话全文。"
)


class Entry(Record):
    """One section of the outline."""

    annotation_id: str = Field(description="its id in `sections`")
    depth: int = Field(ge=1, description="level, 1 at the top")
    path: str = Field(description="1-based places among siblings, top level first: 2.1.3")
    marker: str = Field(description="the enumerator as written")
    heading: str | None = Field(description="the words after it; null if there are none")


class Outlined(Record):
    """A speech with its outline, one row a direction: from text to outline, or back."""

    speech_id: str = Field(description="the speech")
    direction: Literal["to_outline", "to_text"] = Field(description="which of the two is to be written")
    outline: str = Field(
        description="a line a section, in order: two spaces for each level below the top, then marker and heading"
    )
    sections: tuple[Entry, ...] = Field(description="the same sections, line by line")
    messages: tuple[Message, ...] = Field(
        description="system: the instruction; user: text or outline; assistant: the other one"
    )


def view() -> View:
    """The declaration."""
    return View(
        name="outline_generation",
        record=Outlined,
        needs={
            "speeches": ("speech_id", "text"),
            "sections": ("speech_id", "start", "end", "text", *Entry.model_fields),
        },
        derive=derive,
        category="text-generation",
        task="Write the outline of a speech (`to_outline`), or a speech that follows an outline (`to_text`).",
        derivation="Two rows a speech with sections, one a direction; a speech without any has none. The outline has"
        " a line a section in the order of the text, indented by two spaces for each level below the top: a line's"
        " parent is the nearest line above it that is indented less. After the indent stand marker and heading as in"
        " the text; a line break in them would be a space here. `sections` names the row of each line.",
        training="`messages` is what chat trainers take. Filter by `direction` to train one of the two. The text of"
        " a speech still has its headings: for a harder task take the lines of the outline out of it.",
    )


def derive(tables: Tables) -> pa.Table:
    """Two rows a speech with sections."""
    owned = by_speech(tables["speeches"], tables["sections"])
    rows = [row for speech, sections in owned for row in _rows(speech, sections)]
    return pa.Table.from_pylist(rows, schema=arrow_schema(row_model(Outlined)))


def _rows(speech: Mapping[str, str], sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    outline, text = "\n".join(map(_line, sections)), speech["text"]
    entries = [{name: section[name] for name in Entry.model_fields} for section in sections]
    row = {
        "speech_id": speech["speech_id"],
        "split": speech["split"],
        "outline": outline,
        "sections": entries,
    }
    return [
        row | {"direction": "to_outline", "messages": exchange(TO_OUTLINE, text, outline)},
        row | {"direction": "to_text", "messages": exchange(TO_TEXT, outline, text)},
    ]


def _line(section: Mapping[str, Any]) -> str:
    depth: int = section["depth"]
    return INDENT * (depth - 1) + " ".join(section["text"].splitlines())
