"""Members of tar archives."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO

from speechdata.readers._archive_member import Entry, damaged, unpack, unsupported
from speechdata.readers._names import readable
from speechdata.readers._options import Member, Reading

_BROKEN = (tarfile.TarError, EOFError, ValueError, OverflowError, OSError)


def entries(member: Member, reading: Reading) -> Iterator[Entry]:
    """Files, links and devices in the archive. Raises SourceError source-damaged where it breaks off."""
    try:
        with tarfile.open(fileobj=BytesIO(member.data), mode="r:", errors="surrogateescape") as archive:
            while info := archive.next():
                # Else tarfile keeps every member that it has met.
                archive.members.clear()  # type: ignore[attr-defined]
                if not info.isdir():
                    name = readable(info.name.encode("utf-8", "surrogateescape"))
                    yield Entry(name, partial(_read, archive, info, f"{member.name}/{name}", reading))
    except _BROKEN as error:
        raise damaged(error, place=member.name) from error
    # tarfile takes a damaged header for the end.
    if member.data[archive.offset :].strip(b"\0"):
        raise damaged(f"no member at byte {archive.offset:,}", place=member.name)


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo, place: str, reading: Reading) -> bytes:
    if info.issym() or info.islnk():
        raise unsupported(f"a link to {info.linkname!r}, not a file", place=place)
    if not info.isreg() or info.issparse():
        raise unsupported("a device or sparse file, not a plain one", place=place)
    try:
        stream = archive.extractfile(info)
        if stream is None:
            raise unsupported("no plain file", place=place)
        with stream:
            return unpack(stream, info.size, place=place, reading=reading)
    except _BROKEN as error:
        raise damaged(error, place=place) from error
