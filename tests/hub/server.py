"""A hub for tests on loopback: what the hub's client calls to publish and read a dataset, kept in memory.

It implements, for dataset repositories: creation, card validation (YAML only), preupload, Git LFS upload in one part,
commits with the check of the parent, tags, refs, trees, histories, revisions, and files by GET, HEAD and range; private
repositories, tokens that may write or only read; and it fails where a test tells it to. It does not implement: Xet,
uploads in parts, pull requests, branches other than main, folders in deletions, gated repositories, rate limits, the
viewer, and what a real hub checks beyond this in a card. Errors carry the headers that the client reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from hub.store import AUTHORS, WRITER, Commit, File, Hub, Repository

_DAY = "2026-01-01T00:00:00.000Z"


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, *, code: str = "") -> None:
        self.status, self.message, self.code = status, message, code


class Handler(BaseHTTPRequestHandler):
    """Answers by the table ROUTES."""

    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_GET(self) -> None:
        self.handle_call()

    do_HEAD = do_POST = do_PUT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle_call(self) -> None:
        """Reads the request, fails if it is to, and answers."""
        body = self.read_body()
        call = f"{self.command} {self.path}"
        self.hub.calls.append((self.command, self.path))
        fault = self.hub.fault(call)
        if fault == "lost":
            self.close_connection = True
            return
        if fault == "500":
            self.answer(500, b'{"error": "the server is out of order"}')
            return
        for pattern, act in list(self.hub.before.items()):
            if re.search(pattern, call):
                del self.hub.before[pattern]
                act()
        try:
            status, content, headers = self.routed(body)
        except Refused as error:
            said = {"X-Error-Message": error.message} | ({"X-Error-Code": error.code} if error.code else {})
            status, content, headers = error.status, json.dumps({"error": error.message}).encode(), said
        if fault == "unanswered":
            self.close_connection = True
            return
        self.answer(status, content, headers)

    def read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def routed(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        path = urlsplit(self.path).path
        for method, pattern, route in ROUTES:
            if self.command in method.split("|") and (found := re.fullmatch(pattern, path)):
                return route(
                    self, body, **{key: unquote(value) for key, value in found.groupdict("").items()}
                )
        raise Refused(404, f"this hub knows no {self.command} {path}")

    def author(self, *, writes: bool) -> str:
        """Who calls. Raises Refused."""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token and token not in AUTHORS:
            raise Refused(401, "Invalid credentials in Authorization header")
        if writes and token != WRITER:
            raise Refused(403 if token else 401, f"the token {token} may not write")
        return AUTHORS.get(token, "")

    def repository(self, repo: str) -> Repository:
        found = self.hub.repositories.get(repo)
        if found is None or (found.is_private and not self.author(writes=False)):
            raise Refused(404 if self.headers.get("Authorization") else 401, "not found", code="RepoNotFound")
        return found

    def commit_at(self, repo: str, revision: str) -> Commit:
        found = self.repository(repo).at(revision)
        if found is None:
            raise Refused(404, "no such revision", code="RevisionNotFound")
        return found


Answer = tuple[int, bytes, dict[str, str]]


def said(content: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return status, json.dumps(content).encode(), {"Content-Type": "application/json"}


def create(call: Handler, body: bytes) -> Answer:
    given = json.loads(body)
    author = call.author(writes=True)
    name = f"{given['organization'] or author}/{given['name']}"
    if name in call.hub.repositories:
        raise Refused(409, "You already created this dataset repo")
    made = call.hub.repositories[name] = Repository(is_private=given.get("visibility") == "private")
    made.commit(author, "initial commit", {".gitattributes": File(b"*.parquet filter=lfs\n", False)})
    return said({"url": f"{call.hub.url}/datasets/{name}", "name": name, "id": name})


def validate(call: Handler, body: bytes) -> Answer:
    found = re.match(r"---\n(.*?)\n---\n", json.loads(body)["content"], re.DOTALL)
    try:
        is_valid = isinstance(yaml.safe_load(found[1]), dict) if found else True
    except yaml.YAMLError:
        is_valid = False
    errors = [] if is_valid else [{"message": "the metadata is no YAML mapping"}]
    return said({"errors": errors, "warnings": []}, 200 if is_valid else 400)


def preupload(call: Handler, body: bytes, repo: str, revision: str) -> Answer:
    call.author(writes=True)
    there = call.commit_at(repo, revision).files
    modes = []
    for each in json.loads(body)["files"]:
        is_large = each["path"].endswith(".parquet") or b"\0" in base64.b64decode(each["sample"])
        mode = {"path": each["path"], "uploadMode": "lfs" if is_large else "regular", "shouldIgnore": False}
        modes.append(mode | ({"oid": there[each["path"]].oid} if each["path"] in there else {}))
    return said({"files": modes})


def batch(call: Handler, body: bytes, repo: str) -> Answer:
    call.author(writes=True)
    call.repository(repo)
    objects = []
    for each in json.loads(body)["objects"]:
        upload = {"upload": {"href": f"{call.hub.url}/large/{each['oid']}"}}
        objects.append(each | ({} if each["oid"] in call.hub.large else {"actions": upload}))
    return said({"transfer": "basic", "objects": objects})


def store(call: Handler, body: bytes, oid: str) -> Answer:
    if hashlib.sha256(body).hexdigest() != oid:
        raise Refused(400, "the content is another")
    call.hub.large[oid] = body
    return 200, b"", {}


def commit(call: Handler, body: bytes, repo: str, revision: str) -> Answer:
    author = call.author(writes=True)
    home = call.repository(repo)
    lines = [json.loads(line) for line in body.splitlines()]
    header = lines[0]["value"]
    if header.get("parentCommit", home.head.oid) != home.head.oid:
        raise Refused(412, "A commit has happened since. Please refresh and try again.")
    files = dict(home.head.files)
    for line in lines[1:]:
        value = line["value"]
        if line["key"] == "file":
            files[value["path"]] = File(base64.b64decode(value["content"]), False)
        elif line["key"] == "lfsFile":
            files[value["path"]] = File(call.hub.large[value["oid"]], True)
        else:
            del files[value["path"]]
    made = home.commit(author, header["summary"], files, header["description"])
    return said({"commitUrl": f"{call.hub.url}/datasets/{repo}/commit/{made.oid}", "commitOid": made.oid})


def tag(call: Handler, body: bytes, repo: str, revision: str) -> Answer:
    call.author(writes=True)
    home, name = call.repository(repo), json.loads(body)["tag"]
    if name in home.tags:
        raise Refused(409, "Tag reference exists already")
    home.tags[name] = call.commit_at(repo, revision).oid
    return said({})


def refs(call: Handler, body: bytes, repo: str) -> Answer:
    home = call.repository(repo)
    tags = [
        {"name": name, "ref": f"refs/tags/{name}", "targetCommit": oid} for name, oid in home.tags.items()
    ]
    main = {"name": "main", "ref": "refs/heads/main", "targetCommit": home.head.oid}
    return said({"branches": [main], "tags": tags, "converts": []})


def history(call: Handler, body: bytes, repo: str, revision: str) -> Answer:
    home = call.repository(repo)
    known = home.commits[: home.commits.index(call.commit_at(repo, revision)) + 1]
    return said(
        [
            {
                "id": each.oid,
                "title": each.title,
                "message": each.message,
                "date": _DAY,
                "authors": [{"user": each.author}],
            }
            for each in reversed(known)
        ]
    )


def info(call: Handler, body: bytes, repo: str, revision: str = "main") -> Answer:
    at = call.commit_at(repo, revision)
    siblings = [{"rfilename": path} for path in sorted(at.files)]
    private = call.repository(repo).is_private
    return said({"id": repo, "sha": at.oid, "private": private, "siblings": siblings, "lastModified": _DAY})


def described(path: str, file: File) -> dict[str, Any]:
    """A file as trees show it."""
    entry: dict[str, Any] = {"type": "file", "path": path, "size": len(file.content), "oid": file.oid}
    if file.is_large:
        entry["lfs"] = {"oid": file.oid, "size": len(file.content), "pointerSize": 134}
        entry["oid"] = hashlib.sha1(file.oid.encode()).hexdigest()
    return entry


def tree(call: Handler, body: bytes, repo: str, revision: str, under: str) -> Answer:
    files = call.commit_at(repo, revision).files
    prefix = f"{under}/" if under else ""
    below = {path: file for path, file in sorted(files.items()) if path.startswith(prefix)}
    if under and not below:
        raise Refused(404, "no such folder", code="EntryNotFound")
    deep = parse_qs(urlsplit(call.path).query).get("recursive", [""])[0].lower() in ("true", "1")
    here = [path for path in below if deep or "/" not in path.removeprefix(prefix)]
    rests = [path.removeprefix(prefix).split("/")[:-1] for path in below]
    depths = range(1, max((len(rest) for rest in rests), default=0) + 1) if deep else (1,)
    folders = {"/".join(rest[:depth]) for rest in rests for depth in depths if len(rest) >= depth}
    shown = [
        {
            "type": "directory",
            "path": prefix + name,
            "size": 0,
            "oid": hashlib.sha1(name.encode()).hexdigest(),
        }
        for name in sorted(folders)
    ]
    return said(shown + [described(path, below[path]) for path in here])


def paths_info(call: Handler, body: bytes, repo: str, revision: str) -> Answer:
    files = call.commit_at(repo, revision).files
    asked = parse_qs(body.decode())["paths"] if body[:1] != b"{" else json.loads(body)["paths"]
    return said([described(path, files[path]) for path in asked if path in files])


def resolve(call: Handler, body: bytes, repo: str, revision: str, path: str) -> Answer:
    at = call.commit_at(repo, revision)
    if path not in at.files:
        raise Refused(404, "no such file", code="EntryNotFound")
    file = at.files[path]
    headers = {"ETag": f'"{file.oid}"', "X-Repo-Commit": at.oid, "Accept-Ranges": "bytes"}
    if file.is_large:
        headers |= {"X-Linked-ETag": f'"{file.oid}"', "X-Linked-Size": str(len(file.content))}
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", call.headers.get("Range") or "")
    if not wanted:
        return 200, file.content, headers
    start, end = int(wanted[1]), int(wanted[2] or len(file.content) - 1)
    part = file.content[start : end + 1]
    return (
        206,
        part,
        headers | {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{len(file.content)}"},
    )


def whoami(call: Handler, body: bytes) -> Answer:
    return said({"type": "user", "name": call.author(writes=False), "orgs": []})


_REPO, _REV = r"/api/datasets/(?P<repo>[^/]+/[^/]+)", "(?P<revision>[^/]+)"
ROUTES: tuple[tuple[str, str, Callable[..., Answer]], ...] = (
    ("GET", "/api/whoami-v2", whoami),
    ("POST", "/api/repos/create", create),
    ("POST", "/api/validate-yaml", validate),
    ("POST", f"{_REPO}/preupload/{_REV}", preupload),
    ("POST", r"/datasets/(?P<repo>[^/]+/[^/]+)\.git/info/lfs/objects/batch", batch),
    ("PUT", "/large/(?P<oid>[0-9a-f]{64})", store),
    ("POST", f"{_REPO}/commit/{_REV}", commit),
    ("POST", f"{_REPO}/tag/{_REV}", tag),
    ("GET", f"{_REPO}/refs", refs),
    ("GET", f"{_REPO}/commits/{_REV}", history),
    ("GET", f"{_REPO}/tree/{_REV}(?:/(?P<under>.+))?", tree),
    ("POST", f"{_REPO}/paths-info/{_REV}", paths_info),
    ("GET", f"{_REPO}/revision/{_REV}", info),
    ("GET", _REPO, info),
    ("GET|HEAD", f"/datasets/(?P<repo>[^/]+/[^/]+)/resolve/{_REV}/(?P<path>.+)", resolve),
)


@contextmanager
def serving() -> Iterator[Hub]:
    """A hub on a free port of loopback."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
