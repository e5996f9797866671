"""Small pieces of Markdown: tables, code spans, figures. Text from sources shows as text, never as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_LONGEST, _KEPT, _ITEMS, _CELL = 60, 40, 3, 160  # characters of a string, of a cut one; items; of a cell
_MARKUP = re.compile(r"([\\*\[<|])")


def table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table; a column of figures is set to the right. Cells must be Markdown already."""
    body = [list(line) for line in lines]
    rule = ["---:" if _are_figures([line[at] for line in body]) else "---" for at in range(len(header))]
    return "\n".join(f"| {' | '.join(line)} |" for line in [list(header), rule, *body])


def _are_figures(cells: Sequence[str]) -> bool:
    return all(re.fullmatch(r"[\d,.]+|–", cell) for cell in cells) and any(cell != "–" for cell in cells)


def text(words: str | None) -> str:
    """Words as they are, with markup escaped; backticks keep their meaning; a dash for nothing."""
    parts = re.split(r"(`[^`]*`)", _visible(" ".join((words or "–").split())))
    escaped = (part.replace("|", r"\|") if part[:1] == "`" else _MARKUP.sub(r"\\\1", part) for part in parts)
    return "".join(escaped)


def code(content: str) -> str:
    """A code span that holds anything on one line, also in a table."""
    shown = _visible(content)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown or not shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", r"\|")


def _visible(content: str) -> str:
    """Line breaks, zero-width and direction marks as escapes."""
    return "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in content)


def value(content: Any) -> str:
    """A JSON value as a code span, its long parts cut."""
    shown = json.dumps(_cut(content), ensure_ascii=False)
    return code(shown if len(shown) <= _CELL else shown[:_CELL] + "…")


def _cut(content: Any) -> Any:
    if isinstance(content, str):
        return content if len(content) <= _LONGEST else content[:_KEPT] + "…"
    if isinstance(content, Mapping):
        return {key: _cut(part) for key, part in content.items()}
    if isinstance(content, list | tuple):
        return [_cut(part) for part in content[:_ITEMS]] + ["…"] * (len(content) > _ITEMS)
    return content


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 speech`, `2 speeches`, `1,234 rows`."""
    plural = noun + ("es" if noun.endswith(("ch", "s", "sh", "x")) else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def figure(number: float | None) -> str:
    """A score with three decimals; a dash where it is not defined."""
    return "–" if number is None else f"{number:.3f}"
