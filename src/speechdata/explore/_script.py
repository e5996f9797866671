"""Data as scripts that hand over one JSON value: a page opened from disk may load scripts, but fetch nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = "data"


def put(folder: Path, name: str, value: Any) -> None:
    """Writes `value` to data/<name>.js under the name that the page asks for."""
    path = folder / DATA / f"{name}.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    path.write_text(f"speechdata.put({json.dumps(name)},{content});\n", "utf-8")
