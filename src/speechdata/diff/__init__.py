"""What a release changes against the one before, the version that follows from it, and the words for it."""

from __future__ import annotations

from speechdata.diff._compare import compare
from speechdata.diff._difference import (
    Changed,
    Count,
    Difference,
    Example,
    Fact,
    Figure,
    Moved,
    SpeechName,
    TableChange,
)
from speechdata.diff._version import FIRST, next_version
from speechdata.diff._words import as_json, as_text, changelog

__all__ = [
    "FIRST",
    "Changed",
    "Count",
    "Difference",
    "Example",
    "Fact",
    "Figure",
    "Moved",
    "SpeechName",
    "TableChange",
    "as_json",
    "as_text",
    "changelog",
    "compare",
    "next_version",
]
