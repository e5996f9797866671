"""One module a layer. Each public module here declares LAYER; discovery needs no list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pkgutil import iter_modules

from speechdata.layer import Layer


@cache
def layers() -> tuple[Layer, ...]:
    """All layers in alphabetical order, each preceded by the ones that it requires."""
    names = sorted(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))
    found = {layer.name: layer for layer in (import_module(f"{__name__}.{name}").LAYER for name in names)}
    TopologicalSorter({name: layer.requires for name, layer in found.items()}).prepare()  # no circle
    order = dict.fromkeys(needed for name in sorted(found) for needed in _with_required(name, found))
    return tuple(found[name] for name in order)


def _with_required(name: str, found: Mapping[str, Layer]) -> Iterator[str]:
    for required in found[name].requires:
        yield from _with_required(required, found)
    yield name
