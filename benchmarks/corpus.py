"""A collection of distinct made speeches of realistic length, as text files: the same bytes for the same size.

Half of the paragraphs are sentences of seeds/ in another order, half are made of sentences.tsv; a file holds one to
eight speeches. Nothing is read from elsewhere.

    python -m benchmarks.corpus FOLDER MEGABYTES
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.annotation import SEED, SEEDS, Grammar, grammar, paragraph, sentence

from speechdata import readers
from speechdata.speeches import extract
from speechdata.text.segment import sentences

LENGTHS = (2000, 6000)
"""Fewest and most code points of a speech: 12 kB on average."""
PER_FILE = (1, 8)
"""Fewest and most speeches of a file."""
_HAN = "一二三四五六七八九"
_WHOLE = (12, 80)
"""Fewest and most code points of a seed sentence that is used."""


def write(folder: Path, megabytes: float) -> int:
    """Writes files to a new folder until they hold that many megabytes; returns the number of speeches."""
    folder.mkdir(parents=True)
    draw, lines, seeds = random.Random(SEED), grammar(), seed_sentences()
    written = count = 0
    while written < megabytes * 1e6:
        made = [speech(lines, seeds, draw) for _ in range(draw.randint(*PER_FILE))]
        data = "\n".join(made).encode()
        (folder / f"{written // 5_000_000:03}").mkdir(exist_ok=True)
        (folder / f"{written // 5_000_000:03}" / f"{count:06}.txt").write_bytes(data)
        written += len(data)
        count += len(made)
    return count


def seed_sentences() -> list[str]:
    """Sentences of the speeches of seeds/ that stand on one line and are neither short nor long."""
    sources = (readers.read(Path(origin.url), origin.name) for origin in readers.discover(str(SEEDS)))
    raws = [raw for source in sources for raw in extract(source)]
    found = [span.of(raw.text) for raw in raws for span in sentences(raw.text)]
    least, most = _WHOLE
    return [each for each in found if least <= len(each) <= most and each.endswith("。")]


def speech(lines: Grammar, seeds: list[str], draw: random.Random) -> str:
    """A speech: title, salutation, opening, an outline of two levels, a closing call."""
    size = draw.randrange(*LENGTHS)
    rows = [sentence(lines, "title", draw), sentence(lines, "salutation", draw)]
    rows += [sentence(lines, "opening", draw) for _ in range(2)]
    tops = draw.randint(3, 5)
    for top in range(tops):
        rows.append(f"{_HAN[top]}、{sentence(lines, 'top', draw)}")
        rows += _parts(lines, seeds, draw, size * (top + 1) // tops - sum(map(len, rows)))
    return "\n\n".join([*rows, sentence(lines, "closing", draw)]) + "\n"


def _parts(lines: Grammar, seeds: list[str], draw: random.Random, size: int) -> Iterator[str]:
    """Headings of the second level with paragraphs, until they have `size` code points."""
    for number in _HAN:
        if size <= 0:
            return
        rows = [f"（{number}）{sentence(lines, 'middle', draw)}。"]
        rows += [f"\u3000\u3000{_paragraph(lines, seeds, draw)}" for _ in range(draw.randint(1, 3))]
        size -= sum(map(len, rows))
        yield from rows


def _paragraph(lines: Grammar, seeds: list[str], draw: random.Random) -> str:
    if draw.random() < 0.5:
        return "".join(draw.choices(seeds, k=draw.randint(3, 7)))
    return paragraph(lines, draw, masked=draw.random() < 0.1)


if __name__ == "__main__":
    sys.stdout.write(str(write(Path(sys.argv[1]), float(sys.argv[2]))))
