"""The card's YAML front matter: what a hub and `datasets` read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any

import yaml

from speechdata import annotators
from speechdata.card._licences import terms_of_use
from speechdata.card._manifest import Manifest
from speechdata.tables import TableFact, arrow_schema, card_features, row_model
from speechdata.views import records, views

DEFAULT_CONFIG = "speeches"
_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "1B<n<10B")


def front_matter(manifest: Manifest) -> str:
    """The YAML between the two lines of dashes."""
    published = [table for table in manifest.tables if table.rows]
    annotated = {layer.name for layer in annotators.layers()}
    entries: dict[str, Any] = {
        "pretty_name": manifest.pretty_name,
        "language": ["zh"],
        **terms_of_use(manifest),
        "annotations_creators": ["machine-generated"],
        "language_creators": ["found"],
        "multilinguality": ["monolingual"],
        "source_datasets": ["original"],
        "task_categories": _categories({table.name for table in published}),
        "size_categories": [size_category(sum(table.rows for table in published))],
        "tags": ["chinese", "speeches", "government"] + [t.name for t in published if t.name in annotated],
        "configs": [_config(table) for table in published],
        "dataset_info": [_info(table) for table in published],
    }
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)


def _categories(published: Collection[str]) -> list[str]:
    """The hub's names of the tasks that the tables serve by themselves, and of those of the views that are there."""
    own = [view.category for view in views() if view.name in published]
    return list(dict.fromkeys(["token-classification", "text-classification", *own]))


def size_category(rows: int) -> str:
    """The hub's size bucket of a number of rows."""
    return _SIZES[min(max(len(str(rows)) - 3, 0), len(_SIZES) - 1)]


def _config(table: TableFact) -> dict[str, Any]:
    """A config's files. Its description ends in a digest of them: `datasets` keys its cache by the card
    alone, and would go on giving out an older build that has the same number of rows.
    """
    digest = hashlib.sha256("".join(file.sha256 for file in table.files).encode()).hexdigest()[:12]
    files = [{"split": split, "path": f"data/{table.name}/{split}-*.parquet"} for split in table.splits]
    entry = {"config_name": table.name, "description": f"{table.description} Content {digest}."}
    return entry | {"data_files": files} | ({"default": True} if table.name == DEFAULT_CONFIG else {})


def _info(table: TableFact) -> dict[str, Any]:
    """A config's features and sizes, as `datasets` writes them itself."""
    sizes = {split: sum(f.arrow_bytes for f in table.files if f.split == split) for split in table.splits}
    return {
        "config_name": table.name,
        "features": card_features(arrow_schema(row_model(records()[table.name]))),
        "splits": [
            {"name": split, "num_bytes": sizes[split], "num_examples": rows}
            for split, rows in table.splits.items()
        ],
        "download_size": sum(file.bytes for file in table.files),
        "dataset_size": sum(sizes.values()),
    }
