"""One wording for all ways in which a slogan is written."""

from __future__ import annotations

import hashlib

from speechdata.annotators.slogans._reading import Kind, letters
from speechdata.annotators.slogans.known import entries, written


def canonical(surface: str, kind: Kind) -> str:
    """The lexicon's wording where it knows the letters; else the surface as it is `written`."""
    known = entries().get(letters(surface))
    return known.canonical if known else written(surface, kind)


def canonical_id(wording: str) -> str:
    """`sl-` and the first 16 hex digits of the SHA-256 of the canonical wording."""
    return "sl-" + hashlib.sha256(wording.encode()).hexdigest()[:16]
