"""Growth: a new version shares the bytes of what did not change, by the hub's own count."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from benchmarks import _chunks, growth
from hypothesis import given
from hypothesis import strategies as st

import made
from speechdata import tables
from speechdata.records import Sentence
from speechdata.tables import _groups as groups

SPEECHES, LINES = 500, 60


def _speech(number: int) -> list[dict[str, object]]:
    """Rows of sentences whose words no other speech has."""
    draw = random.Random(number)
    identifier = f"sp-{draw.getrandbits(64):016x}"
    rows, start = list[dict[str, object]](), 0
    for position in range(LINES):
        words = [chr(draw.randint(0x4E00, 0x9FA5)) + chr(draw.randint(0x4E00, 0x9FA5)) for _ in range(12)]
        end = start + 24
        rows.append(
            {
                "speech_id": identifier,
                "section_id": None,
                "start": start,
                "end": end,
                "source_start": start,
                "source_end": end,
                "text": "".join(words),
                "sentence_id": f"{identifier}:sentence:{start}-{end}",
                "position": position,
                "tokens": words,
                "pos": ["n"] * len(words),
                "split": "train",
            }
        )
        start = end
    return rows


@pytest.fixture(scope="module")
def schema() -> pa.Schema:
    return tables.arrow_schema(tables.row_model(Sentence))


@pytest.fixture(scope="module")
def speeches(schema: pa.Schema) -> list[pa.Table]:
    return [pa.Table.from_pylist(_speech(number), schema) for number in range(SPEECHES + 5)]


def _written(generations: Sequence[Sequence[pa.Table]], folder: Path) -> Path:
    parts = [[pa.concat_tables(each)] for each in generations]
    tables.write_generations("sentences", parts, folder, metadata=made.PROVENANCE)
    return folder


def _share(before: Sequence[pa.Table], after: Sequence[pa.Table], home: Path) -> float:
    """Bytes of `after` that a hub with `before` has not got, of all its bytes."""
    found = _chunks.upload(_written([before], home / "before"), _written([after], home / "after"))
    assert found.new_files == found.total  # not one whole file is the same
    return found.new / found.total


@pytest.mark.parametrize("at", [0, SPEECHES // 2, SPEECHES], ids=["first", "amid", "last"])
def test_new_speeches_leave_the_others_bytes_alone(speeches: list[pa.Table], tmp_path: Path, at: int) -> None:
    old, new = speeches[:SPEECHES], speeches[SPEECHES:]
    assert _share(old, [*old[:at], *new, *old[at:]], tmp_path) < 0.25


def test_one_per_cent_that_came_later_sends_less_than_a_twentieth(
    speeches: list[pa.Table], tmp_path: Path
) -> None:
    old, new = speeches[:SPEECHES], speeches[SPEECHES:]
    found = _chunks.upload(_written([old], tmp_path / "before"), _written([old, new], tmp_path / "after"))
    assert found.new == pytest.approx(found.new_files, rel=0.1)
    assert 0.01 < found.new / found.total < 0.05


def test_a_later_edition_of_a_speech_costs_its_row_group_and_itself(
    speeches: list[pa.Table], tmp_path: Path
) -> None:
    old, at = speeches[:SPEECHES], SPEECHES // 2
    rest = [*old[:at], *old[at + 1 :]]
    after = _written([rest, [speeches[SPEECHES]]], tmp_path / "after")
    found = _chunks.upload(_written([old], tmp_path / "before"), after)
    assert found.new / found.total < 0.25


def test_an_edited_speech_leaves_the_others_bytes_alone(
    speeches: list[pa.Table], schema: pa.Schema, tmp_path: Path
) -> None:
    old, at = speeches[:SPEECHES], SPEECHES // 2
    rows = old[at].to_pylist()
    shorter = pa.Table.from_pylist(rows[: LINES // 2] + rows[LINES // 2 + 1 :], schema)
    assert _share(old, [*old[:at], shorter, *old[at + 1 :]], tmp_path) < 0.25


def test_another_order_shares_little(speeches: list[pa.Table], tmp_path: Path) -> None:
    old = speeches[:SPEECHES]
    assert _share(old, random.Random(1).sample(old, len(old)), tmp_path) > 0.75


# where groups end


def _ends(sizes: Sequence[tuple[str, float]]) -> list[str]:
    """The speeches that end a group."""
    found, filled = [], 0.0
    for key, own in sizes:
        filled += own
        if groups.stops(key, own, filled):
            found.append(key)
            filled = 0.0
    return found


def _sizes(draw: random.Random, number: int, name: str = "sp") -> list[tuple[str, float]]:
    return [(f"{name}-{n}", draw.uniform(0.005, 0.02)) for n in range(number)]


def test_groups_are_as_large_as_meant_and_never_too_large() -> None:
    sizes = _sizes(random.Random(0), 20_000)
    ends = _ends(sizes)
    whole = sum(own for _, own in sizes)
    assert 0.7 < whole / len(ends) < 1.4
    assert _ends([("a", 5.0), ("b", 0.1), ("c", 2.5)]) == ["a", "c"]


@given(at=st.integers(0, 2000), number=st.integers(1, 30), seed=st.integers(0, 100))
def test_ends_far_behind_new_speeches_are_the_old_ones(at: int, number: int, seed: int) -> None:
    draw = random.Random(seed)
    old, new = _sizes(draw, 2000), _sizes(draw, number, "new")
    before, after = _ends(old), _ends([*old[:at], *new, *old[at:]])
    changed = set(before) ^ set(after)
    assert len(changed) <= len(before) // 2
    assert [key for key in before if int(key[3:]) < at] == after[: sum(int(key[3:]) < at for key in before)]


def test_rows_of_a_speech_stay_together_and_count_what_they_hold(speeches: list[pa.Table]) -> None:
    table = pa.concat_tables(speeches[:3])
    found = list(groups.units(table))
    assert [(start, end) for _, start, end in found] == [(0, 60), (60, 120), (120, 180)]
    assert [key for key, _, _ in found] == [part["speech_id"][0].as_py() for part in speeches[:3]]
    size = groups.bytes_before(table)
    assert size[0] == 0
    assert np.diff(size)[60:120].tolist() == np.diff(groups.bytes_before(speeches[1])).tolist()
    assert list(groups.units(table.slice(0, 0))) == []


@pytest.mark.parametrize(
    ("values", "kind", "size"),
    [
        (["ab", None, "讲"], pa.string(), [0, 2, 2, 5]),
        ([1, None, 3], pa.int32(), [0, 4, 8, 12]),
        ([True, False, None], pa.bool_(), [0, 1, 2, 3]),
        ([["a"], [], ["b", "cd"]], pa.list_(pa.string()), [0, 1, 1, 4]),
        ([[["a", "b"]], [], [["c"], []]], pa.list_(pa.list_(pa.string())), [0, 2, 2, 3]),
        (
            [[{"x": 1, "y": "a"}], None, []],
            pa.list_(pa.struct({"x": pa.int32(), "y": pa.string()})),
            [0, 5, 5, 5],
        ),
    ],
)
def test_bytes_are_those_of_the_values(values: list[object], kind: pa.DataType, size: list[int]) -> None:
    table = pa.table({"v": pa.array(values, kind)})
    assert groups.bytes_before(table).tolist() == size
    padded = pa.concat_tables([table, table]).combine_chunks().slice(len(values))
    assert groups.bytes_before(padded).tolist() == size


# the meter


def test_chunks_are_the_content_and_move_little() -> None:
    content = random.Random(0).randbytes(4_000_000)
    found = list(_chunks.chunks(content))
    assert b"".join(found) == content
    assert _chunks.AVERAGE / 2 < len(content) / len(found) < _chunks.AVERAGE * 1.5
    assert all(len(chunk) <= 2 * _chunks.AVERAGE for chunk in found)
    changed = content[:2_000_000] + b"x" + content[2_000_000:]
    assert len(set(_chunks.chunks(changed)) - set(found)) <= 3
    for short in (b"", b"abc"):
        assert b"".join(_chunks.chunks(short)) == short


def test_both_meters_agree_on_what_is_new(tmp_path: Path) -> None:
    pytest.importorskip("hf_xet")
    content = random.Random(1).randbytes(3_000_000)
    for name, data in (("before", content), ("after", content + random.Random(2).randbytes(1_000_000))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.parquet").write_bytes(data)
    old, new = ([tmp_path / name / "a.parquet"] for name in ("before", "after"))
    assert (
        abs(_chunks.by_hash(old, new) - _chunks.upload(tmp_path / "before", tmp_path / "after").new) < 300_000
    )


# the benchmark


def test_changes_are_what_they_say() -> None:
    old = [f"{folder:03}/{number:02}.txt" for folder in range(4) for number in range(25)]
    found = growth.changes(old, ["甲", "乙"], "一。二。三。四。")
    last, far, edited = (sorted([*old, *files]) for files in found.values())
    assert last[-2:] == ["zzz/001.txt", "zzz/002.txt"]
    assert [far.index(name) for name in far if name not in old] == [34, 68]
    assert set(edited) == set(old)
    assert growth.with_sentence("一。二。三。四。") == f"一。二。三。{growth.ADDED}四。"


def test_each_change_is_measured_against_the_first_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    told: list[tuple[str, ...]] = []

    def build(home: Path, *more: str) -> Path:
        """Texts for tables: what is measured is not what a build makes."""
        files = sorted((home / "source").rglob("*.txt"))
        built.append(len(files))
        told.append(more)
        folder = home / "output"
        folder.mkdir(exist_ok=True)
        for name in ("speeches", "task_list"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "a.parquet").write_bytes(b"".join(path.read_bytes() for path in files))
        (folder / "manifest.json").write_text(made.manifest_of({"speeches": []}).dump(), "utf-8")
        return folder

    monkeypatch.setattr(growth, "_built", build)
    speeches, found = growth.measure(tmp_path, 0.3)
    names = list(growth.changes(["a/b.txt"] * 9, ["x"], "一。二。"))
    assert list(found) == [(name, after) for name in names for after in (False, True)]
    assert built == [built[0], *[built[0] + 1] * 4, *[built[0]] * 2]
    assert told == [(), *[(), ("--after", str(tmp_path / "before"))] * 3]
    for each in found.values():
        assert 0 < each.tables.new < each.tables.new_files == each.tables.total
        assert each.all.total == 2 * each.tables.total
    lines = list(growth.section(speeches, found))
    assert lines[0] == growth.TITLE
    shown = [line.split(" | ")[:2] for line in lines if line.startswith("| ")][1:]
    assert [(change[2:], told == "yes") for change, told in shown] == list(found)
