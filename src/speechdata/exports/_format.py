"""A format of exports: what it is called, how it is written and, for annotation tools, how it is read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Literal

from speechdata.errors import ConfigError
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.exports._task import Task
from speechdata.layer import Layer

Tokens = Literal["characters", "words"]


@dataclass(frozen=True)
class Options:
    """What a writer is told besides the speeches."""

    dataset: Path
    layers: tuple[Layer, ...]
    whole: bool = True
    """Whether all speeches are exported, so that what belongs to the collection may go along."""
    tokens: Tokens = "characters"
    bom: bool = False
    """Whether CSV begins with a byte order mark, as Excel wants it."""
    guard: bool = False
    """Whether CSV cells that a spreadsheet would take for formulas get an apostrophe before them."""


Write = Callable[[Iterable[SpeechRows], Path, Options, Losses], None]


@dataclass(frozen=True)
class Format:
    """Declaration of a format. Each public module of this package declares one as FORMAT."""

    name: str
    about: str
    write: Write
    """Writes the speeches into an empty folder and notes what it cannot hold."""
    read: Callable[[Path], Iterator[Task]] | None = None
    """Reads what annotators made of an export; None if the format is not for annotating."""
    holds: frozenset[str] = frozenset()
    """Tables besides speeches and layers that it holds."""


@cache
def formats() -> dict[str, Format]:
    """All formats by name."""
    package = "speechdata.exports"
    names = (info.name for info in iter_modules(import_module(package).__path__))
    found = [import_module(f"{package}.{name}").FORMAT for name in sorted(names) if not name.startswith("_")]
    return {form.name: form for form in found}


def format_of(name: str, *, readable: bool = False) -> Format:
    """The format of that name. Raises ConfigError format-unknown, also for one that cannot be read back."""
    known = {key: form for key, form in formats().items() if form.read or not readable}
    if name not in known:
        what = "read back" if readable else "written"
        raise ConfigError(
            "format-unknown", f"no format {name!r} that is {what}; there are {', '.join(known)}"
        )
    return known[name]
