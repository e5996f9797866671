"""Which columns of a table hold the text, title, occasion, speaker and date of a speech: see lexicons/readers.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from speechdata.errors import SourceError
from speechdata.lexicons import load, simplified
from speechdata.readers._table_rows import Cells

FRONT = ("title", "occasion", "speaker", "date")
"""What may go before a text, in this order."""

MAX_COLUMNS = 10_000
"""Columns of a table; the widest of collections have some hundred."""
_SHOWN = 50
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_SEPARATOR = re.compile(r"[\s_-]+")


@dataclass(frozen=True)
class Columns:
    """The column of the text ("" for records that are texts), those of `FRONT` that are there, and the reason."""

    text: str
    front: Mapping[str, str]
    evidence: str


def folded_name(name: str) -> str:
    """The name of a column as the lexicon writes it."""
    return simplified(_SEPARATOR.sub("", name).casefold())


@cache
def names_of(role: str) -> tuple[str, ...]:
    """Names of columns with a role, as `folded_name` gives them."""
    return tuple(entry["name"] for entry in load("readers") if entry["role"] == role)


def columns(sample: Sequence[Cells], asked: str | None, *, place: str) -> Columns:
    """The columns of a table, judged by some of its records.

    The text is the column that is asked for, else one named so, else the one with the longest mean Chinese text.
    Raises SourceError: source-column, which names the columns that are there, or source-limit.
    """
    records = [cells for cells in sample if not isinstance(cells, str)]
    if not records and not asked:
        return Columns("", {}, "each record is a text")
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > MAX_COLUMNS:
        advice = "Take out the columns that hold no text."
        raise SourceError("source-limit", f"more than {MAX_COLUMNS:,} columns", place=place, advice=advice)
    if asked:
        text, reason = _asked(names, asked, place), "asked for"
    else:
        text, reason = _found(names, records, place)
    front = {role: name for role in FRONT if (name := _named(names, role)) and name != text}
    return Columns(text, front, f"text from column {text!r}: {reason}")


def _asked(names: Sequence[str], asked: str, place: str) -> str:
    exact = [name for name in names if name == asked]
    alike = exact or [name for name in names if folded_name(name) == folded_name(asked)]
    if len(alike) == 1:
        return alike[0]
    raise _no_column(f"no column {asked!r}", names, place)


def _found(names: Sequence[str], records: Sequence[Mapping[str, object]], place: str) -> tuple[str, str]:
    means = {name: _mean_han(name, records) for name in names}
    named = [name for name in names if folded_name(name) in names_of("text")]
    for candidates, reason in ((named, "named so"), (names, "the longest Chinese text")):
        best = max(candidates, key=lambda name: means[name], default=None)
        if best is not None and means[best] > 0:
            return best, f"{reason}, {means[best]:,.0f} characters on average"
    raise _no_column("no column with Chinese text", names, place)


def _named(names: Sequence[str], role: str) -> str | None:
    """The column with the name of a role that stands first in the lexicon."""
    known = {folded_name(name): name for name in reversed(names)}
    return next((known[name] for name in names_of(role) if name in known), None)


def _mean_han(name: str, records: Sequence[Mapping[str, object]]) -> float:
    return sum(len(_HAN.findall(text_of(record.get(name)) or "")) for record in records) / len(records)


def text_of(cell: object) -> str | None:
    """The text in a cell, paragraphs in a list joined by line ends; None for what is no text."""
    if isinstance(cell, list) and cell and all(isinstance(item, str) for item in cell):
        return "\n".join(cell)
    return cell if isinstance(cell, str) else None


def _no_column(message: str, names: Sequence[str], place: str) -> SourceError:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    shown = f"; there are {', '.join(map(repr, names[:_SHOWN]))}{more}"
    there = shown if names else "; the records have no columns"
    advice = "Name the column that holds the text."
    return SourceError("source-column", message + there, place=place, advice=advice)
