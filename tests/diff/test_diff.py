"""Two builds compared: what was added, edited, removed, moved, annotated otherwise; nothing else is said."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import command
from speechdata.card import MANIFEST_FILE, read_manifest
from speechdata.diff import Difference, as_json, as_text, changelog, compare, next_version
from speechdata.diff._rows import alignment
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, build

SUBJECTS = {"a": "防火", "b": "防汛", "c": "交通", "d": "食品", "e": "矿山"}
Builder = Callable[..., Path]


def speech(subject: str, *more: str) -> str:
    """A speech of its own words, so that no two are near-duplicates."""
    lines = [
        f"在全市{subject}安全工作会议上的讲话",
        "同志们：",
        f"今天召开{subject}安全工作会议，分析{subject}形势。",
        f"一、提高{subject}认识",
        f"各部门必须落实{subject}责任，抓好{subject}排查。{subject}工作严禁弄虚作假。",
        f"二、抓好{subject}整改",
        f"要在月底前完成{subject}整改，建立{subject}台账。坚持安全第一、预防为主。",
        *more,
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds a folder of sources (file name -> text); the same sources are built once."""
    known: dict[str, Path] = {}

    def make(sources: dict[str, str], lexicon: str | None = None) -> Path:
        key = json.dumps([sorted(sources.items()), lexicon])
        if key not in known:
            home = tmp_path_factory.mktemp("build")
            (home / "in").mkdir()
            for name, text in sources.items():
                (home / "in" / name).write_text(text, "utf-8")
            if lexicon:
                (home / "in/lexicons").mkdir()
                (home / "in/lexicons/slogans.tsv").write_text(lexicon, "utf-8")
            known[key] = build(BuildConfig(source=home / "in", output=home / "out", workers=0)).dataset
        return known[key]

    return make


def sources(*names: str) -> dict[str, str]:
    return {f"{name}.txt": speech(SUBJECTS[name]) for name in names}


def test_added_edited_and_removed_sources_are_said_exactly(built: Builder) -> None:
    old = built(sources("a", "b", "c"))
    edited = speech(SUBJECTS["b"], "三、加强领导", "各单位要加强领导，确保落实。")
    new = built(sources("a", "d") | {"b.txt": edited})
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


def test_seen_from_the_other_side_it_is_the_mirror(built: Builder) -> None:
    old = built(sources("a", "b", "c"))
    new = built(
        sources("a", "d") | {"b.txt": speech(SUBJECTS["b"], "三、加强领导", "各单位要加强领导，确保落实。")}
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


def test_nothing_differs_from_itself(built: Builder, dataset: Path) -> None:
    for folder in (built(sources("a", "b", "c")), dataset):
        found = compare(folder, folder)
        assert found == Difference(old_version=found.old_version, new_version=found.new_version)
        assert (found.level, next_version("2.3.4", found)) == ("none", "2.3.4")
        assert as_text(found) == "Nothing differs."


def test_a_source_under_another_name_is_moved_and_nothing_else(built: Builder) -> None:
    old = built(sources("a", "b"))
    new = built({"a.txt": speech(SUBJECTS["a"]), "z.txt": speech(SUBJECTS["b"])})
    found = compare(old, new)
    (moved,) = found.moved
    assert (moved.old, moved.new) == (("b.txt",), ("z.txt",))
    assert not any((found.added, found.removed, found.changed, found.tables))
    assert (found.level, next_version("1.2.3", found)) == ("patch", "1.2.4")


def test_a_text_rewritten_at_its_path_is_changed_and_one_elsewhere_is_not(built: Builder) -> None:
    old = built(sources("a", "b"))
    new = built({"a.txt": speech(SUBJECTS["a"]), "b.txt": speech(SUBJECTS["e"])})
    (changed,) = compare(old, new).changed
    assert changed.shared < 0.5
    other = compare(old, built(sources("a", "e")))
    assert (len(other.added), len(other.removed), other.changed) == (1, 1, ())


def test_another_lexicon_is_a_patch(built: Builder) -> None:
    header = next(line for line in _packaged("slogans").splitlines() if not line.startswith("#"))
    row = dict.fromkeys(header.split("\t"), "") | {
        "canonical": "建立防火台账",
        "kind": "policy_formula",
        "use": "any",
    }
    lexicon = header + "\n" + "\t".join(row.values()) + "\n"
    old, new = built(sources("a", "b")), built(sources("a", "b"), lexicon)
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


def test_a_column_that_went_is_another_schema(built: Builder, tmp_path: Path) -> None:
    old = built(sources("a", "b"))
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


def test_other_sentences_are_never_no_difference(built: Builder, tmp_path: Path) -> None:
    old = built(sources("a", "b"))
    new = tmp_path / "new"
    shutil.copytree(old, new)
    manifest = json.loads((new / MANIFEST_FILE).read_text("utf-8"))
    for table in manifest["tables"]:
        if table["name"] == "sentences":
            table["files"][0]["sha256"] = "0" * 64
    (new / MANIFEST_FILE).write_text(json.dumps(manifest), "utf-8")
    found = compare(old, new)
    assert [(each.name, each.derived) for each in found.tables] == [("sentences", True)]
    assert found.level == "patch"


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


def test_the_changelog_grows_downwards(built: Builder) -> None:
    first = changelog(None, version="1.0.0", date=dt.date(2026, 1, 2), earlier="")
    found = compare(built(sources("a", "b")), built(sources("a", "b", "c")))
    second = changelog(found, version="1.1.0", date=dt.date(2026, 2, 3), earlier=first)
    assert second.startswith("# Changelog\n")
    assert second.count("# Changelog") == 1
    assert second.index("## [1.1.0] - 2026-02-03") < second.index("## [1.0.0] - 2026-01-02")
    assert "### Added\n- Speech 在全市交通安全工作会议上的讲话 (c.txt, sp-" in second
    assert second.endswith("First release.\n")


@pytest.mark.parametrize(("old", "follows"), [(None, "1.0.0"), ("0.0.0", "1.0.0")])
def test_the_first_release(old: str | None, follows: str) -> None:
    assert next_version(old, None) == follows


@pytest.mark.parametrize("old", ["1.2", "one", "", "1.2.3.4"])
def test_what_is_no_version_is_refused(old: str) -> None:
    with pytest.raises(ConfigError, match="no version"):
        next_version(old, Difference(old_version="", new_version=""))


def test_the_command(built: Builder, tmp_path: Path) -> None:
    old, new = built(sources("a", "b")), built(sources("a", "b", "c"))
    said = command("diff", old, new, "--limit", "1", cwd=tmp_path)
    assert "Speeches: 1 added." in said
    assert f"Version that follows: {next_version(read_manifest(old).version, compare(old, new))}" in said
    document = json.loads(command("diff", old, new, "--format", "json", cwd=tmp_path))
    assert document.pop("level") == "minor"
    assert Difference.model_validate(document) == compare(old, new)
    assert json.loads(as_json(compare(old, new)))["level"] == "minor"
    assert "## [" in command("diff", old, new, "--format", "changelog", cwd=tmp_path)
    assert "no such folder" in command("diff", "nowhere", new, cwd=tmp_path, code=2)
    assert "no manifest.json" in command("diff", tmp_path, new, cwd=tmp_path, code=2)


TEXT = st.lists(st.sampled_from(["甲乙。", "丙丁！", "戊\n", "己庚", "。"]), max_size=12).map("".join)


@given(TEXT, TEXT)
def test_an_alignment_pairs_equal_characters_in_order_and_is_the_same_from_both_sides(
    old: str, new: str
) -> None:
    found = alignment(old, new)
    assert all(old[here] == new[there] for here, there in found.items())
    places = sorted(found.items())
    assert [there for _, there in places] == sorted({there for _, there in places})
    assert alignment(new, old) == {there: here for here, there in found.items()}
    assert alignment(old, old) == {place: place for place in range(len(old))}
