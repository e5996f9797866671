"""Time and memory of the whole build, beside jieba alone, spaCy and the bare floor, on a corpus made here.

    python -m benchmarks.build [--large] [--rounds 5] [--report benchmarks/results.md]

Each contestant is a process of its own, start-up included; within a round they run one after the other, so that a slow
spell of the machine hits them alike, and ratios are medians of the rounds' ratios. A build works in one process
(`--workers 0`), so that all its work is counted; the memory of a worker is measured once more with `--workers 1`.
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

from benchmarks._plot import svg
from benchmarks._process import Taken, run
from benchmarks.contestants import TAGGED

SIZES, LARGE, HEADLINE = (2.0, 20.0), 200.0, 20.0
"""Megabytes of the corpora; the one that is measured several times."""
BUILDS = {"build, rjieba": "rjieba", "build, jieba": "jieba"}
PEERS = {"jieba.lcut": "lcut", "jieba.posseg": "posseg", "spaCy": "spacy", "floor": "floor"}
ALONE = "jieba.lcut"
"""What all others are compared with."""
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

    def once(self, name: str, source: Path, *, workers: int = 0) -> tuple[Taken, Path]:
        """What a contestant took, and the folder that it wrote."""
        output = self._home / f"output-{next(self._numbers)}"
        known = {"SPEECHDATA_CACHE": str(self._home / "cache"), "TMPDIR": str(self._home)}
        if name in BUILDS:
            options = ["--source", str(source), "--output", str(output), "--workers", str(workers)]
            known["SPEECHDATA_TOKENIZER"] = BUILDS[name]
            return run(["-m", "speechdata", "build", *options], environment=known), output
        output.mkdir()
        command = ["-m", "benchmarks.contestants", PEERS[name], str(source), str(output)]
        return run(command, environment=known), output

    def measure(self, name: str, source: Path) -> Taken:
        """What a contestant took; nothing of what it wrote is left."""
        taken, output = self.once(name, source)
        shutil.rmtree(output)
        return _of_all(taken) if name == "jieba.posseg" else taken


def _of_all(taken: Taken) -> Taken:
    """What would have been taken for the whole text, where a share of it was tagged."""
    wall, processor = (float(seconds) * (1 / TAGGED - 1) for seconds in taken.said.split())
    return taken._replace(wall=taken.wall + wall, processor=taken.processor + processor)


def contestants() -> list[str]:
    """Those that can run here."""
    missing = {"build, rjieba": "rjieba", "spaCy": "spacy"}
    return [name for name in (*BUILDS, *PEERS) if name not in missing or find_spec(missing[name])]


def rounds(bench: Bench, source: Path, number: int) -> Rounds:
    """All contestants in turn, `number` times."""
    found: Rounds = {name: [] for name in contestants()}
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


def worker_memory(bench: Bench, source: Path) -> Iterator[str]:
    """Most memory of a worker process and of the process that publishes, by tokenizer."""
    for name in (name for name in BUILDS if name in contestants()):
        _, output = bench.once(name, source, workers=1)
        facts = json.loads((output / "work" / "run_manifest.json").read_text("utf-8"))
        shutil.rmtree(output)
        worker, whole = (facts[field] / 1e6 for field in ("worker_peak_bytes", "peak_bytes"))
        yield f"- {name}, `--workers 1`: worker {worker:.0f} MB, main process {whole:.0f} MB"


def report(bench: Bench, sizes: Sequence[float], number: int) -> tuple[str, str]:
    """The results as Markdown, and the plot."""
    load, found = _load(), {}
    lines: list[str] = []
    for megabytes in sizes:
        source, speeches = bench.corpus(megabytes)
        repeated = number if megabytes == HEADLINE else 1
        found[megabytes] = rounds(bench, source, repeated)
        title = f"## {megabytes:g} MB: {speeches:,} speeches, rounds: {repeated}"
        lines += ["", title, "", *table(found[megabytes], megabytes)]
        if megabytes == HEADLINE:
            lines += ["", *worker_memory(bench, source)]
        shutil.rmtree(source)
    lines = [*_heading(load), *lines, "", *_notes()]
    panels = {
        "processor seconds": {n: [(mb, f[n][0].processor) for mb, f in found.items()] for n in _plotted()},
        "peak memory, MB": {n: [(mb, f[n][0].memory) for mb, f in found.items()] for n in _plotted()},
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
        rounds(bench, warm, 1)
        sizes = [*chosen.sizes, LARGE] if chosen.large else chosen.sizes
        text, plot = report(bench, sizes, chosen.rounds)
    chosen.report.write_text(text, "utf-8")
    chosen.report.with_suffix(".svg").write_text(plot, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
