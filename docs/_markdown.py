"""Words and tables as Markdown that says them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"`[^`]*`|[\\<>*_\[\]|]")


def plain(text: str) -> str:
    """A description as Markdown: what stands between backticks is code, no other sign has a meaning."""
    return _SPECIAL.sub(lambda found: found[0] if len(found[0]) > 1 else f"\\{found[0]}", text)


def code(text: str) -> str:
    """The text as code."""
    return f"`{text}`" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table, an empty one at either end; cells are Markdown in which `|` is free."""
    cells = [head, ["---"] * len(head), *rows]
    return ["", *(f"| {' | '.join(map(_cell, row))} |" for row in cells), ""]


def _cell(text: str) -> str:
    return re.sub(r"\\?\|", r"\\|", " ".join(text.split()))
