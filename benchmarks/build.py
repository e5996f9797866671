"""Time and memory of the whole build, beside jieba alone, spaCy and the bare floor, on a corpus made here.

    python -m benchmarks.build [--large] [--rounds 5] [--report benchmarks/results.md]

Each contestant is a process of its own, start-up included; within a round they run one after the other, so that a slow
spell of the machine hits them alike, and ratios are medians of the rounds' ratios. A build works in one process
(`--workers 0`), so that all its work is counted; then one worker and two are compared, and a rerun of each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks._plot import svg
from benchmarks._process import Taken, run
from benchmarks.contestants import TAGGED

SIZES, LARGE, HEADLINE = (2.0, 20.0), 200.0, 20.0
"""Megabytes of the corpora; the one that is measured several times."""
BUILDS = {"build, rjieba": "rjieba", "build, jieba": "jieba"}
PEERS = {"jieba.lcut": "lcut", "jieba.posseg": "posseg", "spaCy": "spacy", "floor": "floor"}
FASTEST, ALONE = "build, rjieba", "jieba.lcut"
"""The build that is measured most, and what all others are compared with."""
PACKAGES = ("speechdata", "jieba", "rjieba", "pyarrow", "pydantic", "numpy", "spacy")

Rounds = dict[str, list[Taken]]


class Bench:
    """A folder to work in, with the corpora and what contestants write."""

    def __init__(self, home: Path) -> None:
        self._home, self._numbers = home, count()

    def corpus(self, megabytes: float) -> tuple[Path, int]:
        """The corpus of that size and the number of its speeches."""
        folder = self._home / f"corpus-{megabytes:g}"
        made = run(["-m", "benchmarks.corpus", str(folder), str(megabytes)], environment={})
        return folder, int(made.said)

    def output(self) -> Path:
        """A folder that is not there yet."""
        return self._home / f"output-{next(self._numbers)}"

    def build(self, name: str, source: Path, output: Path, *, workers: int = 0) -> Taken:
        """What a build took."""
        options = ["--source", str(source), "--output", str(output), "--workers", str(workers)]
        known = self._environment | {"SPEECHDATA_TOKENIZER": BUILDS[name]}
        return run(["-m", "speechdata", "build", *options], environment=known)

    def measure(self, name: str, source: Path) -> Taken:
        """What a contestant took; nothing of what it wrote is left."""
        output = self.output()
        if name in BUILDS:
            taken = self.build(name, source, output)
        else:
            output.mkdir()
            command = ["-m", "benchmarks.contestants", PEERS[name], str(source), str(output)]
            taken = run(command, environment=self._environment)
        shutil.rmtree(output)
        return _of_all(taken) if name == "jieba.posseg" else taken

    def start(self) -> float:
        """Processor seconds of a command that only starts and lists what there is."""
        return run(["-m", "speechdata", "--help"], environment=self._environment).processor

    @property
    def _environment(self) -> dict[str, str]:
        return {"SPEECHDATA_CACHE": str(self._home / "cache"), "TMPDIR": str(self._home)}


def _of_all(taken: Taken) -> Taken:
    """What would have been taken for the whole text, where a share of it was tagged."""
    wall, processor = (float(seconds) * (1 / TAGGED - 1) for seconds in taken.said.split())
    return taken._replace(wall=taken.wall + wall, processor=taken.processor + processor)


def contestants(megabytes: float = HEADLINE) -> list[str]:
    """Those that can run here and, with so much text, do not take too long."""
    missing = {"build, rjieba": "rjieba", "spaCy": "spacy"}
    named = (*BUILDS, *PEERS) if megabytes <= HEADLINE else (FASTEST, ALONE, "floor")
    return [name for name in named if name not in missing or find_spec(missing[name])]


def rounds(bench: Bench, source: Path, number: int, names: Sequence[str]) -> Rounds:
    """The contestants named in turn, `number` times."""
    found: Rounds = {name: [] for name in names}
    for _ in range(number):
        for name, taken in found.items():
            taken.append(bench.measure(name, source))
            last = taken[-1]
            _say(f"{name}: {last.wall:.1f} s, {last.processor:.1f} s of processor, {last.memory:.0f} MB")
    return found


def table(found: Rounds, megabytes: float) -> Iterator[str]:
    """A line for each contestant: medians, and processor time beside that of jieba.lcut in the same round."""
    yield "| | MB/s | seconds | processor seconds | peak MB | times jieba.lcut |"
    yield "|---|---|---|---|---|---|"
    for name, taken in found.items():
        wall, processor, memory = (
            median(column) for column in zip(*(each[:3] for each in taken), strict=True)
        )
        pairs = zip(taken, found[ALONE], strict=True)
        ratios = [each.processor / alone.processor for each, alone in pairs]
        cells = f"{megabytes / wall:.2f} | {wall:.1f} | {processor:.1f} | {memory:.0f}"
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        yield f"| {name} | {cells} | {spread} |"


def scaling(bench: Bench, source: Path, number: int, names: Sequence[str]) -> Iterator[str]:
    """One worker and two in turn, and after each a rerun that finds nothing new; the first build named `number` times,
    others once.
    """
    yield "| | seconds, 1 worker | 2 workers | times as fast | worker MB | main process MB | rerun, processor seconds |"
    yield "|---|---|---|---|---|---|---|"
    for name in (name for name in BUILDS if name in names):
        times = number if name == names[0] else 1
        found = [[_rerun(bench, name, source, workers) for workers in (1, 2)] for _ in range(times)]
        one, two = (median(pair[at].wall for pair in found) for at in (0, 1))
        ratios = [first.wall / second.wall for first, second in found]
        worker, whole = (max(pair[0][at] for pair in found) for at in (1, 2))
        again = median(each.again for pair in found for each in pair)
        spread = f"{median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        yield f"| {name} | {one:.1f} | {two:.1f} | {spread} | {worker:.0f} | {whole:.0f} | {again:.2f} |"
    yield ""
    yield f"A command that only starts takes {median(bench.start() for _ in range(3)):.2f} processor seconds."


class Worked(NamedTuple):
    """A build with workers: seconds, most memory of a worker and of the main process in MB, and its rerun's seconds
    of processor.
    """

    wall: float
    worker: float
    whole: float
    again: float


def _rerun(bench: Bench, name: str, source: Path, workers: int) -> Worked:
    output = bench.output()
    taken = bench.build(name, source, output, workers=workers)
    facts = json.loads((output / "work" / "run_manifest.json").read_text("utf-8"))
    again = bench.build(name, source, output, workers=workers)
    shutil.rmtree(output)
    worker, whole = (facts[field] / 1e6 for field in ("worker_peak_bytes", "peak_bytes"))
    _say(
        f"{name}, {workers} workers: {taken.wall:.1f} s, {worker:.0f} MB, {whole:.0f} MB, {again.processor:.2f} s"
    )
    return Worked(taken.wall, worker, whole, again.processor)


def report(bench: Bench, sizes: Sequence[float], number: int) -> tuple[str, str]:
    """The results as Markdown, and the plot."""
    load, found = _load(), {}
    lines: list[str] = []
    for megabytes in sizes:
        source, speeches = bench.corpus(megabytes)
        repeated = number if megabytes == HEADLINE else 1
        found[megabytes] = rounds(bench, source, repeated, contestants(megabytes))
        title = f"## {megabytes:g} MB: {speeches:,} speeches, rounds: {repeated}"
        lines += ["", title, "", *table(found[megabytes], megabytes)]
        if megabytes >= HEADLINE:
            lines += ["", *scaling(bench, source, repeated, contestants(megabytes))]
        shutil.rmtree(source)
    lines = [*_heading(load), *lines, "", *_notes()]
    panels = {
        "processor seconds": {
            n: [(mb, f[n][0].processor) for mb, f in found.items() if n in f] for n in _plotted()
        },
        "peak memory, MB": {
            n: [(mb, f[n][0].memory) for mb, f in found.items() if n in f] for n in _plotted()
        },
    }
    return "\n".join(lines) + "\n", svg(panels)


def _plotted() -> list[str]:
    return [name for name in contestants() if name != "jieba.posseg"]


def _heading(load: str) -> Iterator[str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "# Time and memory of the whole build"
    yield ""
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}"
    yield f"Measured until {now} UTC by `python -m benchmarks.build` on a corpus made there."
    yield f"{system}, {os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}."
    yield f"Load average (1, 5, 15 minutes) before {load}, after {_load()}."
    yield f"{', '.join(_versions())}."


def _notes() -> Iterator[str]:
    yield "MB are 10^6 bytes of UTF-8. Processes are whole, start-up included; medians of the rounds. The last column"
    yield "is processor time over that of jieba.lcut in the same round, median (least-most). A build is extraction, all"
    yield "layers, all checks, near-duplicates, Parquet, manifest and card, in one process. jieba.posseg tags the first"
    yield f"{TAGGED:.0%} of the files; its seconds are scaled to all, start-up aside. spaCy cuts with jieba, ends"
    yield "sentences, matches the same cues and slogans, and keeps a DocBin: fewer results than a build. The floor"
    yield "reads, splits, and writes Parquet."
    if "spaCy" not in contestants():
        yield "spaCy is not installed and was left out: `pip install --group dev`."


def _versions() -> Iterator[str]:
    for name in PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"no {name}"


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """Reads the options, measures, writes the report and beside it the plot."""
    options = argparse.ArgumentParser(description="Time and memory of the whole build, beside others.")
    options.add_argument("--large", action="store_true", help="also 200 MB, which takes a long while")
    options.add_argument("--rounds", type=int, default=5, help="times that each runs on 20 MB")
    options.add_argument("--report", type=Path, default=Path(__file__).parent / "results.md")
    options.add_argument("--sizes", type=float, nargs="+", default=SIZES, help="megabytes of the corpora")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(Path(home))
        warm, _ = bench.corpus(0.2)
        rounds(bench, warm, 1, contestants())
        sizes = [*chosen.sizes, LARGE] if chosen.large else chosen.sizes
        text, plot = report(bench, sizes, chosen.rounds)
    chosen.report.write_text(text, "utf-8")
    chosen.report.with_suffix(".svg").write_text(plot, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
