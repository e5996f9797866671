"""Names of files and members: made readable, made safe, and what their suffix says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from speechdata.errors import SourceError
from speechdata.text.decode import decode

_SUFFIX = re.compile(r"\.[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_RUBBISH = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


def suffix_of(name: str) -> str:
    """The suffix in lower case with its dot; "" for what only looks like one, as in 2024.3.16讲话."""
    suffix = PurePosixPath(name).suffix
    return suffix.lower() if _SUFFIX.fullmatch(suffix) else ""


def is_hidden(name: str) -> bool:
    """Whether a path is hidden, or lies in a hidden folder."""
    return any(part.startswith(".") and part not in (".", "..") for part in name.split("/"))


def is_rubbish(name: str) -> bool:
    """Whether a member is hidden or was put there by a system, not by a person."""
    plain = name.replace("\\", "/")
    return is_hidden(plain) or not _RUBBISH.isdisjoint(plain.split("/"))


def safe(name: str, *, place: str) -> str:
    """A member's name as a relative path with forward slashes, without drive, root, empty parts and single dots.

    Raises SourceError source-name for one that leads out of the archive, is empty or holds control characters.
    """
    kept = _kept(name)
    if not kept or ".." in kept or _CONTROL.search(name):
        advice = "Pack the files anew under plain names."
        raise SourceError("source-name", f"unsafe name {name!r}", place=place, advice=advice)
    return "/".join(kept)


def shown(name: str) -> str:
    """An unsafe name as it may stand in records."""
    kept = [part for part in _kept(_CONTROL.sub("?", name)) if part != ".."]
    return "/".join(kept) or "unnamed"


def _kept(name: str) -> list[str]:
    """Parts of a name without drive, root, empty parts and single dots."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    while parts and (bare := _DRIVE.sub("", parts[0])) != parts[0]:
        parts[:1] = [bare] if bare not in ("", ".") else []
    return parts


def readable(raw: bytes) -> str:
    """A name of unknown encoding: UTF-8, else GB18030 as Chinese systems write it, else code page 437."""
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def readable_all(raws: Sequence[bytes]) -> list[str]:
    """Names of one unknown encoding, which more names tell more surely (GB18030 from Big5)."""
    try:
        found = decode(b"\n".join(raws), place="")
    except SourceError:
        return [readable(raw) for raw in raws]
    names = found.text.split("\n")
    believed = found.encoding in ("utf-8", "gb18030", "big5") and len(names) == len(raws)
    return names if believed else [readable(raw) for raw in raws]
