"""What members of all archives share: a name, a way to read them within limits, and how damage is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from speechdata.errors import SourceError
from speechdata.readers._options import MIB, Reading, beyond

_CHUNK = 2**16


class Stream(Protocol):
    """What packed bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""

    def close(self) -> None:
        """Ends the reading."""


class Entry(NamedTuple):
    """A member as its archive lists it; `read` raises SourceError if it may not or cannot be read."""

    name: str
    read: Callable[[], bytes]


def unpack(stream: Stream, packed: int, *, place: str, reading: Reading) -> bytes:
    """All bytes of a stream of `packed` bytes, counted as they come. Raises SourceError source-limit."""
    room, ratio = reading.room, reading.options.limits.ratio
    content = bytearray()
    try:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > room:
                raise beyond(f"unpacks to more than {room:,} bytes", place=place)
            if len(content) > max(MIB, packed * ratio):
                raise beyond(f"unpacks to more than {ratio} times its {packed:,} bytes", place=place)
    finally:
        reading.spend(len(content))
    return bytes(content)


def damaged(error: Exception | str, *, place: str) -> SourceError:
    """The error for an archive or member that is damaged or cut off."""
    advice = "Fetch the archive again, or pack the files anew."
    return SourceError(
        "source-damaged", f"damaged or cut off: {error or 'no end'}", place=place, advice=advice
    )


def unsupported(message: str, *, place: str) -> SourceError:
    """The error for a member that is no plain file, or is packed in a way that is not read."""
    advice = "Pack the file anew as a plain .zip, or give it unpacked."
    return SourceError("source-format", message, place=place, advice=advice)
