"""Records as mlcroissant reads them, put as Parquet gives them."""

from __future__ import annotations

import datetime as dt
from typing import Any


def read(dataset: Any, config: str) -> list[Any]:
    """All records of a config: short names, text for bytes, days for times, lists of their records."""
    return [_plain(config, record) for record in dataset.records(config)]


def _plain(path: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key.removeprefix(f"{path}/"): _plain(key, part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(path, part) for part in value]
    if isinstance(value, bytes):
        return value.decode()
    return value.date() if isinstance(value, dt.datetime) else value
