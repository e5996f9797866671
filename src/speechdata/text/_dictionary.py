"""jieba's dictionary with user words, parsed once and kept in our cache in two parts: weights and tags."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import distribution
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

Entry = tuple[str, int, str]
"""A word, its frequency, its tag."""
_SEARCHED = 32
"""About as many words are searched through for the tag of one."""


class Weights(NamedTuple):
    """Logarithm of each word's share, 0.0 for what only begins a word.

    Short words are kept by their characters: few tables, often looked up, lie closer than one that holds all.
    """

    short: dict[str, tuple[float, dict[str, float]]]
    """By first character: its weight, and by second character the weight of both."""
    longer: dict[str, float]
    """Of three characters and more."""
    rarest: float
    """The weight of a character that is no word."""


class Tags:
    """Tag of each word, kept as lines of text by first and last character: a table of all words takes eight times the
    memory.
    """

    def __init__(self, lines: dict[str, tuple[str, ...]]) -> None:
        self._lines = lines

    def get(self, word: str) -> str | None:
        """The tag of a word; None for one that is not in the dictionary."""
        shelf = self._lines.get(word[:1])
        if not shelf:
            return None
        lines, start = shelf[ord(word[-1]) % len(shelf)], f"\n{word[1:]} "
        at = lines.find(start)
        return lines[at + len(start) : lines.index("\n", at + 1)] if at >= 0 else None

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self.get(word) is not None


def cache_folder() -> Path:
    """Where the parsed dictionary is cached: SPEECHDATA_CACHE, else the user's cache folder."""
    return Path(os.environ.get("SPEECHDATA_CACHE") or platformdirs.user_cache_dir("speechdata"))


def weights(words: tuple[Entry, ...]) -> Weights:
    """What the likeliest cut is reckoned with, frequent words first: what is often looked up lies close."""
    return Weights(*_cached("weights", words, _parse_weights, tuple))


def tags(words: tuple[Entry, ...]) -> Tags:
    """Tag of each word."""
    return Tags(_cached("tags", words, _parse_tags, dict))


def _entries(words: tuple[Entry, ...]) -> Iterator[Entry]:
    """The lines of jieba's dictionary, then the user words. A word listed twice counts twice, as in jieba."""
    path = Path(str(distribution("jieba").locate_file("jieba/dict.txt")))
    for line in path.read_text("utf-8").splitlines():
        word, count, tag = line.split(" ")
        yield word, int(count), tag
    yield from words


def _parse_weights(words: tuple[Entry, ...]) -> tuple[Any, ...]:
    entries = list(_entries(words))
    whole = log(sum(count for _, count, _ in entries))
    counts = {word: count for word, count, _ in entries}
    weight_of = {count: log(count) - whole if count else 0.0 for count in counts.values()}
    found: dict[str, float] = {}
    for word in sorted(counts, key=lambda word: -counts[word]):
        found[word] = weight_of[counts[word]]
        for end in range(1, len(word)):
            found.setdefault(word[:end], 0.0)
    return *_by_character(found, -whole), -whole


def _by_character(
    found: dict[str, float], rarest: float
) -> tuple[dict[str, tuple[float, dict[str, float]]], dict[str, float]]:
    pairs: dict[str, dict[str, float]] = {word: {} for word in found if len(word) == 1}
    for word, weight in found.items():
        if len(word) == 2:
            pairs[word[0]][sys.intern(word[1])] = weight
    short = {character: (found[character] or rarest, pairs[character]) for character in pairs}
    return short, {word: weight for word, weight in found.items() if len(word) > 2}


def _parse_tags(words: tuple[Entry, ...]) -> dict[str, tuple[str, ...]]:
    """By first character a line for each word, frequent ones first: what else it has, and its tag. Lines of the same
    last character stand together.
    """
    known = {word: (count, tag) for word, count, tag in _entries(words)}
    by_first: dict[str, list[str]] = {}
    for word in sorted(known, key=lambda word: -known[word][0]):
        by_first.setdefault(word[0], []).append(word)
    lines: dict[str, tuple[str, ...]] = {}
    for first, alike in by_first.items():
        shelf = [["\n"] for _ in range(0, len(alike), _SEARCHED)]
        for word in alike:
            shelf[ord(word[-1]) % len(shelf)].append(f"{word[1:]} {known[word][1]}\n")
        lines[first] = tuple(map("".join, shelf))
    return lines


def _cached(
    part: str, words: tuple[Entry, ...], parse: Callable[[tuple[Entry, ...]], Any], kind: type
) -> Any:
    """A part of the dictionary, from the cache when it was made of the same jieba and the same user words."""
    key = hashlib.sha256(repr((distribution("jieba").version, words, 9)).encode()).hexdigest()[:16]
    path = cache_folder() / f"jieba-{key}.{part}"
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        found = marshal.loads(path.read_bytes())
        if isinstance(found, kind) and found:
            return found
    made = parse(words)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(marshal.dumps(made))
        Path(file.name).replace(path)
    return made
