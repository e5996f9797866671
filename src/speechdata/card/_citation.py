"""How to cite a dataset: CITATION.cff (Citation File Format 1.2.0) and the entry for BibTeX."""

from __future__ import annotations

from typing import Any

import yaml

from speechdata.card._licences import shared
from speechdata.card._manifest import Manifest
from speechdata.card._markdown import count


def maintainers(manifest: Manifest) -> str:
    """Whom to name as the author of the dataset: the texts have authors of their own, one a speech."""
    return f"Maintainers of {manifest.pretty_name}"


def abstract(manifest: Manifest) -> str:
    """The dataset in two sentences."""
    speeches, sources = count(manifest.table("speeches").rows, "speech"), count(len(manifest.used), "source")
    return (
        "Chinese official speeches as data: the clean text of each speech, its outline and sentences, and annotations"
        f" whose offsets lead back into the speech and its source. {speeches} from {sources}, annotated by rules"
        f" under guideline {manifest.guideline}."
    )


def citation(manifest: Manifest) -> str:
    """The content of CITATION.cff; it names a licence only where all sources share one that SPDX knows."""
    licence = shared(manifest)
    entries: dict[str, Any] = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "If you use this dataset, please cite it, and name the publishers of the texts that you use.",
        "title": manifest.pretty_name,
        "authors": [{"name": maintainers(manifest)}],
        "version": manifest.version,
        "abstract": abstract(manifest),
        "keywords": ["Chinese", "official speeches", "annotated corpus"],
    }
    if licence:
        entries |= {"license": licence.spdx, "license-url": licence.url}
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)


def bibtex(manifest: Manifest) -> str:
    """The entry for BibTeX."""
    made = f"made with speechdata {manifest.packages['speechdata']}, guideline {manifest.guideline}"
    fields = {
        "title": manifest.pretty_name,
        "author": f"{{{maintainers(manifest)}}}",
        "version": manifest.version,
        "note": made,
    }
    lines = [f"  {name:<7} = {{{value}}}" for name, value in fields.items()]
    return f"@misc{{{manifest.name},\n" + ",\n".join(lines) + "\n}"
