"""What a build says of itself while it runs: one logger, `speechdata`, with fields that a program can read."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from enum import StrEnum
from typing import Any, TextIO

FIELDS = ("step", "shard", "source", "code", "seconds", "counts")
"""Fields that a record may carry, in the order in which they are written."""

log = logging.getLogger("speechdata")


class LogFormat(StrEnum):
    """How log records are written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least level that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def configure(form: LogFormat, level: LogLevel) -> None:
    """Writes the records of this process to standard error, a line each; a second call replaces the first."""
    handler = _Lines(sys.stderr)
    handler.setFormatter(JsonLine() if form is LogFormat.JSON else TextLine())
    log.handlers[:] = [handler, *(other for other in log.handlers if not isinstance(other, _Lines))]
    log.setLevel(level.upper())
    log.propagate = False  # Prefect's handler on the root logger would write each line again


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """The fields that a record carries."""
    return {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}


class _Lines(logging.StreamHandler[TextIO]):
    """Our own handler, told from those of others on the same logger."""


class JsonLine(logging.Formatter):
    """A JSON object a record: time (ISO 8601, UTC), level, logger, message, its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {"time": _time(record).isoformat(), "level": record.levelname.lower()}
        line |= {"logger": record.name, "message": record.getMessage(), **fields(record)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class TextLine(logging.Formatter):
    """A line a record, for people: time in UTC, level, message, which tells what the fields do."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the traceback if there is one."""
        lines = [f"{_time(record):%Y-%m-%d %H:%M:%S} {record.levelname:<7} {record.getMessage()}"]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return "\n".join(lines)


def _time(record: logging.LogRecord) -> dt.datetime:
    return dt.datetime.fromtimestamp(record.created, dt.UTC)
