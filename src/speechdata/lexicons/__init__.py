"""Loader of the lexicons: tab-separated data with a header line; `#` lines are comments.

The packaged ones are read once. A project may extend some of them by files of its own: see `extended`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from speechdata.errors import LexiconError

P = ParamSpec("P")
R = TypeVar("R")

EXTENDABLE = ("slogans", "slogans.not")
"""Lexicons that a project may extend by a file of the same name and columns."""


class Entry(dict[str, str]):
    """One line, column -> value, empty cells are ""; `place` is its file and line."""

    def __init__(self, cells: Iterable[tuple[str, str]], *, place: str) -> None:
        super().__init__(cells)
        self.place = place


class Own(NamedTuple):
    """A lexicon file of a project."""

    name: str
    place: str
    content: str


_own: ContextVar[tuple[Own, ...]] = ContextVar("own lexicons", default=())


def derived(function: Callable[P, R]) -> Callable[P, R]:
    """`functools.cache` for what is made of lexicons that can be extended: kept apart for each extension."""

    kept: Callable[..., R] = cache(lambda _, *args, **options: function(*args, **options))

    @wraps(function)
    def call(*args: P.args, **options: P.kwargs) -> R:
        return kept(_own.get(), *args, **options)

    return call


@contextmanager
def extended(folder: Path | None) -> Iterator[None]:
    """Inside the `with` block, and in its thread or task only, the lexicons in `folder` count besides the packaged.

    They take the place of those of an outer block; a missing folder, or None, holds none. Everything made of lexicons
    follows: `load`, `lexicon_hash` and whatever is `derived`. Raises LexiconError, naming file and line, for a
    file that is no lexicon to extend, is not UTF-8 or breaks the form that `load` asks for.
    """
    token = _own.set(_own_files(folder) if folder else ())
    try:
        for name in EXTENDABLE:
            load(name)
        yield
    finally:
        _own.reset(token)


def _own_files(folder: Path) -> tuple[Own, ...]:
    if not folder.exists():
        return ()
    if not folder.is_dir():
        raise LexiconError(
            "lexicon-folder", "lexicons lie in a folder, this is a file", place=folder.as_posix()
        )
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    for path in paths:
        if path.suffix != ".tsv" or path.stem not in EXTENDABLE:
            names = ", ".join(f"{name}.tsv" for name in EXTENDABLE)
            advice = f"A project can extend {names}; take anything else out of this folder."
            raise LexiconError("lexicon-unknown", "no lexicon", place=path.as_posix(), advice=advice)
    return tuple(Own(path.stem, path.as_posix(), content_of(path)) for path in paths)


def content_of(path: Path) -> str:
    """Text of a file that people edit, with or without a byte-order mark. Raises LexiconError if not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        advice = "See that it is a text file that may be read, saved as UTF-8."
        raise LexiconError("lexicon-unreadable", str(error), place=path.as_posix(), advice=advice) from error


@derived
def load(name: str) -> tuple[Entry, ...]:
    """Entries of `<name>.tsv` in file order, the packaged ones before the project's own.

    Raises LexiconError, naming file and line, for columns other than the packaged file's, a wrong number of
    cells, white space at a cell's edge, or a line that repeats the first two cells of an earlier one.
    """
    packaged = _packaged(name)
    own = (file for file in _own.get() if file.name == name)
    return packaged + tuple(
        entry for file in own for entry in parse(file.content, file.place, columns=columns(name))
    )


def columns(name: str) -> tuple[str, ...]:
    """Columns of a packaged lexicon."""
    return tuple(_packaged(name)[0])


def packaged_path(name: str) -> Path:
    """The packaged `<name>.tsv`, as a file."""
    return Path(str(files(__name__) / f"{name}.tsv"))


@cache
def _packaged(name: str) -> tuple[Entry, ...]:
    path, place = files(__name__) / f"{name}.tsv", f"speechdata/lexicons/{name}.tsv"
    if not path.is_file():
        raise LexiconError("lexicon-missing", "no such lexicon", place=place)
    return parse(path.read_text("utf-8"), place)


def parse(content: str, place: str, *, columns: Sequence[str] = ()) -> tuple[Entry, ...]:
    """Entries of a file's content, with errors as in `load`; the header must begin with `columns`."""
    lines = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line and line[0] != "#"]
    if not lines:
        raise LexiconError("lexicon-empty", "no header line", place=place)
    header = lines[0][1].split("\t")
    if header[: len(columns)] != list(columns):
        advice = f"Begin it with these, divided by tabs: {' '.join(columns)}"
        message = f"the columns are {' '.join(header)}"
        raise LexiconError("lexicon-columns", message, place=f"{place}:{lines[0][0]}", advice=advice)
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, line in lines[1:]:
        cells = line.split("\t")
        where = f"{place}:{number}"
        if len(cells) != len(header):
            raise LexiconError(
                "lexicon-cells", f"{len(cells)} cells, the header has {len(header)}", place=where
            )
        if any(cell != cell.strip() for cell in cells):
            raise LexiconError("lexicon-space", "white space at a cell's edge", place=where)
        if (key := tuple(cells[:2])) in seen:
            raise LexiconError("lexicon-double", f"repeats line {seen[key]}: {cells[0]}", place=where)
        seen[key] = number
        entries.append(Entry(zip(header, cells, strict=True), place=where))
    return tuple(entries)


@cache
def _simplified() -> tuple[dict[int, str], re.Pattern[str]]:
    pairs = {old: entry["simplified"] for entry in load("traditional") for old in entry["traditional"]}
    return str.maketrans(pairs), re.compile(f"[{''.join(pairs)}]")


def simplified(text: str) -> str:
    """`text` with simplified characters for traditional ones, one for one so that offsets stay; for matching."""
    table, traditional = _simplified()
    return text.translate(table) if traditional.search(text) else text


@derived
def lexicon_hash() -> str:
    """SHA-256 over names and bytes of all lexicons, the packaged and then the project's own, 64 hex digits."""
    packaged = (
        (path.name, path.read_bytes()) for path in files(__name__).iterdir() if path.name.endswith(".tsv")
    )
    own = ((f"own/{file.name}.tsv", file.content.encode()) for file in _own.get())
    digest = hashlib.sha256()
    for name, content in (*sorted(packaged), *own):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
