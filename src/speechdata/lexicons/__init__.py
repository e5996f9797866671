"""Loader of the packaged lexicons: tab-separated data with a header line; `#` lines are comments."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from speechdata.errors import LexiconError

Entry = dict[str, str]


@cache
def load(name: str) -> tuple[Entry, ...]:
    """Entries of `<name>.tsv` in file order, one dict a line (column -> value, empty cells are "").

    Raises LexiconError, naming file and line, for a wrong number of cells, white space at a cell's edge,
    or a line that repeats the first two cells of an earlier one.
    """
    path = files(__name__) / f"{name}.tsv"
    if not path.is_file():
        raise LexiconError("lexicon-missing", "no such lexicon", place=f"lexicons/{name}.tsv")
    return _parse(path.read_text("utf-8"), f"lexicons/{name}.tsv")


def _parse(content: str, place: str) -> tuple[Entry, ...]:
    lines = [(number, line) for number, line in enumerate(content.splitlines(), 1) if line and line[0] != "#"]
    if not lines:
        raise LexiconError("lexicon-empty", "no header line", place=place)
    header = lines[0][1].split("\t")
    entries: list[Entry] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, line in lines[1:]:
        cells = line.split("\t")
        where = f"{place}:{number}"
        if len(cells) != len(header):
            raise LexiconError("lexicon-cells", f"{len(cells)} cells, the header has {len(header)}", place=where)
        if any(cell != cell.strip() for cell in cells):
            raise LexiconError("lexicon-space", "white space at a cell's edge", place=where)
        if (key := tuple(cells[:2])) in seen:
            raise LexiconError("lexicon-double", f"repeats line {seen[key]}: {cells[0]}", place=where)
        seen[key] = number
        entries.append(dict(zip(header, cells, strict=True)))
    return tuple(entries)


@cache
def _simplified() -> tuple[dict[int, str], frozenset[str]]:
    pairs = {old: entry["simplified"] for entry in load("traditional") for old in entry["traditional"]}
    return str.maketrans(pairs), frozenset(pairs)


def simplified(text: str) -> str:
    """`text` with simplified characters for traditional ones, one for one so that offsets stay; for matching."""
    table, traditional = _simplified()
    return text if traditional.isdisjoint(text) else text.translate(table)


@cache
def lexicon_hash() -> str:
    """SHA-256 over names and bytes of all packaged lexicons, 64 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(files(__name__).iterdir(), key=lambda item: item.name):
        if path.name.endswith(".tsv"):
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
