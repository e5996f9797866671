"""JSON: an array of objects or texts, an object that holds one, a single object; and JSON Lines, read line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from speechdata.errors import SourceError
from speechdata.readers._options import Member, Options
from speechdata.readers._table_columns import folded_name, names_of
from speechdata.readers._table_rows import Bad, Cells, Table, told
from speechdata.readers._table_text import opened
from speechdata.text.decode import decode

_ADVICE = "Give an array of objects with a text column, an array of texts, or one object a line."


def table(member: Member, options: Options) -> Table:
    """The records of a JSON file. Raises SourceError: source-record, source-damaged, or as `decode` does."""
    decoded = decode(member.data, place=member.name, encoding=options.encoding)
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        if _is_lines(decoded.text):
            found = lines(member, options)
            return Table(found.rows, found.encoding, f"one value a line; {found.evidence}")
        advice = "Mend the file at this place, or fetch it again."
        raise SourceError("source-damaged", f"no JSON: {error}", place=member.name, advice=advice) from error
    records, found_in = _records(value, member.name, options.text_column)
    return Table((_checked(record) for record in records), decoded.encoding, f"{decoded.evidence}{found_in}")


def lines(member: Member, options: Options) -> Table:
    """The records of a JSON Lines file. Raises SourceError as `decode` does, but for single lines not in UTF-8."""
    try:
        file = opened(member.data, place=member.name, encoding=options.encoding)
    except SourceError as error:
        if error.code != "source-encoding" or options.encoding:
            raise
        return Table(_parsed(BytesIO(member.data)), "utf-8", "as JSON is; some lines are not")
    return Table(_parsed(file.stream()), file.encoding, file.evidence)


def _is_lines(text: str) -> bool:
    """Whether the first line of several is an object or array of its own."""
    first, _, rest = text.lstrip().partition("\n")
    try:
        return isinstance(json.loads(first), dict | list) and bool(rest.strip())
    except (ValueError, RecursionError):
        return False


def _parsed(stream: Iterable[str | bytes]) -> Iterator[Cells | Bad]:
    for number, line in enumerate(stream, 1):
        raw = line if isinstance(line, bytes) else line.encode()
        if not raw.strip():
            continue
        try:
            value = json.loads(raw.decode())
        except (ValueError, RecursionError) as error:
            yield Bad(raw, f"no JSON: {error}", number, number)
            continue
        checked = _checked(value)
        yield Bad(raw, checked.message, number, number) if isinstance(checked, Bad) else checked


def _checked(value: Any) -> Cells | Bad:
    if isinstance(value, dict | str):
        return value
    message = f"{told(value)} where an object or a text is expected"
    return Bad(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"), message)


def _records(value: Any, place: str, column: str | None) -> tuple[list[Any], str]:
    """The records in a JSON value, and where they were found. Raises SourceError source-record."""
    if isinstance(value, list):
        return value, ""
    if not isinstance(value, dict):
        raise _unfit(f"{told(value)}, no records", place)
    if _is_record(value, column):
        return [value], "; one object"
    lists = dict(_lists(value, "", 0))
    named = [path for path in lists if folded_name(path.rpartition(".")[2]) in names_of("records")]
    paths = named if len(named) == 1 else list(lists)
    if len(paths) != 1:
        several = f"several lists that may hold the records: {', '.join(paths)}"
        raise _unfit(several if paths else "no list of records", place)
    return lists[paths[0]], f"; records in {paths[0]}"


def _is_record(value: dict[str, Any], column: str | None) -> bool:
    """Whether an object is a record itself: a column of text is in it."""
    names = (folded_name(column),) if column else names_of("text")
    return any(isinstance(cell, str) and folded_name(name) in names for name, cell in value.items())


def _lists(value: dict[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Lists of objects or texts in an object, and in the objects in it, by their path."""
    for name, item in value.items():
        if isinstance(item, dict) and depth < 3:
            yield from _lists(item, f"{prefix}{name}.", depth + 1)
        elif isinstance(item, list) and item and isinstance(item[0], dict | str):
            yield f"{prefix}{name}", item


def _unfit(message: str, place: str) -> SourceError:
    return SourceError("source-record", message, place=place, advice=_ADVICE)
