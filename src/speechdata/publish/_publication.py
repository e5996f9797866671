"""What is to be published, where, and on which terms, as plain values: the options of the command and of the flow."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pydantic import Field

from speechdata.checks import project_assertions
from speechdata.errors import ConfigError
from speechdata.publish._bucket import Bucket
from speechdata.publish._local import LocalFolder
from speechdata.publish._prepare import Terms
from speechdata.publish._publish import Published, publish
from speechdata.publish._target import Target
from speechdata.records import Record


class Publication(Record):
    """One publication; either `repo` or `to` is given."""

    folder: Path = Field(description="dataset folder")
    repo: str | None = Field(default=None, description="dataset repository on the hub, OWNER/NAME")
    to: str | None = Field(default=None, description="folder or fsspec URL that holds releases")
    version: str | None = Field(default=None, description="version; proposed by the diff if null")
    public: bool = Field(default=False, description="whether a new repository is public")
    dry_run: bool = Field(default=False, description="whether only to say what would be done")
    allow: tuple[str, ...] = Field(default=(), description="codes of the gate that may pass")
    project: Path | None = Field(default=None, description="folder of assertions.toml, for the gate")
    message: str | None = Field(default=None, description="title of the commit")
    date: dt.date | None = Field(default=None, description="day that the history names; today if null")

    def target(self) -> Target:
        """Where to publish. Raises ConfigError: publish-target, hub-repo or target-failed."""
        if self.repo is not None and self.to is None:
            return hub(self.repo, is_public=self.public)
        if self.to is not None and self.repo is None:
            return target(self.to)
        raise ConfigError("publish-target", "give either --repo or --to")

    def terms(self) -> Terms:
        """What the maintainer says of it. Raises ConfigError if there are no assertions to read."""
        return Terms(
            version=self.version,
            allowed=self.allow,
            day=self.date or dt.datetime.now().astimezone().date(),
            message=self.message,
            expected=project_assertions(self.project) if self.project else None,
        )


def publish_as(publication: Publication) -> Published:
    """Publishes as the options say. Raises what `publish` raises, and ConfigError for a target that is none."""
    terms = publication.terms()
    return publish(publication.folder, publication.target(), terms, dry_run=publication.dry_run)


def target(to: str) -> Target:
    """A folder, or what fsspec opens for a URL, that holds one folder a release and a pointer to the latest."""
    return Bucket(to) if "://" in to else LocalFolder(Path(to))


def hub(repo: str, *, is_public: bool = False) -> Target:
    """A dataset repository OWNER/NAME on the hub of the environment. Raises ConfigError `hub-repo`."""
    from speechdata.publish._hub import Hub  # here, since its client costs half a second

    return Hub(repo, is_public=is_public)
