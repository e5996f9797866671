"""Damaged and hostile inputs: each ends with a finding that says what to do; the sound files beside are the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from corpus import sound, write
from damage import damaged, odd_entries
from speechdata import tables
from speechdata.pipeline import BuildConfig, Report, Run, Shard, build, in_threads
from speechdata.records import Finding

SEED, EACH = 20260101, 40
OUR_FAULTS = {"step-failed", "source-failed", "source-killed"}
"""Codes of failures that nobody foresaw; and of a worker that grew beyond its memory or hung."""
VANISHING = "spoilt/vanishing.txt"


@pytest.fixture(scope="module")
def names() -> dict[str, bytes]:
    return damaged(SEED, each=EACH)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, names: dict[str, bytes]) -> tuple[Report, Report]:
    """The build of the sound files alone, and with the damaged ones."""
    home = tmp_path_factory.mktemp("damaged")
    source = home / "source"
    config = BuildConfig(source=source, output=home / "alone", workers=2, seconds=20, megabytes=1500)
    write(source / "sound", {name: file.data for name, file in sound().items()})
    alone = build(config)
    write(source / "spoilt", names)
    odd_entries(source / "spoilt")
    vanishing = source / VANISHING
    vanishing.write_text("同志们：\n请把文件收好。", "utf-8")

    def each(step: str, shards: Sequence[Shard], run: Run) -> Iterable[list[Shard]]:
        vanishing.unlink(missing_ok=True)
        return in_threads(step, shards, run)

    return alone, build(config.model_copy(update={"output": home / "all"}), each=each)


def states(report: Report) -> dict[str, list[str]]:
    """Status of the sources in each damaged file."""
    found: dict[str, list[str]] = {}
    for source in report.manifest.sources:
        top, *parts = source.path.split("/")
        if top == "spoilt":
            name = "/".join(parts[:2]).partition("#")[0]
            found.setdefault(name, []).append(source.status)
    return found


def test_the_inputs_are_many_and_the_same_each_time(names: dict[str, bytes]) -> None:
    def sizes(files: dict[str, bytes]) -> dict[str, int]:
        # Packed files hold the time when they were made, so their bytes differ and where they are cut does not.
        return {name: len(data) for name, data in files.items() if name.startswith("cut/")}

    assert len(names) > 200
    assert sizes(damaged(SEED, each=EACH)) == sizes(names) != sizes(damaged(SEED + 1, each=EACH))


def test_every_damaged_file_ends_in_a_state(reports: tuple[Report, Report], names: dict[str, bytes]) -> None:
    found = states(reports[1])
    odd = {"dangling.txt", "own.txt", "pipe.txt", "device.txt", Path(VANISHING).name}
    assert set(found) == set(names) | odd
    assert all(found[name] == ["failed"] for name in odd)


def test_what_is_set_aside_says_where_why_and_what_to_do(reports: tuple[Report, Report]) -> None:
    report = reports[1]
    errors: dict[str, Finding] = {
        finding.path: finding for finding in report.findings if finding.level == "error" and finding.path
    }
    aside = [source.path for source in report.manifest.sources if source.status in ("quarantined", "failed")]
    assert set(aside) == set(errors)
    for path, finding in errors.items():
        assert finding.code not in OUR_FAULTS, finding.message
        where, _, advice = finding.message.partition(f" [{finding.code}]")
        assert "/".join(path.split("/")[:3]).partition("#")[0] in where, finding.message
        assert advice.strip().endswith("."), finding.message


def test_what_is_set_aside_is_kept(reports: tuple[Report, Report], names: dict[str, bytes]) -> None:
    kept: dict[str, list[bytes]] = {}
    for home in (reports[1].dataset.parent / "quarantine").iterdir():
        path = json.loads((home / "findings.json").read_text("utf-8"))["path"]
        kept[path] = [file.read_bytes() for file in home.iterdir() if file.name != "findings.json"]
    assert set(kept) == {fact.path for fact in reports[1].manifest.quarantine}
    # What is packed in a .gz goes by the name of the packing.
    whole = [name for name in names if f"spoilt/{name}" in kept and not name.endswith("gz")]
    assert len(whole) > 100
    assert all(kept[f"spoilt/{name}"] == [names[name]] for name in whole)


def test_sound_files_are_as_without_the_damaged_ones(reports: tuple[Report, Report]) -> None:
    alone, both = reports
    ids = {row.speech_id for row in tables.read(alone.dataset, "speeches")}  # type: ignore[attr-defined]
    for name in ("speeches", "sentences", "sections", "directives", "placeholders", "slogans"):
        rows = [row for row in tables.read(both.dataset, name) if row.speech_id in ids]  # type: ignore[attr-defined]
        assert rows == tables.read(alone.dataset, name), name
