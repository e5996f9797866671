"""What tells speeches that repeat others: a sketch of each, a hash of each of its sentences. Made with the shards, so
that workers share the work, and compared when all of them are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from speechdata.checks import Bundle
from speechdata.dedup import Hashes, Sketches, sentence_hashes, sketch

FILE = "fingerprints.npz"


class Fingerprint(NamedTuple):
    """A speech as `dedup` compares it."""

    speech_id: str
    sketch: Sketches
    sentences: Hashes


def fingerprints(rows: Bundle, speech_ids: Collection[str]) -> Iterator[Fingerprint]:
    """Those of the speeches named, in order."""
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in rows.sentences:
        sentences[row.speech_id].append(row.text)
    for speech in rows.speeches:
        if speech.speech_id in speech_ids:
            own = sentence_hashes(sentences[speech.speech_id])
            yield Fingerprint(speech.speech_id, sketch(speech.text), own)


def write(found: Sequence[Fingerprint], folder: Path) -> None:
    """Keeps the fingerprints of a shard; there is no file if there are none."""
    if found:
        ids, sketches, hashes = zip(*found, strict=True)
        ends = np.cumsum([own.size for own in hashes])
        np.savez(folder / FILE, ids=ids, sketches=sketches, hashes=np.concatenate(hashes), ends=ends)


def read(folder: Path) -> Iterator[Fingerprint]:
    """The fingerprints of a shard, speeches in the order of its rows."""
    if (folder / FILE).is_file():
        with np.load(folder / FILE) as kept:
            hashes = np.split(kept["hashes"], kept["ends"][:-1])
            yield from map(Fingerprint, kept["ids"].tolist(), kept["sketches"], hashes)
