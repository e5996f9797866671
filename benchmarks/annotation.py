"""Time of annotating all layers, tokenisation included, beside jieba.lcut alone on the same text.

    make bench

One process; the rounds of all contestants alternate, so that a slow spell of the machine hits them alike; medians of
processor time are shown. The text are the speeches of seeds/ and others of realistic length that a seeded generator
makes of sentences.tsv. Reading, cleaning and loading dictionaries are not timed; only one core is used.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import random
import re
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

import jieba
import jieba.posseg

from speechdata import readers
from speechdata.annotators import layers
from speechdata.layer import Doc, Layer
from speechdata.records import RawSpeech, Source
from speechdata.speeches import extract

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
SEED = 20240316
TARGET = 2.0
"""All layers take at most this many times jieba.lcut."""
LENGTHS = (3000, 12000)
"""Fewest and most code points of a generated speech."""
TAGGED = 50_000
"""Code points that jieba.posseg tags for reference."""

_SLOT = re.compile(r"\{([a-z#]+)\}")
_HAN = "一二三四五六七八九"
_PARAGRAPHS = ("report", "state", "explicit", "implicit", "slogan", "itemed")
_WEIGHTS = (12, 4, 3, 5, 2, 0.5)
_MASKED = 0.2
"""Share of generated speeches that are templates."""

Grammar = dict[str, list[str]]
Seconds = dict[str, float]


def grammar() -> Grammar:
    """Lines of sentences.tsv by role."""
    found: Grammar = {}
    rows = (HERE / "sentences.tsv").read_text("utf-8").splitlines()
    for row in [row for row in rows if not row.startswith("#")][1:]:
        role, text = row.split("\t")
        found.setdefault(role, []).append(text)
    return found


def sentence(lines: Grammar, role: str, draw: random.Random) -> str:
    """A line of that role with all its slots filled."""

    def fill(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot == "#":
            return str(draw.randrange(2, 99))
        return str(draw.randrange(2005, 2026)) if slot == "year" else sentence(lines, slot, draw)

    return _SLOT.sub(fill, draw.choice(lines[role]))


def paragraph(lines: Grammar, draw: random.Random, *, masked: bool) -> str:
    """Three to seven sentences of one or two kinds."""
    roles = draw.choices(_PARAGRAPHS, _WEIGHTS, k=2)
    kinds = [*roles, "masked"] if masked else roles
    return "".join(sentence(lines, draw.choice(kinds), draw) for _ in range(draw.randrange(3, 8)))


def speech(lines: Grammar, draw: random.Random) -> str:
    """A speech: title, salutation, opening, an outline of two levels, a closing call."""
    size, masked = draw.randrange(*LENGTHS), draw.random() < _MASKED
    rows = [sentence(lines, "title", draw), sentence(lines, "salutation", draw)]
    rows += [sentence(lines, "opening", draw) for _ in range(2)]
    tops = draw.randrange(3, 6)
    for top in range(tops):
        rows.append(f"{_HAN[top]}、{sentence(lines, 'top', draw)}")
        middle = 0
        while sum(map(len, rows)) < size * (top + 1) / tops and middle < len(_HAN):
            rows.append(f"（{_HAN[middle]}）{sentence(lines, 'middle', draw)}。")
            rows += [
                f"\u3000\u3000{paragraph(lines, draw, masked=masked)}" for _ in range(draw.randrange(1, 4))
            ]
            middle += 1
    return "\n\n".join([*rows, sentence(lines, "closing", draw)]) + "\n"


def source_of(text: str, name: str) -> Source:
    """A source as if `text` had been read from a file of that name."""
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    known = {"source_id": f"src-{digest[:16]}", "sha256": digest, "n_bytes": len(data)}
    return Source.model_validate(
        known | {"path": name, "encoding": "utf-8", "encoding_evidence": "made", "text": text}
    )


def speeches(characters: int) -> list[RawSpeech]:
    """The speeches of seeds/, then distinct generated ones until there are that many code points."""
    sources = (readers.read(Path(origin.url), origin.name) for origin in readers.discover(str(SEEDS)))
    found = [raw for source in sources for raw in extract(source)]
    lines, draw = grammar(), random.Random(SEED)
    while sum(len(raw.text) for raw in found) < characters:
        found += extract(source_of(speech(lines, draw), f"made-{len(found)}.txt"))
    return found


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def annotate(raws: Sequence[RawSpeech], counts: Counter[str]) -> Seconds:
    """Seconds of each stage over all speeches; adds the records made to `counts`."""
    spent: Seconds = {}
    gc.collect()
    for raw in raws:
        doc = Doc(raw)
        for name, stage in stages(doc):
            start = process_time()
            made = stage()
            spent[name] = spent.get(name, 0.0) + process_time() - start
            counts[name] += made
    return spent


def stages(doc: Doc) -> Iterator[tuple[str, Callable[[], int]]]:
    """What is done with a speech, in order: together they are Doc.annotate(layers()) and Doc.sentence_records()."""
    yield "words", lambda: sum(map(len, doc.sentence_words))
    for layer in layers():
        yield layer.name, partial(records, doc, layer)
    yield "sentences", lambda: len(list(doc.sentence_records()))


def records(doc: Doc, layer: Layer) -> int:
    """Annotates one layer; the number of its records."""
    return len(doc.annotate([layer]).layers[layer.name])


def peak() -> float:
    """Peak memory of this process so far, MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measure(raws: Sequence[RawSpeech], rounds: int) -> Iterator[str]:
    """Runs everything `rounds` times in turn; yields the lines of the report."""
    text = "\n".join(raw.text for raw in raws)
    size, part = len(text.encode()) / 1e6, text[:TAGGED]
    jieba.setLogLevel("WARNING")
    jieba.lcut(part)
    jieba.posseg.lcut(part[:1000])
    annotate(raws[:1], Counter())
    loaded, counts = peak(), Counter[str]()
    cut, part_cut, tagged, spent = [], [], [], []
    for _ in range(rounds):
        cut.append(timed(lambda: jieba.lcut(text)))
        spent.append(annotate(raws, counts))
        part_cut.append(timed(lambda: jieba.lcut(part)))
        tagged.append(timed(lambda: jieba.posseg.lcut(part)))
    alone, whole = median(cut), [sum(each.values()) for each in spent]
    ratio = median(one / other for one, other in zip(whole, cut, strict=True))
    yield f"text: {len(raws)} speeches, {len(text):,} code points, {size:.2f} MB; median of {rounds} rounds"
    yield row("jieba.lcut", alone, alone, f"{size / alone:.2f} MB/s")
    yield row("all layers", median(whole), alone, f"{size / median(whole):.2f} MB/s")
    for name in spent[0]:
        yield row(f"  {name}", median(each[name] for each in spent), alone, f"{counts[name] // rounds:,}")
    yield row("jieba.posseg", median(tagged) * alone / median(part_cut), alone, "from a part of the text")
    yield f"peak memory: {peak():.0f} MB, of which {loaded:.0f} MB before the first round"
    yield f"all layers take {ratio:.2f} x jieba.lcut (median of the rounds); the target is {TARGET}"


def row(name: str, seconds: float, alone: float, remark: str) -> str:
    """One line: name, seconds, times jieba.lcut."""
    return f"{name:14}{seconds:8.2f} s{seconds / alone:7.2f} x   {remark}"


def main() -> None:
    """Reads the options, measures, writes the report."""
    options = argparse.ArgumentParser(description="Time of annotating, beside jieba.lcut alone.")
    options.add_argument("--characters", type=int, default=550_000, help="code points of the text")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    for line in measure(speeches(chosen.characters), chosen.rounds):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
