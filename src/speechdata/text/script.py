"""Simplified or traditional: told by which national encoding has a character (GB 2312 or Big5), not by a list."""

from __future__ import annotations

from functools import cache
from typing import Literal

Script = Literal["Hans", "Hant"]


@cache
def script_of(character: str) -> Script | None:
    """The script that alone uses `character`; None for shared characters and all that is not Han."""
    simplified, traditional = _encodes(character, "gb2312"), _encodes(character, "big5")
    if simplified == traditional:
        return None
    return "Hans" if simplified else "Hant"


def script_counts(text: str) -> dict[Script, int]:
    """How many characters of `text` belong to one script alone, by script."""
    simplified, traditional = _encodable(text, "gb2312"), _encodable(text, "big5")
    shared = len(_encodable(simplified, "big5"))
    return {"Hans": len(simplified) - shared, "Hant": len(traditional) - shared}


def prevailing_script(text: str) -> Script:
    """The script with more characters of its own; simplified on a tie."""
    counts = script_counts(text)
    return "Hant" if counts["Hant"] > counts["Hans"] else "Hans"


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _encodable(text: str, encoding: str) -> str:
    return text.encode(encoding, "ignore").decode(encoding)
