"""What leaves the house: a finished folder switched into place, and releases of it in folders, buckets and on a hub."""

from __future__ import annotations

from pathlib import Path

from speechdata.publish._errors import HubError, may_pass
from speechdata.publish._prepare import GateError, Terms
from speechdata.publish._publication import Publication, hub, publish_as, target
from speechdata.publish._publish import Published, publish
from speechdata.publish._remote import Remote
from speechdata.publish._staging import check_replaceable, recover, replace_folder, staged, staging_folder
from speechdata.publish._target import Target

__all__ = [
    "GateError",
    "HubError",
    "Publication",
    "Published",
    "Remote",
    "Target",
    "Terms",
    "check_replaceable",
    "fetched",
    "hub",
    "may_pass",
    "publish",
    "publish_as",
    "recover",
    "replace_folder",
    "staged",
    "staging_folder",
    "target",
]


def fetched(repo: str, revision: str) -> Path:
    """A revision of a dataset repository (tag, branch or commit) as a folder of the client's cache.

    Raises HubError.
    """
    from speechdata.publish import _hub  # here, since its client costs half a second

    return _hub.fetched(repo, revision)
