"""Task views: each gives back the rows it came of, in the splits of their speeches, and loads as a config."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import datasets
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

import made
import sources
from conftest import SEEDS
from speechdata import annotators, tables, views
from speechdata.card import read_manifest
from speechdata.errors import SpeechdataError
from speechdata.pipeline import BuildConfig, build
from speechdata.views import View
from speechdata.views.task_list import SAID
from views.derived import Row, arrow, files, outlined, rows, tagged, unmasked

NAMES = [
    "outline_generation",
    "sentence_classification",
    "task_list",
    "template_filling",
    "token_classification",
]
LABELS = {"sections": "kind", "directives": "modality", "placeholders": "kind", "slogans": "kind"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, a collection of short speeches, and speeches of some length, two of them with a near-duplicate."""
    source = tmp_path_factory.mktemp("views") / "source"
    source.mkdir()
    shutil.copy(next(SEEDS.glob("*.txt")), source)
    headings = [f"篇{number}" for number in "一二三四"]
    text = sources.collection(headings, titles=True, salutations=True)
    (source / "b.txt").write_text(text, "utf-8")
    for at, place in enumerate(made.PLACES[:6]):
        said = f"{made.text_of(place)}\n“{place}要求：必须由XX市落实”。"
        (source / f"{place}.txt").write_text(said, "utf-8")
        if at < 2:
            (source / f"{place}-again.txt").write_text(said.replace("第7项", "第七项"), "utf-8")
    return build(BuildConfig(source=source, output=source.parent / "output", workers=0)).dataset


@pytest.fixture(scope="module")
def texts(folder: Path) -> dict[str, str]:
    return {row["speech_id"]: row["text"] for row in rows(folder, "speeches")}


def _view(name: str) -> View:
    return next(view for view in views.views() if view.name == name)


# what a view gives back


@pytest.mark.parametrize(("layer", "field"), LABELS.items())
def test_tags_give_the_layer_back(folder: Path, layer: str, field: str) -> None:
    found = [
        (row["speech_id"], *span)
        for row in rows(folder, "token_classification")
        for span in tagged(row[layer], row["start"])
    ]
    due = [(row["speech_id"], row["start"], row["end"], row[field]) for row in rows(folder, layer)]
    assert due
    assert found == due


def test_tagged_units_are_whole_sentences(folder: Path, texts: dict[str, str]) -> None:
    units = rows(folder, "token_classification")
    for row in units:
        assert row["text"] == texts[row["speech_id"]][row["start"] : row["end"]]
        assert {len(row[layer]) for layer in LABELS} == {len(row["text"])}
    named = [sentence for row in units for sentence in row["sentence_ids"]]
    assert named == [row["sentence_id"] for row in rows(folder, "sentences")]


def test_classified_sentences_give_the_directives_back(folder: Path) -> None:
    classified = rows(folder, "sentence_classification")
    for row, sentence in zip(classified, rows(folder, "sentences"), strict=True):
        assert {key: row[key] for key in row.keys() & sentence.keys()}.items() <= sentence.items()
    inner = classified[0]["directives"] or next(row["directives"] for row in classified if row["directives"])
    due = [({key: row[key] for key in inner[0]}, row["sentence_id"]) for row in rows(folder, "directives")]
    found = [(each, row["sentence_id"]) for row in classified for each in row["directives"]]
    assert found == due


def test_the_label_is_that_of_the_strongest_directive(folder: Path) -> None:
    classified = rows(folder, "sentence_classification")
    assert {len(row["directives"]) for row in classified} > {0, 1, 2}
    for row in classified:
        strongest = max(row["directives"], key=lambda each: each["strength"], default=None)
        label = (strongest["modality"], strongest["strength"]) if strongest else (None, None)
        assert (row["modality"], row["strength"]) == label
        assert row["is_directive"] == bool(row["directives"])


def test_an_outline_gives_the_tree_back(folder: Path, texts: dict[str, str]) -> None:
    sections: dict[str, list[Row]] = {}
    for row in rows(folder, "sections"):
        sections.setdefault(row["speech_id"], []).append(row)
    both = rows(folder, "outline_generation")
    assert {row["speech_id"] for row in both} == sections.keys()
    assert [row["direction"] for row in both] == ["to_outline", "to_text"] * len(sections)
    for row in both:
        own = sections[row["speech_id"]]
        at = {section["annotation_id"]: number for number, section in enumerate(own)}
        due = [(each["path"], at.get(each["parent_id"]), each["text"]) for each in own]
        assert list(outlined(row["outline"])) == due
        assert [each["annotation_id"] for each in row["sections"]] == list(at)
        given, wanted = (row["messages"][number]["content"] for number in (1, 2))
        pair = (texts[row["speech_id"]], row["outline"])
        assert (given, wanted) == (pair if row["direction"] == "to_outline" else pair[::-1])
    assert max(section["depth"] for own in sections.values() for section in own) > 1


def test_a_task_list_gives_the_directives_back(folder: Path, texts: dict[str, str]) -> None:
    lists = rows(folder, "task_list")
    paths = {row["annotation_id"]: row["path"] for row in rows(folder, "sections")}
    assert [row["speech_id"] for row in lists] == list(texts)
    found = [task for row in lists for task in row["tasks"]]
    due = rows(folder, "directives")
    shared = found[0].keys() - {"section"}
    assert [{key: task[key] for key in shared} for task in found] == [
        {key: row[key] for key in shared} for row in due
    ]
    assert [task["section"] for task in found] == [paths.get(row["section_id"]) for row in due]
    assert {row["attribution"] for row in due} == {"issued", "quoted"}
    for row in lists:
        system, user, assistant = row["messages"]
        assert [system["role"], user["role"], assistant["role"]] == ["system", "user", "assistant"]
        assert user["content"] == texts[row["speech_id"]]
        issued = [task for task in row["tasks"] if task["attribution"] == "issued"]
        keys = {key: key for key in SAID} | {"source": "text"}
        assert json.loads(assistant["content"]) == [
            {said: task[key] for said, key in keys.items()} for task in issued
        ]


def test_a_template_gives_the_placeholders_back(folder: Path, texts: dict[str, str]) -> None:
    found = []
    for row in rows(folder, "template_filling"):
        text, places = unmasked(row)
        assert text == texts[row["speech_id"]][row["start"] : row["end"]]
        assert "\n" not in text
        for number, (slot, place) in enumerate(zip(row["slots"], places, strict=True), 1):
            assert row["text"][slot["start"] : slot["end"]] == f"[SLOT{number}]"
            assert slot["number"] == number
            found.append((slot["annotation_id"], *place, slot["mask"], slot["kind"], slot["form"]))
    keys = ("annotation_id", "start", "end", "text", "kind", "form")
    assert found
    assert found == [tuple(row[key] for key in keys) for row in rows(folder, "placeholders")]


# splits, and how rows come


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_in_the_split_of_their_speech(folder: Path, name: str) -> None:
    split = {row["speech_id"]: row["split"] for row in rows(folder, "speeches")}
    for path in files(folder, name):
        for row in pq.read_table(path, partitioning=None).to_pylist():
            assert row["split"] == split[row["speech_id"]] == path.name.split("-")[0]


def test_near_duplicates_share_their_split_in_every_view(folder: Path) -> None:
    kept = {row["speech_id"]: row["near_duplicate_of"] for row in rows(folder, "speeches")}
    assert any(kept.values())
    assert len({row["split"] for row in rows(folder, "speeches")}) > 1
    for name in NAMES:
        groups: dict[str, set[str]] = {}
        for row in rows(folder, name):
            groups.setdefault(kept[row["speech_id"]] or row["speech_id"], set()).add(row["split"])
        assert {len(splits) for splits in groups.values()} == {1}


@pytest.mark.parametrize("name", NAMES)
def test_how_many_speeches_are_derived_together_makes_no_difference(folder: Path, name: str) -> None:
    view = _view(name)
    whole = {table: arrow(folder, table) for table in view.needs}
    due = view.derive(whole)
    assert due.equals(arrow(folder, name))
    speeches = pa.concat_tables([*whole.values()][:1])["speech_id"].unique()
    apart = [
        view.derive(
            {table: part.filter(pa.compute.equal(part["speech_id"], each)) for table, part in whole.items()}
        )
        for each in speeches
    ]
    assert pa.concat_tables(apart).equals(due)


def test_views_change_nothing_in_the_tables_and_can_be_left_out(folder: Path, tmp_path: Path) -> None:
    source = folder.parent.parent / "source"
    bare = build(BuildConfig(source=source, output=tmp_path / "output", workers=0, views=False)).dataset
    with_views, without = (read_manifest(each).tables for each in (folder, bare))
    assert with_views[: len(without)] == without
    assert [table.name for table in with_views[len(without) :]] == NAMES
    assert not set(NAMES) & {path.name for path in (bare / "data").iterdir()}


# models, card, loading


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_what_the_models_ask_for(folder: Path, name: str) -> None:
    view = _view(name)
    schema = views.json_schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in [schema, *schema.get("$defs", {}).values()]:
        assert all(field.get("description") for field in part["properties"].values())
    model, found = tables.row_model(view.record), rows(folder, name)
    validator = jsonschema.Draft202012Validator(schema)
    for row in found[:50]:
        validator.validate(json.loads(model.model_validate(row).model_dump_json()))
    assert all(pq.read_schema(path).equals(view.schema) for path in files(folder, name))


def test_every_view_loads(folder: Path, tmp_path: Path) -> None:
    assert set(NAMES) < set(datasets.get_dataset_config_names(str(folder)))
    for name in NAMES:
        loaded = datasets.load_dataset(str(folder), name, cache_dir=str(tmp_path))
        assert [row for split in loaded.values() for row in split.to_list()] == rows(folder, name)


def test_the_card_defines_every_view(folder: Path) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    front = yaml.safe_load(readme.split("---\n")[1])
    assert {view.category for view in views.views()} <= set(front["task_categories"])
    for view in views.views():
        section = readme.split(f"### `{view.name}`")[1].split("\n### ")[0]
        for words in (view.task, view.derivation, view.training):
            assert words in section


def test_the_documentation_has_every_view_and_its_labels() -> None:
    page = (Path(__file__).parents[2] / "docs" / "views.md").read_text("utf-8")
    assert re.findall(r"^## `(\w+)`", page, re.MULTILINE) == NAMES
    for tag in re.findall(r"`([BI]-\w+)`", _view("token_classification").training):
        assert f"`{tag}`" in page or f"`B-{tag[2:]}`" in page


# which views there are


@pytest.fixture
def pledges(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Tables whose only layer is one that the views have never heard of."""
    monkeypatch.setattr(annotators, "layers", lambda: (made.LAYER,))
    return {
        name: tables.to_arrow(members, tables.row_model(tables.tables()[name]), place=name)
        for name, members in made.rows(made.PLACES[:3]).items()
    }


def test_views_are_those_whose_tables_there_are(pledges: dict[str, Any]) -> None:
    assert [view.name for view in views.views()] == ["token_classification"]
    assert list(views.records()) == [*tables.tables(), "token_classification"]


def test_a_new_layer_has_its_column(pledges: dict[str, Any]) -> None:
    view = _view("token_classification")
    found = [
        (row["speech_id"], *span)
        for row in view.derive(pledges).to_pylist()
        for span in tagged(row["pledges"], row["start"])
    ]
    due = pledges["pledges"].select(["speech_id", "start", "end", "tone"]).to_pylist()
    assert found == [tuple(row.values()) for row in due]
    assert "`B-firm`, `I-firm`, `B-plain`, `I-plain`" in view.training


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_no_speech_are_refused(folder: Path, name: str) -> None:
    view = _view(name)
    whole = {table: arrow(folder, table) for table in view.needs}
    first = next(iter(view.needs))
    key = whole[first]["speech_id"][0]
    whole[first] = whole[first].filter(pa.compute.not_equal(whole[first]["speech_id"], key))
    with pytest.raises(SpeechdataError, match="view-reference"):
        view.derive(whole)


def test_the_examples_of_the_documentation_run(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent.parent)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", str(tmp_path))
    page = (Path(__file__).parents[2] / "docs" / "views.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    found: list[dict[str, Any]] = [{} for _ in blocks]
    for block, names in zip(blocks, found, strict=True):
        exec(compile(block, "docs/views.md", "exec"), names)
    classified, tagged_units = (names["examples"] for names in found)
    assert {number for _, number in classified} >= {0, 1}
    assert all(len(each["tokens"]) == len(each["ner_tags"]) for each in tagged_units)
