"""Releases on a hub among people: what they added stays, what they altered is told, what broke off is completed."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hub.store import READER, WRITER, Fault, Hub, Repository
from speechdata import publish as door
from speechdata.card import read_manifest
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.publish import HubError, Publication, Published, publish_as
from speechdata.tables import read

pytest_plugins = ["published"]
REPO = "founder/speeches"
WRITES = "(POST .*/(create|preupload|batch|commit|tag)|PUT )"
Builder = Callable[..., Path]
Push = Callable[..., Published]


def told(repository: Repository, path: str = "README.md") -> str:
    return repository.head.files[path].content.decode()


def test_public_is_asked_for(hub: Hub, push: Push, built: Builder) -> None:
    push(built("a"), public=True)
    assert not hub.repositories[REPO].is_private


def test_files_of_ours_go_and_those_of_people_stay(
    repository: Repository, push: Push, built: Builder
) -> None:
    stale = "data/gone/train-00000-of-00001.parquet"
    sums = told(repository, "SHA256SUMS") + f"{'0' * 64}  {stale}\n"
    repository.write(stale, "old")
    repository.write("SHA256SUMS", sums)
    repository.write("data/notes.csv", "by hand")
    repository.write("paper.pdf", "by hand")
    done = push(built("abc"))
    assert {change.path for change in done.changes if change.kind == "removed"} == {stale}
    assert stale not in repository.head.files
    assert {"data/notes.csv", "paper.pdf", ".gitattributes"} <= set(repository.head.files)


def test_what_people_wrote_on_the_card_stays(repository: Repository, push: Push, built: Builder) -> None:
    card = told(repository).replace("\n## Quality", "\n## Our thanks\n\nTo the archive.\n\n## Quality", 1)
    card = card.replace("---\n", "---\nextra_gated_prompt: Ask first\n", 1).replace(
        "## Why\n", "## Why\n\nEdited.\n", 1
    )
    repository.write("README.md", card)
    dry = push(built("abc"), dry_run=True)
    done = push(built("abc"))
    assert done.kept == dry.kept == ("front matter: extra_gated_prompt", "Our thanks")
    assert done.edited == dry.edited == ("Why",)
    now = told(repository)
    assert "## Our thanks\n\nTo the archive.\n\n## Quality" in now
    assert "extra_gated_prompt: Ask first\n" in now
    assert "Edited." not in now
    assert "-Edited." in dry.card_diff
    assert "Version 1.1.0" in now


def test_a_card_from_before_any_release_stays(hub: Hub, push: Push, built: Builder) -> None:
    push(built("a"))
    repository = hub.repositories[REPO]
    repository.commit("alice", "Begin anew", {})
    repository.tags.clear()
    repository.write(
        "README.md", "---\nlicense: mit\nviewer: false\n---\n# Mine\n\nSoon.\n\n## Quality\n\nHigh.\n"
    )
    push(built("a"))
    now = told(repository)
    for kept in (
        "## Card before the first release\n\n# Mine\n\nSoon.",
        "## Quality\n\nHigh.",
        "viewer: false",
    ):
        assert kept in now
    push(built("ab"))
    for kept in (
        "## Card before the first release\n\n# Mine\n\nSoon.",
        "## Quality\n\nHigh.",
        "viewer: false",
    ):
        assert kept in told(repository)


def test_a_card_that_cannot_be_read_is_not_overwritten(
    repository: Repository, push: Push, built: Builder
) -> None:
    repository.write("README.md", "---\ntags: [unclosed\n---\n# x\n")
    with pytest.raises(ConfigError, match=f"{REPO}: README.md.*card-unreadable"):
        push(built("abc"))
    assert repository.head.author == "alice"


def test_a_dry_run_of_a_change_tells_the_files_and_the_cards_difference(
    hub: Hub, repository: Repository, push: Push, built: Builder
) -> None:
    n_commits = len(repository.commits)
    done = push(built("abc"), dry_run=True)
    kinds = {change.path: change.kind for change in done.changes}
    assert kinds["README.md"] == "changed"
    assert "removed" not in kinds.values()
    assert (len(repository.commits), hub.count(WRITES)) == (n_commits, 0)
    said = [line for line in done.card_diff.splitlines() if line[1:].startswith("Version ")]
    assert [line.split(" holds")[0] for line in said] == ["-Version 1.0.0", "+Version 1.1.0"]


FAILURES: list[tuple[str, tuple[Fault, ...]]] = [
    ("GET /api/datasets/founder/speeches$", ("500", "lost")),
    ("GET .*/tree/", ("500",)),
    ("GET .*/refs", ("lost",)),
    ("POST .*/validate-yaml", ("lost",)),
    ("POST .*/preupload/", ("500", "unanswered")),
    ("PUT /large/", ("500", "lost", "unanswered")),
    ("POST .*/commit/", ("500", "lost")),
    ("POST .*/commit/", ("unanswered",)),
    ("POST .*/tag/", ("500", "lost")),
    ("POST .*/tag/", ("unanswered",)),
]


@pytest.mark.parametrize(("call", "faults"), FAILURES)
def test_a_failure_on_the_way_is_tried_again(
    hub: Hub, repository: Repository, push: Push, built: Builder, call: str, faults: tuple[Fault, ...]
) -> None:
    hub.fail(call, *faults)
    done = push(built("abc"))
    assert done.version == "1.1.0"
    assert len(repository.commits) == 3
    assert repository.tags["v1.1.0"] == repository.head.oid
    assert hub.faults == []


def test_only_the_tag_is_set_where_it_is_missing_and_on_the_commit_of_the_release(
    hub: Hub, repository: Repository, push: Push, built: Builder
) -> None:
    release = repository.head
    repository.tags.clear()
    repository.write("notes.md", "by hand")
    assert push(built("ab"), dry_run=True).state == "completed"
    assert repository.tags == {}
    done = push(built("ab"))
    assert done.state == "completed"
    assert repository.tags == {"v1.0.0": release.oid}
    assert hub.count("POST .*/commit/") == 0


KILLED = """
import os, sys
from pathlib import Path
from speechdata.publish import Publication, _hub, publish_as
_hub.Hub._set_tag = lambda *_: os._exit(9)
publish_as(Publication(folder=Path(sys.argv[1]), repo=sys.argv[2]))
"""


def _python(hub: Hub, script: str, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """A Python of its own that talks to the hub."""
    env = os.environ | {"HF_HOME": str(home), "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1"}
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=env | {"HF_ENDPOINT": hub.url},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_push_whose_process_is_killed_is_completed(
    hub: Hub, repository: Repository, push: Push, built: Builder, tmp_path: Path
) -> None:
    killed = _python(hub, KILLED, str(built("abc")), REPO, home=tmp_path)
    assert killed.returncode == 9, killed.stderr[-2000:]
    assert set(repository.tags) == {"v1.0.0"}
    assert push(built("abc")).state == "completed"
    assert repository.tags["v1.1.0"] == repository.head.oid


def test_data_that_people_altered_are_told(repository: Repository, push: Push, built: Builder) -> None:
    path = next(path for path in repository.head.files if path.startswith("data/directives/"))
    files = {name: file for name, file in repository.head.files.items() if name != path}
    repository.commit("alice", "Remove", files)
    with pytest.raises(ConfigError, match=f"{path}.*hub-altered"):
        push(built("ab"))
    assert push(built("ab"), version="1.0.1").state == "released"
    assert path in repository.head.files


@pytest.mark.parametrize(
    ("call", "fault", "token", "code"),
    [
        ("", None, None, "hub-token"),
        ("", None, READER, "hub-denied"),
        ("", None, "hf_unknownToken", "hub-denied"),
        ("GET /api/datasets/[^/]+/[^/]+$", "500", WRITER, "hub-refused"),
        ("POST .*/create", "500", WRITER, "hub-refused"),
        ("POST .*/batch", "lost", WRITER, "hub-unreachable"),
        ("POST .*/commit/", "500", WRITER, "hub-refused"),
        ("POST .*/tag/", "lost", WRITER, "hub-unreachable"),
    ],
)
def test_no_error_and_no_log_shows_the_token(
    hub: Hub,
    push: Push,
    built: Builder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    call: str,
    fault: Fault | None,
    token: str | None,
    code: str,
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.delenv("HF_TOKEN") if token is None else monkeypatch.setenv("HF_TOKEN", token)
    hub.fail(call, *[fault] * 40) if fault else None
    with caplog.at_level(logging.INFO), pytest.raises(SpeechdataError) as caught:
        push(built("a"))
    assert caught.value.code == code
    said = f"{caught.value} {caught.value.__dict__} {caplog.text}"
    for each in (token, WRITER) if token else (WRITER,):
        assert each not in said
    assert caught.value.__cause__ is None


def test_a_name_that_is_none_and_targets_that_are_none_or_two(built: Builder) -> None:
    for options in ({}, {"repo": "a/b", "to": "x"}):
        with pytest.raises(ConfigError, match="publish-target"):
            publish_as(Publication(folder=built("a"), **options))
    with pytest.raises(ConfigError, match="hub-repo"):
        publish_as(Publication(folder=built("a"), repo="speeches"))


READ = """
import json, sys
from datasets import load_dataset
from huggingface_hub import snapshot_download
repo, table = sys.argv[1:]
loaded = {revision: load_dataset(repo, table, revision=revision) for revision in ("v1.0.0", "v1.1.0")}
rows = {name: sorted(row["speech_id"] for split in splits.values() for row in split) for name, splits in loaded.items()}
print(json.dumps({"rows": rows, "folder": snapshot_download(repo, repo_type="dataset", revision="v1.1.0")}))
"""


def test_readers_load_each_version_by_its_name(
    hub: Hub, repository: Repository, push: Push, built: Builder, tmp_path: Path
) -> None:
    push(built("abc"))
    ran = _python(hub, READ, REPO, "speeches", home=tmp_path)
    assert ran.returncode == 0, ran.stderr[-2000:]
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    expected = {"v1.0.0": "ab", "v1.1.0": "abc"}
    assert found["rows"] == {
        name: sorted(row.speech_id for row in read(built(names), "speeches"))  # type: ignore[attr-defined]
        for name, names in expected.items()
    }
    assert read(Path(found["folder"]), "directives") == read(built("abc"), "directives")


def test_a_revision_is_fetched_as_a_folder(repository: Repository, push: Push, built: Builder) -> None:
    push(built("abc"))
    folder = door.fetched(REPO, "v1.0.0")
    assert read_manifest(folder).version == "1.0.0"
    assert read(folder, "speeches") == read(built("ab"), "speeches")
    with pytest.raises(HubError, match="hub-refused"):
        door.fetched(REPO, "v9.9.9")
