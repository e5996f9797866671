"""What the hub of the tests keeps: repositories with their states and tags, and what tests set and look at."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

WRITER, READER = "hf_writerTokenOfTests0001", "hf_readerTokenOfTests0002"
"""Tokens that the server knows: one may write, one only read."""
AUTHORS = {WRITER: "founder", READER: "reader"}
Fault = Literal["500", "lost", "unanswered"]
"""An error; a connection that breaks before the request is looked at; one that breaks after it was done."""


@dataclass(frozen=True)
class File:
    """Content of one file, and whether it is kept as a large one."""

    content: bytes
    is_large: bool

    @property
    def oid(self) -> str:
        """SHA-256 of a large file, Git's SHA-1 of another."""
        if self.is_large:
            return hashlib.sha256(self.content).hexdigest()
        return hashlib.sha1(b"blob %d\0" % len(self.content) + self.content).hexdigest()


@dataclass(frozen=True)
class Commit:
    """One state of a repository."""

    oid: str
    author: str
    title: str
    message: str
    files: dict[str, File]


@dataclass
class Repository:
    """Its states, oldest first, and its tags."""

    is_private: bool
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> Commit:
        return self.commits[-1]

    def commit(self, author: str, title: str, files: dict[str, File], message: str = "") -> Commit:
        """Adds a state."""
        oid = hashlib.sha1(f"{id(self)} {len(self.commits)} {title}".encode()).hexdigest()
        self.commits.append(Commit(oid, author, title, message, files))
        return self.head

    def write(self, path: str, content: str, *, author: str = "alice", title: str = "By hand") -> None:
        """A commit of one text file, as a person makes it in the browser."""
        self.commit(author, title, self.head.files | {path: File(content.encode(), False)})

    def at(self, revision: str) -> Commit | None:
        """The state that a branch, tag or commit names."""
        oid = self.head.oid if revision == "main" else self.tags.get(revision, revision)
        return next((each for each in self.commits if each.oid == oid), None)


@dataclass
class Hub:
    """The state of the server, and what tests set and look at."""

    repositories: dict[str, Repository] = field(default_factory=dict)
    large: dict[str, bytes] = field(default_factory=dict)
    calls: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    before: dict[str, Callable[[], None]] = field(default_factory=dict)
    url: str = ""

    def fail(self, call: str, *faults: Fault) -> None:
        """The next calls whose method and path match the pattern fail so, one after the other."""
        self.faults += [(call, fault) for fault in faults]

    def fault(self, call: str) -> Fault | None:
        """How this call is to fail, which is then used up."""
        for number, (pattern, kind) in enumerate(self.faults):
            if re.search(pattern, call):
                del self.faults[number]
                return kind
        return None

    def count(self, pattern: str) -> int:
        """How many calls matched."""
        return sum(bool(re.search(pattern, f"{method} {path}")) for method, path in self.calls)
