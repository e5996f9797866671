"""Damage that PDFium passes over in silence: it shows what it can of a broken stream and drops the rest."""

from __future__ import annotations

import re
import zlib

from speechdata.readers._pdf_pages import MAX_BYTES, damaged, failure

_STREAM = re.compile(rb"(<<[^\r\n]{0,2000}|(?<=\n)[^\r\n]{0,2000}>>)\s*stream\r?\n")
_CHUNK = 1 << 20


def check(data: bytes, *, place: str) -> None:
    """Raises SourceError: source-damaged for a file that breaks off or has a text stream that does not unpack.

    Streams of pictures are passed over; source-limit if what streams unpack to exceeds MAX_BYTES.
    """
    if b"%%EOF" not in data:
        raise damaged("it breaks off, its end mark is missing", place)
    room = MAX_BYTES
    if b"/Encrypt" in data:
        return
    for found in _STREAM.finditer(data):
        kind = data[max(0, found.start() - 300) : found.end()].rpartition(b" obj")[2]
        if b"/FlateDecode" in kind and b"/Image" not in kind and b"/DecodeParms" not in kind:
            room -= _unpacked(data, found.end(), room, place)


def _unpacked(data: bytes, start: int, room: int, place: str) -> int:
    """Length of the unpacked stream at `start`."""
    stream, length, position = zlib.decompressobj(), 0, start
    while not stream.eof and position < len(data):
        feed = data[position : position + _CHUNK]
        position += len(feed)
        while feed and not stream.eof:
            try:
                length += len(stream.decompress(feed, _CHUNK))
            except zlib.error as error:
                raise damaged(f"the stream at byte {start} does not unpack ({error})", place) from error
            if length > room:
                message = f"the stream at byte {start} unpacks to more than {room:,} bytes"
                raise failure("limit", message, place=place, advice="Split the document.")
            feed = stream.unconsumed_tail
    return length
