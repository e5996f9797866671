"""Task list extraction: from the text of a speech to who is to do what, by when, under which condition."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from speechdata.annotators.directives import Attribution, Basis, Modality, Strength
from speechdata.records import Offset, Record
from speechdata.tables import arrow_schema, row_model
from speechdata.views._ground import Ground, grouped, positions, structs
from speechdata.views._messages import Message, exchange
from speechdata.views._view import Tables, View

INSTRUCTION = (
    "列出讲话部署的全部任务，按原文顺序输出一个JSON数组。每项任务的字段：addressee（由谁做），action（做什么），"
    "deadline（何时完成），condition（在什么条件下），modality（obligation、prohibition、permission或recommendation），"
    "strength（1、2或3，3最强），source（原文）。前四项照原文摘录，原文没有写的填null。只输出JSON。"
)
_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
SAID = ("addressee", "action", "deadline", "condition", "modality", "strength")


class Task(Record):
    """One task: a directive of the speech."""

    annotation_id: str = Field(description="its id in `directives`")
    addressee: str | None = Field(description="who is to do it; null if unstated")
    addressee_basis: Basis = Field(
        description="written in the directive itself, inherited from an earlier place, or unstated"
    )
    action: str | None = Field(description="what is to be done")
    deadline: str | None = Field(description="time limit as written")
    condition: str | None = Field(description="condition or case as written")
    modality: Modality = Field(description="kind of the request")
    strength: Strength = Field(description="3 categorical, 2 plain or implicit, 1 soft")
    attribution: Attribution = Field(description="quoted when the speaker repeats somebody's order")
    section: str | None = Field(description="path of the innermost section, as in `sections`; null outside")
    text: str = Field(description="the directive as written")
    start: Offset = Field(description="first code point in the speech text")
    end: Offset = Field(description="code point after the last in the speech text")
    source_start: Offset = Field(description="first code point in the decoded source (first occurrence)")
    source_end: Offset = Field(description="code point after the last in the decoded source")


class Tasks(Record):
    """A speech with the list of its tasks."""

    speech_id: str = Field(description="the speech")
    tasks: tuple[Task, ...] = Field(description="all directives of the speech, in order")
    messages: tuple[Message, ...] = Field(
        description="system: the instruction; user: the text; assistant: the issued tasks as a JSON array"
    )


def view() -> View:
    """The declaration."""
    own = (name for name in Task.model_fields if name != "section")
    return View(
        name="task_list",
        record=Tasks,
        needs={
            "speeches": ("speech_id", "text"),
            "sections": ("speech_id", "annotation_id", "path"),
            "directives": ("speech_id", "section_id", *own),
        },
        derive=derive,
        category="text-generation",
        task="Read a speech and list its tasks: who is to do what, by when, under which condition, how strongly, and"
        " where the text says so.",
        derivation="One row a speech, also where it has no task. `tasks` has a member for each row of `directives`,"
        " with its id and its place in speech and source. The answer in `messages` is a JSON array, a task a line,"
        " null where the text is silent; `source` is the directive as written. Orders that the speaker only quotes"
        " are in `tasks` but not in the answer.",
        training="`messages` is what chat trainers take. Speeches are long: check their length in tokens against the"
        " model's, or cut them by `section`. `deadline` and `condition` are null far more often than not: measure each"
        " field where it is written.",
    )


def derive(tables: Tables) -> pa.Table:
    """A row a speech."""
    speeches, directives = tables["speeches"], tables["directives"]
    ground = Ground.of(speeches)
    directives = directives.take(ground.spans(directives)[0])
    directives = directives.append_column("section", _paths(directives["section_id"], tables["sections"]))
    speech = ground.speeches(directives)
    schema = arrow_schema(row_model(Tasks))
    kind = schema.field("tasks").type
    values = {
        "speech_id": ground.ids,
        "split": speeches["split"],
        "tasks": grouped(speech, speeches.num_rows, structs(directives, kind.value_type), kind),
        "messages": _messages(speeches["text"].to_pylist(), directives, speech),
    }
    return pa.Table.from_pydict(values, schema=schema)


def _paths(section_ids: pa.ChunkedArray, sections: pa.Table) -> pa.Array:
    """Path of each section that is named, null where none is."""
    inside = pc.is_valid(section_ids).to_numpy()
    at = np.full(len(section_ids), -1)
    at[inside] = positions(section_ids.drop_null(), sections["annotation_id"].combine_chunks())
    return sections["path"].combine_chunks().take(pa.array(at, mask=~inside))


def _messages(texts: Sequence[str], directives: pa.Table, speech: Any) -> list[list[dict[str, str]]]:
    issued = pc.equal(directives["attribution"], "issued")
    given = directives.filter(issued).select([*SAID, "text"]).rename_columns([*SAID, "source"])
    tasks, owners = given.to_pylist(), speech[issued.to_numpy()]
    edges = np.searchsorted(owners, np.arange(len(texts) + 1)).tolist()
    return [
        exchange(INSTRUCTION, text, _answer(tasks[edges[at] : edges[at + 1]]))
        for at, text in enumerate(texts)
    ]


def _answer(tasks: Sequence[Mapping[str, Any]]) -> str:
    """A JSON array, a task a line."""
    return "[" + ",\n".join(_AS_JSON(task) for task in tasks) + "]"
