"""A dataset repository on a hub as the target of releases: one commit and one tag a release."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, get_token, hf_hub_download
from huggingface_hub.errors import RepositoryNotFoundError
from huggingface_hub.hf_api import RepoFile
from huggingface_hub.utils.sha import git_hash
from huggingface_hub.utils.tqdm import disable_progress_bars

from speechdata.card import CARD, MANIFEST_FILE, SUMS, Manifest, read_manifest
from speechdata.errors import ConfigError
from speechdata.publish._errors import HubError
from speechdata.publish._hub_calls import KIND, api, called, check_token
from speechdata.publish._merge import merged
from speechdata.publish._target import Change, Settled, files, manifest_sha256
from speechdata.tables import sha256

MARK = "speechdata release {version}, manifest SHA-256 {sha256}"
"""Description of the commit of a release; tells it from the commits of people."""

_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_SHOWN = 5
Result = TypeVar("Result")


class Hub:
    """A dataset repository, as its head stands when it is first looked at."""

    def __init__(self, repo: str, *, is_public: bool = False) -> None:
        if not _REPO.fullmatch(repo):
            advice = "Write it as OWNER/NAME."
            raise ConfigError("hub-repo", "no name of a repository", place=repo, advice=advice)
        disable_progress_bars()
        self._repo, self._is_public, self._api = repo, is_public, api()
        self.place = f"{self._api.endpoint}/datasets/{repo}"
        self._head: str | None = None
        self._tags: dict[str, str] = {}
        self._there: dict[str, RepoFile] = {}
        self._last: Manifest | None = None

    def before(self) -> Manifest | None:
        """Reads the head: its commit, files and tags, and the manifest of the release. Raises HubError."""
        self._head = self._called(self._read_head)
        if self._head is None:
            return None
        tree = partial(
            self._api.list_repo_tree, self._repo, repo_type=KIND, recursive=True, revision=self._head
        )
        found = self._called(lambda: list(tree()))
        self._there = {each.path: each for each in found if isinstance(each, RepoFile)}
        self._tags = self._read_tags()
        if MANIFEST_FILE in self._there:
            self._last = read_manifest(self._file(MANIFEST_FILE, self._head).parent)
        return self._last

    def fetched(self, aside: Path) -> Path:
        """The release at the head, in the client's own cache."""
        del aside
        return fetched(self._repo, str(self._head))

    def found(self, version: str) -> Manifest | None:
        """The manifest of a version that has its tag, or stands at the head without it."""
        if oid := self._tags.get(_tag(version)):
            return read_manifest(self._file(MANIFEST_FILE, oid).parent)
        return self._last if self._last is not None and self._last.version == version else None

    def settled(self, card: str) -> Settled:
        """Our card merged with what people wrote on the hub's. Raises ConfigError `card-unreadable`."""
        there = self._text(CARD)
        result = merged(card, there, released=self._last is not None, place=f"{self.place}: {CARD}")
        return Settled(text=result.text, there=there or "", kept=result.kept, edited=result.edited)

    def changes(self, folder: Path) -> list[Change]:
        """What the commit adds, changes and removes; of files that are not ours, nothing."""
        found = {path: self._change(folder, path) for path in files(folder)}
        for path in sorted(self._ours() - set(found)):
            found[path] = Change(path=path, n_bytes=self._there[path].size, kind="removed")
        return [found[path] for path in sorted(found)]

    def put(self, folder: Path, version: str, *, message: str) -> str:
        """One commit on the head as it was read, then its tag. Raises HubError, `hub-conflict` among them."""
        check_token(self.place)
        if self._head is None:
            self._create()
        mark = MARK.format(version=version, sha256=manifest_sha256(folder))
        changes = self.changes(folder)

        def commit() -> str:
            return self._commit(changes, folder, message, mark)

        try:
            oid = called(commit, place=self.place, again=lambda: self._release(mark))
        except HubError as error:
            raise (self._conflict() if error.status == 412 else error) from None
        self._set_tag(version, oid)
        return f"{self.place}/tree/{_tag(version)}"

    def completed(self, version: str, *, dry_run: bool) -> str | None:
        """Sets the tag that an interrupted publication did not. Raises ConfigError `hub-altered`."""
        self._check_whole(version)
        if _tag(version) in self._tags:
            return None
        if not dry_run:
            check_token(self.place)
            mark = MARK.format(version=version, sha256=sha256(self._file(MANIFEST_FILE, str(self._head))))
            self._set_tag(version, self._called(lambda: self._release(mark)) or str(self._head))
        return f"{self.place}/tree/{_tag(version)}"

    def _called(self, call: Callable[[], Result]) -> Result:
        return called(call, place=self.place)

    def _read_head(self) -> str | None:
        try:
            return str(self._api.dataset_info(self._repo).sha)
        except RepositoryNotFoundError:
            return None

    def _read_tags(self) -> dict[str, str]:
        refs = self._called(lambda: self._api.list_repo_refs(self._repo, repo_type=KIND))
        return {ref.name: ref.target_commit for ref in refs.tags}

    def _file(self, path: str, revision: str) -> Path:
        """A file of the repository in the client's cache."""
        get = partial(hf_hub_download, self._repo, path, repo_type=KIND, revision=revision)
        return Path(self._called(lambda: get(endpoint=self._api.endpoint, token=get_token())))

    def _text(self, path: str) -> str | None:
        """A text file at the head; None if there is none."""
        if path not in self._there:
            return None
        try:
            return self._file(path, str(self._head)).read_text("utf-8")
        except UnicodeDecodeError as error:
            advice = "Mend it on the hub."
            place = f"{self.place}: {path}"
            raise ConfigError("card-unreadable", str(error), place=place, advice=advice) from error

    def _ours(self) -> set[str]:
        """Files at the head that an earlier release put there: those that it lists, and the list itself."""
        listed = {line.partition("  ")[2] for line in (self._text(SUMS) or "").splitlines()}
        known = {SUMS, MANIFEST_FILE} if self._last else set()
        tables = {file.path for table in self._last.tables for file in table.files} if self._last else set()
        return (listed | known | tables) & set(self._there)

    def _change(self, folder: Path, path: str) -> Change:
        there = self._there.get(path)
        kind: Literal["new", "changed", "same"] = "new"
        if there is not None:
            kind = "same" if _is_same(folder / path, there) else "changed"
        return Change(path=path, n_bytes=(folder / path).stat().st_size, kind=kind)

    def _create(self) -> None:
        """Makes the repository, private unless it is to be public."""
        create = partial(self._api.create_repo, self._repo, repo_type=KIND, exist_ok=True)
        self._called(lambda: create(private=not self._is_public))
        self.before()

    def _commit(self, changes: list[Change], folder: Path, message: str, mark: str) -> str:
        """One try: operations cannot be used twice."""
        operations: list[Any] = [
            CommitOperationDelete(change.path)
            if change.kind == "removed"
            else CommitOperationAdd(change.path, folder / change.path)
            for change in changes
            if change.kind != "same"
        ]
        done = self._api.create_commit(
            self._repo,
            operations,
            commit_message=message,
            commit_description=mark,
            repo_type=KIND,
            parent_commit=self._head,
        )
        return str(done.oid)

    def _release(self, mark: str) -> str | None:
        """The newest commit that carries the mark of a release."""
        commits = self._api.list_repo_commits(self._repo, repo_type=KIND)
        return next((each.commit_id for each in commits if mark in f"{each.title}\n{each.message}"), None)

    def _conflict(self) -> ConfigError:
        """Whose commits came between."""
        commits = self._called(lambda: self._api.list_repo_commits(self._repo, repo_type=KIND))
        new = []
        for each in commits:
            if each.commit_id == self._head:
                break
            new.append(f"{each.commit_id[:8]} by {', '.join(each.authors)}: {each.title}")
        message = (
            f"others committed since this run began: {'; '.join(new[:_SHOWN])}. Nothing was overwritten."
        )
        advice = "Look at what they changed, then run again: it builds on their commit."
        return ConfigError("hub-conflict", message, place=self.place, advice=advice)

    def _set_tag(self, version: str, oid: str) -> None:
        def set_tag() -> str:
            self._api.create_tag(self._repo, tag=_tag(version), revision=oid, repo_type=KIND)
            return oid

        set_to = called(set_tag, place=self.place, again=lambda: self._read_tags().get(_tag(version)))
        if set_to != oid:
            message = f"the tag {_tag(version)} stands on {set_to[:8]}, not on the release's {oid[:8]}"
            raise ConfigError("version-taken", message, place=self.place, advice="Publish another version.")

    def _check_whole(self, version: str) -> None:
        """Raises ConfigError unless the data files at the head are those of the manifest there."""
        tables = self._last.tables if self._last else ()
        wrong = [
            file.path
            for table in tables
            for file in table.files
            if (there := self._there.get(file.path)) is None
            or (there.lfs is not None and there.lfs.sha256 != file.sha256)
        ]
        if wrong:
            message = f"version {version} was altered by hand: {', '.join(wrong[:_SHOWN])}"
            advice = "Restore these files there, or publish a version of another number with --version."
            raise ConfigError("hub-altered", message, place=self.place, advice=advice)


def fetched(repo: str, revision: str) -> Path:
    """A revision of a dataset repository (tag, branch or commit) as a folder of the client's cache.

    Raises HubError.
    """
    disable_progress_bars()
    client = api()
    get = partial(client.snapshot_download, repo, repo_type=KIND, revision=revision)
    return Path(called(lambda: str(get()), place=f"{client.endpoint}/datasets/{repo}@{revision}"))


def _tag(version: str) -> str:
    return f"v{version}"


def _is_same(path: Path, there: RepoFile) -> bool:
    if path.stat().st_size != there.size:
        return False
    if there.lfs is not None:
        return bool(sha256(path) == there.lfs.sha256)
    return bool(git_hash(path.read_bytes()) == there.blob_id)
