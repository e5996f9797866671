from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from commands import command
from speechdata.annotators import layers
from speechdata.card import read_manifest
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.exports import LOSSES_FILE, export, format_of, formats, stream
from speechdata.readers import read as read_source
from speechdata.tables import read

SEED = Path(__file__).parents[2] / "seeds" / "000_46ebd7ac5d9d9c86.txt"


def test_every_public_module_is_a_format() -> None:
    assert set(formats()) == {"spacy", "label-studio", "doccano", "brat", "conll", "tei", "csv", "xlsx"}
    assert {name for name, form in formats().items() if form.read} == {"label-studio", "doccano", "brat"}


@pytest.mark.parametrize(("name", "readable"), [("word", False), ("csv", True)])
def test_other_formats_are_named_as_unknown(name: str, readable: bool) -> None:
    with pytest.raises(ConfigError, match="doccano"):
        format_of(name, readable=readable)


def test_the_stream_gives_each_speech_its_rows(dataset: Path) -> None:
    found = list(stream(dataset, read_manifest(dataset), layers()))
    assert [rows.speech for rows in found] == read(dataset, "speeches")
    assert [each for rows in found for each in rows.sentences] == read(dataset, "sentences")
    for layer in layers():
        assert [each for rows in found for each in rows.layers[layer.name]] == read(dataset, layer.name)
    assert all(rows.source and rows.source.path == SEED.name for rows in found)


def test_a_split_and_a_speech_are_parts_of_it(dataset: Path) -> None:
    manifest = read_manifest(dataset)
    found = list(stream(dataset, manifest, layers()))
    parts = [
        rows
        for split in ("train", "validation", "test")
        for rows in stream(dataset, manifest, layers(), split=split)
    ]
    assert parts == found
    assert [
        next(iter(stream(dataset, manifest, layers(), speech_id=rows.speech_id))) for rows in found
    ] == found


def test_an_unknown_speech_is_an_error(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="export-speech"):
        export(dataset, "brat", tmp_path / "out", layers=layers(), speech_id="sp-none")
    assert not list(tmp_path.iterdir())


def test_rows_out_of_order_are_an_error_and_not_lost(dataset: Path, tmp_path: Path) -> None:
    copy = tmp_path / "data" / "slogans"
    copy.mkdir(parents=True)
    for table in ("speeches", "sentences", "slogans"):
        for path in (dataset / "data" / table).iterdir():
            target = tmp_path / "data" / table / path.name
            target.parent.mkdir(exist_ok=True)
            rows = pq.read_table(path, partitioning=None)
            swapped = table == "slogans" and rows.num_rows > 1
            pq.write_table(rows.take(pa.array(range(rows.num_rows - 1, -1, -1))) if swapped else rows, target)
    chosen = [layer for layer in layers() if layer.name == "slogans"]
    with pytest.raises(SpeechdataError, match="table-order"):
        list(stream(tmp_path, read_manifest(dataset), chosen))


def test_what_is_there_is_never_overwritten(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="output-exists"):
        export(dataset, "csv", tmp_path, layers=layers())


def test_the_losses_say_what_a_part_of_the_dataset_leaves_out(dataset: Path, tmp_path: Path) -> None:
    chosen = [layer for layer in layers() if layer.name == "slogans"]
    found = export(dataset, "csv", tmp_path / "out", layers=chosen, split="train")
    written = json.loads((tmp_path / "out" / LOSSES_FILE).read_text("utf-8"))
    assert written == found.model_dump(mode="json")
    assert [loss.what for loss in found.losses] == ["lexicon"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "losses.json",
        "sentences.csv",
        "slogans.csv",
        "speeches.csv",
    ]


def test_a_round_trip_on_the_command_line(dataset: Path, tmp_path: Path) -> None:
    told = command("export", dataset, "--to", "brat", "--output", "out", "-l", "sections", cwd=tmp_path)
    assert "not held" in told
    assert "sections" in told
    told = command(
        "import", "out", "--from", "brat", "--source", SEED, "--output", "pass.jsonl", cwd=tmp_path
    )
    assert f"{len(read(dataset, 'sections'))} records by out" in told
    same = command("agreement", "pass.jsonl", "pass.jsonl", "--json", cwd=tmp_path)
    assert json.loads(same)
    header = json.loads((tmp_path / "pass.jsonl").read_text("utf-8").splitlines()[0])
    assert header["sha256"] == read_source(SEED, "x.txt").sha256
    assert header["layers"] == ["section"]


def test_wrong_use_ends_with_one_clear_line(dataset: Path, tmp_path: Path) -> None:
    told = command("export", dataset, "--to", "docx", "--output", "out", cwd=tmp_path, code=2)
    assert "format-unknown" in told
