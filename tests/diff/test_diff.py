"""Two builds compared: what was added, edited, removed, moved, annotated otherwise; nothing else is said."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq

from sources import BODIES, SALUTATIONS, TITLES
from speechdata.card import MANIFEST_FILE, UNRELEASED, read_manifest
from speechdata.diff import (
    Difference,
    as_text,
    changelog,
    compare,
    next_version,
)
from versioned import PLACES, SUBJECTS, Builder, files_of, speech

pytest_plugins = ["versioned"]


def test_added_edited_and_removed_sources_are_said_exactly(version_of: Builder) -> None:
    old = version_of(files_of("a", "b", "c"))
    edited = speech(SUBJECTS["b"], "三、加强领导", "各单位要加强领导，确保落实。")
    new = version_of(files_of("a", "d") | {"b.txt": edited})
    found = compare(old, new)
    assert [each.path for each in found.added] == ["d.txt"]
    assert [each.path for each in found.removed] == ["c.txt"]
    (changed,) = found.changed
    assert (changed.old.path, changed.new.path) == ("b.txt", "b.txt")
    assert 0.6 < changed.shared < 1
    assert not found.moved
    assert not found.schema_changes
    directives = next(each for each in found.tables if each.name == "directives")
    assert (directives.removed, directives.changed) == (0, 0)
    assert {each.text for each in directives.examples} == {"加强领导", "各单位要加强领导，确保落实"}
    sentences = next(each for each in found.tables if each.name == "sentences")
    assert (sentences.added, sentences.removed, sentences.changed) == (2, 0, 0)
    assert directives.added == 2
    rows = {
        folder: pq.read_table(folder / "data/directives")["speech_id"].to_pylist() for folder in (old, new)
    }
    assert directives.came == rows[new].count(found.added[0].speech_id)
    assert directives.went == rows[old].count(found.removed[0].speech_id)
    assert directives.new - directives.old == directives.added + directives.came - directives.went
    sections = next(each for each in found.tables if each.name == "sections")
    assert (sections.added, sections.removed, sections.changed) == (1, 0, 0)
    assert found.level == "minor"
    assert "Speeches: 1 added, 1 removed, 1 changed." in as_text(found)


def test_one_edited_sentence_shows_its_own_rows_and_no_others(version_of: Builder) -> None:
    text = speech(SUBJECTS["a"])
    edited = text.replace("必须落实防火责任", "应当尽快落实防火责任").replace(
        "同志们：", "同志们：\n大家好。"
    )
    old, new = version_of({"a.txt": text}), version_of({"a.txt": edited})
    found = {each.name: each for each in compare(old, new).tables}
    directives, sentences = found["directives"], found["sentences"]
    assert (directives.added, directives.removed, directives.changed) == (0, 0, 1)
    (example,) = directives.examples
    assert example.before == "各部门必须落实防火责任，抓好防火排查"
    assert example.text == "各部门应当尽快落实防火责任，抓好防火排查"
    assert {"text", "cue"} <= {*example.fields} == directives.fields.keys()
    assert not {name for name in directives.fields if name.endswith(("_start", "_end", "_id"))}
    assert (sentences.added, sentences.removed, sentences.changed) == (1, 0, 1)
    assert "sections" not in found
    back = {each.name: each for each in compare(new, old).tables}
    assert (back["sentences"].removed, back["sentences"].changed, back["directives"].changed) == (1, 1, 1)


def test_seen_from_the_other_side_it_is_the_mirror(version_of: Builder) -> None:
    old = version_of(files_of("a", "b", "c"))
    new = version_of(
        files_of("a", "d") | {"b.txt": speech(SUBJECTS["b"], "三、加强领导", "各单位要加强领导，确保落实。")}
    )
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(each.old, each.new) for each in there.changed] == [(each.new, each.old) for each in back.changed]
    for one, other in zip(there.tables, back.tables, strict=True):
        assert (one.name, one.added, one.removed, one.changed) == (
            other.name,
            other.removed,
            other.added,
            other.changed,
        )
        assert (one.came, one.went) == (other.went, other.came)
    assert [(each.label, each.old, each.new) for each in there.labels] == [
        (each.label, each.new, each.old) for each in back.labels
    ]


def test_nothing_differs_from_itself(version_of: Builder, dataset: Path) -> None:
    for folder in (version_of(files_of("a", "b", "c")), dataset):
        found = compare(folder, folder)
        assert found == Difference(old_version=found.old_version, new_version=found.new_version)
        assert (found.level, next_version("2.3.4", found)) == ("none", "2.3.4")
        assert as_text(found) == "Nothing differs."


def test_a_source_under_another_name_is_moved_and_nothing_else(version_of: Builder) -> None:
    old = version_of(files_of("a", "b"))
    new = version_of({"a.txt": speech(SUBJECTS["a"]), "z.txt": speech(SUBJECTS["b"])})
    found = compare(old, new)
    (moved,) = found.moved
    assert (moved.old, moved.new) == (("b.txt",), ("z.txt",))
    assert not any((found.added, found.removed, found.changed, found.tables, found.metadata))
    assert (found.level, next_version("1.2.3", found)) == ("patch", "1.2.4")


def test_a_text_rewritten_at_its_path_is_changed_and_one_elsewhere_is_not(version_of: Builder) -> None:
    old = version_of(files_of("a", "b"))
    new = version_of({"a.txt": speech(SUBJECTS["a"]), "b.txt": speech(SUBJECTS["e"])})
    (changed,) = compare(old, new).changed
    assert changed.shared < 0.5
    other = compare(old, version_of(files_of("a", "e")))
    assert (len(other.added), len(other.removed), other.changed) == (1, 1, ())


def test_a_long_speech_edited_and_moved_is_still_one_speech(version_of: Builder) -> None:
    more = [
        f"（{number}）要把第{number}项{subject}任务分解到人。" for number, subject in enumerate(PLACES, 1)
    ]
    text = speech(SUBJECTS["a"], *more)
    old = version_of({"a.txt": text, "b.txt": speech(SUBJECTS["b"])})
    new = version_of({"n.txt": text.replace("分析防火形势", "研究防火形势"), "b.txt": speech(SUBJECTS["b"])})
    (changed,) = compare(old, new).changed
    assert (changed.old.path, changed.new.path) == ("a.txt", "n.txt")
    assert changed.shared > 0.9


def test_speeches_of_one_source_are_told_apart(version_of: Builder) -> None:
    old = version_of({"all.txt": speech(SUBJECTS["a"]) + speech(SUBJECTS["b"]) + speech(SUBJECTS["c"])})
    second = speech(SUBJECTS["b"]).replace("建立防汛台账", "建好防汛台账")
    new = version_of(
        {"all.txt": second + f"{TITLES[2]}\n{SALUTATIONS[2]}\n{BODIES[2]}\n" + speech(SUBJECTS["c"])}
    )
    found = compare(old, new)
    ((one, other),) = ((each.old.title, each.new.title) for each in found.changed)
    assert one == other == "在全市防汛安全工作会议上的讲话"
    assert [each.title for each in found.added] == [TITLES[2]]
    assert [each.title for each in found.removed] == ["在全市防火安全工作会议上的讲话"]


def test_what_stands_elsewhere_in_its_source_is_a_patch_and_no_changed_row(version_of: Builder) -> None:
    old = version_of({"a.txt": speech(SUBJECTS["a"])})
    new = version_of({"a.txt": "\n\n\n" + speech(SUBJECTS["a"])})
    found = compare(old, new)
    assert (found.level, found.fields) == ("patch", {"occurrences": 1})
    assert found.tables
    assert all(not (each.added or each.removed or each.changed) for each in found.tables)
    assert all(each.elsewhere == each.new for each in found.tables if not each.derived)


def test_another_lexicon_is_a_patch(version_of: Builder) -> None:
    header = next(line for line in _packaged("slogans").splitlines() if not line.startswith("#"))
    row = dict.fromkeys(header.split("\t"), "") | {
        "canonical": "建立防火台账",
        "kind": "policy_formula",
        "use": "any",
    }
    lexicon = header + "\n" + "\t".join(row.values()) + "\n"
    old, new = version_of(files_of("a", "b")), version_of(files_of("a", "b"), lexicon)
    found = compare(old, new)
    (slogans,) = (each for each in found.tables if each.name == "slogans")
    assert (slogans.added, slogans.removed) == (1, 0)
    assert [each.text for each in slogans.examples if each.kind == "added"] == ["建立防火台账"]
    assert any(fact.name == "lexicon_hash" for fact in found.facts)
    assert any(count.label.startswith("slogans.") and count.new == count.old + 1 for count in found.rules)
    assert not found.added + found.removed
    assert (found.level, next_version("1.2.3", found)) == ("patch", "1.2.4")


def _packaged(name: str) -> str:
    from importlib.resources import files

    return (files("speechdata.lexicons") / f"{name}.tsv").read_text("utf-8")


def test_a_column_that_went_is_another_schema(version_of: Builder, tmp_path: Path) -> None:
    old = version_of(files_of("a", "b"))
    new = tmp_path / "new"
    shutil.copytree(old, new)
    for path in (new / "data/directives").iterdir():
        table = pq.read_table(path, partitioning=None)
        pq.write_table(table.drop_columns(["deadline"]), path)
    found = compare(old, new)
    assert found.schema_changes == ("directives.deadline: string before, absent now",)
    assert (found.level, next_version("1.2.3", found)) == ("major", "2.0.0")
    manifest = json.loads((new / MANIFEST_FILE).read_text("utf-8"))
    manifest["tables"] = [table for table in manifest["tables"] if table["name"] != "slogans"]
    (new / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")
    assert "table slogans went" in compare(old, new).schema_changes


def test_another_set_of_labels_is_another_schema(dataset: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(dataset, new)
    manifest = json.loads((new / MANIFEST_FILE).read_text("utf-8"))
    manifest["label_sets"]["directives"]["modality"].remove("permission")
    manifest["label_sets"]["directives"]["modality"].append("wish")
    (new / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")
    found = compare(dataset, new)
    assert found.schema_changes == (
        "directives.modality: label permission went",
        "directives.modality: label wish came",
    )
    assert found.level == "major"


def test_whatever_else_the_manifest_says_is_a_patch(dataset: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(dataset, new)
    made = read_manifest(dataset)
    released = made.model_copy(update={"version": "1.0.0", "allowed": ("E1",)})
    (new / MANIFEST_FILE).write_text(released.dump(), "utf-8")
    assert compare(dataset, new).level == "none"
    (new / MANIFEST_FILE).write_text(released.model_copy(update={"pretty_name": "Other"}).dump(), "utf-8")
    found = compare(dataset, new)
    assert (found.level, found.manifest) == ("patch", ("pretty_name",))
    assert "pretty_name" in as_text(found)
    assert "pretty_name" in changelog(found, version="1.0.1", date=dt.date(2026, 1, 2), earlier="")


def test_quality_and_terms_that_differ_are_named(dataset: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(dataset, new)
    manifest = json.loads((new / MANIFEST_FILE).read_text("utf-8"))
    manifest["quality"][1]["exact"]["f1"] = 0.5
    manifest["sources"][0]["licence"] = "CC-BY-4.0"
    (new / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")
    found = compare(dataset, new)
    (figure,) = found.quality
    assert (figure.name, figure.new) == ("exact_f1", 0.5)
    assert "CC-BY-4.0" in (found.facts[0].new or "")
    assert found.level == "patch"


def test_a_build_says_that_it_was_never_released_and_which_labels_there_may_be(dataset: Path) -> None:
    made = read_manifest(dataset)
    assert made.version == UNRELEASED
    assert "This build, which is not released yet, holds" in (dataset / "README.md").read_text("utf-8")
    assert made.label_sets["directives"]["strength"] == ("1", "2", "3")
    for table, fields in made.labels.items():
        assert all(counts.keys() <= {*made.label_sets[table][field]} for field, counts in fields.items())
