"""What a format could not hold: counted by kind and named, so that nothing is dropped in silence."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field

from speechdata.records import Record

Kind = Literal["record", "field", "rows", "character", "cell"]


class Loss(Record):
    """One kind of loss in one place of the schema."""

    kind: Kind = Field(
        description="record: a record that is not in the export; field: a field's values; rows: a whole table's;"
        " character: characters that were replaced; cell: cells that were changed"
    )
    what: str = Field(description="table, or table.field")
    reason: str = Field(description="why the format cannot hold it")
    count: int = Field(ge=1, description="how many")
    ids: tuple[str, ...] = Field(description="annotation_id of each lost record, speech_id of changed texts")


class Losses:
    """The losses of one export, gathered while it is written."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Kind, str, str]] = Counter()
        self._ids: dict[tuple[Kind, str, str], list[str]] = {}

    def add(self, kind: Kind, what: str, reason: str, *, count: int = 1, of: str | None = None) -> None:
        """Notes `count` losses; `of` is the id of the record or speech that they befell."""
        if count:
            self._counts[kind, what, reason] += count
            if of is not None:
                self._ids.setdefault((kind, what, reason), []).append(of)

    def all(self) -> list[Loss]:
        """The losses by kind, place and reason."""
        return [
            Loss(kind=key[0], what=key[1], reason=key[2], count=count, ids=tuple(self._ids.get(key, ())))
            for key, count in sorted(self._counts.items())
        ]
