"""The encoding of a web page: byte-order mark, valid UTF-8, what the page declares, else what it reads like."""

from __future__ import annotations

import re
from dataclasses import replace

from speechdata.errors import SourceError
from speechdata.text.decode import MINIMAL_COMMON, Decoded, common_share, decode_markup

_SNIFFED = 8192
"""Bytes at the start of a page in which a declaration is looked for."""
_DECLARED = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)


def decode_page(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The markup of a page, in `encoding` if given. Raises SourceError as `decode` does.

    A declaration counts only where the bytes bear it out: pages are saved in UTF-8 without mending it.
    """
    declared = declaration(data)
    if encoding or declared is None:
        return _noted(
            decode_markup(data, place=place, encoding=encoding), f"{declared or 'no charset'} declared"
        )
    try:
        found = decode_markup(data, place=place)
    except SourceError as error:
        return _as_declared(data, declared, error, place)
    return _noted(found, f"{declared} declared")


def declaration(data: bytes) -> str | None:
    """The charset that a page declares in its meta element or XML declaration, in lower case; None without one."""
    found = _DECLARED.search(_COMMENT.sub(b"", data[:_SNIFFED]))
    return (found.group(1) or found.group(2)).decode("ascii").lower() if found else None


def _as_declared(data: bytes, declared: str, error: SourceError, place: str) -> Decoded:
    if error.code != "source-encoding":
        raise error
    try:
        found = decode_markup(data, place=place, encoding=declared)
    except SourceError:
        raise error from None
    if common_share(found.text) < MINIMAL_COMMON / 2:
        raise error
    return _noted(found, f"{declared} declared")


def _noted(found: Decoded, note: str) -> Decoded:
    return replace(found, evidence=f"{note}; {found.evidence}")
