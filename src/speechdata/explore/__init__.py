"""The explorer: a page over a dataset folder that needs no server, no network and no build."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

from speechdata.card import page_pictures, read_manifest
from speechdata.errors import ConfigError
from speechdata.explore._data import write_index, write_speeches
from speechdata.explore._groups import write_groups
from speechdata.explore._script import DATA, put
from speechdata.explore._serve import POLICY, server

__all__ = ["POLICY", "server", "write"]


def write(dataset: Path, target: Path) -> int:
    """Writes the explorer of a dataset folder to `target` and returns the number of speeches.

    Replaces an explorer that is there, once the new one is whole. Memory follows from the number of annotations of the
    largest layer, not from the texts. Raises ConfigError `explore-foreign` if `target` holds something else,
    SpeechdataError if `dataset` is no dataset folder or cannot be read.
    """
    manifest = read_manifest(dataset)
    if target.exists() and not (target / DATA / "index.js").is_file() and any(target.iterdir()):
        advice = "Choose another folder, or empty this one yourself."
        raise ConfigError(
            "explore-foreign", "the folder holds something else", place=str(target), advice=advice
        )
    aside = target.with_name(f".{target.name}.next")
    shutil.rmtree(aside, ignore_errors=True)
    with as_file(files(__name__) / "page") as page:
        shutil.copytree(page, aside)
    rows = write_speeches(dataset, manifest, aside)
    write_groups(dataset, aside, rows)
    write_index(manifest, rows, aside)
    put(aside, "pictures", page_pictures(manifest))
    shutil.rmtree(target, ignore_errors=True)
    aside.rename(target)
    return len(rows)
