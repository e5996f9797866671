"""Markup before it becomes a tree: limits that protect, and the forms of XML that HTML does not know."""

from __future__ import annotations

import re
from html import escape

from speechdata.errors import SourceError

LARGEST = 16_000_000
"""Bytes of the largest page."""
MOST_TAGS = 500_000
"""Tags of a page, start and end tags together."""
DEEPEST = 5_000
"""Open elements inside each other."""
MOST_STEPS = 100_000_000
"""Sum of the open elements over all tags: each tag may make a tree builder look through all of them."""
MOST_ATTRIBUTES = 500
"""Attributes of one element; each is compared with those before it."""

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_OPTIONAL_END_NAMES = "p li td th tr dd dt option tbody thead tfoot colgroup rt rp"
_VOID = frozenset(_VOID_NAMES.split())
_UNNESTED = _VOID | frozenset(_OPTIONAL_END_NAMES.split())
"""Elements that need no end tag: they do not pile up."""
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = r"[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>\"'][^\s>]*+)?)?+"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_START_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:[\s/=]++(?:{_ATTRIBUTE})?+)*+)")
_DECLARATIONS = re.compile(r"(<!DOCTYPE[^\[>]*+)\[[^\]]*+\]\s*+>", re.IGNORECASE)
_EMPTY_ELEMENT = re.compile(r"<([a-zA-Z][\w:.-]*+)([^<>]*+)(?<=/)>")


def has_tags(markup: str) -> bool:
    """Whether there is any tag at all."""
    return _TAG.search(markup) is not None


def check_limits(markup: str, *, place: str) -> None:
    """Raises SourceError (source-limit) for markup that would take very long to build a tree from."""
    depth = steps = 0
    for tags, match in enumerate(_TAG.finditer(markup), 1):
        if match.group(2).lower() not in _UNNESTED:
            depth = max(0, depth + (-1 if match.group(1) else 1))
        steps += depth
        if tags > MOST_TAGS:
            raise limit(f"more than {MOST_TAGS} tags", place)
        if depth > DEEPEST or steps > MOST_STEPS:
            raise limit(f"elements nested too deep ({depth} levels at character {match.start()})", place)
    for match in _START_TAG.finditer(markup):
        if (
            len(match.group(1)) > MOST_ATTRIBUTES
            and len(_ATTRIBUTES.findall(match.group(1))) > MOST_ATTRIBUTES
        ):
            raise limit(
                f"more than {MOST_ATTRIBUTES} attributes in the tag at character {match.start()}", place
            )


def limit(message: str, place: str) -> SourceError:
    """The error for a page beyond a limit."""
    advice = "Save the page again from its site, or copy its text into a .txt file."
    return SourceError("source-limit", message, place=place, advice=advice)


def as_html(markup: str) -> tuple[str, int]:
    """Markup for an HTML parser, and the number of entity declarations cut: 0 or 1 subset, none ever expanded.

    In XML, CDATA sections become text and empty elements (<a/>) get their end tag.
    """
    at = markup[:10_000].lower().find("<!doctype")
    found = _DECLARATIONS.match(markup, at) if at >= 0 else None
    if found:
        markup = markup[: found.start()] + found.group(1) + ">" + markup[found.end() :]
    if markup.lstrip().startswith("<?xml"):
        markup = _EMPTY_ELEMENT.sub(_closed, _without_cdata(markup))
    return markup, int(found is not None)


def _closed(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name.lower() in _VOID else f"<{name}{match.group(2)[:-1]}></{name}>"


def _without_cdata(markup: str) -> str:
    parts, at = [], 0
    while (start := markup.find("<![CDATA[", at)) >= 0 and (end := markup.find("]]>", start)) >= 0:
        parts += [markup[at:start], escape(markup[start + 9 : end])]
        at = end + 3
    return "".join([*parts, markup[at:]])
