"""The card on a hub, merged: what people wrote there by hand stays, what speechdata wrote is written anew.

A card that was published ends in a comment that lists its own sections and front matter keys with a digest of each.
By that list the next release tells them from what people wrote; the digests tell whether people edited one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from pydantic import Field

from speechdata.errors import ConfigError
from speechdata.records import Record

EARLIER = "Card before the first release"
"""Heading that a text before the first `##` gets, if it was there before any release."""

_FRONT = re.compile(r"\A---\n(.*?)^---[ \t]*\n", re.DOTALL | re.MULTILINE)
_STAMP = re.compile(
    r"\n*<!-- speechdata rewrites these parts of the card at each release: (\{.*\}) -->\n*", re.DOTALL
)
_HEADING = re.compile(r"##[ \t]+(.*?)[ \t#]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")

Section = tuple[str, str]
"""Heading without its marks, empty for what stands before the first, and the text with its heading line."""


class Merged(Record):
    """A card as it will stand on the hub."""

    text: str = Field(description="the whole README.md")
    kept: tuple[str, ...] = Field(description="sections and keys that people wrote, which stay")
    edited: tuple[str, ...] = Field(description="sections and keys of ours that people edited: written anew")


def merged(ours: str, theirs: str | None, *, released: bool, place: str = "README.md") -> Merged:
    """Our card with the sections and front matter keys that people added to `theirs`, the card on the hub.

    A section of theirs stays behind the section of ours that it stood behind. `released`: `theirs` comes of an earlier
    release, so that a heading of ours is ours even if its list was deleted. Raises ConfigError `card-unreadable`.
    """
    front, own = _split(ours)
    keys = _keys(front, "the new card")
    sections = {heading: _digest(text) for heading, text in own}
    stamp = _stamp(sections, {key: _digest(value) for key, value in keys.items()})
    if theirs is None:
        return Merged(text=_joined(front, "", own, stamp), kept=(), edited=())
    theirs = theirs.replace("\r\n", "\n")
    known = _known(theirs, place) or (
        (dict.fromkeys(sections), dict.fromkeys(keys)) if released else ({}, {})
    )
    their_front, their_own = _split(_STAMP.sub("\n\n", theirs))
    their_keys = _keys(their_front, place)
    added = {key: value for key, value in their_keys.items() if key not in keys | known[1]}
    placed, kept, edited = _placed(own, their_own, known[0])
    changed = [
        f"front matter: {key}"
        for key in their_keys
        if key in keys | known[1] and _is_edited(their_keys[key], known[1].get(key, ""))
    ]
    added_front = yaml.safe_dump(added, allow_unicode=True, sort_keys=False, width=110) if added else ""
    named = (*(f"front matter: {key}" for key in added), *kept)
    return Merged(text=_joined(front, added_front, placed, stamp), kept=named, edited=(*changed, *edited))


def _placed(
    own: list[Section], theirs: list[Section], known: Mapping[str, str | None]
) -> tuple[list[Section], list[str], list[str]]:
    """Our sections with theirs among them, headings of theirs, and headings of ours that they edited."""
    headings = {heading for heading, _ in own}
    ours_there = _recognised(theirs, known)
    behind: dict[str, list[Section]] = {}
    edited: list[str] = []
    anchor = ""
    for number, (heading, text) in enumerate(theirs):
        if number in ours_there:
            anchor = heading if heading in headings else anchor
            edited += [heading or "the introduction"] if _is_edited(text, known[heading]) else []
        elif text.strip():
            named = (heading, text) if heading else (EARLIER, f"## {EARLIER}\n\n{text}")
            behind.setdefault(anchor, []).append(named)
    placed = [part for section in own for part in (section, *behind.get(section[0], ()))]
    return placed, [heading for parts in behind.values() for heading, _ in parts], edited


def _recognised(theirs: list[Section], known: Mapping[str, str | None]) -> set[int]:
    """Numbers of the sections that we wrote: of those with a heading the one that is as it was, else the first."""
    found: dict[str, int] = {}
    for number, (heading, text) in enumerate(theirs):
        if heading in known and (heading not in found or _digest(text) == known[heading]):
            found[heading] = number
    return set(found.values())


def _is_edited(value: Any, digest: str | None) -> bool:
    """Whether it is not what we wrote; no digest tells nothing."""
    return digest is not None and _digest(value) != digest


def _split(card: str) -> tuple[str, list[Section]]:
    """The YAML of the front matter, and the sections; a heading inside a fence of code is none."""
    found = _FRONT.match(card)
    body = card[found.end() :] if found else card
    parts: list[tuple[str, list[str]]] = [("", [])]
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence and (heading := _HEADING.match(line)):
            parts.append((heading[1], []))
        parts[-1][1].append(line)
    return found[1] if found else "", [(heading, "\n".join(lines).strip("\n")) for heading, lines in parts]


def _keys(front: str, place: str) -> dict[str, Any]:
    try:
        keys = yaml.safe_load(front) or {}
    except yaml.YAMLError as error:
        raise _unreadable(place, f"its front matter is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(keys, dict):
        raise _unreadable(place, "its front matter is no list of keys and values")
    return {str(key): value for key, value in keys.items()}


def _known(card: str, place: str) -> tuple[dict[str, str | None], dict[str, str | None]] | None:
    """Our sections and keys with their digests, as the card lists them; None if it lists none."""
    found = _STAMP.search(card)
    if found is None:
        return None
    try:
        listed = json.loads(found[1])
        return dict(listed["sections"]), dict(listed["keys"])
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, "the comment that lists our sections was edited") from error


def _stamp(sections: Mapping[str, str], keys: Mapping[str, str]) -> str:
    listed = json.dumps({"sections": sections, "keys": keys}, ensure_ascii=False).replace(">", "\\u003e")
    return f"<!-- speechdata rewrites these parts of the card at each release: {listed} -->\n"


def _joined(front: str, added: str, sections: Iterable[Section], stamp: str) -> str:
    body = "\n\n".join(text for _, text in sections if text)
    return f"---\n{front}{added}---\n\n{body}\n\n{stamp}"


def _digest(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _unreadable(place: str, message: str) -> ConfigError:
    advice = "Mend it on the hub (or delete it there), so that nothing that people wrote is lost."
    return ConfigError("card-unreadable", message, place=place, advice=advice)
