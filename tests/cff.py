"""The part of the Citation File Format 1.2.0 that a dataset's CITATION.cff can touch, as a JSON Schema of our own.

Covered: all keys of the root, of which four are due; values of those that name the dataset (texts, kind, version,
keywords, licence, addresses, day, DOI); authors that are organisations or persons. Not covered: what references,
identifiers, contacts and a preferred citation hold, which no dataset of ours has: they are refused.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

FORMATS = FormatChecker(())
_TEXT = {"type": "string", "minLength": 1}
_ADDRESS = {"type": "string", "format": "address"}
_DAY = {"type": "string", "format": "day"}
_SPDX = {"type": "string", "format": "spdx"}


def _object(due: tuple[str, ...], **keys: Any) -> dict[str, Any]:
    named = {key.replace("_", "-"): value for key, value in keys.items()}
    return {"type": "object", "additionalProperties": False, "required": list(due), "properties": named}


def _set_of(item: Any) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": item}


_ORGANISATION = _object(("name",), name=_TEXT, alias=_TEXT, city=_TEXT, website=_ADDRESS)
_PERSON = _object((), given_names=_TEXT, family_names=_TEXT, affiliation=_TEXT, alias=_TEXT, website=_ADDRESS)

SCHEMA = _object(
    ("cff-version", "message", "title", "authors"),
    cff_version={"const": "1.2.0"},
    message=_TEXT,
    title=_TEXT,
    authors=_set_of({"anyOf": [_ORGANISATION, _PERSON]}),
    type={"enum": ["software", "dataset"]},
    version={"anyOf": [_TEXT, {"type": "number"}]},
    abstract=_TEXT,
    keywords=_set_of(_TEXT),
    license={"oneOf": [_SPDX, _set_of(_SPDX)]},
    license_url=_ADDRESS,
    url=_ADDRESS,
    repository=_ADDRESS,
    repository_code=_ADDRESS,
    repository_artifact=_ADDRESS,
    date_released=_DAY,
    doi={"type": "string", "pattern": r"^10\.\d{4,9}(\.\d+)?/\S+$"},
    commit=_TEXT,
)


@FORMATS.checks("address")
def _is_address(value: object) -> bool:
    parts = urlsplit(str(value))
    return parts.scheme in ("http", "https", "ftp", "sftp") and bool(parts.netloc)


@FORMATS.checks("day", raises=ValueError)
def _is_day(value: object) -> bool:
    return dt.date.fromisoformat(str(value)).isoformat() == value


@FORMATS.checks("spdx", raises=InvalidLicenseExpression)
def _is_one_licence(value: object) -> bool:
    """One identifier of the SPDX list as it is written there; no expression."""
    return canonicalize_license_expression(str(value)) == value and " " not in str(value)


def faults(text: str) -> list[str]:
    """What breaks the format in the content of a CITATION.cff, each with its place; none if nothing does."""
    content = yaml.safe_load(text)
    if isinstance(content, dict):
        content = {
            key: value.isoformat() if isinstance(value, dt.date) else value for key, value in content.items()
        }
    errors = Draft202012Validator(SCHEMA, format_checker=FORMATS).iter_errors(content)
    return sorted(f"{'/'.join(map(str, error.path)) or '(root)'}: {error.message}" for error in errors)
