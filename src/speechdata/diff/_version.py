"""The rule for version numbers of the dataset."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version

from speechdata.card import UNRELEASED
from speechdata.diff._difference import Difference
from speechdata.errors import ConfigError

FIRST = "1.0.0"
"""Version of the first release."""


def next_version(old: str | None, difference: Difference | None) -> str:
    """The version that follows: the first is 1.0.0; schema counts major, content minor, re-annotation patch.

    Schema: tables, columns, types. Content: speeches added, removed or with another text. Re-annotation: everything
    else that a reader can see. Without any difference the version stays. Raises ConfigError `version-form`.
    """
    if old is None or old == UNRELEASED or difference is None:
        return FIRST
    try:
        major, minor, patch = Version(old).release
    except (InvalidVersion, ValueError) as error:
        advice = "Versions of datasets are MAJOR.MINOR.PATCH."
        raise ConfigError("version-form", f"no version: {old!r}", advice=advice) from error
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
        "none": old,
    }[difference.level]
