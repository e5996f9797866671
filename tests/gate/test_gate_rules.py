"""The gate on real builds: a clean one passes; each code stops, or warns of, a dataset edited to break its rule."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from conftest import ROOT, SEEDS
from gate import releases
from speechdata.card import Manifest, read_manifest
from speechdata.card._facts import versions
from speechdata.checks import load_assertions
from speechdata.errors import ConfigError, SpeechdataError
from speechdata.gate import ALLOWABLE, TITLES, gate, let_pass, validated
from speechdata.gate._drift import distance, expected
from speechdata.gate._quality import figures
from speechdata.pipeline import BuildConfig, build
from speechdata.records import Finding

EXPECTED = load_assertions(SEEDS / "assertions.toml")
Edit = Callable[[Path], object]


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of seeds/ whose sources.csv says who published the source, and under which terms."""
    source = tmp_path_factory.mktemp("known") / "seeds"
    shutil.copytree(SEEDS, source)
    table = (source / "sources.csv").read_text("utf-8")
    (source / "sources.csv").write_text(table.replace("unknown,unknown", "Example Press,CC-BY-4.0"), "utf-8")
    return build(BuildConfig(source=source, output=source.parent / "output", workers=0)).dataset


@pytest.fixture
def folder(clean: Path, tmp_path: Path) -> Path:
    """A copy to edit."""
    return Path(shutil.copytree(clean, tmp_path / "dataset"))


def _judged(folder: Path, clean: Path) -> list[Finding]:
    return gate(folder, before=read_manifest(clean), expected=EXPECTED)


def _say(said: str) -> Edit:
    return lambda folder: releases.edit(folder, "speeches", lambda rows: releases.say(rows, said))


def _set(table: str, row: int = 0, **values: object) -> Edit:
    return lambda folder: releases.edit(folder, table, lambda rows: rows[row].update(values))


def _source(**values: object) -> Edit:
    def change(folder: Path) -> None:
        sources = read_manifest(folder).sources
        releases.state(folder, sources=(sources[0].model_copy(update=values), *sources[1:]))

    return change


def _tables(change: Callable[[Manifest], object]) -> Edit:
    return lambda folder: releases.state(folder, tables=change(read_manifest(folder)))


def _fewer_found(folder: Path) -> None:
    """The directives' scores with every other right record turned wrong."""
    facts = []
    for fact in read_manifest(folder).quality:
        if fact.layer == "directive":
            worse = {"precision": (fact.exact.precision or 0) * 0.5, "recall": (fact.exact.recall or 0) * 0.5}
            fact = fact.model_copy(update={"exact": fact.exact.model_copy(update=worse)})
        facts.append(fact)
    releases.state(folder, quality=tuple(facts))


def _drop_column(folder: Path) -> None:
    content = pq.read_table(releases.first(folder, "slogans"), partitioning=None)
    releases.replace(folder, "slogans", content.drop_columns(["canonical"]))


def _swap(rows: list[releases.Row]) -> None:
    """The rows of the first speech behind all others."""
    speech_id = rows[0]["speech_id"]
    rows.sort(key=lambda row: row["speech_id"] == speech_id)


def _half(folder: Path) -> None:
    fact = read_manifest(folder).table("slogans")
    tables = (each for each in read_manifest(folder).tables if each.name != "slogans")
    releases.state(folder, tables=(*tables, fact.model_copy(update={"rows": fact.rows // 2})))


def _all_commands(folder: Path) -> None:
    labels = read_manifest(folder).labels
    directives = labels["directives"] | {
        "modality": {"prohibition": sum(labels["directives"]["modality"].values())}
    }
    releases.state(folder, labels=labels | {"directives": directives})


CASES: list[tuple[str, str, Edit]] = [
    ("a file is gone", "E1001", lambda folder: releases.first(folder, "slogans").unlink()),
    ("the card is gone", "E1001", lambda folder: (folder / "README.md").unlink()),
    ("a byte was added", "E1002", lambda folder: releases.first(folder, "slogans").open("ab").write(b"\0")),
    ("a column is missing", "E1003", _drop_column),
    ("a file is no Parquet", "E1003", lambda folder: releases.first(folder, "slogans").write_bytes(b"PAR1")),
    ("the manifest miscounts", "E1004", _half),
    ("a file nobody knows", "E1005", lambda folder: (folder / "data" / "notes.xlsx").write_bytes(b"x")),
    (
        "a table is not named",
        "E1006",
        _tables(lambda made: tuple(t for t in made.tables if t.name != "slogans")),
    ),
    (
        "a table of another name",
        "E1006",
        _tables(
            lambda made: tuple(
                t.model_copy(update={"name": t.name.replace("slogans", "x")}) for t in made.tables
            )
        ),
    ),
    ("rows out of order", "E1007", lambda folder: releases.edit(folder, "directives", _swap)),
    ("a value that no row may have", "E1008", _set("directives", modality="unheard")),
    ("a view that was edited", "E1009", _set("sentence_classification", text="完")),
    ("a table edited without its views", "E1009", _set("directives", modality="permission")),
    ("a broken reference to a section", "E202", _set("directives", section_id="x")),
    (
        "rows of a speech that is not there",
        "E201",
        lambda folder: releases.edit(folder, "speeches", lambda r: r.pop()),
    ),
    (
        "a formula that is not in the lexicon",
        "E206",
        lambda folder: releases.edit(folder, "lexicon", lambda r: r.pop()),
    ),
    ("a formula counted wrongly", "E703", _set("lexicon", n_occurrences=99)),
    (
        "a row twice",
        "E101",
        lambda folder: releases.edit(folder, "slogans", lambda rows: rows.insert(0, rows[0])),
    ),
    ("a duplicate of nothing", "E205", _set("speeches", near_duplicate_of="sp-0000000000000000")),
    ("a surface that was edited", "E302", _say("完")),
    ("fewer rows than asked for", "E704", _half),
    ("figures lower than asked for", "E704", _fewer_found),
    (
        "more speeches than expected",
        "W705",
        _tables(lambda made: (made.tables[0].model_copy(update={"rows": 9}), *made.tables[1:])),
    ),
    ("no gold", "W1101", lambda folder: releases.state(folder, quality=(), gold=())),
    ("annotations that got worse", "E1102", _fewer_found),
    ("gold of the release before left out", "E1102", lambda folder: releases.state(folder, gold=())),
    ("half as many slogans", "W1201", _half),
    ("labels of another kind", "W1202", _all_commands),
    ("a source is gone", "W1203", _source(path="b.txt", source_id="src-0000000000000000")),
    (
        "a speech is gone",
        "W1204",
        _tables(lambda made: (made.tables[0].model_copy(update={"rows": 4}), *made.tables[1:])),
    ),
    ("a licence nobody knows", "E1301", _source(licence="Unknown")),
    ("a source without a licence", "E1301", _source(licence=None)),
    ("a publisher nobody knows", "E1302", _source(publisher="不详")),
    ("a secret mark", "E1401", _say("机密★1年")),
    ("an internal mark", "E1402", _say("内部资料 注意保存")),
    ("a phone number", "E1501", _say("电话：13800138000")),
    (
        "a phone number in what was removed",
        "E1501",
        lambda folder: releases.edit(folder, "speeches", _removed),
    ),
    ("a phone number in the name of a file", "E1501", _source(path="13800138000.txt")),
    ("an identity card", "E1502", _say("11010519491231002X")),
    ("a bank card", "E1503", _say("6222000000000009")),
    ("an e-mail address", "E1504", _say("a.b@example.com")),
    ("a passport", "E1505", _say("护照号E12345678")),
    ("a number plate", "E1506", _say("京A·12345")),
]


def _removed(rows: list[releases.Row]) -> None:
    at = next(row for row in rows if row["removed"])["removed"][0]
    at["text"] = "电话：13800138000"


def test_a_clean_dataset_passes(clean: Path) -> None:
    assert _judged(clean, clean) == []


@pytest.mark.parametrize(("code", "change"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_code_is_raised(code: str, change: Edit, folder: Path, clean: Path) -> None:
    change(folder)
    found = [each for each in _judged(folder, clean) if each.code == code]
    assert found
    assert {each.level for each in found} == {"error" if code[0] == "E" else "warning"}


def test_every_code_of_the_gate_has_a_case_and_its_place_in_the_documentation() -> None:
    page = (ROOT / "docs" / "gate.md").read_text("utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| ([\w-]+) \|", page, re.MULTILINE)) == TITLES
    assert TITLES.keys() - {"W1601"} <= {code for _, code, _ in CASES}


def test_a_finding_leads_to_its_place_and_does_not_tell_the_number(folder: Path) -> None:
    _say("电话：13800138000")(folder)
    found = next(each for each in gate(folder) if each.code == "E1501")
    text = pq.read_table(releases.first(folder, "speeches"), partitioning=None)["text"][0].as_py()
    assert text[found.start : found.end] == "13800138000"
    assert found.path == read_manifest(folder).sources[0].path
    assert found.speech_id
    assert found.table == "speeches"
    assert "138001" not in found.model_dump_json()


def test_what_is_allowed_does_not_stop_and_is_told(dataset: Path) -> None:
    codes = {each.code for each in gate(dataset)}
    assert codes == {"E1301", "E1302"}
    found = gate(dataset, allowed=["E1302", "E1301"])
    assert [(each.level, each.code) for each in found] == [("warning", "E1301"), ("warning", "E1302")]
    assert all(each.message.startswith("allowed: ") for each in found)
    assert let_pass(found) == ("E1301", "E1302")
    assert let_pass(gate(dataset, allowed=["E1301"])) == ("E1301",)


def test_an_allowed_code_that_nothing_raised_is_told(clean: Path) -> None:
    (found,) = gate(clean, allowed=["E1501"])
    assert (found.level, found.code) == ("warning", "W1601")
    assert let_pass([found]) == ()


@pytest.mark.parametrize("code", ["E9", "W1101", "e1501", "", "phone-number"])
def test_a_code_that_stops_nothing_cannot_be_allowed(code: str, clean: Path) -> None:
    with pytest.raises(ConfigError, match="allow-unknown"):
        gate(clean, allowed=[code])


def test_errors_of_the_checks_can_be_allowed_too() -> None:
    assert {"E101", "E704", "E1501"} <= ALLOWABLE
    assert all(code.startswith("E") for code in ALLOWABLE)


def test_a_folder_without_a_manifest_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(SpeechdataError, match="manifest-missing"):
        gate(tmp_path)


def test_sums_are_held_to_their_files(folder: Path) -> None:
    sums = folder / "SHA256SUMS"
    digests = (line.partition("  ") for line in sums.read_text("utf-8").splitlines())
    lines = [f"{'0' * 64 if path == 'README.md' else digest}  {path}\n" for digest, _, path in digests]
    sums.write_text("".join([*lines, f"{'0' * 64}  gone.svg\n"]), "utf-8")
    found = {(each.code, each.path) for each in gate(folder) if each.code.startswith("E10")}
    assert found == {("E1002", "README.md"), ("E1001", "gone.svg")}


def test_the_card_names_what_was_allowed(clean: Path) -> None:
    manifest = read_manifest(clean)
    assert manifest.allowed == ()
    assert "let pass" not in versions(manifest)
    assert "`E1301`, `E1501`" in versions(manifest.model_copy(update={"allowed": ("E1301", "E1501")}))


def test_figures_over_the_manifest_are_those_that_the_build_measured(clean: Path) -> None:
    found = figures(read_manifest(clean).quality)
    assert EXPECTED.min_quality.keys() <= found.keys()
    for fact in read_manifest(clean).quality:
        assert found[f"{fact.layer}.exact_f1"] == fact.exact.f1
        for field in fact.fields:
            assert found[f"{fact.layer}.{field.name}_written"] == field.accuracy_written


@pytest.mark.parametrize(
    ("before", "now", "far"),
    [
        ({"a": 1, "b": 1}, {"a": 100, "b": 100}, 0.0),
        ({"a": 1}, {"b": 1}, 1.0),
        ({"a": 3, "b": 1}, {"a": 1, "b": 1}, 0.25),
        ({}, {"a": 1}, 0.0),
    ],
)
def test_distance_between_labels(before: dict[str, int], now: dict[str, int], far: float) -> None:
    assert distance(before, now) == pytest.approx(far)
    assert distance(now, before) == pytest.approx(far)


def test_chance_moves_few_labels_far_and_many_little() -> None:
    assert expected({"a": 5, "b": 5}, {"a": 4, "b": 6}) > 0.2
    assert expected({"a": 5000, "b": 5000}, {"a": 4000, "b": 6000}) < 0.01


def test_validate_gives_the_findings_of_files_rows_and_texts(folder: Path) -> None:
    quiet = validated(folder)
    assert {each.level for each in quiet} <= {"warning", "note"}
    assert any(each.code == "N903" for each in quiet)
    _set("directives", section_id="x")(folder)
    assert validated(folder)[0].code == "E202"
