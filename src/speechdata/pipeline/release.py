"""A version of a build's dataset in a folder or bucket of releases, while no other build switches the dataset."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from speechdata.pipeline.lock import locked
from speechdata.publish import Publication, Published, publish_as


def release(output: Path, releases: Path | str, *, allow: Collection[str] = ()) -> Published:
    """Publishes the dataset of an output folder to `releases`/<version>, and switches `latest` (or LATEST) there.

    Raises SpeechdataError `manifest-missing` if there is no dataset, GateError if the gate stops it, and what
    `speechdata.publish.publish` raises; the release that was there is then whole.
    """
    with locked(output):
        return publish_as(Publication(folder=output / "dataset", to=str(releases), allow=tuple(allow)))
