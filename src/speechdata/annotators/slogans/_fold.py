"""One reading of simplified and traditional text: a fold that keeps every offset."""

from __future__ import annotations

from speechdata.lexicons import simplified

_MARKS = tuple(zip("「」『』＂＋", '“”‘’"+', strict=True))


def fold(text: str) -> str:
    """`text` in simplified characters with “” ‘’ as quotation marks, one character for one."""
    folded = simplified(text)
    for mark, plain in _MARKS:
        folded = folded.replace(mark, plain)
    return "\n".join(map(_curled, folded.split("\n"))) if '"' in folded else folded


def _curled(line: str) -> str:
    """Straight quotation marks in pairs become “ and ”; a line with an odd number keeps them."""
    pieces = line.split('"')
    if len(pieces) % 2 == 0:
        return line
    return "".join(piece + "“”"[index % 2] for index, piece in enumerate(pieces[:-1])) + pieces[-1]
