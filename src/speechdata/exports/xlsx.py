"""XLSX: the task list (任务分解表), one directive a row, for those who follow up.

Every cell is a string or a number: words that begin like a formula stay words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options
from speechdata.exports._left_out import IDENTITY, fields_of, speech_fields
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.records import Annotation

FILE, SHEET = "任务分解表.xlsx", "任务分解表"
LONGEST = 32_767
"""Most characters that Excel keeps in a cell."""
ROWS = 1_000_000
"""Directives a sheet; Excel has 1,048,576 rows."""
STRENGTH = {1: "弱", 2: "中", 3: "强"}
MODALITY = {"obligation": "应当", "prohibition": "禁止", "permission": "允许", "recommendation": "建议"}
_SHOWN = ("addressee", "action", "deadline", "strength", "modality", "condition")
_MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # a fixed date, so that the same rows give the same bytes


class _Column(NamedTuple):
    heading: str
    width: int


COLUMNS = (
    _Column("序号", 6),
    _Column("讲话", 24),
    _Column("章节", 28),
    _Column("责任主体", 18),
    _Column("任务", 44),
    _Column("时限", 16),
    _Column("条件", 16),
    _Column("力度", 6),
    _Column("类型", 8),
    _Column("原文", 60),
    _Column("出处", 30),
)


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes 任务分解表.xlsx. Raises ConfigError export-layer without directives, export-library without xlsxwriter."""
    if "directives" not in {layer.name for layer in options.layers}:
        raise ConfigError(
            "export-layer", "the task list is made of directives", advice="Add --layer directives."
        )
    book = _library().Workbook(str(folder / FILE), {"constant_memory": True, "strings_to_urls": False})
    book.set_properties({"title": SHEET, "created": _MADE})
    sheets = _Sheets(book)
    for rows in speeches:
        for record, cells in _tasks(rows):
            sheets.add(cells, record, losses)
        _left_out(rows, losses)
    sheets.finish()
    book.close()


def _library() -> Any:
    try:
        return import_module("xlsxwriter")
    except ImportError as error:
        advice = "Install it: pip install 'speechdata[xlsx]'."
        raise ConfigError("export-library", f"xlsxwriter is missing: {error}", advice=advice) from error


class _Sheets:
    """The sheets of a workbook, a further one whenever the last is full."""

    def __init__(self, book: Any) -> None:
        self._book, self._sheet, self._row, self._total, self._count = book, None, 0, 0, 0
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
        self._body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        sheet = self._book.add_worksheet(SHEET if self._count == 1 else f"{SHEET}{self._count}")
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.heading, self._head)
        sheet.freeze_panes(1, 0)
        self._sheet, self._row = sheet, 0

    def add(self, cells: Iterable[str], record: Annotation, losses: Losses) -> None:
        """Writes a row behind its number."""
        if self._row == ROWS:
            self.finish()
            self._begin()
        self._row, self._total = self._row + 1, self._total + 1
        sheet: Any = self._sheet
        sheet.write_number(self._row, 0, self._total, self._body)
        for at, text in enumerate(cells, 1):
            if len(text) > LONGEST:
                reason = f"a cell holds {LONGEST} characters"
                losses.add("cell", "directives", reason, of=record.annotation_id)
            sheet.write_string(self._row, at, text[:LONGEST], self._body)

    def finish(self) -> None:
        """Gives the sheet its filter, over the rows that it has got."""
        sheet: Any = self._sheet
        sheet.autofilter(0, 0, self._row, len(COLUMNS) - 1)


def _tasks(rows: SpeechRows) -> Iterator[tuple[Annotation, list[str]]]:
    sections: dict[str | None, Any] = {each.annotation_id: each for each in rows.layers.get("sections", ())}
    path = rows.speech.occurrences[0].path
    for record in rows.layers["directives"]:
        said = dict(record)
        section = sections.get(record.section_id)
        yield (
            record,
            [
                rows.speech.title or rows.speech_id,
                f"{section.marker}{section.heading or ''}" if section else "",
                said["addressee"] or "",
                said["action"] or "",
                said["deadline"] or "",
                said["condition"] or "",
                STRENGTH.get(said["strength"], str(said["strength"])),
                MODALITY.get(said["modality"], said["modality"]),
                record.text,
                f"{path}:{record.source_start}-{record.source_end}",
            ],
        )


def _left_out(rows: SpeechRows, losses: Losses) -> None:
    """Notes the records of other layers and the fields that are no column."""
    held, reason = (
        {*IDENTITY, *_SHOWN, "section_id", "source_start", "source_end"},
        "no column of the task list",
    )
    fields_of("directives", rows.layers["directives"], held, losses, reason=reason)
    speech_fields(rows, {"title"}, losses, reason=reason)
    for name, own in rows.layers.items():
        if name != "directives":
            losses.add("rows", name, "the task list is made of directives", count=len(own))


FORMAT = Format(name="xlsx", about="the task list 任务分解表, one directive a row", write=write)
