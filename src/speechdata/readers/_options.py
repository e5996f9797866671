"""What all readers of several texts share: limits, options, the parts that they find, and the room that is left."""

from __future__ import annotations

from dataclasses import dataclass

from speechdata.errors import SourceError
from speechdata.text.decode import Decoded

MIB = 2**20
LIMIT = "source-limit"


@dataclass(frozen=True)
class Limits:
    """How much one file may hold. What goes beyond is refused with `source-limit`, the rest is read."""

    file_bytes: int = 512 * MIB
    """Bytes of a file as it lies there."""
    member_bytes: int = 512 * MIB
    """Bytes of one unpacked member of an archive."""
    total_bytes: int = 2048 * MIB
    """Unpacked bytes of all members of one file together, those of archives in archives among them."""
    members: int = 100_000
    """Members of one file together."""
    depth: int = 5
    """Archives within each other; a .tar.gz counts as two."""
    ratio: int = 200
    """Unpacked to packed size of a member above one mebibyte; repetitive tables reach about 50."""
    refused: int = 1_000
    """Parts of one file that may go beyond a limit, before its rest is left unread."""
    characters: int = 20_000_000
    """Code points of one text; the longest books have about two million."""


@dataclass(frozen=True)
class Options:
    """How files are read."""

    encoding: str | None = None
    """Encoding of all texts; found for each if None."""
    text_column: str | None = None
    """Column of tables that holds the text; found for each if None."""
    limits: Limits = Limits()


@dataclass(frozen=True)
class Refused:
    """A part that could not be read: its path as in `Source`, its bytes, and why."""

    path: str
    data: bytes
    error: SourceError


@dataclass(frozen=True)
class Member:
    """A file, or one within a file: its path in records, the name that tells its format, its bytes."""

    name: str
    known_as: str
    data: bytes


@dataclass(frozen=True)
class Row:
    """A record of a table: its path in records and its text."""

    name: str
    decoded: Decoded


Part = Member | Row | Refused
"""What a format of several texts is made of."""


class Reading:
    """One file as it is read: the options, and how much of it may still be unpacked, all its archives together."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._bytes, self._members = options.limits.total_bytes, options.limits.members
        self._refused = options.limits.refused

    @property
    def room(self) -> int:
        """Bytes that the next member may have."""
        return min(self.options.limits.member_bytes, self._bytes)

    def spend(self, size: int) -> None:
        """Counts `size` unpacked bytes."""
        self._bytes = max(0, self._bytes - size)

    def refuse(self, error: SourceError) -> None:
        """Counts a part that went beyond a limit; other errors say nothing of what the rest is like."""
        self._refused -= error.code == LIMIT

    def enter(self, place: str) -> None:
        """Counts a member of the archive `place`. Raises SourceError source-limit when nothing more may be read."""
        limits = self.options.limits
        for left, limit in (
            (self._bytes, f"{limits.total_bytes:,} bytes to unpack"),
            (self._members, f"{limits.members:,} members to unpack"),
            (self._refused, f"{limits.refused:,} parts beyond a limit"),
        ):
            if left <= 0:
                raise beyond(f"more than {limit}; the rest is not read", place=place)
        self._members -= 1


def beyond(message: str, *, place: str) -> SourceError:
    """The error for a file that is beyond a limit."""
    advice = "Split it, unpack it by hand, or raise the limit if you trust it."
    return SourceError(LIMIT, message, place=place, advice=advice)
