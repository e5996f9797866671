"""Hashes of columns: equal for equal values and only for these, wherever they stand and however wide their type."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.diff._hashes import combined, hashes

PART = pa.struct([("kind", pa.string()), ("start", pa.int32())])
PARTS = st.none() | st.fixed_dictionaries(
    {"kind": st.none() | st.text(max_size=3), "start": st.none() | st.integers(-3, 3)}
)
KINDS: dict[str, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    "string": (pa.string(), st.text(max_size=4)),
    "int": (pa.int32(), st.integers(-5, 5)),
    "bool": (pa.bool_(), st.booleans()),
    "float": (pa.float64(), st.sampled_from([0.5, 0.25, 1.0, -1.0])),
    "date": (pa.date32(), st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9))),
    "list": (pa.list_(pa.string()), st.lists(st.none() | st.text(max_size=2), max_size=3)),
    "struct": (PART, PARTS),
    "structs": (pa.list_(PART), st.lists(PARTS, max_size=3)),
}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_values_hash_alike_if_and_only_if_they_are_equal(kind: str, data: st.DataObject) -> None:
    type_, strategy = KINDS[kind]
    values = data.draw(st.lists(st.none() | strategy, max_size=8))
    first = data.draw(st.integers(0, len(values)))
    array = pa.array(values, type_)
    found = hashes(array).tolist()
    for (one, a), (other, b) in combinations(zip(values, found, strict=True), 2):
        assert (one == other) == (a == b)
    assert hashes(array.slice(first)).tolist() == found[first:]


@pytest.mark.parametrize(
    ("narrow", "wide", "values"),
    [
        (pa.int32(), pa.int64(), [1, None, -7]),
        (pa.string(), pa.large_string(), ["甲", None, ""]),
        (pa.float32(), pa.float64(), [0.5, None]),
        (pa.list_(pa.int32()), pa.large_list(pa.int64()), [[1, 2], [], None]),
    ],
)
def test_the_width_of_a_type_makes_no_difference(
    narrow: pa.DataType, wide: pa.DataType, values: list[Any]
) -> None:
    assert hashes(pa.array(values, narrow)).tolist() == hashes(pa.array(values, wide)).tolist()


def test_the_order_of_columns_counts() -> None:
    one, other = hashes(pa.array(["甲", "乙"])), hashes(pa.array(["乙", "甲"]))
    rows = combined([one, other], 2).tolist()
    assert rows != combined([other, one], 2).tolist()
    assert rows[0] != rows[1]


def test_a_type_that_no_table_has_is_refused() -> None:
    with pytest.raises(TypeError, match="no hash for values of type"):
        hashes(pa.array([b"a"], pa.binary()))
