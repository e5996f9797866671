"""What a step of a shard cost: work/spent/<step>-<key>.json, since results are the same whatever they cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from speechdata.pipeline import ledger
from speechdata.pipeline.host import peak
from speechdata.records import Record

SPENT = "spent"
Item = TypeVar("Item")


class Spent(Record):
    """Seconds and memory of one step of a shard."""

    seconds: float = Field(description="seconds of the whole step")
    peak_bytes: int = Field(description="most memory that the process which did it had held by then")
    sources: dict[str, float] = Field(description="seconds of each source, by path")
    tokenizer: str | None = Field(default=None, description="what cut the words, if words were cut")


class Clock:
    """Adds up the seconds that each source takes, and notes what cuts its words."""

    def __init__(self) -> None:
        self.sources: dict[str, float] = {}
        self.tokenizer: str | None = None

    def each(self, items: Iterable[Item], *, path: Callable[[Item], str]) -> Iterator[Item]:
        """The items; the seconds that each took to come are those of the source at its `path`."""
        began = time.perf_counter()
        for item in items:
            name = path(item)
            self.sources[name] = self.sources.get(name, 0.0) + time.perf_counter() - began
            yield item
            began = time.perf_counter()


@contextmanager
def measured(result: Path) -> Iterator[Clock]:
    """Notes what the block cost, when it has ended well, for a result folder."""
    clock, began = Clock(), time.perf_counter()
    yield clock
    spent = Spent(
        seconds=time.perf_counter() - began,
        peak_bytes=peak(),
        sources=clock.sources,
        tokenizer=clock.tokenizer,
    )
    ledger.write(note(result), spent.model_dump_json())


def read_spent(result: Path) -> Spent | None:
    """What a result cost; None if nothing is known, since its worker ended before it could tell."""
    path = note(result)
    return Spent.model_validate_json(path.read_bytes()) if path.is_file() else None


def note(result: Path) -> Path:
    """The file that tells what a result folder cost."""
    return result.parent.with_name(SPENT) / f"{result.parent.name}-{result.name}.json"
