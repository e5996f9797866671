"""Something in a text that must not be published, and how it is shown without being told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from speechdata.lexicons import simplified
from speechdata.span import Span

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), ord("-"))


@dataclass(frozen=True)
class Scan:
    """A kind of such things: `find` gives their spans in a text that was `folded`."""

    code: str
    title: str
    advice: str
    find: Callable[[str], Iterator[Span]]
    masked: bool = True
    """Whether what was found is itself a secret and is shown masked."""

    def shown(self, text: str) -> str:
        """What was found, as a log may show it."""
        return masked(text) if self.masked else text


def folded(text: str) -> str:
    """`text` with half-width and simplified characters, one for one so that offsets stay."""
    return simplified(text.translate(_WIDE | _DASHES))


def masked(value: str) -> str:
    """A value that can be recognised by who knows it, and by nobody else: at most three characters at the start and
    two at the end, and never half of it.
    """
    head, tail = min(3, len(value) // 4), min(2, len(value) // 5)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]
