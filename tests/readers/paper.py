"""PDF documents made by hand, glyph by glyph, for the tests of the reader."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 400, 600
FONT_SIZE = 16
_OPEN, _CLOSE = b"\x01", b"\x02"
_RUN = re.compile(_OPEN + b"(.*?)" + _CLOSE, re.DOTALL)
_IMAGE = b"q 300 0 0 500 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
_HEAD = b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
_CODES = b"1 begincodespacerange <00> <FF> endcodespacerange\n"
_BOX = b"1000 0 0 -120 1000 880 d1 0 -120 1000 1000 re f"


def put(text: str, x: float, y: float, size: float = FONT_SIZE, turn: str = "1 0 0 1") -> bytes:
    """Text at a place, in points from the lower left; `turn` is the linear part of its matrix."""
    return f"BT /F {size} Tf {turn} {x} {y} Tm ".encode() + _OPEN + text.encode() + _CLOSE + b" Tj ET\n"


def lines(texts: Iterable[str], x: float = 40, y: float = 540, step: float = 24) -> bytes:
    """Texts below each other."""
    return b"\n".join(put(text, x, y - step * index) for index, text in enumerate(texts))


def down(text: str, x: float, y: float) -> bytes:
    """Text set vertically."""
    return b"\n".join(put(char, x, y - FONT_SIZE * index) for index, char in enumerate(text))


def picture() -> bytes:
    """A picture over most of a page."""
    return _IMAGE


def pdf(
    *pages: bytes,
    rotate: int = 0,
    named: bool = True,
    encrypt: str = "",
    packed: bool = True,
    startxref: int | None = None,
) -> bytes:
    """A document of pages with this content; `named` says whether its font tells the meaning of its glyphs."""
    chars = sorted({char for page in pages for run in _RUN.findall(page) for char in run.decode()})
    kids = [6 + 2 * index for index in range(len(pages))]
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode(),
        _font(chars, named=named),
        _stream(_BOX),
        _stream(_meanings(chars)),
    ]
    for index, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotate}"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {7 + 2 * index} 0 R>>".encode()
        )
        content = _RUN.sub(lambda run: b"<" + _coded(run[1].decode(), chars) + b">", page)
        objects.append(_stream(content, packed=packed))
    return _file(objects, encrypt, startxref)


def _coded(text: str, chars: Sequence[str]) -> bytes:
    return "".join(f"{chars.index(char) + 1:02X}" for char in text).encode()


def _font(chars: Sequence[str], *, named: bool) -> bytes:
    """A font whose glyphs are boxes, half as wide for ASCII."""
    names = " ".join(f"/g{index}" for index in range(1, len(chars) + 1))
    drawn = " ".join(f"/g{index} 4 0 R" for index in range(1, len(chars) + 1))
    widths = " ".join("500" if char.isascii() else "1000" for char in chars)
    meanings = "/ToUnicode 5 0 R" if named else ""
    return (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1"
        f"/LastChar {len(chars)}/Widths[{widths}]/CharProcs<<{drawn}>>"
        f"/Encoding<</Type/Encoding/Differences[1 {names}]>>{meanings}>>"
    ).encode()


def _meanings(chars: Sequence[str]) -> bytes:
    """A table that gives each code its character."""
    lines = (
        b"<%02X> <%s>\n" % (index, char.encode("utf-16-be").hex().encode())
        for index, char in enumerate(chars, 1)
    )
    tables = b"".join(b"1 beginbfchar\n%sendbfchar\n" % line for line in lines)
    return _HEAD + _CODES + tables + b"endcmap end end"


def _stream(content: bytes, *, packed: bool = True) -> bytes:
    data = zlib.compress(content) if packed else content
    kind = "/Filter/FlateDecode" if packed else ""
    return f"<</Length {len(data)}{kind}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], encrypt: str, startxref: int | None) -> bytes:
    data = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    trailer = f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R{encrypt}>>\nstartxref\n".encode()
    start = len(data) if startxref is None else startxref
    return data + head + table + trailer + b"%d\n%%%%EOF\n" % start
