"""A copy of the package with a reader whose files end their process, hang, or eat its memory, and with storage that
never answers (sleepy://) for files named asleep.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT

READER = '''
"""Files that do to their process what they say."""
import itertools
import os
import signal
import time
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from speechdata.text.decode import decode

SUFFIXES = (".odd",)


class Sleepy(LocalFileSystem):
    protocol = "sleepy"

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(str(path).removeprefix("sleepy://"))

    def unstrip_protocol(self, name):
        return "sleepy://" + self._strip_protocol(name)

    def _open(self, path, mode="rb", **options):
        if "asleep" in path:
            time.sleep(600)
        return super()._open(path, mode=mode, **options)


fsspec.register_implementation("sleepy", Sleepy, clobber=True)


def text(data, *, place, encoding=None):
    if b"kill" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"host" in data:
        server = Path(f"/proc/{os.getppid()}/stat").read_text("ascii")
        os.kill(int(server.rpartition(")")[2].split()[1]), signal.SIGKILL)
        time.sleep(60)
    if b"sleep" in data:
        time.sleep(600)
    if b"hang" in data:
        sum(itertools.repeat(0))
    if b"memory" in data:
        blocks = []
        while True:
            blocks.append(b"x" * 32_000_000)
            time.sleep(0.02)
    return decode(data, place=place)
'''


def package(folder: Path) -> Path:
    """Puts it under `folder`; returns what goes to PYTHONPATH.

    There, code that never returns to Python is ended after a tenth of its seconds of CPU and one more.
    """
    shutil.copytree(ROOT / "src", folder / "src")
    module = folder / "src" / "speechdata"
    (module / "readers" / "odd.py").write_text(READER, "utf-8")
    with (module / "readers" / "__init__.py").open("a", encoding="utf-8") as file:
        file.write("\nfrom speechdata.readers import odd as odd\n")
    limits = module / "pipeline" / "limits.py"
    made = limits.read_text("utf-8")
    for usual, short in (("_BACKSTOP = 2.0", "_BACKSTOP = 0.1"), ("_GRACE = 10.0", "_GRACE = 1.0")):
        assert usual in made
        made = made.replace(usual, short)
    limits.write_text(made, "utf-8")
    return folder / "src"
