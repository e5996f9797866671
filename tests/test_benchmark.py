"""The benchmark of annotation: what it runs on, and that it runs."""

from __future__ import annotations

import re

from benchmarks.annotation import LENGTHS, grammar, measure, speeches

from speechdata.annotators import layers

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
