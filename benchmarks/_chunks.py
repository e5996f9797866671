"""How many bytes of new files a hub that stores chunks has not got yet."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

AVERAGE = 64 * 1024
"""Bytes of a chunk on the average; a chunk has an eighth of it at the least and twice of it at the most."""
_WINDOW = 8


class Upload(NamedTuple):
    """Bytes that must be sent for a version, and all of its bytes: by chunk, and by whole file."""

    new: int
    new_files: int
    total: int


def upload(before: Path, after: Path, *, without: Collection[str] = ()) -> Upload:
    """What a hub that has the Parquet files under `before` needs of those under `after`; `without` are names of
    folders whose files do not count.
    """
    old, new = (
        [path for path in sorted(folder.rglob("*.parquet")) if path.parent.name not in without]
        for folder in (before, after)
    )
    known = {_digest(path.read_bytes()) for path in old}
    whole = sum(path.stat().st_size for path in new if _digest(path.read_bytes()) not in known)
    chunks = _by_xet if find_spec("hf_xet") else by_hash
    return Upload(chunks(old, new), whole, sum(path.stat().st_size for path in new))


def _by_xet(old: Iterable[Path], new: Iterable[Path]) -> int:
    """As the hub's own client counts them, against a store in a folder."""
    hf_xet = import_module("hf_xet")
    with tempfile.TemporaryDirectory() as store:
        found = 0
        for paths in (old, new):
            commit = hf_xet.XetSession().new_upload_commit(endpoint=f"local://{store}")
            for path in paths:
                commit.start_upload_file(str(path))
            found = commit.wait_to_finish().dedup_metrics.new_bytes
        return int(found)


def by_hash(old: Iterable[Path], new: Iterable[Path]) -> int:
    """Bytes of the chunks of `new` that are no chunks of `old`, each counted once."""
    known = {_digest(chunk) for path in old for chunk in chunks(path.read_bytes())}
    fresh = {_digest(chunk): len(chunk) for path in new for chunk in chunks(path.read_bytes())}
    return sum(size for digest, size in fresh.items() if digest not in known)


def chunks(content: bytes) -> Iterator[bytes]:
    """Content cut where its own bytes say so: a change moves no cut that lies far from it."""
    start = 0
    for cut in [*_cuts(content), len(content)]:
        while cut - start > 2 * AVERAGE:
            yield content[start : start + 2 * AVERAGE]
            start += 2 * AVERAGE
        if cut - start >= AVERAGE // 8 or cut == len(content) > start:
            yield content[start:cut]
            start = cut


def _cuts(content: bytes) -> list[int]:
    """Places behind which the last bytes, hashed, end in as many zeros as chunks are long."""
    values = np.frombuffer(content, np.uint8).astype(np.uint64)
    if len(values) < _WINDOW:
        return []
    rolled = np.zeros(len(values) - _WINDOW + 1, np.uint64)
    for at in range(_WINDOW):
        rolled = rolled * np.uint64(0x9E3779B97F4A7C15) + values[at : at + len(rolled)]
    rolled ^= rolled >> np.uint64(31)
    mixed = (rolled * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(40)
    found: list[int] = (np.flatnonzero(mixed % np.uint64(AVERAGE) == 0) + _WINDOW).tolist()
    return found


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
