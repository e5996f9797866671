"""jieba tokens with dictionary part-of-speech tags, from an own Tokenizer that writes only to our cache."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import marshal
import os
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

logging.getLogger("jieba").setLevel(logging.WARNING)
import jieba  # noqa: E402


class Token(NamedTuple):
    """One token: its span in the text it was cut from, its surface and its dictionary tag."""

    start: int
    end: int
    word: str
    pos: str


def cache_folder() -> Path:
    """Where the parsed dictionary is cached: SPEECHDATA_CACHE, else the user's cache folder."""
    return Path(os.environ.get("SPEECHDATA_CACHE") or platformdirs.user_cache_dir("speechdata"))


def _parse_dictionary(words: Iterable[tuple[str, int, str]]) -> tuple[dict[str, int], int, dict[str, str]]:
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    total = 0
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines()
    entries = ((word, int(count), tag) for word, count, tag in (line.split(" ") for line in lines))
    for word, count, tag in (*entries, *words):
        total += count  # a word listed twice counts twice, as in jieba
        frequencies[word] = count
        tags[word] = tag
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total, tags


def _cached(words: tuple[tuple[str, int, str], ...]) -> tuple[dict[str, int], int, dict[str, str]]:
    """The dictionary, from the cache when it was made of the same jieba and the same user words."""
    key = hashlib.sha256(repr((version("jieba"), words, 2)).encode()).hexdigest()[:16]
    path = cache_folder() / f"jieba-{key}.marshal"
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        frequencies, total, tags = marshal.loads(path.read_bytes())
        return frequencies, total, tags
    parsed = _parse_dictionary(words)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(marshal.dumps(parsed))
        Path(file.name).replace(path)
    return parsed


class Tokenizer:
    """jieba's cut with `user_words` (word, frequency, tag); holds the dictionary, loaded once."""

    def __init__(self, user_words: Iterable[tuple[str, int, str]] = ()) -> None:
        frequencies, total, self._tags = _cached(tuple(user_words))
        self._jieba: Any = jieba.Tokenizer()
        self._jieba.FREQ, self._jieba.total, self._jieba.initialized = frequencies, total, True

    def tokens(self, text: str, *, offset: int = 0) -> list[Token]:
        """Tokens of `text` in order, without gaps; spans are shifted by `offset` code points."""
        found, at = [], offset
        for word in self._jieba.cut(text):
            found.append(Token(at, at + len(word), word, self.tag(word)))
            at += len(word)
        return found

    def tag(self, word: str) -> str:
        """Dictionary tag of `word`; m for numerals, eng for Latin words, x for what is unknown."""
        known = self._tags.get(word)
        if known:
            return known
        if word.isascii() and word.replace(".", "").replace("%", "").isdigit():
            return "m"
        return "eng" if word.isascii() and word.isalnum() else "x"
