"""A shard's rows at rest: the same however often they are written while they come, and checked as they lie there."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sources import BODIES, TITLES, source
from speechdata.checks import Bundle
from speechdata.errors import SpeechdataError
from speechdata.pipeline import rows
from speechdata.pipeline.assemble import bundle
from speechdata.pipeline.units import AnnotatedUnit, Unit
from speechdata.speeches import extract
from speechdata.tables import arrow_schema, tables

TEXTS = [f"{title}\n同志们：\n{body}\n" for title, body in zip(TITLES, BODIES, strict=True)]


@pytest.fixture(scope="module")
def bundles() -> list[Bundle]:
    """The rows of four sources, the last of which holds the first's speech once more."""
    texts = [*TEXTS[:3], f"{TEXTS[3]}\n\n{TEXTS[0]}"]
    found = [source(text, f"{number}.txt") for number, text in enumerate(texts)]
    return [
        bundle([AnnotatedUnit.annotate(Unit(source=each, speeches=tuple(extract(each))))]) for each in found
    ]


def written(folder: Path, bundles: list[Bundle]) -> Path:
    folder.mkdir()
    with rows.Rows(folder) as kept:
        for each in bundles:
            kept.add(each)
        kept.end()
    return folder


@pytest.mark.parametrize(("held", "at_once"), [(0, 1), (0, 10), (4000, 1)])
def test_rows_are_the_same_however_much_is_held(
    tmp_path: Path, bundles: list[Bundle], held: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = written(tmp_path / "whole", bundles)
    monkeypatch.setattr(rows, "HELD", held)
    monkeypatch.setattr(rows, "AT_ONCE", at_once)
    parts = written(tmp_path / "parts", bundles)
    assert pq.ParquetFile(parts / "sentences.parquet").num_row_groups > 1
    for name in rows.names():
        assert rows.read(parts, name).equals(rows.read(whole, name)), name
        assert rows.read(parts, name).schema.equals(arrow_schema(tables()[name]))
    rows.verify(parts)


def test_a_speech_of_two_sources_has_one_row_with_both_places(tmp_path: Path, bundles: list[Bundle]) -> None:
    folder = written(tmp_path / "rows", bundles)
    speeches = list(rows.tuples(rows.read(folder, "speeches", ["speech_id", "occurrences"])))
    assert [len(places) for _, places in speeches] == [2, 1, 1, 1]
    assert [place["path"] for place in speeches[0][1]] == ["0.txt", "3.txt"]
    owners = rows.read(folder, "sentences", ["speech_id"])["speech_id"].to_pylist()
    assert list(dict.fromkeys(owners)) == [speech_id for speech_id, _ in speeches]
    first = [row for row in bundles[0].sentences if row.speech_id == speeches[0][0]]
    assert owners.count(speeches[0][0]) == len(first)


def test_columns_come_in_the_order_asked_for_and_a_table_without_file_is_empty(
    tmp_path: Path, bundles: list[Bundle]
) -> None:
    folder = written(tmp_path / "rows", bundles[:1])
    assert rows.read(folder, "sentences", ["text", "speech_id"]).column_names == ["text", "speech_id"]
    assert not (folder / "placeholders.parquet").exists()
    empty = rows.read(folder, "placeholders", ["speech_id", "kind"])
    assert (empty.num_rows, empty.column_names) == (0, ["speech_id", "kind"])


def _with_text(table: pa.Table) -> pa.Table:
    at = table.column_names.index("text")
    changed = ["改" + text[1:] for text in table["text"].to_pylist()]
    return table.set_column(at, table.schema.field("text"), pa.array(changed, pa.string()))


def _of_nobody(table: pa.Table) -> pa.Table:
    at = table.column_names.index("speech_id")
    return table.set_column(at, table.schema.field("speech_id"), pa.array(["sp-0"] * table.num_rows))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (_with_text, "row 0"),
        (_of_nobody, "sp-0"),
        (lambda table: table.drop_columns(["text"]), "another schema"),
    ],
)
def test_rows_that_are_not_what_was_written_are_refused(
    tmp_path: Path, bundles: list[Bundle], changed: object, said: str
) -> None:
    folder = written(tmp_path / "rows", bundles)
    path = folder / "sentences.parquet"
    pq.write_table(changed(pq.read_table(path)), path)  # type: ignore[operator]
    with pytest.raises(SpeechdataError, match=said) as error:
        rows.verify(folder)
    assert error.value.code == "rows-differ"


def test_files_are_closed_when_a_source_fails(
    tmp_path: Path, bundles: list[Bundle], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "AT_ONCE", 1)

    def add_and_fail() -> None:
        with rows.Rows(tmp_path) as kept:
            kept.add(bundles[0])
            kept._write("sentences")
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        add_and_fail()
    assert pq.ParquetFile(tmp_path / "sentences.parquet").metadata.num_rows == len(bundles[0].sentences)
