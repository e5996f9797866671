"""One wording for all ways in which a slogan is written."""

from __future__ import annotations

import hashlib
import re

from speechdata.annotators.slogans._cues import PAUSES, QUOTES
from speechdata.annotators.slogans._lexicon import entries
from speechdata.annotators.slogans._reading import Kind, letters

_GAP = re.compile(rf"\s*[{PAUSES}][\s{PAUSES}]*")
_NOISE = re.compile(rf"[\s{QUOTES}]")


def canonical(surface: str, kind: Kind) -> str:
    """The lexicon's wording where it knows the letters; else the surface without quotation marks and white
    space, with 、 between the parts of a formula or campaign and ， between those of a maxim or call.
    """
    known = entries().get(letters(surface))
    if known:
        return known.canonical
    pause = "，" if kind in ("aphorism", "call") else "、"
    return _GAP.sub(pause, _NOISE.sub("", surface))


def canonical_id(wording: str) -> str:
    """`sl-` and the first 16 hex digits of the SHA-256 of the canonical wording."""
    return "sl-" + hashlib.sha256(wording.encode()).hexdigest()[:16]
