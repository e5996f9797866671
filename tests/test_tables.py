"""Tables: types from the models, files that read back in four readers, the same bytes for the same rows."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import duckdb
import jsonschema
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pydantic import Field

import made
from folders import contents
from speechdata import tables
from speechdata.errors import SpeechdataError
from speechdata.records import Formula, Record, Sentence, Speech
from speechdata.tables import _write as writing

POOL = "ARROW_DEFAULT_MEMORY_POOL"


pytestmark = pytest.mark.usefixtures("made_layer")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Record]]:
    lexicon: list[Record] = [made.formula(word) for word in ("安全", "发展")]
    return made.rows() | {"lexicon": sorted(lexicon, key=tables.order)}


@pytest.fixture(scope="module")
def texts(rows: dict[str, list[Record]]) -> dict[str, str]:
    return {row.speech_id: row.text for row in rows["speeches"] if isinstance(row, Speech)}


@pytest.fixture(scope="module")
def folder(rows: dict[str, list[Record]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("written"), rows)


def _written(folder: Path, rows: dict[str, list[Record]]) -> Path:
    for name, members in rows.items():
        made.write_rows(name, members, folder)
    return folder


def _copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


# which tables there are


def test_tables_follow_from_the_layers() -> None:
    assert list(tables.tables().items()) == [
        ("speeches", Speech),
        ("sentences", Sentence),
        ("pledges", made.Pledge),
        ("lexicon", Formula),
    ]


def test_row_model_adds_the_split_and_keeps_the_checks(rows: dict[str, list[Record]]) -> None:
    model = tables.row_model(Sentence)
    assert list(model.model_fields) == [*Sentence.model_fields, "split"]
    assert model.__doc__ == Sentence.__doc__
    good = rows["sentences"][0].model_dump()
    assert model.model_validate(good) == rows["sentences"][0]
    for bad in ({"split": "dev"}, {"split": None}, {"tokens": ("x",)}, {"extra": 1}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            model.model_validate(good | bad)


def test_lexicon_has_no_split() -> None:
    assert tables.row_model(Formula) is Formula


# JSON Schemas


def test_json_schemas_describe_every_field_and_accept_the_rows(rows: dict[str, list[Record]]) -> None:
    schemas = tables.json_schemas()
    assert list(schemas) == list(tables.tables())
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == tables.JSON_SCHEMA_DIALECT
        assert schema["title"] == name
        assert schema["description"]
        for part in [schema, *schema.get("$defs", {}).values()]:
            fields = part["properties"].values()
            assert all(field.get("title") and field.get("description") for field in fields)
        validator = jsonschema.Draft202012Validator(schema)
        for row in rows[name][:20]:
            content = json.loads(row.model_dump_json())
            validator.validate(content)
            assert not validator.is_valid(content | {"more": 1})
            del content[schema["required"][0]]
            assert not validator.is_valid(content)


# Arrow schemas


class Inner(Record):
    """A part."""

    place: str | None = Field(description="where")
    at: int = Field(description="position")


class Every(Record):
    """One of each."""

    word: str = Field(description="a word")
    label: Literal["a", "b"] = Field(description="a label")
    number: int | None = Field(description="a number")
    share: float = Field(description="a share")
    flag: bool = Field(description="a flag")
    day: dt.date | None = Field(description="a day")
    words: tuple[str, ...] = Field(description="words")
    parts: tuple[Inner, ...] = Field(description="parts")
    part: Inner | None = Field(description="one part")
    nested: tuple[tuple[int, ...], ...] = Field(description="lists of lists")


INNER = "struct<place: string, at: int32 not null>"
TYPES = {
    "word": "string not null",
    "label": "string not null",
    "number": "int32",
    "share": "double not null",
    "flag": "bool not null",
    "day": "date32[day]",
    "words": "list<element: string not null> not null",
    "parts": f"list<element: {INNER} not null> not null",
    "part": INNER,
    "nested": "list<element: list<element: int32 not null> not null> not null",
}


def test_arrow_types() -> None:
    schema = tables.arrow_schema(Every)
    found = {field.name: f"{field.type}{'' if field.nullable else ' not null'}" for field in schema}
    assert found == TYPES
    assert schema.field("day").metadata == {b"description": b"a day"}
    assert schema.field("part").type.field("at").metadata == {b"description": b"position"}


@pytest.mark.parametrize(
    "kind", [dict[str, int], int | str, dt.datetime, Literal[1, "a"], tuple[int, str], set[str]]
)
def test_type_without_a_column_is_an_error(kind: Any) -> None:
    class Odd(Record):
        """Odd."""

        odd: kind = Field(description="odd")

    with pytest.raises(TypeError, match="odd: no Arrow type"):
        tables.arrow_schema(Odd)


def test_files_carry_schema_descriptions_and_provenance(folder: Path) -> None:
    for name, record in tables.tables().items():
        for path in (folder / "data" / name).iterdir():
            schema = pq.read_schema(path)
            assert schema.equals(tables.arrow_schema(tables.row_model(record)))
            assert all(field.metadata[b"description"] for field in schema)
            assert schema.metadata[b"speechdata.version"] == b"0.1.0"
            assert schema.metadata[b"speechdata.lexicon_hash"] == b"ab" * 32
            assert schema.metadata[b"speechdata.guideline"] == b"1.2"
            assert json.loads(schema.metadata[b"huggingface"])["info"]["features"].keys() == set(schema.names)


def test_every_real_layer_has_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for record in tables.tables().values():
        model = tables.row_model(record)
        assert tables.arrow_schema(model).names == list(model.model_fields)


# writing


def test_facts_are_those_of_the_files(rows: dict[str, list[Record]], tmp_path: Path) -> None:
    files = made.write_rows("pledges", rows["pledges"], tmp_path)
    assert [file.path for file in files] == sorted(
        (path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()),
        key=lambda path: path.split("/")[-1] != "train-00000-of-00001.parquet",
    )
    fact = tables.table_fact("pledges", files)
    assert fact.rows == len(rows["pledges"]) == sum(fact.splits.values())
    assert fact.description == made.Pledge.__doc__
    assert list(fact.splits) == ["train", "validation"]
    for file in files:
        assert file.bytes == (tmp_path / file.path).stat().st_size
        table = pq.read_table(tmp_path / file.path)
        assert (file.rows, file.arrow_bytes) == (table.num_rows, table.nbytes)
        assert set(table["split"].to_pylist()) == {file.split}


def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row groups of a speech or two, files of a few row groups."""
    monkeypatch.setattr(writing, "GROUP_ROWS", 50)
    monkeypatch.setattr(writing, "GROUP_BYTES", 8_000)
    monkeypatch.setattr(writing, "FILE_BYTES", 24_000)


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_how_rows_come_in_parts_makes_no_difference(
    rows: dict[str, list[Record]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    _small(monkeypatch)
    whole = tables.to_arrow(rows["pledges"], tables.row_model(made.Pledge), place="pledges")
    parts = [whole.slice(at, size) for at in range(0, whole.num_rows, size)]
    for folder, given in (("one", [whole]), ("many", parts)):
        tables.write("pledges", given, tmp_path / folder, metadata=made.PROVENANCE)
    assert contents(tmp_path / "many") == contents(tmp_path / "one") != {}


def test_no_rows_no_files(tmp_path: Path) -> None:
    assert made.write_rows("pledges", [], tmp_path) == []
    assert list(tmp_path.rglob("*")) == []
    assert tables.table_fact("pledges", []).splits == {}


def test_two_writes_give_the_same_bytes(folder: Path, rows: dict[str, list[Record]], tmp_path: Path) -> None:
    again = _written(tmp_path, rows)
    files = [path.relative_to(folder) for path in folder.rglob("*.parquet")]
    assert len(files) == 7
    for path in files:
        assert (again / path).read_bytes() == (folder / path).read_bytes()


def test_parquet_is_laid_out_for_reuse(folder: Path) -> None:
    group = pq.ParquetFile(folder / "data/sentences/train-00000-of-00001.parquet").metadata.row_group(0)
    assert {group.column(at).compression for at in range(group.num_columns)} == {"ZSTD"}
    columns = {group.column(at).path_in_schema: group.column(at) for at in range(group.num_columns)}
    assert "DELTA_BINARY_PACKED" in columns["source_start"].encodings
    assert "DELTA_BYTE_ARRAY" in columns["sentence_id"].encodings
    assert "RLE_DICTIONARY" in columns["pos.list.element"].encodings
    kept = [path for path, column in columns.items() if column.is_stats_set]
    assert kept == ["speech_id", "start", "end", "source_start", "source_end", "position"]


def test_a_big_split_becomes_several_files(
    rows: dict[str, list[Record]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _small(monkeypatch)
    files = made.write_rows("pledges", rows["pledges"], tmp_path)
    train = [file for file in files if file.split == "train"]
    shards = len(train)
    assert shards > 1
    names = [f"data/pledges/train-{n:05}-of-{shards:05}.parquet" for n in range(shards)]
    assert [file.path for file in train] == names
    assert max(pq.ParquetFile(tmp_path / path).metadata.num_row_groups for path in names) > 1
    assert sorted(tables.read(tmp_path, "pledges"), key=tables.order) == rows["pledges"]


def test_longer_span_comes_first(rows: dict[str, list[Record]]) -> None:
    row = rows["pledges"][0]
    assert tables.order(row) < tables.order(row.model_copy(update={"end": row.end - 1}))  # type: ignore[attr-defined]


def test_row_of_another_table_is_refused(rows: dict[str, list[Record]], tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="SentenceRow is no row of this table, which holds PledgeRow"):
        made.write_rows("pledges", rows["sentences"], tmp_path)
    without_split = made.doc_of(made.text_of("某地"), 1).layers["pledges"]
    with pytest.raises(SpeechdataError, match="Pledge is no row"):
        made.write_rows("pledges", list(without_split), tmp_path)


def test_value_beyond_its_column_is_named(tmp_path: Path) -> None:
    row = made.formula("安全").model_copy(update={"n_occurrences": 2**31})
    with pytest.raises(SpeechdataError, match=rf"lexicon, rows from .*{row.canonical_id}.*table-value"):
        made.write_rows("lexicon", [row], tmp_path)


def test_a_table_is_written_once(folder: Path, rows: dict[str, list[Record]]) -> None:
    with pytest.raises(SpeechdataError, match="table-exists"):
        made.write_rows("pledges", rows["pledges"], folder)


# reading


def test_rows_come_back_as_they_were(
    folder: Path, rows: dict[str, list[Record]], texts: dict[str, str]
) -> None:
    for name, members in rows.items():
        assert sorted(tables.read(folder, name, texts=texts), key=tables.order) == members


def test_polars_and_duckdb_read_the_same(folder: Path, rows: dict[str, list[Record]]) -> None:
    for name, members in rows.items():
        pattern = str(folder / "data" / name / "*.parquet")
        assert pl.read_parquet(pattern).height == len(members)
        assert duckdb.sql(f"SELECT count(*) FROM '{pattern}'").fetchall() == [(len(members),)]
    pledges = pl.read_parquet(folder / "data" / "pledges" / "*.parquet")
    assert pledges.schema["due"] == pl.Date
    assert pledges.schema["remark"] == pl.String
    assert pledges.schema["shares"] == pl.List(pl.Struct({"name": pl.String, "weight": pl.Float64}))
    kinds = duckdb.sql(
        f"SELECT DISTINCT typeof(due), typeof(remark), typeof(shares) FROM '{folder}/data/pledges/*.parquet'"
    )
    assert kinds.fetchall() == [("DATE", "VARCHAR", 'STRUCT("name" VARCHAR, weight DOUBLE)[]')]


def test_missing_table_reads_as_no_rows(folder: Path, tmp_path: Path) -> None:
    copy = _copy(folder, tmp_path)
    shutil.rmtree(copy / "data" / "lexicon")
    assert tables.read(copy, "lexicon") == []
    with pytest.raises(SpeechdataError, match="no such dataset folder"):
        tables.read(copy / "nowhere", "lexicon")


FIRST = "data/pledges/train-00000-of-00001.parquet"


def _rewrite(change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    return lambda path: pq.write_table(change(pq.read_table(path)), path)


def _set(field: str, row: int, value: Any) -> Callable[[Path], None]:
    def change(table: pa.Table) -> pa.Table:
        values = table.to_pylist()
        values[row][field] = value
        schema = pa.schema([pa.field(f.name, f.type) for f in table.schema])
        return pa.Table.from_pylist(values, schema=schema if value is None else table.schema)

    return _rewrite(change)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_set("text", 3, "换了"), f"{FIRST}, row 3: field .row.: .*surface.* .table-row."),
        (_set("tone", 5, "loud"), f"{FIRST}, row 5: field tone: Input should be 'firm' or 'plain'"),
        (_set("split", 7, "test"), f"{FIRST}, row 7: field split: test in a file of train"),
        (_set("start", 2, -1), f"{FIRST}, row 2: field start: .*greater than or equal to 0"),
        (
            _set("tone", 5, None),
            f"{FIRST}: field speech_id: the file has string, this version string not null",
        ),
        (
            _rewrite(lambda t: t.drop_columns(["tone"])),
            f"{FIRST}: field tone: the file has none, this version string not null",
        ),
        (
            _rewrite(lambda t: t.append_column("more", t["text"])),
            f"{FIRST}: field more: the file has string, this version none",
        ),
        (lambda path: path.write_bytes(path.read_bytes()[:-9]), f"{FIRST}: broken Parquet"),
        (lambda path: path.write_bytes(b""), f"{FIRST}: broken Parquet"),
        (
            lambda path: path.rename(path.with_name("train-00000-of-00002.parquet")),
            "files of train are missing",
        ),
        (lambda path: path.with_name("notes.txt").write_text("x"), "notes.txt: not a file of this table"),
    ],
)
def test_broken_file_is_named(
    folder: Path, texts: dict[str, str], tmp_path: Path, change: Callable[[Path], Any], reason: str
) -> None:
    copy = _copy(folder, tmp_path)
    change(copy / FIRST)
    with pytest.raises(SpeechdataError, match=reason):
        tables.read(copy, "pledges", texts=texts)


def test_surface_is_compared_with_the_speech(folder: Path, texts: dict[str, str]) -> None:
    shifted = {speech_id: "甲" + text for speech_id, text in texts.items()}
    with pytest.raises(SpeechdataError, match=r"row 0: field .row.: .*surface is not text"):
        tables.read(folder, "pledges", texts=shifted)


def test_memory_that_is_free_goes_back_to_the_system_unless_told_otherwise() -> None:
    known = {name: value for name, value in os.environ.items() if name != POOL}
    probe = "import speechdata.pipeline, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    for extra, due in (({}, "system"), ({POOL: "mimalloc"}, "mimalloc")):
        found = subprocess.run(
            [sys.executable, "-c", probe], env=known | extra, capture_output=True, text=True
        )
        assert found.stdout == f"{due}\n"
