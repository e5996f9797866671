"""What tells that a source file has changed, without reading more than is needed."""

from __future__ import annotations

import hashlib

import fsspec

from speechdata.errors import SourceError
from speechdata.readers._origins import Origin, opened


def version(origin: Origin) -> str:
    """The SHA-256 of a local file, 64 hex digits; of a remote one what its file system tells versions apart by.

    Raises SourceError source-unreadable.
    """
    try:
        if "://" in origin.url:
            system, path = fsspec.core.url_to_fs(origin.url)
            return f"{origin.url} {system.ukey(path)}"
        with opened(origin.url) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except Exception as error:  # each file system raises errors of its own
        advice = "See that the file exists and may be read."
        message = f"{type(error).__name__}: {error}"
        raise SourceError("source-unreadable", message, place=origin.name, advice=advice) from error
