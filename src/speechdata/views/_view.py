"""What a view declares; config, schema, card section and check follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import pyarrow as pa

from speechdata.records import Record
from speechdata.tables import arrow_schema, row_model

Tables = Mapping[str, pa.Table]
"""Table name -> rows of some whole speeches, with at least the columns that the view needs."""


@dataclass(frozen=True)
class View:
    """Declaration of a view."""

    name: str
    """Name of the config; module, schema and documentation share it."""
    record: type[Record]
    needs: Mapping[str, tuple[str, ...]]
    """Table name -> columns that the rows are made of, `speech_id` among them; `split` is always there."""
    derive: Callable[[Tables], pa.Table]
    """Rows of the speeches, speeches in the order of their table; raises SpeechdataError where a row is lost."""
    category: str
    """The hub's name of the task."""
    task: str
    """What a model learns from it, one or two sentences; this and the next two are Markdown."""
    derivation: str
    """How a row follows from the tables, and how they follow from it."""
    training: str
    """How to train with it."""

    @property
    def schema(self) -> pa.Schema:
        """Arrow schema of the rows."""
        return arrow_schema(row_model(self.record))


def words(closed: Any) -> str:
    """The values of a Literal, in Markdown."""
    return ", ".join(f"`{value}`" for value in get_args(closed))
