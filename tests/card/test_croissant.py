"""croissant.json: mlcroissant finds no error in it, and reads from it what stands in the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq
import pytest

import croissants
from speechdata import card
from speechdata.card._croissant import croissant

pytestmark = pytest.mark.usefixtures("made_layer")


@pytest.fixture(scope="module")
def content(made_dataset: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made_dataset / "croissant.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def dataset(made_dataset: Path) -> Any:
    return mlcroissant.Dataset(jsonld=made_dataset / "croissant.json")


def test_it_is_valid_and_lacks_no_more_than_a_date(dataset: Any) -> None:
    issues = dataset.metadata.ctx.issues
    assert issues.errors == set()
    assert [warning for warning in issues.warnings if "datePublished" not in warning] == []
    assert dataset.metadata.ctx.is_v1_1()


def test_files_and_configs_are_those_of_the_manifest(content: dict[str, Any], made_dataset: Path) -> None:
    manifest = card.read_manifest(made_dataset)
    published = [table for table in manifest.tables if table.rows]
    objects = [each for each in content["distribution"] if each["@type"] == "cr:FileObject"]
    assert {each["contentUrl"]: each["sha256"] for each in objects} == {
        file.path: file.sha256 for table in published for file in table.files
    }
    assert [each["@id"] for each in content["recordSet"]] == ["splits", *(table.name for table in published)]
    assert content["version"] == manifest.version
    assert manifest.guideline in content["description"]


def test_records_read_through_croissant_are_those_of_the_files(
    dataset: Any, content: dict[str, Any], made_dataset: Path
) -> None:
    for name in [each["@id"] for each in content["recordSet"][1:]]:
        paths = sorted((made_dataset / "data" / name).iterdir())
        due = [row for path in paths for row in pq.ParquetFile(path).read().to_pylist()]
        found = croissants.read(dataset, name)
        assert sorted(map(repr, found)) == sorted(map(repr, due)), name


def test_splits_are_an_enumeration_that_fields_refer_to(dataset: Any, content: dict[str, Any]) -> None:
    assert [record["splits/name"] for record in dataset.records("splits")] == ["train", "validation", "test"]
    for record_set in content["recordSet"][1:]:
        fields = {field["@id"]: field.get("references") for field in record_set["field"]}
        assert fields[f"{record_set['@id']}/split"] == {"field": {"@id": "splits/name"}}


def test_every_field_has_its_type_and_description(content: dict[str, Any]) -> None:
    fields = {field["@id"]: field for each in content["recordSet"][1:] for field in each["field"]}
    pledges = {key.split("/")[1]: field for key, field in fields.items() if key.startswith("pledges/")}
    assert [pledges[key]["dataType"] for key in ("due", "kept", "start", "tone")] == [
        "sc:Date",
        "sc:Boolean",
        "sc:Integer",
        "sc:Text",
    ]
    assert "repeated" not in pledges["tone"]
    assert pledges["words"]["repeated"]
    assert [part["name"] for part in pledges["shares"]["subField"]] == [
        "pledges/shares/name",
        "pledges/shares/weight",
    ]
    assert all(field["description"] for field in fields.values())


@pytest.mark.parametrize(
    ("licences", "said"),
    [
        (("CC BY 4.0",), ["https://creativecommons.org/licenses/by/4.0/"]),
        (("CC BY 4.0", "cc-by-4.0"), ["https://creativecommons.org/licenses/by/4.0/"]),
        (("CC BY 4.0", "政府信息公开"), ["https://creativecommons.org/licenses/by/4.0/", "政府信息公开"]),
        (("政府信息公开", None), ["政府信息公开", "unknown, see README.md"]),
        ((None,), ["unknown, see README.md"]),
    ],
)
def test_licence_and_publishers_are_those_of_the_sources(
    made_dataset: Path, licences: tuple[str | None, ...], said: list[str]
) -> None:
    manifest = card.read_manifest(made_dataset)
    source = manifest.sources[0].model_copy(update={"publisher": "某市人民政府"})
    sources = tuple(source.model_copy(update={"licence": licence}) for licence in licences)
    content = json.loads(croissant(manifest.model_copy(update={"sources": sources})))
    assert content["license"] == said
    assert [each["name"] for each in content["publisher"]] == ["某市人民政府"]
