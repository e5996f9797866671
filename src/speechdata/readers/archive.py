"""Archives (.zip, .tar) and packed files (.gz, .bz2, .xz): their members, in memory, within limits.

Nothing is written to disk; names are only names. What was packed counts while it is unpacked, whatever headers say.
Hidden files and what systems add (__MACOSX, Thumbs.db) are left out, as in folders.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import PurePosixPath

from speechdata.errors import SourceError
from speechdata.readers import _archive_tar, _archive_zip
from speechdata.readers._archive_member import Entry, Stream, damaged, unpack
from speechdata.readers._kinds import by_content
from speechdata.readers._names import is_rubbish, safe, shown, suffix_of
from speechdata.readers._options import Member, Part, Reading, Refused

SUFFIXES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz")

_PACKED: dict[str, Callable[[BytesIO], Stream]] = {
    ".gz": lambda file: gzip.GzipFile(fileobj=file),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
_TARS = frozenset({".tgz", ".tbz", ".tbz2", ".txz"})
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)


def parts(member: Member, *, reading: Reading) -> Iterator[Part]:
    """The members of an archive, called `<archive>/<path>`, or the one file in a packed file, called as that.

    Refused are members with unsafe names, links, devices, and what is protected, damaged or beyond a limit. Raises
    SourceError for an archive that cannot be opened, and where the rest cannot be read.
    """
    kind = by_content(member.data)
    suffix = kind.suffix if kind else suffix_of(member.known_as)
    if suffix in _PACKED:
        yield _unpacked(member, suffix, reading)
    else:
        entries = _archive_tar.entries if suffix == ".tar" else _archive_zip.entries
        yield from _members(entries(member, reading), member.name, reading)


def _unpacked(member: Member, suffix: str, reading: Reading) -> Member:
    reading.enter(member.name)
    try:
        with closing(_PACKED[suffix](BytesIO(member.data))) as stream:
            data = unpack(stream, len(member.data), place=member.name, reading=reading)
    except _BROKEN as error:
        raise damaged(error, place=member.name) from error
    return Member(member.name, _inner_name(member.known_as), data)


def _inner_name(name: str) -> str:
    """The name without the suffix of its packing: notes.txt for notes.txt.gz, a.tar for a.tgz."""
    suffix = suffix_of(name)
    if suffix in _TARS:
        return f"{PurePosixPath(name).stem}.tar"
    return PurePosixPath(name).stem if suffix in _PACKED else name


def _members(entries: Iterator[Entry], archive: str, reading: Reading) -> Iterator[Part]:
    """A part each; of members with the same name, the later ones get a number."""
    seen: Counter[str] = Counter()
    for entry in entries:
        if is_rubbish(entry.name):
            continue
        reading.enter(archive)
        known_as, unsafe = _checked(entry.name, archive)
        seen[known_as] += 1
        name = f"{archive}/{known_as}" + (f"~{seen[known_as]}" if seen[known_as] > 1 else "")
        yield Refused(name, b"", unsafe) if unsafe else _member(entry, name, known_as)


def _checked(name: str, archive: str) -> tuple[str, SourceError | None]:
    """A member's safe name; that under which an unsafe one may be told, and the reason."""
    try:
        return safe(name, place=archive), None
    except SourceError as error:
        return shown(name), error


def _member(entry: Entry, name: str, known_as: str) -> Part:
    try:
        return Member(name, known_as, entry.read())
    except SourceError as error:
        return Refused(name, b"", error)
