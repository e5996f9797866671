"""The text file behind a table: its encoding settled without holding it decoded, then read as a stream."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

from speechdata.errors import SourceError
from speechdata.text.decode import ENCODINGS, Decoded, decode

_SAMPLE = 2**20
"""Bytes on which the encoding of a larger file is settled; that it holds for the rest is then checked."""
_CHUNK = 2**20
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@dataclass(frozen=True)
class TextFile:
    """Bytes that are text in `codec` from the byte `start` on, behind the byte-order mark."""

    data: bytes
    codec: str
    start: int
    encoding: str
    evidence: str

    def stream(self) -> TextIOWrapper:
        """The text from its start, line ends as they are; the bytes are not copied."""
        buffer = BytesIO(self.data)
        buffer.seek(self.start)
        return TextIOWrapper(buffer, encoding=self.codec, newline="")


def opened(data: bytes, *, place: str, encoding: str | None) -> TextFile:
    """The text file of these bytes. Raises SourceError as `decode` does."""
    cut = data.rfind(b"\n", 0, _SAMPLE) + 1 if len(data) > _SAMPLE and b"\0" not in data[:_SAMPLE] else 0
    if cut:
        try:
            found = _fitting(data, decode(data[:cut], place=place, encoding=encoding))
        except SourceError:
            found = None
        if found:
            return found
    decoded = decode(data, place=place, encoding=encoding)
    whole = _fitting(data, decoded)
    if whole is None:
        raise SourceError("source-encoding", f"not {decoded.encoding} throughout", place=place)
    return whole


def _fitting(data: bytes, decoded: Decoded) -> TextFile | None:
    """The file in the encoding that was found; None if it does not hold to the end."""
    name = decoded.encoding.removesuffix("-sig")
    mark = _MARKS.get(name, b"")
    start = len(mark) if data.startswith(mark) else 0
    codec = next((codec for codec in ENCODINGS[name] if _holds(data, codec, start)), None)
    return TextFile(data, codec, start, decoded.encoding, decoded.evidence) if codec else None


def _holds(data: bytes, codec: str, start: int) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    try:
        for at in range(start, len(data), _CHUNK):
            decoder.decode(view[at : at + _CHUNK], final=at + _CHUNK >= len(data))
    except UnicodeDecodeError:
        return False
    return True
