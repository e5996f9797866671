"""Characters of symbol fonts, which Word stores as a font and a code."""

from __future__ import annotations

import re

_FONTS = {
    "wingdings": {
        0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖",
        **{0x81 + step: chr(0x2460 + step) for step in range(10)},
        **{0x8C + step: chr(0x2776 + step) for step in range(10)},
        0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓",
        0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        **{0x6A + step: chr(0x2460 + step) for step in range(10)},
        **{0x75 + step: chr(0x2776 + step) for step in range(10)},
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0xA3: "□",
    },
    "symbol": {0xA3: "≤", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•"},
}  # fmt: skip
_PRIVATE = range(0xE000, 0xF900)


def symbol(font: str, code: str) -> tuple[str, bool]:
    """The character of a w:sym (`code` in hexadecimal), and whether its meaning is known; "" for a bad code."""
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return "", False
    number = int(code, 16)
    table = _FONTS.get(font.lower())
    if table is not None:
        character = table.get(number & 0xFF)
        return (character, True) if character else (chr(0xF000 | number & 0xFF), False)
    if 0xD800 <= number < 0xE000 or number < 0x20:
        return "", False
    return chr(number), number not in _PRIVATE
