"""The list of checks, and the run over them."""

from __future__ import annotations

from collections.abc import Iterable

from speechdata.checks import (
    _identity,
    _quality,
    _references,
    _sentences,
    _source,
    _spans,
    _splits,
    _totals,
    _tree,
    _years,
)
from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Check
from speechdata.records import Finding

QUALITY: tuple[Check, ...] = (*_quality.CHECKS, *_years.CHECKS)
"""Checks that find damage in a speech's own text rather than in the records made of it."""

CHECKS: tuple[Check, ...] = (
    *_identity.CHECKS,
    *_references.CHECKS,
    *_spans.CHECKS,
    *_tree.CHECKS,
    *_sentences.CHECKS,
    *_source.CHECKS,
    *_totals.CHECKS,
    *_splits.CHECKS,
    *QUALITY,
)
COLLECTION: tuple[Check, ...] = _totals.COLLECTION
"""Checks of a whole collection, when every source in it has passed all others."""
_ORDER = ("error", "warning", "note")


def check(bundle: Bundle, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Findings of all `checks`, errors first, then by path, speech, place and code."""
    return sorted((finding for each in checks for finding in _found(each, bundle)), key=_key)


def _found(each: Check, bundle: Bundle) -> Iterable[Finding]:
    if each in QUALITY and bundle.signs is not None:
        return (finding for finding in bundle.signs if finding.code == each.code)
    return each.run(bundle)


def _key(finding: Finding) -> tuple[int, str, str, int, str, str]:
    start = -1 if finding.start is None else finding.start
    level = _ORDER.index(finding.level)
    return level, finding.path or "", finding.speech_id or "", start, finding.code, finding.message
