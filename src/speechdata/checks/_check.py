"""A check and what it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from speechdata.checks._bundle import Bundle
from speechdata.records import Anchored, Annotation, Finding, Level, Speech
from speechdata.span import Span

_LEVELS: dict[str, Level] = {"E": "error", "W": "warning", "N": "note"}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: a check's result before code, level and path are put to it."""

    message: str
    speech_id: str | None = None
    table: str | None = None
    span: Span | None = None


def at_row(table: str, row: Anchored, message: str) -> Problem:
    """A problem of one row of a table."""
    return Problem(message, row.speech_id, table, row.span)


def at_speech(speech: Speech, message: str, span: Span | None = None) -> Problem:
    """A problem of a speech, or of a place in its text."""
    return Problem(message, speech.speech_id, "speeches", span)


@dataclass(frozen=True)
class Check:
    """One thing that must hold. `code` is stable; its first letter gives the level."""

    code: str
    level: Level
    title: str
    run: Callable[[Bundle], Iterator[Finding]]


def declare(code: str, title: str) -> Callable[[Callable[[Bundle], Iterator[Problem]]], Check]:
    """Makes a check of a function that yields problems."""
    level = _LEVELS[code[0]]

    def decorate(find: Callable[[Bundle], Iterator[Problem]]) -> Check:
        def run(bundle: Bundle) -> Iterator[Finding]:
            for problem in find(bundle):
                yield Finding(
                    code=code,
                    level=level,
                    message=f"{title}: {problem.message}",
                    path=bundle.path(problem.speech_id),
                    speech_id=problem.speech_id,
                    table=problem.table,
                    start=None if problem.span is None else problem.span.start,
                    end=None if problem.span is None else problem.span.end,
                )

        return Check(code, level, title, run)

    return decorate


def has_fields(row: Anchored, *names: str) -> bool:
    """Whether the row's layer has all these fields; checks leave out rows of layers that have not."""
    return _have(type(row), names)


@cache
def _have(kind: type[Anchored], names: tuple[str, ...]) -> bool:
    return kind.model_fields.keys() >= {*names}


def value(row: Anchored, name: str) -> Any:
    """The value of a field; None where the row's layer has none of that name."""
    return vars(row).get(name)  # pydantic takes ten times as long to say that there is none


def row_id(row: Anchored) -> str:
    """The id of a sentence or an annotation."""
    return str(vars(row).get(_id_field(type(row))) or "")


@cache
def _id_field(kind: type[Anchored]) -> str:
    return "annotation_id" if issubclass(kind, Annotation) else "sentence_id"


@cache
def label(kind: type[Anchored]) -> str:
    """What the ids of such rows call them: the singular name of the layer, or `sentence`."""
    return kind.layer if issubclass(kind, Annotation) else "sentence"
