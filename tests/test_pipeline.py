"""The build: same bytes each time, bad inputs set aside with their reason, good ones unaffected."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from conftest import SEEDS
from folders import contents
from readers import word
from speechdata import pipeline, tables
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, Report, build, steps
from speechdata.pipeline.ledger import read_outcomes

SEED = next(SEEDS.glob("*.txt"))

NOVEL = """　　雨下了整整一夜。老周披着蓑衣站在渡口，看着对岸的灯一盏一盏灭下去，心里说不出是什么滋味。
　　“船还开吗？”身后有人问。
　　他没有回头，只是把烟袋在船帮上磕了磕，说：“等天亮吧。”
　　那人便不再言语。江水拍着石阶，一下，又一下，像是有人在敲一扇永远不会开的门。
"""
ENGLISH = (
    "The committee met on Tuesday.\nIt heard three reports, and adjourned at noon without a vote.\n" * 20
)
GREETING = "同志们：\n下面，我就做好防汛工作讲几点意见。\n一、提高认识\n各地要高度重视防汛工作，压实责任。\n"


def folder_of(tmp_path: Path, **files: bytes) -> Path:
    source = tmp_path / "source"
    source.mkdir()
    for name, data in files.items():
        (source / f"{name}.txt").write_bytes(data)
    return source


def rows(dataset: Path, table: str) -> list[object]:
    return list(tables.read(dataset, table))


def test_two_builds_give_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    again = build(BuildConfig(source=SEEDS, output=tmp_path / "again"))
    assert contents(again.dataset) == contents(dataset)


def test_rebuilding_over_an_old_dataset_gives_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    config = BuildConfig(source=SEEDS, output=tmp_path)
    build(config)
    assert contents(build(config).dataset) == contents(dataset)


def test_nothing_names_the_machine(dataset: Path) -> None:
    for name, data in contents(dataset).items():
        assert str(Path.home()).encode() not in data, name
        assert str(SEEDS).encode() not in data, name


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty", b"", "source-empty"),
        ("white", " \n\u3000\n".encode(), "source-empty"),
        ("binary", bytes(range(256)) * 40, "source-binary"),
        ("broken", "同志们：要抓好落实。".encode() + b"\xff\xfe\xfd\xff" * 3, "source-encoding"),
    ],
)
def test_unreadable_source_is_kept_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    source = folder_of(tmp_path, **{name: data, "good": GREETING.encode()})
    report = build(BuildConfig(source=source, output=tmp_path / "output"))
    (kept,) = list((tmp_path / "output" / "quarantine").iterdir())
    reason = json.loads((kept / "findings.json").read_text("utf-8"))
    assert reason["path"] == f"{name}.txt"
    assert [finding["code"] for finding in reason["findings"]] == [code]
    assert (kept / f"{name}.txt").read_bytes() == data
    assert report.has_errors
    assert len(rows(report.dataset, "speeches")) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("novel", NOVEL.encode()),
        ("english", ENGLISH.encode()),
        ("line", ("江水拍着石阶，一下，又一下。" * 140_000).encode()[:5_000_001]),
    ],
)
def test_text_without_a_speech_is_said_to_have_none(tmp_path: Path, name: str, data: bytes) -> None:
    source = folder_of(tmp_path, **{name: data, "good": GREETING.encode()})
    report = build(BuildConfig(source=source, output=tmp_path / "output"))
    states = {entry.path: entry.status for entry in report.manifest.sources}
    assert states == {f"{name}.txt": "no_speech", "good.txt": "done"}
    assert not report.has_errors
    assert len(rows(report.dataset, "speeches")) == 1


def test_bad_inputs_leave_the_others_as_they_are(dataset: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(SEEDS, source)
    for name, data in {"a": b"", "b": b"\0\1\2" * 99, "c": NOVEL.encode(), "d": ENGLISH.encode()}.items():
        (source / f"{name}.txt").write_bytes(data)
    (source / "scan.pdf").write_bytes(b"%PDF-1.7 not a text")
    report = build(BuildConfig(source=source, output=tmp_path / "output"))
    ours, theirs = contents(dataset / "data"), contents(report.dataset / "data")
    assert ours == theirs
    assert {finding.path for finding in report.findings if finding.level == "error"} >= {
        "a.txt",
        "b.txt",
        "scan.pdf",
    }


def test_a_collection_without_any_speech_is_an_error_that_keeps_the_old_dataset(tmp_path: Path) -> None:
    source = folder_of(tmp_path, good=GREETING.encode())
    config = BuildConfig(source=source, output=tmp_path / "output")
    before = contents(build(config).dataset)
    (source / "good.txt").write_text(NOVEL, "utf-8")
    with pytest.raises(ConfigError, match="no-speeches"):
        build(config)
    assert contents(config.dataset) == before


def test_same_text_in_two_sources_is_one_speech_with_two_occurrences(tmp_path: Path) -> None:
    source = folder_of(tmp_path, a=GREETING.encode(), b=GREETING.replace("\n", "\r\n").encode("gb18030"))
    report = build(BuildConfig(source=source, output=tmp_path / "output"))
    (speech,) = rows(report.dataset, "speeches")
    assert sorted(occurrence.path for occurrence in speech.occurrences) == ["a.txt", "b.txt"]  # type: ignore[attr-defined]


def test_numbers_that_a_file_only_counts_are_flagged_with_their_places(tmp_path: Path) -> None:
    source = folder_of(tmp_path, plain=GREETING.encode())
    numbering = word.definition(word.level(0, "chineseCounting", "%1、")) + word.instance()
    body = word.paragraph("同志们：") + word.paragraph("下面，我就做好抗旱工作讲几点意见。")
    body += "".join(
        word.listed(heading) + word.paragraph("各地要压实责任。") for heading in ("提高认识", "狠抓落实")
    )
    (source / "counted.docx").write_bytes(word.docx(body, numbering=numbering))
    report = build(BuildConfig(source=source, output=tmp_path / "output"))
    flags = {
        speech.occurrences[0].path: [  # type: ignore[attr-defined]
            speech.text[flag.start : flag.end]  # type: ignore[attr-defined]
            for flag in speech.quality_flags  # type: ignore[attr-defined]
            if flag.code == "recovered-number"
        ]
        for speech in rows(report.dataset, "speeches")
    }
    assert flags == {"counted.docx": ["一、", "二、"], "plain.txt": []}
    assert report.manifest.quality_flags["recovered-number"] == 2


def test_renaming_a_source_changes_no_id(tmp_path: Path) -> None:
    source = folder_of(tmp_path, a=GREETING.encode())
    ids = []
    for _ in range(2):
        report = build(BuildConfig(source=source, output=tmp_path / "output"))
        ids.append([row.annotation_id for row in rows(report.dataset, "directives")])  # type: ignore[attr-defined]
        (source / "a.txt").rename(source / "z.txt") if (source / "a.txt").exists() else None
    assert ids[0] == ids[1] != []


def test_offsets_lead_back_to_the_source(dataset: Path) -> None:
    source = SEED.read_bytes().decode("utf-8")
    texts = {row.speech_id: row.text for row in rows(dataset, "speeches")}  # type: ignore[attr-defined]
    seen: Counter[str] = Counter()
    for table in ("sections", "directives", "placeholders", "slogans", "sentences"):
        for row in rows(dataset, table):
            assert texts[row.speech_id][row.start : row.end] == row.text  # type: ignore[attr-defined]
            there = iter(source[row.source_start : row.source_end])  # type: ignore[attr-defined]
            assert all(character in there for character in row.text)  # type: ignore[attr-defined]
            seen[table] += 1
    assert min(seen[name] for name in ("sections", "directives", "placeholders", "slogans", "sentences")) > 30


def test_removals_give_the_source_back(dataset: Path) -> None:
    source = SEED.read_bytes().decode("utf-8")
    for row in rows(dataset, "speeches"):
        first = row.occurrences[0]  # type: ignore[attr-defined]
        kept, at, rebuilt = iter(row.text), first.start, ""  # type: ignore[attr-defined]
        for hole in row.removed:  # type: ignore[attr-defined]
            rebuilt += "".join(next(kept) for _ in range(hole.start - at)) + hole.text
            at = hole.end
        assert rebuilt + "".join(kept) == source[first.start : first.end]


def test_missing_source_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="source-missing"):
        build(BuildConfig(source=tmp_path / "nowhere", output=tmp_path / "output"))


def test_output_inside_the_source_is_refused(tmp_path: Path) -> None:
    source = folder_of(tmp_path, a=GREETING.encode())
    with pytest.raises(ConfigError, match="output-inside-source"):
        build(BuildConfig(source=source, output=source / "output"))


def test_steps_can_be_run_alone(tmp_path: Path) -> None:
    config = BuildConfig(source=SEEDS, output=tmp_path)
    (shard,) = pipeline.planned(config)
    for step, run in pipeline.STEPS.items():
        run(shard, config)
        first = contents(config.work(step))
        shutil.rmtree(config.work(step))
        run(shard, config)
        assert contents(config.work(step)) == first != {}
    (outcome,) = read_outcomes(steps.result("validate", shard, config))
    assert (outcome.path, outcome.status, outcome.n_speeches) == (SEED.name, "done", 5)


def test_report_counts_every_table(report: Report) -> None:
    assert {line["table"] for line in report.counts()} == {table.name for table in report.manifest.tables}
