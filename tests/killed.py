"""Kills builds at moments spread over their whole length and sees that the next one makes good.

python -m tests.killed --sources 500 --kills 30
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from filelock import FileLock

from folders import contents

MARK = "SPEECHDATA_KILLED_TEST"
"""In the environment of a build and of all its processes, so that those that outlive it are known."""
SEED = 20240316
ENDED = "ended"
"""How far a build had come that ended before it was to be killed."""


WORDS = (
    ("各地", "各部门", "各乡镇", "各企业", "农业农村局", "应急管理局", "教育局", "住建局", "水利局", "各村"),
    ("要", "必须", "应当", "务必", "要切实", "要认真", "要立即", "要逐项", "要按月", "要尽快"),
    ("排查", "落实", "压实", "研究", "完善", "检查", "通报", "解决", "推进", "制定"),
    (
        "防汛",
        "秋收",
        "供水",
        "森林防火",
        "道路交通",
        "食品安全",
        "校园安全",
        "粮食收购",
        "环境整治",
        "危房改造",
    ),
    ("方案", "责任", "隐患", "任务", "制度", "台账", "资金", "措施", "进度", "问题"),
)


def speech(number: int) -> str:
    """A short speech, another one for each number and like no other."""
    draw = random.Random(number)
    sentences = ["".join(map(draw.choice, WORDS)) + "。\n" for _ in range(12)]
    head = f"在全县第{number}次工作会议上的讲话\n同志们：\n"
    return f"{head}一、提高认识\n{''.join(sentences[:6])}二、抓好落实\n{''.join(sentences[6:])}"


class Trial:
    """Builds of one source folder, each in a process group of its own."""

    def __init__(self, folder: Path, *, sources: int, shard_bytes: int) -> None:
        self.folder, self.shard_bytes = folder, shard_bytes
        self.source = folder / "source"
        self.source.mkdir()
        for number in range(sources):
            (self.source / f"{number:04}.txt").write_text(speech(number), "utf-8")
        began = time.monotonic()
        self.build(folder / "whole").wait()
        self.seconds = time.monotonic() - began
        self.undisturbed = contents(folder / "whole" / "dataset")
        assert self.undisturbed, "the undisturbed build failed"

    def build(self, output: Path) -> subprocess.Popen[bytes]:
        """A build that has begun."""
        options = ("--source", self.source, "--output", output, "--shard-bytes", self.shard_bytes)
        return subprocess.Popen(
            [sys.executable, "-m", "speechdata", "build", *map(str, options), "--workers", "2"],
            env=os.environ | {MARK: str(output)},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def killed_at(self, delay: float, output: Path, *, group: bool) -> str:
        """Kills a build after `delay` seconds, its process group or its first process alone; returns how far it had
        come. Raises AssertionError if anything is left of it, or the next build does not make good.
        """
        process = self.build(output)
        time.sleep(delay)
        came = state(output) if process.poll() is None else ENDED
        if came != ENDED:
            (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        assert not outliving(output, patience=5.0), f"processes live on after {delay:.2f} s"
        self._look(output)
        assert self.build(output).wait() == 0, f"the build after a kill at {delay:.2f} s failed"
        assert contents(output / "dataset") == self.undisturbed, f"other bytes after {delay:.2f} s"
        assert not list(debris(output)), f"left behind after {delay:.2f} s: {list(debris(output))}"
        return came

    def _look(self, output: Path) -> None:
        """What a reader sees between the kill and the next build: no dataset or the whole one, and no lock held."""
        dataset = output / "dataset"
        assert not dataset.exists() or contents(dataset) == self.undisturbed, "a partial dataset"
        if (output / "work").is_dir():
            with FileLock(output / "work" / "lock", timeout=0):
                pass


def state(output: Path) -> str:
    """How far a build has come: the last of its parts that has left anything."""
    if (output / "dataset").exists():
        return "published"
    if any(output.glob(".dataset.*")):
        return "publish"
    work = output / "work"
    found = [step for step in ("extract", "annotate", "validate") if any((work / step).glob("*"))]
    return found[-1] if found else "start"


def debris(output: Path) -> Iterator[Path]:
    """Files and folders that a build writes aside and that none needs any more."""
    for pattern in (".*", "work/.*", "work/*/.*"):
        yield from output.glob(pattern)


def outliving(output: Path, *, patience: float) -> list[int]:
    """Processes of the builds of an output that still live after some seconds."""
    end = time.monotonic() + patience
    while (found := _marked(output)) and time.monotonic() < end:
        time.sleep(0.1)
    return found


def _marked(output: Path) -> list[int]:
    wanted = f"{MARK}={output}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (path / "environ").read_bytes().split(b"\0"):
                found.append(int(path.name))
        except OSError:  # it has ended, or is another user's
            continue
    return found


def moments(seconds: float, count: int) -> list[float]:
    """Moments spread over a build, one at random in each of `count` equal parts."""
    draw = random.Random(SEED)
    return [seconds * (part + draw.random()) / count for part in range(count)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each kill, then the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--shard-bytes", type=int, default=4000)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="speechdata-killed-") as folder:
        trial = Trial(Path(folder), sources=given.sources, shard_bytes=given.shard_bytes)
        print(f"undisturbed: {trial.seconds:.1f} s, {len(trial.undisturbed)} files", flush=True)
        later = random.Random(SEED)
        due = moments(trial.seconds, given.kills)
        done: Counter[str] = Counter()
        for number in itertools.count():
            delay = due[number] if number < len(due) else later.uniform(0, trial.seconds)
            group = number % 3 != 2
            came = trial.killed_at(delay, Path(folder) / f"output{number}", group=group)
            done[came] += 1
            what = "group" if group else "first process"
            print(f"{number}: {what} killed at {delay:.2f} s in {came}", flush=True)
            if done.total() - done[ENDED] == given.kills:
                break
        print(f"{given.kills} killed builds were completed to the same bytes: {dict(done)}")


if __name__ == "__main__":
    main()
