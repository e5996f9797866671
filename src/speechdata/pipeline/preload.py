"""Imported by the server that worker processes are forked from: what all of them need, loaded once and shared."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec

from speechdata.pipeline import steps
from speechdata.pipeline.warm import warm

__all__ = ["steps"]


class _WithoutPandas:
    """Arrow imports pandas at its first array, wherever it is installed; no step needs it, and it takes 40 MB."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG004
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)
        return None


sys.meta_path.insert(0, _WithoutPandas)
warm()
