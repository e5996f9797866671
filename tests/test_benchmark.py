"""The benchmarks: what they run on, and that they run."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from benchmarks import contestants, corpus
from benchmarks._plot import svg
from benchmarks._process import Taken, run
from benchmarks.annotation import LENGTHS, grammar, measure, speeches
from benchmarks.build import PEERS, table

from speechdata import readers
from speechdata.annotators import layers
from speechdata.speeches import extract

CHARACTERS = 60_000


def test_the_text_is_the_same_each_time_and_no_speech_stands_twice() -> None:
    made = speeches(CHARACTERS)
    assert made == speeches(CHARACTERS)
    assert len({raw.speech_id for raw in made}) == len(made)
    assert sum(len(raw.text) for raw in made) >= CHARACTERS


def test_made_speeches_have_realistic_lengths_and_few_equal_clauses() -> None:
    made = [raw.text for raw in speeches(CHARACTERS)[5:]]
    assert all(LENGTHS[0] <= len(text) <= LENGTHS[1] * 1.2 for text in made)
    clauses = [clause for text in made for clause in re.split("[，。；：、？！\n]", text) if len(clause) > 4]
    assert len(set(clauses)) > 0.5 * len(clauses)


def test_every_slot_can_be_filled() -> None:
    lines = grammar()
    slots = {slot for texts in lines.values() for text in texts for slot in re.findall(r"\{([a-z]+)\}", text)}
    assert slots - {"year"} <= lines.keys()


def test_the_report_names_each_stage_and_the_ratio() -> None:
    lines = list(measure(speeches(1)[:1], 1))
    stages = [line.split()[0] for line in lines if line.startswith("  ")]
    assert stages == ["words", *(layer.name for layer in layers()), "sentences"]
    assert re.fullmatch(r"all layers take \d+\.\d\d x jieba\.lcut .* the target is 2\.0", lines[-1])
    assert lines[0].startswith("text: 1 speeches")


def test_the_corpus_is_the_same_each_time_and_its_speeches_are_found_and_differ(tmp_path: Path) -> None:
    number = corpus.write(tmp_path / "one", 0.1)
    corpus.write(tmp_path / "two", 0.1)
    assert list(contestants.texts(tmp_path / "one")) == list(contestants.texts(tmp_path / "two"))
    paths = sorted((tmp_path / "one").rglob("*.txt"))
    found = [raw for path in paths for raw in extract(readers.read(path, path.name))]
    assert len({raw.speech_id for raw in found}) == len(found) == number
    assert 100_000 <= sum(path.stat().st_size for path in paths) < 250_000


def test_the_floor_keeps_every_sentence(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.txt").write_text("同志们：\n今天开会。明天落实。\n", "utf-8")
    contestants.floor(tmp_path, tmp_path)
    rows = parquet.read_table(tmp_path / "sentences.parquet").to_pylist()
    assert [row["text"] for row in rows] == ["同志们：", "今天开会。", "明天落实。"]


def test_all_but_the_builds_are_contestants_of_their_own() -> None:
    assert set(PEERS.values()) == contestants.CONTESTANTS.keys()


def test_a_process_tells_what_it_took_and_one_that_fails_is_an_error() -> None:
    taken = run(["-c", "import os; print(os.environ['MADE'])"], environment={"MADE": "here"})
    assert taken.said == "here\n"
    assert 0 < taken.processor < 10 < taken.memory
    with pytest.raises(RuntimeError, match="no such thing"):
        run(["-c", "raise SystemExit('no such thing')"], environment={})


def test_the_table_compares_within_a_round() -> None:
    alone = [Taken(1.0, 1.0, 90.0, ""), Taken(3.0, 3.0, 90.0, ""), Taken(2.0, 2.0, 90.0, "")]
    other = [Taken(4.0, 2.0, 300.0, ""), Taken(4.0, 3.0, 300.0, ""), Taken(5.0, 6.0, 310.0, "")]
    lines = list(table({"jieba.lcut": alone, "build": other}, 20.0))
    assert lines[-1] == "| build | 5.00 | 4.0 | 3.0 | 300 | 2.00 (1.00-3.00) |"


def test_the_plot_holds_every_point_within_its_frame() -> None:
    points = {"build": [(2.0, 9.5), (20.0, 80.0)], "floor": [(2.0, 0.3), (20.0, 1.0)]}
    drawn = ElementTree.fromstring(svg({"seconds": points, "MB": {"one": [(20.0, 300.0)]}}))
    dots = drawn.findall("{http://www.w3.org/2000/svg}circle")
    assert len(dots) == 5
    assert all(0 <= float(dot.attrib["cx"]) <= 880 and 40 <= float(dot.attrib["cy"]) <= 340 for dot in dots)
