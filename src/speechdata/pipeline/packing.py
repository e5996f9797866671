"""A result as one file: a tar of what it holds, what it cost, and the SHA-256 of each of these."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from speechdata.tables import sha256

RESULT, NOTES, SUMS = "result", "notes", "sums.json"


def pack(path: Path, to: Path, *, notes: Iterable[Path] = ()) -> None:
    """Writes `path`, a file or folder, and the notes that exist as a tar: the same bytes for the same content."""
    members = {RESULT: path} | {f"{NOTES}/{note.name}": note for note in notes if note.is_file()}
    sums = {name: sum_ for root, each in members.items() for name, sum_ in _sums(each, root)}
    content = json.dumps(sums).encode()
    last = tarfile.TarInfo(SUMS)
    last.size = len(content)
    with tarfile.open(to, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, each in members.items():
            tar.add(each, name, filter=_plain)
        tar.addfile(last, io.BytesIO(content))


def unpack(file: Path, into: Path) -> tuple[Path, list[Path]]:
    """What a tar holds, unpacked: the file or folder, and its notes. Raises ValueError unless all of it is there."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(into, filter="data")
        known = json.loads((into / SUMS).read_bytes())
    except (tarfile.TarError, FileNotFoundError) as error:
        raise ValueError(str(error)) from error
    found = dict(_sums(into / RESULT, RESULT)) | dict(_sums(into / NOTES, NOTES))
    if found != known:
        raise ValueError("its content is not what was put in")
    return into / RESULT, sorted((into / NOTES).glob("*"))


def _sums(path: Path, name: str) -> Iterator[tuple[str, str]]:
    """Name in the tar and SHA-256 of a file, or of each file below a folder."""
    if path.is_file():
        yield name, sha256(path)
    for each in sorted(path.rglob("*")):
        if each.is_file():
            yield f"{name}/{each.relative_to(path).as_posix()}", sha256(each)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without what tells of the machine and the moment."""
    member.mtime, member.uid, member.gid, member.uname, member.gname = 0, 0, 0, "", ""
    member.mode = 0o755 if member.isdir() else 0o644
    return member
