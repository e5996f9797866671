"""What the tests of the door share: the items of a file in short, and archives made in memory."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from speechdata.readers import Options, Refused, sources
from speechdata.records import Source

SPEECH = "同志们：\n今天我们召开会议，部署全年工作。"
"""The text of a short speech."""


def items(data: bytes, name: str, options: Options | None = None) -> dict[str, str]:
    """Path -> text of each source in a file, or the code of its refusal."""
    found = list(sources(data, name, options=options or Options()))
    assert len({item.path for item in found}) == len(found)
    return {item.path: _outcome(item) for item in found}


def only(data: bytes, name: str, options: Options | None = None) -> Source:
    """The one source in a file."""
    (item,) = sources(data, name, options=options or Options())
    assert isinstance(item, Source), item
    return item


def refused(data: bytes, name: str, options: Options | None = None) -> Refused:
    """The one refusal that a file gives."""
    (item,) = sources(data, name, options=options or Options())
    assert isinstance(item, Refused), item
    assert item.error.advice
    assert item.error.place
    return item


def zipped(members: Mapping[str, bytes | str], method: int = ZIP_DEFLATED) -> bytes:
    """A zip archive of these members."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members: Mapping[str, bytes | tarfile.TarInfo], packing: str = "") -> bytes:
    """A tar archive of these members, packed by gz, bz2 or xz."""
    buffer = BytesIO()
    with tarfile.open(fileobj=buffer, mode=f"w:{packing}") as archive:  # type: ignore[call-overload]
        for info, content in _infos(members):
            archive.addfile(info, BytesIO(content))
    return buffer.getvalue()


def _infos(
    members: Mapping[str, bytes | tarfile.TarInfo],
) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    for name, content in members.items():
        if isinstance(content, tarfile.TarInfo):
            yield content, b""
        else:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            yield info, content


def _outcome(item: Source | Refused) -> str:
    return item.text if isinstance(item, Source) else item.error.code
