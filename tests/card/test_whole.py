"""A dataset as the build writes it, with every table and task view: what stands beside the data is what it holds."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import datasets
import mlcroissant
import pyarrow.parquet as pq
import pytest
import yaml

import croissants
from cff import faults
from folders import contents
from speechdata import card
from speechdata.pipeline import BuildConfig, build
from speechdata.views import records
from versioned import SUBJECTS, files_of, speech

TEMPLATE = "2024年3月16日，XX市召开会议，请张××同志出席。到20XX年，“四个意识”深入人心，○○公司要落实责任。"
SECTIONS = (
    "Motivation",
    "Composition",
    "Collection",
    "Preprocessing",
    "Uses",
    "Distribution",
    "Maintenance",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole")
    source = home / "source"
    source.mkdir()
    rows = ["path,publisher,licence,note"]
    for name, text in (files_of(*SUBJECTS) | {"f.txt": speech("林业", TEMPLATE)}).items():
        (source / name).write_text(text, "utf-8")
        rows.append(f"{name},某市人民政府,CC BY 4.0,")
    (source / "sources.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return build(BuildConfig(source=str(source), output=home / "output", workers=0)).dataset


@pytest.fixture(scope="module")
def croissant(folder: Path) -> Any:
    return mlcroissant.Dataset(jsonld=folder / "croissant.json")


def _paths(folder: Path, config: str) -> list[Path]:
    return sorted((folder / "data" / config).iterdir())


def test_every_config_has_rows(manifest: card.Manifest) -> None:
    assert {table.name for table in manifest.tables if table.rows} == set(records())


# Croissant


def test_croissant_is_valid_and_lacks_no_more_than_a_date(croissant: Any) -> None:
    assert croissant.metadata.ctx.issues.errors == set()
    assert [each for each in croissant.metadata.ctx.issues.warnings if "datePublished" not in each] == []


@pytest.mark.parametrize("config", list(records()))
def test_records_read_through_croissant_are_those_of_the_files(
    folder: Path, croissant: Any, config: str
) -> None:
    due = [row for path in _paths(folder, config) for row in pq.ParquetFile(path).read().to_pylist()]
    found = croissants.read(croissant, config)
    assert found[0].keys() == due[0].keys()
    assert sorted(map(repr, found)) == sorted(map(repr, due))


# the card


@pytest.mark.parametrize("config", list(records()))
def test_features_in_the_card_are_those_of_the_files(
    folder: Path, front: dict[str, Any], config: str
) -> None:
    (info,) = (each for each in front["dataset_info"] if each["config_name"] == config)
    for path in _paths(folder, config):
        assert datasets.Features.from_arrow_schema(pq.read_schema(path))._to_yaml_list() == info["features"]
    rows = {
        path.name.split("-")[0]: pq.ParquetFile(path).metadata.num_rows for path in _paths(folder, config)
    }
    assert {split["name"]: split["num_examples"] for split in info["splits"]} == rows


def test_the_front_matter_names_the_licence_that_all_sources_share(front: dict[str, Any]) -> None:
    assert front["license"] == "cc-by-4.0"
    assert not {"license_name", "license_link"} & front.keys()


def test_the_datasheet_answers_every_section_with_the_build_s_own_figures(
    readme: str, manifest: card.Manifest
) -> None:
    sheet = readme.split("\n## Datasheet\n")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\*\*(\w+)\.\*\* \w", sheet, re.MULTILINE)) == SECTIONS
    assert f"Of {len(manifest.sources)} sources given to the build" in " ".join(sheet.split())
    assert "$" not in sheet


# all of them


def test_a_build_that_was_never_released_says_so_everywhere(
    folder: Path, readme: str, croissant: Any
) -> None:
    cff = (folder / "CITATION.cff").read_text("utf-8")
    assert card.UNRELEASED == "0.0.0"
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["version"] == card.UNRELEASED
    assert yaml.safe_load(cff)["version"] == croissant.metadata.version == card.UNRELEASED
    assert re.findall(r"version += \{(.*?)\}", readme + croissant.metadata.cite_as) == [card.UNRELEASED] * 2
    assert "not released yet" in readme
    assert not re.search(r"Version \d", readme)


def test_the_citation_keeps_to_its_format(folder: Path) -> None:
    text = (folder / "CITATION.cff").read_text("utf-8")
    assert faults(text) == []
    assert yaml.safe_load(text)["license"] == "CC-BY-4.0"


def test_sha256sum_finds_every_file_whole(folder: Path) -> None:
    said = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    assert {line.rpartition(": ")[0] for line in said.stdout.splitlines()} == contents(folder).keys() - {
        "SHA256SUMS"
    }
