"""Members of zip archives, with the names that Chinese systems wrote without saying in which encoding."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from speechdata.errors import SourceError
from speechdata.readers._archive_member import Entry, damaged, unpack, unsupported
from speechdata.readers._names import readable_all
from speechdata.readers._options import Member, Reading, beyond

_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OverflowError, OSError)
_IN_TABLE = b"PK\x01\x02"
_PROTECTED, _UTF8, _UNIX = 0x1, 0x800, 3


def entries(member: Member, reading: Reading) -> Iterator[Entry]:
    """Files and links in the archive. Raises SourceError: source-damaged or source-limit."""
    # Counted before zipfile builds an object for each.
    if member.data.count(_IN_TABLE) > reading.options.limits.members:
        raise beyond(f"more than {reading.options.limits.members:,} members", place=member.name)
    try:
        archive = ZipFile(BytesIO(member.data))
    except _BROKEN as error:
        raise damaged(error, place=member.name) from error
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info, name in zip(infos, _names(infos), strict=True):
        yield Entry(name, partial(_read, archive, info, f"{member.name}/{name}", reading))


def _names(infos: list[ZipInfo]) -> list[str]:
    """The members' names; zipfile takes those that are not marked as UTF-8 for code page 437."""
    unmarked = [info.orig_filename for info in infos if not info.flag_bits & _UTF8]
    found = iter(readable_all([name.encode("cp437") for name in unmarked]))
    return [info.orig_filename if info.flag_bits & _UTF8 else next(found) for info in infos]


def _read(archive: ZipFile, info: ZipInfo, place: str, reading: Reading) -> bytes:
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        raise unsupported("a link, not a file", place=place)
    if info.flag_bits & _PROTECTED:
        advice = "Unpack it with its password and give the files."
        raise SourceError("source-encrypted", "protected by a password", place=place, advice=advice)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise unsupported(f"packed by method {info.compress_type}", place=place)
    try:
        with archive.open(info) as stream:
            return unpack(stream, info.compress_size, place=place, reading=reading)
    except _BROKEN as error:
        raise damaged(error, place=place) from error
