"""Tags of any spans give the spans back, whatever they cross; what a column cannot hold is refused."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechdata import annotators, views
from speechdata.errors import SpeechdataError
from speechdata.tables import arrow_schema, row_model, tables
from speechdata.views._tags import column
from views.derived import Row, tagged

COLUMNS = [column(layer) for layer in annotators.layers()]
Spans = list[tuple[int, int]]


def spans(length: int) -> st.SearchStrategy[Spans]:
    """Disjoint spans of a text, in order, some of which touch."""
    cuts = st.lists(st.integers(0, length), unique=True, max_size=8).map(sorted)
    return st.tuples(cuts, st.randoms(use_true_random=False)).map(
        lambda drawn: [pair for pair in pairwise(drawn[0]) if drawn[1].random() < 0.7]
    )


@st.composite
def speeches(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Texts with sentences and spans of every layer, drawn without regard to each other."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.text(st.sampled_from("安全a𠮷。\n"), min_size=1, max_size=24))
        layers = {
            each.layer: [(*span, draw(st.sampled_from(each.labels))) for span in draw(spans(len(text)))]
            for each in COLUMNS
        }
        found.append({"text": text, "sentences": draw(spans(len(text))), "layers": layers})
    return found


def _tables(drawn: list[dict[str, Any]]) -> dict[str, pa.Table]:
    filled: dict[str, list[Row]] = {"speeches": [], "sentences": [], **{each.layer: [] for each in COLUMNS}}
    for number, each in enumerate(drawn):
        common = {"speech_id": f"sp-{number}", "split": "train"}
        filled["speeches"].append(common | {"text": each["text"]})
        for start, end in each["sentences"]:
            place = {"start": start, "end": end, "sentence_id": f"{number}:{start}"}
            filled["sentences"].append(common | place)
        for column_of in COLUMNS:
            for start, end, label in each["layers"][column_of.layer]:
                row = common | {"start": start, "end": end, str(column_of.field): label}
                filled[column_of.layer].append(row)
    return {name: pa.Table.from_pylist(rows, schema=_schema(name)) for name, rows in filled.items()}


def _schema(name: str) -> pa.Schema:
    whole = arrow_schema(row_model(tables()[name]))
    return pa.schema([whole.field(each) for each in (*_view().needs[name], "split")])


def _view() -> views.View:
    return next(view for view in views.views() if view.name == "token_classification")


@settings(deadline=None)
@given(speeches())
def test_any_spans_come_back(drawn: list[dict[str, Any]]) -> None:
    rows = _view().derive(_tables(drawn)).to_pylist()
    for number, each in enumerate(drawn):
        own = [row for row in rows if row["speech_id"] == f"sp-{number}"]
        for name, due in each["layers"].items():
            assert [span for row in own for span in tagged(row[name], row["start"])] == due
        named = [sentence for row in own for sentence in row["sentence_ids"]]
        assert named == [f"{number}:{start}" for start, _ in each["sentences"]]
        assert all(row["text"] == each["text"][row["start"] : row["end"]] for row in own)
        assert all(one["end"] <= other["start"] for one, other in pairwise(own))


@settings(deadline=None)
@given(speeches())
def test_units_are_no_longer_than_need_be(drawn: list[dict[str, Any]]) -> None:
    rows = _view().derive(_tables(drawn)).to_pylist()
    for row in rows:
        each = drawn[int(row["speech_id"][3:])]
        every = [*each["sentences"], *(span[:2] for found in each["layers"].values() for span in found)]
        inside = [(start, end) for start, end in every if row["start"] <= start and end <= row["end"]]
        assert min(inside)[0] == row["start"]
        assert max(end for _, end in inside) == row["end"]
        for cut in range(row["start"] + 1, row["end"]):
            assert any(start < cut < end for start, end in inside)


@pytest.mark.parametrize(
    ("other", "refused"), [((3, 6), False), ((2, 6), True), ((0, 3), True), ((1, 2), True)]
)
def test_spans_of_one_layer_that_share_a_character_are_refused(other: tuple[int, int], refused: bool) -> None:
    for each in COLUMNS:
        layers: dict[str, list[tuple[int, int, str]]] = {name.layer: [] for name in COLUMNS} | {
            each.layer: [(0, 3, each.labels[0]), (*other, each.labels[-1])]
        }
        given_tables = _tables([{"text": "认真抓好落实", "sentences": [(0, 6)], "layers": layers}])
        if refused:
            with pytest.raises(
                SpeechdataError, match=rf"sp-0.*{each.layer}.*character {other[0]}.*view-overlap"
            ):
                _view().derive(given_tables)
        else:
            assert _view().derive(given_tables).num_rows == 1
