"""Which patterns are tried on which sentence: those with a trigger in it, and no others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import cases
from speechdata.annotators.slogans._aphorism import _set_off, patterns
from speechdata.annotators.slogans._reading import Reading

PIECES = ["没有", "只有", "就是", "也是", "要", "是", "的，", "今", "天", "水", "“", "”", "。", "\n", "　"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_patterns_are_tried_where_a_trigger_stands(text: str) -> None:
    reading = Reading(cases.doc_of(text))
    surfaces = [sentence.of(reading.text) for sentence in reading.doc.sentences]
    due = [
        {at for at, pattern in enumerate(patterns()) if any(t in surface for t in pattern.trigger)}
        for surface in surfaces
    ]
    found = _set_off(reading)
    assert [found.get(index, set()) for index in range(len(surfaces))] == due
    assert list(found) == sorted(found)
