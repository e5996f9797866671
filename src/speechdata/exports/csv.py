"""CSV: one file a table, lists and structures as JSON, null as an empty cell.

With a guard, a cell that a spreadsheet would run as a formula gets an apostrophe before it, and is counted; numbers
are left alone. With a byte order mark, Excel takes the files for UTF-8.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from speechdata.exports._format import Format, Options
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.records import Record
from speechdata.tables import row_model, rows, tables

FORMULA = tuple("=+-@\t\r＝＋－＠")
"""First characters by which a spreadsheet takes a cell for a formula; Excel reads full-width ones alike."""
EMPTY = "an empty text and null are the same empty cell"
GUARDED = "the guard put an apostrophe before a cell that begins like a formula"


class _Sheets:
    """One open CSV file a table."""

    def __init__(self, folder: Path, names: Iterable[str], options: Options, losses: Losses) -> None:
        self._files, self._options, self._losses = ExitStack(), options, losses
        self._writers: dict[str, Any] = {}
        encoding = "utf-8-sig" if options.bom else "utf-8"
        for name in names:
            file = (folder / f"{name}.csv").open("w", encoding=encoding, newline="")
            self._writers[name] = csv.writer(self._files.enter_context(file), lineterminator="\r\n")
            self._writers[name].writerow(row_model(tables()[name]).model_fields)

    def __enter__(self) -> _Sheets:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def add(self, table: str, row: Record) -> None:
        """Writes a row."""
        values = row.model_dump(mode="json")
        self._writers[table].writerow([self._cell(table, name, value) for name, value in values.items()])

    def _cell(self, table: str, name: str, value: Any) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            return json.dumps(value, ensure_ascii=False)
        if not value:
            self._losses.add("cell", f"{table}.{name}", EMPTY)
        if self._options.guard and value.startswith(FORMULA):
            self._losses.add("cell", f"{table}.{name}", GUARDED)
            return f"'{value}"
        return value


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes <table>.csv for speeches, sentences, each layer and, of a whole dataset, the lexicon."""
    names = ["speeches", "sentences", *(layer.name for layer in options.layers)]
    with _Sheets(folder, [*names, *(["lexicon"] if options.whole else [])], options, losses) as sheets:
        for each in speeches:
            own: Mapping[str, Iterable[Record]] = {
                "speeches": (each.speech,),
                "sentences": each.sentences,
                **each.layers,
            }
            for name, members in own.items():
                for row in members:
                    sheets.add(name, row)
        if options.whole:
            for row in rows(options.dataset, "lexicon"):
                sheets.add("lexicon", row)


FORMAT = Format(
    name="csv",
    about="one file a table",
    write=write,
    holds=frozenset({"sentences", "lexicon"}),
)
