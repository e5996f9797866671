"""What the next version of a dataset re-uploads when its sources grow by one per cent, or one of them is edited.

    python -m benchmarks.growth [--megabytes 107] [--report benchmarks/results.md]

The collection is made by `benchmarks.corpus`; its last files are the new ones, put in by other names. Each version is
a real build, once by itself and once with `--after` the first version. Bytes are counted as the hub's client counts
them, by chunk, and by whole file for stores without chunks.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks._chunks import Upload, upload
from benchmarks._process import run

from speechdata.card import read_manifest
from speechdata.views import views

MEGABYTES = 107.0
"""Megabytes of the collection with its growth: more than eight thousand speeches."""
GROWTH = 0.01
TITLE = "# What a new version re-uploads"
ADDED = "我们要再次强调，抓落实要一件一件地抓。"

Sources = Mapping[str, str]
"""Name of a file in the source folder -> its text."""


class Measured(NamedTuple):
    """What one version uploads: of the tables alone, and with the task views."""

    tables: Upload
    all: Upload


Case = tuple[str, bool]
"""What changed, and whether the build was told of the first version."""


def changes(old: Sequence[str], new: Sequence[str], edited: str) -> dict[str, Sources]:
    """What is written into the source for each change. `old` are the names that are there, in order, `new` the texts
    of the new files, `edited` the text of the old file in the middle.
    """
    middle, step = len(old) // 2, len(old) // (len(new) + 1)
    numbered = list(enumerate(new, 1))
    return {
        "new files, last by name": {f"zzz/{n:03}.txt": text for n, text in numbered},
        "new files, far from each other by name": {
            f"{old[n * step][:-4]}a.txt": text for n, text in numbered
        },
        "one old file, a sentence more": {old[middle]: with_sentence(edited)},
    }


def with_sentence(text: str) -> str:
    """The text with one more sentence about its middle."""
    at = text.index("。", len(text) // 2) + 1
    return text[:at] + ADDED + text[at:]


def hold_out(source: Path) -> list[str]:
    """Takes the last files out of the source, one per cent of its bytes, and returns their texts."""
    paths = sorted(source.rglob("*.txt"))
    due, texts = GROWTH * sum(path.stat().st_size for path in paths), list[str]()
    while due > 0:
        path = paths.pop()
        due -= path.stat().st_size
        texts.append(path.read_text("utf-8"))
        path.unlink()
    return texts


def measure(home: Path, megabytes: float) -> tuple[int, dict[Case, Measured]]:
    """Speeches of the first version, and what each change uploads. Works in the folder `home`."""
    source, before = home / "source", home / "before"
    run(["-m", "benchmarks.corpus", str(source), str(megabytes)], environment={})
    new = hold_out(source)
    old = [path.relative_to(source).as_posix() for path in sorted(source.rglob("*.txt"))]
    shutil.copytree(_built(home), before)
    found: dict[Case, Measured] = {}
    for change, files in changes(old, new, (source / old[len(old) // 2]).read_text("utf-8")).items():
        kept = {name: (source / name).read_text("utf-8") for name in files if (source / name).is_file()}
        _put(source, files)
        for told in (False, True):
            found[change, told] = _measured(before, _built(home, *(["--after", str(before)] if told else [])))
        for name in files:
            (source / name).unlink()
        _put(source, kept)
    return read_manifest(before).table("speeches").rows, found


def _measured(before: Path, after: Path) -> Measured:
    derived = {view.name for view in views()}
    return Measured(upload(before, after, without=derived), upload(before, after))


def _put(source: Path, files: Sources) -> None:
    for name, text in files.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, "utf-8")


def _built(home: Path, *more: str) -> Path:
    """The dataset of what the source holds now; what did not change is taken from the builds before."""
    options = ["--source", str(home / "source"), "--output", str(home / "output"), *more]
    environment = {"SPEECHDATA_CACHE": str(home / "cache"), "TMPDIR": str(home)}
    run(["-m", "speechdata", "build", *options], environment=environment)
    return home / "output" / "dataset"


def section(speeches: int, found: Mapping[Case, Measured]) -> Iterator[str]:
    """The section of the report."""
    first = next(iter(found.values()))
    yield TITLE
    yield ""
    yield f"Measured by `python -m benchmarks.growth` on a made collection of {speeches:,} speeches, whose dataset has"
    yield f"{first.tables.total / 1e6:.0f} MB of Parquet, {first.all.total / 1e6:.0f} MB with the task views. New files"
    yield f"are {GROWTH:.0%} of the source's bytes. Sent again, in MB and of all bytes:"
    yield ""
    yield "| change | `--after` | tables, by chunk | | with views, by chunk | | by whole file | |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for (change, told), each in found.items():
        parts = (
            (each.tables.new, each.tables.total),
            (each.all.new, each.all.total),
            (each.all.new_files, each.all.total),
        )
        shown = " | ".join(f"{new / 1e6:.1f} | {new / total:.1%}" for new, total in parts)
        yield f"| {change} | {'yes' if told else 'no'} | {shown} |"
    yield ""
    yield "A hub that stores chunks (of 64 KiB on the average) keeps what it has of a file; others take whole files."
    yield "Each place where rows change costs a chunk or two in each table, however little is new there: rows stand in"
    yield "the order of their sources' names, so that new files far from each other cost the most. With `--after` what"
    yield "is new stands in files of its own. A small collection costs more than a large one."


def main() -> None:
    """Reads the options, measures, and puts the section at the end of the report."""
    options = argparse.ArgumentParser(description="What a new version re-uploads.")
    options.add_argument("--megabytes", type=float, default=MEGABYTES, help="size of the collection")
    options.add_argument("--report", type=Path, default=Path(__file__).parent / "results.md")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        text = "\n".join(section(*measure(Path(home), chosen.megabytes))) + "\n"
    known = chosen.report.read_text("utf-8") if chosen.report.is_file() else ""
    before = known.partition(TITLE)[0].rstrip("\n")
    chosen.report.write_text(f"{before}\n\n{text}" if before else text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
