"""Data as scripts that hand over one JSON value: a page opened from disk may load scripts, but fetch nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = "data"


def as_json(value: Any) -> str:
    """A value as JSON, dates as their ISO form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def put(folder: Path, name: str, value: Any) -> None:
    """Writes `value` to data/<name>.js under the name that the page asks for."""
    put_text(folder, name, as_json(value))


def put_text(folder: Path, name: str, content: str) -> None:
    """The same of a value that is JSON already."""
    path = folder / DATA / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"speechdata.put({as_json(name)},{content});\n", "utf-8")
