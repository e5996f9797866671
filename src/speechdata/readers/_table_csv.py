"""Comma- and tab-separated tables: the delimiter found, quoted cells over several lines, every ragged line told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice

from speechdata.errors import SourceError
from speechdata.readers._names import suffix_of
from speechdata.readers._options import Member, Options
from speechdata.readers._table_rows import Bad, Cells, Table
from speechdata.readers._table_text import TextFile, opened

DELIMITERS = ",\t;|"
_SAMPLE = 2**18
_RECORDS = 50
_LONGEST_NAME = 60
"""Code points of a column's name; a first line with a longer cell is a record already."""


def table(member: Member, options: Options) -> Table:
    """The records. Raises SourceError as `decode` does."""
    file = opened(member.data, place=member.name, encoding=options.encoding)
    # The limit is one of the whole process; a speech is longer than its default of 131,072 characters.
    csv.field_size_limit(max(csv.field_size_limit(), options.limits.file_bytes))
    delimiter = _delimiter(file, "\t" if suffix_of(member.known_as) == ".tsv" else ",")
    told = {"\t": "tab"}.get(delimiter, delimiter)
    return Table(
        _rows(file, delimiter, member.name), file.encoding, f"{file.evidence}; cells divided by {told}"
    )


def _delimiter(file: TextFile, usual: str) -> str:
    """The delimiter that gives the first record several cells and most others as many; `usual` if none does."""
    sample = file.stream().read(_SAMPLE).splitlines(keepends=True)

    def fitness(delimiter: str) -> tuple[bool, float, bool]:
        widths = [len(row) for row in islice(csv.reader(sample, delimiter=delimiter), _RECORDS) if row]
        alike = sum(width == widths[0] for width in widths) / len(widths) if widths else 0.0
        return bool(widths) and widths[0] > 1, alike, delimiter == usual

    return max(DELIMITERS, key=fitness)


class _Lines:
    """The lines of a file, kept until the record that they make is taken or dropped."""

    def __init__(self, file: TextFile) -> None:
        self._stream = file.stream()
        self._kept: list[str] = []
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self._kept.append(line)
            self._number += 1
            yield line

    def bad(self, message: str) -> Bad:
        """What was kept, as a record that breaks the form."""
        bad = Bad("".join(self._kept).encode(), message, self._number - len(self._kept) + 1, self._number)
        self._kept.clear()
        return bad

    def drop(self) -> None:
        """Forgets what was kept."""
        self._kept.clear()


def _rows(file: TextFile, delimiter: str, place: str) -> Iterator[Cells | Bad]:
    """Records by the names in the first line, or by number where that line is a record already."""
    records = _records(file, delimiter)
    first = next(records, None)
    if first is None:
        return
    if isinstance(first, Bad):
        advice = "Mend the line; it should name the columns."
        raise SourceError("source-record", first.message, place=f"{place}: {first.where}", advice=advice)
    headless = max(map(len, first)) > _LONGEST_NAME
    names = [str(number) for number in range(1, len(first) + 1)] if headless else _distinct(first)
    for record in chain([first] if headless else [], records):
        yield record if isinstance(record, Bad) else dict(zip(names, record, strict=True))


def _distinct(cells: list[str]) -> list[str]:
    """Names of columns; an empty or repeated one gets its number."""
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = cell.lstrip("\ufeff").strip()
        while not name or name in names:
            name = f"{name}({number})"
        names[name] = None
    return list(names)


def _records(file: TextFile, delimiter: str) -> Iterator[list[str] | Bad]:
    """The cells of each record, all as many as the first has.

    Where quotation marks are out of order nothing tells where a record ends: the lines up to the next record that
    keeps the form are Bad together.
    """
    lines = _Lines(file)
    width, broken = 0, None
    for cells, error in _parsed(lines, delimiter):
        if not error and len(cells) == (width or len(cells)):
            if broken:
                yield broken
            width, broken = len(cells), None
            lines.drop()
            yield cells
            continue
        bad = lines.bad(error or f"cells: {len(cells)}, in the first line {width}")
        if broken:
            broken = broken.joined(bad)
        elif error:
            broken = bad
        else:
            yield bad
    if broken:
        yield broken


def _parsed(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """The cells of each record that is not blank, or what is wrong with it."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [], f"quotation marks out of order: {error}"
            continue
        if cells:
            yield cells, ""
        else:
            lines.drop()
