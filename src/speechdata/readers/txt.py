"""Plain text files."""

from __future__ import annotations

from speechdata.text.decode import Decoded, decode

SUFFIXES = (".txt", ".text")


def text(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The decoded file, as it is. Raises SourceError as `decode` does."""
    return decode(data, place=place, encoding=encoding)
