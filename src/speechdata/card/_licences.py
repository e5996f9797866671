"""The terms that a dataset stands under: what its sources say, and which licence of the hub's list that is."""

from __future__ import annotations

import re
from csv import QUOTE_NONE, DictReader
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from speechdata.card._manifest import Manifest


class Licence(NamedTuple):
    """A licence that has a name on the hub."""

    hub: str
    spdx: str
    url: str


def named(words: str | None) -> Licence | None:
    """The licence that these words of a source name, by identifier, name or address; None if it is none of the list."""
    return _names().get(_key(words or ""))


def shared(manifest: Manifest) -> Licence | None:
    """The one licence of the list that all used sources state; None if one states another, or nothing."""
    found = {named(source.licence) for source in manifest.used}
    return found.pop() if len(found) == 1 else None


def terms(manifest: Manifest) -> tuple[str, ...]:
    """What the used sources say of their terms, each once, in order; nothing of those that say nothing."""
    said = {source.licence for source in manifest.used if source.licence and source.has_terms}
    return tuple(sorted(said))


def licence_name(manifest: Manifest) -> str:
    """Short name of the used sources' terms: the one they share, or `several`, or `unknown`."""
    found = {source.licence if source.has_terms else None for source in manifest.used}
    if len(found) > 1:
        return "several"
    words = next(iter(found), None) or "unknown"
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-") or "see-card"


def terms_of_use(manifest: Manifest) -> dict[str, Any]:
    """What the card's front matter says: a name of the hub's list, or `other` with a name and, if known, a link."""
    if licence := shared(manifest):
        return {"license": licence.hub}
    said = terms(manifest)
    link = said[0] if len(said) == 1 and re.fullmatch(r"https?://\S+", said[0]) else None
    return {"license": "other", "license_name": licence_name(manifest)} | (
        {"license_link": link} if link else {}
    )


@cache
def _names() -> dict[str, Licence]:
    text = (files(__package__) / "licences.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, Licence] = {}
    for row in DictReader(lines, delimiter="\t", quoting=QUOTE_NONE):
        licence = Licence(row["hub"], row["spdx"], row["url"])
        found |= {_key(name): licence for name in (*licence, *row["also"].split("|"))}
    return found


def _key(words: str) -> str:
    """Letters and digits alone; an address without its scheme."""
    return "".join(filter(str.isalnum, re.sub(r"^https?://(www\.)?", "", words.strip().casefold())))
