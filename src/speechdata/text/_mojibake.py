"""Traces of a decoding that went wrong before this one. They are told, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechdata.span import Span
from speechdata.text._common import common_share
from speechdata.text.match import beginning

LEAST_COMMON = 0.3
"""Least share of common characters in what a run of odd characters stands for, if it is to count as mojibake."""

_SIGNS = "€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ"
_TRAIL = f"[\x80-\xbf{_SIGNS}‘’“”–—…]"
_KNOWN = re.compile(
    "\ufffd+|锟?(?:斤拷锟?)+|锟斤|(?<![热滚烫])烫{2,}|屯{3,}|葺{3,}"
    f"|(?:[Â-ß][\x80-\xbf{_SIGNS}]|[à-ï]{_TRAIL}{{2}}|[ð-ô]{_TRAIL}{{3}})+"
)
"""U+FFFD; what U+FFFD and blank memory become in GBK; UTF-8 read as Windows-1252."""
_ODD = re.compile("[\ufffd锟斤烫屯葺Â-ô]")
"""What those begin with."""
_LATIN = re.compile("[\xa1-\xff][\xa1-\xff](?:[\xa1-\xff]{2})+")
_CHINESE_UTF8 = re.compile(rb"(?:[\xe4-\xe9\xef][\x80-\xbf]{2}|\xe3\x80[\x80-\xbf]|\xe2\x80[\x93-\xa6]){3,}")
_CLASSES = bytes(
    ord("F") if byte in (*range(0xE2, 0xEA), 0xEF) else ord("G") if 0x80 <= byte < 0xC0 else ord(".")
    for byte in range(256)
)
"""F for a byte that begins a character in that, G for one that goes on."""


def suspicious(text: str) -> list[Span]:
    """Places that an earlier wrong decoding left: U+FFFD, 锟斤拷, 烫烫, Ã¤, 鍚屽織. In order and disjoint."""
    found = sorted([*_known(text), *_gbk_as_latin(text), *_utf8_as_gbk(text)])
    merged: list[Span] = []
    for span in found:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _known(text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in beginning(_ODD, _KNOWN, text))


def _gbk_as_latin(text: str) -> Iterator[Span]:
    for match in _LATIN.finditer(text):
        if common_share(match.group().encode("latin-1").decode("gb18030", "ignore")) >= LEAST_COMMON:
            yield Span(*match.span())


def _may_hold_utf8(data: bytes) -> bool:
    """Whether three characters in a row may be UTF-8, looked for many times faster than by the pattern."""
    return b"FGG" * 3 in data.translate(_CLASSES)


def _utf8_as_gbk(text: str) -> Iterator[Span]:
    data = text.encode("gb18030", "replace")
    if not _may_hold_utf8(data):
        return
    at = place = 0
    for match in _CHINESE_UTF8.finditer(data):
        if common_share(match.group().decode("utf-8", "ignore")) < LEAST_COMMON:
            continue
        start = place + len(data[at : match.start()].decode("gb18030", "ignore"))
        at += len(text[place:start].encode("gb18030", "replace"))
        place = start
        end = start
        while at < match.end():
            at += len(text[end].encode("gb18030", "replace"))
            end += 1
        place = end
        yield Span(start, end)
