"""One module a layer. Each public module here declares LAYER; discovery needs no list."""

from __future__ import annotations

from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules

from speechdata.layer import Layer


@cache
def layers() -> tuple[Layer, ...]:
    """All layers, each after the ones that it requires; ties in alphabetical order."""
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    found = {layer.name: layer for layer in (import_module(f"{__name__}.{name}").LAYER for name in names)}
    order = TopologicalSorter({name: found[name].requires for name in sorted(found)})
    return tuple(found[name] for name in order.static_order())
