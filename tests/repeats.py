"""The speeches of the seed, and what becomes of a text when it is passed on: edited, cut, respaced, filled in."""

from __future__ import annotations

import random
import re
from pathlib import Path

SEED = (Path(__file__).parent.parent / "seeds" / "000_46ebd7ac5d9d9c86.txt").read_bytes().decode("utf-8")
BOUNDS = [(1, 5800), (5802, 8222), (8224, 12546), (12547, 14041), (14042, 19978)]
SPEECHES = {f"sp-{number}": SEED[start:end] for number, (start, end) in enumerate(BOUNDS)}
ALPHABET = sorted(set(SEED))


def edited(text: str, share: float, *, seed: int = 7) -> str:
    """The text with that share of its characters deleted, replaced or doubled."""
    chosen = random.Random(seed)
    out = []
    for character in text:
        change = chosen.choice(["", chosen.choice(ALPHABET), character * 2])
        out.append(change if chosen.random() < share else character)
    return "".join(out)


def without_paragraphs(text: str, *, of_ten: int) -> str:
    """The text without the first `of_ten` of every ten paragraphs."""
    return "\n".join(line for number, line in enumerate(text.split("\n")) if number % 10 >= of_ten)


def respaced(text: str) -> str:
    """The text broken after its commas and stops, the stops doubled."""
    return re.sub("[，。]", lambda mark: mark[0] * 2 + " \n", text)


def filled_in(text: str) -> str:
    """The text with its masks replaced by a name, and another year."""
    return text.replace("X", "青山").replace("2024", "2019")
