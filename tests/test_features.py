"""What `datasets` would have written: features in Parquet metadata and in the card, without importing it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pytest
from datasets.info import DatasetInfo, DatasetInfosDict

from killed import speech
from speechdata.tables import Provenance, arrow_schema, card_features, file_schema, row_model
from speechdata.views import records

MADE = Provenance(version="1", lexicon_hash="0" * 64, guideline="1")
NESTED = pa.schema(
    [
        ("dates", pa.list_(pa.date32())),
        ("lists", pa.list_(pa.list_(pa.int32()))),
        ("one", pa.struct([("share", pa.float64()), ("names", pa.list_(pa.string()))])),
        ("several", pa.list_(pa.struct([("is_new", pa.bool_())]))),
    ]
)


@pytest.mark.parametrize("name", records())
def test_files_carry_what_datasets_reads_back(name: str) -> None:
    model = row_model(records()[name])
    found = datasets.Features.from_arrow_schema(arrow_schema(model)).arrow_schema.metadata
    assert found.items() <= file_schema(model, metadata=MADE).metadata.items()


def as_datasets(schema: pa.Schema) -> list[dict[str, Any]]:
    """The card's entry as `datasets` makes it."""
    found: dict[str, Any] = {}
    info = DatasetInfo(features=datasets.Features.from_arrow_schema(schema))
    DatasetInfosDict({"default": info}).to_dataset_card_data(found)
    features: list[dict[str, Any]] = found["dataset_info"]["features"]
    return features


@pytest.mark.parametrize("name", records())
def test_the_card_says_what_datasets_would_say(name: str) -> None:
    schema = arrow_schema(row_model(records()[name]))
    assert card_features(schema) == as_datasets(schema)


def test_depth_makes_no_difference() -> None:
    assert card_features(NESTED) == as_datasets(NESTED)


def test_a_type_that_no_row_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        card_features(pa.schema([("when", pa.timestamp("s"))]))


def test_a_build_leaves_datasets_alone(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.txt").write_text(speech(1), "utf-8")
    probe = (
        "import sys, pathlib; from speechdata.pipeline import BuildConfig, build; "
        f"build(BuildConfig(source={str(source)!r}, output=pathlib.Path({str(tmp_path / 'output')!r}), workers=0)); "
        "sys.exit('datasets' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
