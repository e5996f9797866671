"""jieba's words from rjieba, a compiled jieba, put right where the two differ; without user words only.

They differ in runs of ASCII characters (`2011-2020` is three words to jieba) and in Chinese characters that jieba's
pattern leaves out (extension A, compatibility forms), which are words of their own to it. Else they are the same:
every code point, all short strings of ASCII and Chinese, random characters and whole collections have been compared.
User words are left to the Python cutter: rjieba adds up frequencies in another way, and near ties could turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator

try:
    import rjieba
except ImportError:  # no wheel for this system
    rjieba = None  # type: ignore[assignment]

_KNOWN = (
    "各级/各/部门/要/深入/贯彻落实/安全/生产/责任制/，/坚决/防范/和/遏制/重/特大事故/发生/。",
    "马晓琳/同志/赴/锦屏/镇/调研/，/杨村/、/柳/村两委/换届/2011/-/2020/年/v1.2/./3",
    "我們/必須/堅持/發展/\u3400/\uf900/AT&T/，/GDP/增长/6.5%/\r\n/\t",
)
"""What jieba makes of some texts, words parted by `/`."""
_RUN = re.compile(r"[a-zA-Z0-9][+#&._%-][a-zA-Z0-9]")
_PIECES = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_LEFT_OUT = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


def cutter(dictionary: Container[str]) -> Callable[[str], list[str]] | None:
    """Cuts a text into the words of jieba.lcut, without gaps; None where rjieba is missing or is no jieba.

    `dictionary` are the words that are never cut further.
    """
    if rjieba is None:
        return None
    words = _Cutter(dictionary).words
    return words if all(words(known.replace("/", "")) == known.split("/") for known in _KNOWN) else None


class _Cutter:
    def __init__(self, dictionary: Container[str]) -> None:
        self._dictionary = dictionary

    def words(self, text: str) -> list[str]:
        if not _LEFT_OUT.search(text):
            return self._cut(text)
        found: list[str] = []
        for index, part in enumerate(_LEFT_OUT.split(text)):
            found += [part] if index % 2 else self._cut(part)
        return found

    def _cut(self, text: str) -> list[str]:
        found: list[str] = rjieba.cut(text)
        if _RUN.search(text):
            return [piece for word in found for piece in self._pieces(word)]
        return found

    def _pieces(self, word: str) -> Iterator[str]:
        if not word.isascii() or word.isalnum() or word in self._dictionary:
            yield word
        else:
            yield from filter(None, _PIECES.split(word))
