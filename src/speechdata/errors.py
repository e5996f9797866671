"""Errors that name the place and what to do about it."""

from __future__ import annotations

import copyreg
from collections.abc import Sequence
from typing import Any


class SpeechdataError(Exception):
    """A failure with a stable `code`, the `place` where it happened and an `advice` on what to do."""

    def __init__(self, code: str, message: str, *, place: str = "", advice: str = "") -> None:
        self.code, self.message, self.place, self.advice = code, message, place, advice
        head = f"{place}: {message}" if place else message
        super().__init__(f"{head} [{code}]" + (f" {advice}" if advice else ""))

    def __reduce__(self) -> tuple[Any, ...]:
        # An error's own way back from a worker calls it with its message alone.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class SourceError(SpeechdataError):
    """A source that cannot be read or decoded; the run quarantines it and goes on."""


class OffsetError(SpeechdataError):
    """A position that is off an OffsetMap."""


class LexiconError(SpeechdataError):
    """A lexicon file that breaks its own form; names file and line."""


class ConfigError(SpeechdataError):
    """Options or files that the user must mend before anything can run."""


class CheckError(SpeechdataError):
    """Checks over a whole collection that failed; `findings` says which and where. Nothing is published."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        errors = [finding for finding in self.findings if finding.level == "error"]
        first = "; ".join(f"{finding.code} {finding.message}" for finding in errors[:5])
        super().__init__(
            "checks-failed",
            f"{len(errors)} errors over the whole collection: {first}",
            advice="The dataset that was there before is untouched. Mend the cause and build again.",
        )


class SpeechdataWarning(UserWarning):
    """Something the user should know that stops nothing."""
