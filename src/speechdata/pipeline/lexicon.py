"""Decisions on wordings, written into the lexicons of a project or, by maintainers, of the package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from speechdata.annotators.slogans.known import admitted, listed, refused
from speechdata.errors import ConfigError
from speechdata.lexicons import Entry, columns, content_of, extended, packaged_path, parse
from speechdata.lexicons.edit import with_rows
from speechdata.pipeline.ledger import write

DECISIONS = ("accept", "reject", "")
"""What the first column of an edited queue may say; empty leaves it open."""
DECIDED = ("decision", "wording", "kind", "use", "variants")
"""The columns with which an edited queue begins; further ones are for reading."""
HEADING = "# From the review queue"
HEADS = {
    "slogans": "# Slogans of this project, read besides the packaged ones. kind: policy_formula, numeric_formula,\n"
    "# campaign, aphorism. use: any, named, quoted. variants: other wordings, separated by |.\n",
    "slogans.not": "# Wordings that are no slogans in this project, with the reason.\n",
}


class Change(NamedTuple):
    """A lexicon file, the wordings added to it and those that stood there, or in the packaged one, before."""

    path: Path
    added: tuple[str, ...]
    known: tuple[str, ...]


def slogan(wording: str, *, kind: str, use: str, variants: Iterable[str] = (), place: str = "") -> Entry:
    """A lexicon line for a slogan however it is written; `place` is named in errors."""
    cells = {
        "canonical": listed(wording, kind),
        "kind": kind,
        "use": use,
        "variants": "|".join(listed(variant, kind) for variant in variants),
    }
    return Entry(cells.items(), place=place)


def no_slogan(wording: str, *, reason: str, place: str = "") -> Entry:
    """A lexicon line for a wording that is none."""
    cells = {"wording": listed(wording, ""), "reason": " ".join(reason.split())}
    return Entry(cells.items(), place=place)


def accepted(queue: Path) -> list[Entry]:
    """Lines of what an edited queue accepts. Raises as `decided` does."""
    return [
        slogan(
            row["wording"],
            kind=row["kind"],
            use=row["use"],
            variants=filter(None, row["variants"].split("|")),
            place=row.place,
        )
        for row in decided(queue, "accept")
    ]


def rejected(queue: Path, *, reason: str) -> list[Entry]:
    """Lines of what an edited queue rejects. Raises as `decided` does."""
    return [no_slogan(row["wording"], reason=reason, place=row.place) for row in decided(queue, "reject")]


def decided(queue: Path, decision: str) -> list[Entry]:
    """Rows of an edited queue with that `decision`.

    Raises LexiconError for a file of another form, ConfigError for a decision that is none, or if no row has it.
    """
    rows = parse(content_of(queue), queue.as_posix(), columns=DECIDED)
    for row in rows:
        if row["decision"] not in DECISIONS:
            message = f"decision {row['decision']!r} is none of accept, reject; empty leaves it open"
            raise ConfigError("decision-unknown", message, place=row.place)
    found = [row for row in rows if row["decision"] == decision]
    if not found:
        advice = "Write it into the first column of the rows that you mean."
        raise ConfigError(
            "decision-missing", f"no row says {decision}", place=queue.as_posix(), advice=advice
        )
    return found


def accept(lines: Sequence[Entry], folder: Path | None) -> Change:
    """Adds slogans to the lexicon in `folder`, to the packaged one if None; all of them or, on error, none.

    A line that says what a lexicon says already is passed over. Raises LexiconError as `admitted` does.
    """
    with _in_force(folder):
        return _added("slogans", lines, admitted(lines), folder)


def reject(lines: Sequence[Entry], folder: Path | None) -> Change:
    """Adds wordings that are no slogans, as `accept` does slogans. Raises LexiconError as `refused` does."""
    with _in_force(folder):
        return _added("slogans.not", lines, refused(lines), folder)


def _in_force(folder: Path | None) -> AbstractContextManager[None]:
    return extended(folder) if folder else nullcontext()


def _added(name: str, lines: Sequence[Entry], new: Sequence[Entry], folder: Path | None) -> Change:
    path = folder / f"{name}.tsv" if folder else _checkout(name)
    if new:
        there = content_of(path) if path.exists() else HEADS[name] + "\t".join(columns(name))
        write(path, with_rows(there, new, heading="" if folder else HEADING))
    first = columns(name)[0]
    added = tuple(line[first] for line in new)
    return Change(path, added, tuple(line[first] for line in lines if line not in new))


def _checkout(name: str) -> Path:
    """The packaged lexicon in a checkout. Raises ConfigError where the package is installed."""
    path = packaged_path(name)
    if not (path.parents[3] / "pyproject.toml").is_file():
        advice = "An update would undo the change: write to a lexicon of your own, without --packaged."
        raise ConfigError("packaged-installed", "this is no checkout", place=path.as_posix(), advice=advice)
    return path
