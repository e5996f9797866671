"""Task views: configs for training, derived from the tables. Each public module here declares one in `view()`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from speechdata import tables
from speechdata.records import Record
from speechdata.views._view import View

__all__ = ["View", "json_schemas", "records", "views"]


def views() -> tuple[View, ...]:
    """All views whose tables exist, in alphabetical order."""
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    found: list[View] = [import_module(f"{__name__}.{name}").view() for name in names]
    known = tables.tables().keys()
    return tuple(view for view in found if view.needs.keys() <= known)


def records() -> dict[str, type[Record]]:
    """Record of each config (name -> class): the tables, then the views."""
    return tables.tables() | {view.name: view.record for view in views()}


def json_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema (2020-12) of a row of each config: config name -> schema."""
    return tables.json_schemas(records())
