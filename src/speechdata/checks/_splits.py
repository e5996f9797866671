"""E8xx: splits are whole."""

from __future__ import annotations

from collections.abc import Iterator

from speechdata.checks._bundle import Bundle
from speechdata.checks._check import Problem, at_speech, declare
from speechdata.records import SPLITS, Speech


def _found(bundle: Bundle, speech: Speech) -> set[str]:
    """Splits that rows of the speech are in, over all tables."""
    return {split for by_id in (bundle.splits or {}).values() for split in by_id.get(speech.speech_id, ())}


@declare("E801", "split-name")
def split_name(bundle: Bundle) -> Iterator[Problem]:
    """Splits are named train, validation or test."""
    for speech in bundle.speeches:
        for name in sorted(_found(bundle, speech) - set(SPLITS)):
            yield at_speech(speech, f"unknown split {name!r}")


@declare("E802", "split-straddled")
def split_straddled(bundle: Bundle) -> Iterator[Problem]:
    """All rows of a speech, in all tables, are in one split."""
    if bundle.splits is None:
        return
    for speech in bundle.speeches:
        if len(found := _found(bundle, speech)) != 1:
            yield at_speech(speech, f"in {len(found)} splits: {', '.join(sorted(found)) or 'none'}")


@declare("E803", "split-duplicates")
def split_duplicates(bundle: Bundle) -> Iterator[Problem]:
    """Near-duplicates share a split."""
    for speech in bundle.speeches:
        kept = bundle.speech.get(speech.near_duplicate_of or "")
        if kept and _found(bundle, kept) != _found(bundle, speech):
            yield at_speech(speech, f"near-duplicate of {kept.speech_id}, which is in another split")


CHECKS = (split_name, split_straddled, split_duplicates)
