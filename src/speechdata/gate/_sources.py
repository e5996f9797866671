"""x13xx: of every source that went in, publisher and terms are known."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.gate._rule import Problem, Release, declare
from speechdata.gate._words import words


@declare("E1301", "licence-unknown")
def licence_unknown(release: Release) -> Iterator[Problem]:
    """The terms of every source that went in are known."""
    for source in release.manifest.used:
        if not _is_known(source.licence):
            yield Problem(
                f"{_said(source.licence)}. State its licence in sources.csv, or leave it out.", source.path
            )


@declare("E1302", "publisher-unknown")
def publisher_unknown(release: Release) -> Iterator[Problem]:
    """The publisher of every source that went in is known."""
    for source in release.manifest.used:
        if not _is_known(source.publisher):
            text = _said(source.publisher)
            yield Problem(f"{text}. State its publisher in sources.csv, or leave it out.", source.path)


def _is_known(value: str | None) -> bool:
    return (value or "").strip().lower() not in {"", *words("sources", "unknown")}


def _said(value: str | None) -> str:
    return f"sources.csv says {value!r}" if value else "sources.csv says nothing of it"


RULES = (licence_unknown, publisher_unknown)
