"""A folder that fsspec opens: s3://, gs://, a local path ... Options of the file system come from its environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import fsspec

from speechdata.errors import ConfigError, SpeechdataError

_FLAT = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"})
"""File systems that know no folders; asked for one, some would make a bucket. They put an object whole or not."""


class Remote:
    """The file system behind `url` and the path there; `kind` begins the codes of its errors."""

    def __init__(self, url: str, *, kind: str) -> None:
        self.place, self._kind = _shown(url), kind
        with self.reaching():
            self.system, path = fsspec.core.url_to_fs(url)
            self.system.invalidate_cache()
        self.path = str(path).rstrip("/")

    @property
    def is_flat(self) -> bool:
        """Whether it knows no folders, and puts objects whole."""
        known: Any = self.system.protocol
        return not _FLAT.isdisjoint([known] if isinstance(known, str) else known)

    def make_folder(self, path: str) -> None:
        """Makes a folder and those above it, where there are folders."""
        if not self.is_flat:
            self.system.makedirs(path, exist_ok=True)

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Errors of the file system as ours. Raises ConfigError: `kind`-package or `kind`-failed."""
        try:
            yield
        except SpeechdataError:
            raise
        except ImportError as error:
            advice = "Install the package that opens such addresses (s3fs for s3://, gcsfs for gs://)."
            code = f"{self._kind}-package"
            raise ConfigError(code, str(error), place=self.place, advice=advice) from error
        except Exception as error:  # each file system raises errors of its own
            advice = "See that the address is right and that you may write there, then run again."
            message = f"{type(error).__name__}: {error}"
            raise ConfigError(f"{self._kind}-failed", message, place=self.place, advice=advice) from error


def _shown(url: str) -> str:
    """The URL without a name and password in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="").geturl().rstrip("/")
