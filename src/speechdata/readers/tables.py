"""Tables with a text column (.csv, .tsv, .json, .jsonl, .ndjson, .parquet): each record is a source.

Of a table the column of the text is found, or named by the user. Title, occasion, speaker and date stand in columns of
their own in many tables; they go before the text, a line each, where it does not begin with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from speechdata.errors import SourceError
from speechdata.readers import _table_csv, _table_json, _table_parquet
from speechdata.readers._names import suffix_of
from speechdata.readers._options import Member, Part, Reading, Refused, Row
from speechdata.readers._table_columns import Columns, columns, text_of
from speechdata.readers._table_front import front
from speechdata.readers._table_rows import Bad, Cells, Table, as_bytes, told
from speechdata.text.decode import Decoded, decode_markup, with_traces

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet")

_SAMPLE = 50
"""Records by which the columns are judged."""


def parts(member: Member, *, reading: Reading) -> Iterator[Part]:
    """The records of a table, called `<table>#<number>` from 1 on; those that hold no text are Refused.

    Raises SourceError for a table that cannot be read or has no column of text.
    """
    table = _table(member, reading)
    sample: list[Cells | Bad] = []
    good: list[Cells] = []
    for row in table.rows:
        sample.append(row)
        if not isinstance(row, Bad):
            good.append(row)
        if len(good) == _SAMPLE:
            break
    found = columns(good, reading.options.text_column, place=member.name) if good else Columns("", {}, "")
    for number, row in enumerate(chain(sample, table.rows), 1):
        yield _part(row, f"{member.name}#{number}", table, found)


def _table(member: Member, reading: Reading) -> Table:
    if member.data.startswith(b"PAR1") or suffix_of(member.known_as) == ".parquet":
        return _table_parquet.table(member, reading)
    readers = {".json": _table_json.table, ".jsonl": _table_json.lines, ".ndjson": _table_json.lines}
    return readers.get(suffix_of(member.known_as), _table_csv.table)(member, reading.options)


def _part(row: Cells | Bad, name: str, table: Table, found: Columns) -> Row | Refused:
    if isinstance(row, Bad):
        place = f"{name}: {row.where}" if row.where else name
        error = SourceError("source-record", row.message, place=place, advice="Mend the record.")
        return Refused(name, row.data, error)
    try:
        return _row(row, name, table, found)
    except SourceError as error:
        return Refused(name, as_bytes(row), error)


def _row(cells: Cells, name: str, table: Table, found: Columns) -> Row:
    """A record's text with what goes before it. Raises SourceError if it has none."""
    text = cells if isinstance(cells, str) else _text(cells.get(found.text), found.text, name)
    before = {} if isinstance(cells, str) else front(cells, found.front, text)
    evidence = [table.evidence, found.evidence]
    if before:
        put = ", ".join(f"{role} from {found.front[role]!r}" for role in before)
        evidence.append(f"put before it: {put}")
    whole = "\n".join((*before.values(), text))
    # Decoding it once more refuses blank and binary texts by the rules for files.
    checked = decode_markup(_encoded(whole, name), place=name, encoding="utf-8")
    return Row(name, with_traces(Decoded(checked.text, table.encoding, "; ".join(evidence))))


def _text(cell: object, column: str, name: str) -> str:
    text = text_of(cell)
    if text is not None and text.strip():
        return text
    if cell in (None, "", []) or text is not None:
        advice = "Put the text back or remove the record."
        raise SourceError("source-empty", f"no text in column {column!r}", place=name, advice=advice)
    message = f"{told(cell)} in column {column!r}, where a text is expected"
    raise SourceError("source-record", message, place=name, advice="Mend the record.")


def _encoded(text: str, name: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        where = f"{name}: character {error.start}"
        message = "half a character (a lone surrogate)"
        raise SourceError("source-encoding", message, place=where, advice="Mend the record.") from error
