"""Reading views back: how rows of the tables follow from those of a view, without the package's own code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, Any]


def files(folder: Path, name: str) -> list[Path]:
    """The files of a config, in order of the splits."""
    home = folder / "data" / name
    return [path for split in ("train", "validation", "test") for path in sorted(home.glob(f"{split}-*"))]


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of a config."""
    return [row for path in files(folder, name) for row in pq.read_table(path, partitioning=None).to_pylist()]


def arrow(folder: Path, name: str) -> pa.Table:
    """The rows of a config that has some, as Arrow."""
    return pa.concat_tables(pq.read_table(path, partitioning=None) for path in files(folder, name))


def tagged(tags: Sequence[str], start: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, label) of each record in a row of tags; an I without its B is no tagging at all."""
    at = 0
    while at < len(tags):
        mark, _, label = tags[at].partition("-")
        assert mark in ("B", "O"), f"{tags[at]} at {at} begins nothing"
        end = at + 1
        while mark == "B" and end < len(tags) and tags[end] == f"I-{label}":
            end += 1
        if mark == "B":
            yield start + at, start + end, label
        at = end


def outlined(outline: str) -> Iterator[tuple[str, int | None, str]]:
    """(path, line number of the parent, words) of each line of an outline."""
    above: list[tuple[int, int, str]] = []
    children: dict[int | None, int] = {}
    for number, line in enumerate(outline.split("\n")):
        words = line.lstrip(" ")
        indent = len(line) - len(words)
        while above and above[-1][0] >= indent:
            above.pop()
        parent, stem = (above[-1][1], f"{above[-1][2]}.") if above else (None, "")
        children[parent] = children.get(parent, 0) + 1
        path = f"{stem}{children[parent]}"
        above.append((indent, number, path))
        yield path, parent, words


def unmasked(row: Mapping[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """The paragraph of a row of `template_filling` with its masks, and their places in the speech."""
    text, places, shift = row["text"], [], row["start"]
    for slot in row["slots"]:
        places.append((slot["start"] + shift, slot["start"] + shift + len(slot["mask"])))
        shift += len(slot["mask"]) - (slot["end"] - slot["start"])
    for slot in reversed(row["slots"]):
        text = text[: slot["start"]] + slot["mask"] + text[slot["end"] :]
    return text, places
