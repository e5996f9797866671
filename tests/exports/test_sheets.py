from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from exports.rows import HOSTILE, LAYERS, rows_of
from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.exports import Losses, Options, SpeechRows, export, format_of
from speechdata.exports.xlsx import COLUMNS, FILE, LONGEST
from speechdata.span import Span
from speechdata.tables import read

FORMULAS = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]


def written(rows: SpeechRows, form: str, folder: Path, **options: Any) -> Losses:
    losses = Losses()
    chosen = Options(folder, tuple(LAYERS.values()), whole=False, **options)
    format_of(form).write([rows], folder, chosen, losses)
    return losses


def cells(folder: Path) -> list[list[Any]]:
    openpyxl: Any = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(folder / FILE).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_task_list_has_a_row_for_each_directive(dataset: Path, tmp_path: Path) -> None:
    found = export(dataset, "xlsx", tmp_path / "out", layers=layers())
    head, *body = cells(tmp_path / "out")
    assert head == [column.heading for column in COLUMNS]
    assert len(body) == found.records["directives"] > 0
    due = list(map(dict, read(dataset, "directives")))
    assert sorted(row[9] for row in body) == sorted(row["text"] for row in due)
    assert [row[0] for row in body] == list(range(1, len(body) + 1))
    assert {row[7] for row in body} <= {"强", "中", "弱"}
    assert all(
        row[10].endswith(f":{each['source_start']}-{each['source_end']}")
        for row, each in zip(body, due, strict=True)
    )
    assert {loss.what for loss in found.losses if loss.kind == "rows"} == {
        "sections", "placeholders", "slogans", "sentences", "lexicon",
    }  # fmt: skip


def test_the_sheet_is_made_for_reading(dataset: Path, tmp_path: Path) -> None:
    openpyxl: Any = pytest.importorskip("openpyxl")
    export(dataset, "xlsx", tmp_path / "out", layers=layers())
    sheet = openpyxl.load_workbook(tmp_path / "out" / FILE).active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    assert sheet.column_dimensions["J"].width > 50
    assert sheet["J2"].alignment.wrap_text


def test_two_exports_are_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    for name in "ab":
        export(dataset, "xlsx", tmp_path / name, layers=layers())
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()


@pytest.mark.parametrize("planted", FORMULAS)
def test_planted_formulas_are_strings_in_the_sheet(planted: str, tmp_path: Path) -> None:
    rows = rows_of(f"{planted}要落实", [Span(0, len(planted) + 3)], title=planted, action=planted)
    written(rows, "xlsx", tmp_path)
    (_, line) = cells(tmp_path)
    unescape = pytest.importorskip("openpyxl.utils.escape").unescape
    row = [unescape(str(cell)) for cell in line]
    assert [row[1], row[4]] == [planted, planted]
    assert row[9] == f"{planted}要落实"


def test_a_cell_that_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    rows = rows_of("要" * (LONGEST + 5), [Span(0, LONGEST + 5)])
    (loss,) = [each for each in written(rows, "xlsx", tmp_path).all() if each.kind == "cell"]
    assert loss.ids == (rows.layers["directives"][0].annotation_id,)
    assert len(cells(tmp_path)[1][9]) == LONGEST


def test_without_directives_there_is_no_task_list(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="export-layer"):
        format_of("xlsx").write([], tmp_path, Options(tmp_path, (LAYERS["slogans"],)), Losses())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_holds_all_tables_and_gives_every_value_back(dataset: Path, tmp_path: Path) -> None:
    found = export(dataset, "csv", tmp_path / "out", layers=layers())
    assert not found.losses
    for name in ("speeches", "sentences", "lexicon", *LAYERS):
        rows = [row.model_dump(mode="json") for row in read(dataset, name)]
        assert table(tmp_path / "out" / f"{name}.csv") == [
            {
                key: ""
                if value is None
                else value
                if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False)
                for key, value in row.items()
            }
            for row in rows
        ]


@pytest.mark.parametrize("bom", [True, False])
def test_csv_begins_with_a_mark_if_wanted(bom: bool, tmp_path: Path) -> None:
    written(rows_of("要"), "csv", tmp_path, bom=bom)
    assert (tmp_path / "speeches.csv").read_bytes().startswith(b"\xef\xbb\xbf") == bom


@pytest.mark.parametrize("planted", [*FORMULAS, "平常", "1=1", "'=1"])
@pytest.mark.parametrize("guard", [True, False])
def test_the_guard_marks_what_begins_like_a_formula_and_tells(
    planted: str, guard: bool, tmp_path: Path
) -> None:
    losses = written(rows_of("要", title=planted), "csv", tmp_path, guard=guard)
    guarded = guard and planted in FORMULAS
    assert table(tmp_path / "speeches.csv")[0]["title"] == ("'" if guarded else "") + planted
    assert [loss.what for loss in losses.all() if loss.kind == "cell"] == ["speeches.title"] * guarded


@examples(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
)
def test_csv_gives_any_text_back(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("csv")
    written(rows_of(text), "csv", folder)
    assert table(folder / "speeches.csv")[0]["text"] == text


def test_hostile_text_passes_through(tmp_path: Path) -> None:
    rows = rows_of(HOSTILE, [Span(0, len(HOSTILE))])
    written(rows, "csv", tmp_path)
    written(rows, "xlsx", tmp_path)
    assert table(tmp_path / "directives.csv")[0]["text"] == cells(tmp_path)[1][9] == HOSTILE
