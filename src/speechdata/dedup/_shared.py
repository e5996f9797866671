"""Boilerplate: how much of a speech stands word for word in other speeches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from speechdata.dedup._shingles import letters

MIN_LETTERS = 6
"""Letters of a sentence that counts: salutations and thanks stand in every speech and say nothing."""


Hashes = NDArray[np.uint64]
"""Of a speech's sentences, shape (n,)."""


def shared_sentences(
    sentences: Iterable[tuple[str, Hashes]], clusters: Mapping[str, str]
) -> dict[str, float]:
    """Share of each speech's sentences that other speeches hold too (speech_id -> 0 to 1).

    `sentences` gives each speech once with its `sentence_hashes`, `clusters` the representative of each near-duplicate
    (see `near_duplicates`). Sentences are compared by their letters and digits; those with fewer than six do
    not count, and a speech that has no other is no key. Speeches of the same cluster are not other speeches:
    they repeat each other by definition and are marked as that already, and with them the share would say
    that a copy exists, not that the text is made of set pieces. A sentence repeated within a speech counts as
    often as it stands there. Read once; 12 bytes are kept of each sentence. Independent of order.
    """
    hashes = {speech_id: own for speech_id, own in sentences if own.size}
    names: dict[str, int] = {}
    clusters_of = [names.setdefault(clusters.get(speech_id, speech_id), len(names)) for speech_id in hashes]
    sizes = np.array([kept.size for kept in hashes.values()], np.intp)
    flags = _elsewhere(
        np.concatenate([np.empty(0, np.uint64), *hashes.values()]),
        np.repeat(np.array(clusters_of, np.int32), sizes),
    )
    shared = np.bincount(np.repeat(np.arange(sizes.size), sizes), weights=flags, minlength=sizes.size)
    return dict(sorted(zip(hashes, (shared / sizes).tolist(), strict=True)))


def sentence_hashes(sentences: Iterable[str]) -> Hashes:
    """An 8-byte hash of each sentence that counts, in order."""
    counted = (kept for sentence in sentences if len(kept := letters(sentence)) >= MIN_LETTERS)
    digests = (blake2b(kept.encode(), digest_size=8).digest() for kept in counted)
    return np.frombuffer(b"".join(digests), "<u8")


def _elsewhere(hashes: Hashes, clusters: NDArray[np.int32]) -> NDArray[np.bool_]:
    """For each sentence, from its hash and its speech's cluster, whether another cluster has it too."""
    order = np.lexsort((clusters, hashes))
    _, starts, sizes = np.unique(hashes[order], return_index=True, return_counts=True)
    ranked = clusters[order]
    several = ranked[starts] != ranked[starts + sizes - 1]
    flags = np.empty(hashes.size, np.bool_)
    flags[order] = np.repeat(several, sizes)
    return flags
