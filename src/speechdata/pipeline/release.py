"""Versions side by side: a copy of the dataset under a name of its own, and `latest` pointing to the newest."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from speechdata.card import MANIFEST_FILE, read_manifest
from speechdata.pipeline import ledger
from speechdata.pipeline.lock import locked
from speechdata.publish import point

LATEST = "latest"


def release(output: Path, releases: Path) -> tuple[Path, bool]:
    """Copies the dataset of an output folder to `releases`/<version>-<12 hex of the manifest's SHA-256>.

    The folder comes whole or not at all; `latest`, a link, is switched last. Returns the folder and whether it is
    new. Raises SpeechdataError `manifest-missing` if there is no dataset, OSError if `releases` cannot be written.
    """
    with locked(output):
        dataset = output / "dataset"
        version = read_manifest(dataset).version
        digest = hashlib.sha256((dataset / MANIFEST_FILE).read_bytes()).hexdigest()
        folder = releases / f"{version}-{digest[:12]}"
        is_new = not folder.exists()
        if is_new:
            with ledger.whole(folder) as aside:
                shutil.copytree(dataset, aside, dirs_exist_ok=True)
        point(releases / LATEST, folder.name)
    return folder, is_new
