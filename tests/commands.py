"""The command line in a process of its own, as a user calls it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def command(*arguments: str | Path, cwd: Path, path: Path | None = None, code: int = 0) -> str:
    """What `speechdata` prints; it must end with `code` and without a traceback. `path` goes to PYTHONPATH."""
    env = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    done = subprocess.run(
        [sys.executable, "-m", "speechdata", *map(str, arguments)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr
