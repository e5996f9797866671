"""What leaves the house: a finished folder switched into place, and releases of it in folders, buckets and on a hub."""

from __future__ import annotations

from pathlib import Path

from speechdata.publish._bucket import Bucket
from speechdata.publish._local import LocalFolder, point
from speechdata.publish._prepare import GateError, Terms
from speechdata.publish._publish import Published, publish
from speechdata.publish._staging import check_replaceable, recover, replace_folder, staged, staging_folder
from speechdata.publish._target import Target

__all__ = [
    "GateError",
    "Published",
    "Target",
    "Terms",
    "check_replaceable",
    "fetched",
    "hub",
    "point",
    "publish",
    "recover",
    "replace_folder",
    "staged",
    "staging_folder",
    "target",
]


def target(to: str) -> Target:
    """Where `to` points: a local folder, or a URL that fsspec opens. Raises ConfigError `target-package`."""
    return Bucket(to) if "://" in to else LocalFolder(Path(to))


def hub(repo: str, *, is_public: bool = False) -> Target:
    """A dataset repository OWNER/NAME on the hub of the environment. Raises ConfigError `hub-repo`."""
    from speechdata.publish._hub import Hub  # here, since its client costs half a second

    return Hub(repo, is_public=is_public)


def fetched(repo: str, revision: str) -> Path:
    """A revision of a dataset repository (tag, branch or commit) as a folder of the client's cache.

    Raises HubError, a SpeechdataError.
    """
    from speechdata.publish import _hub  # here, since its client costs half a second

    return _hub.fetched(repo, revision)
