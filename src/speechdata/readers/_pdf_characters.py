"""Characters that PDF fonts yield in place of those that were written, mapped back one to one.

Fonts that share a glyph between an ideograph and a radical or compatibility character often name the latter.
The radicals are mapped as Unicode's EquivalentUnifiedIdeograph says, the rest by their compatibility mappings.
Ligatures are left to PDFium, which reads them as their letters.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

_RADICALS = dict(
    zip(
        "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_RADICAL_BLOCKS = range(0x2E80, 0x2FD6)
_IDEOGRAPHS = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_VERTICAL = (range(0xFE10, 0xFE19), range(0xFE31, 0xFE33), range(0xFE35, 0xFE45), range(0xFE47, 0xFE49))
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
RADICALS = (
    "radicals and compatibility characters of the PDF's fonts, read as the ideographs that they stand for"
)
VERTICAL = "vertical forms of punctuation, read as upright ones"
LOST = "glyphs without a meaning in Unicode"


def is_lost(char: str) -> bool:
    """Whether a character says nothing: U+FFFD or private use."""
    return char == "\ufffd" or any(ord(char) in block for block in _PRIVATE)


def unify(char: str, notes: Counter[str]) -> str:
    """The character that is meant, counted in `notes` if it is another."""
    code = ord(char)
    if code < _RADICAL_BLOCKS.start:
        return char
    mapped, kind = _mapped(char, code)
    if mapped != char:
        notes[kind] += 1
    return mapped


def _mapped(char: str, code: int) -> tuple[str, str]:
    if code in _RADICAL_BLOCKS:
        return _RADICALS.get(char) or unicodedata.normalize("NFKC", char), RADICALS
    if any(code in block for block in _IDEOGRAPHS):
        return unicodedata.normalize("NFC", char), RADICALS
    if any(code in block for block in _VERTICAL):
        return _wide(unicodedata.normalize("NFKC", char)), VERTICAL
    return char, ""


def _wide(char: str) -> str:
    """The full-width form of an ASCII character: a vertical bracket is that of a Chinese text."""
    return chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char
