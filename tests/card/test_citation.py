"""CITATION.cff keeps to the Citation File Format 1.2.0, and BibTeX says the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

import made
from speechdata import card
from speechdata.card._citation import bibtex, citation

KEYS = {"cff-version", "type", "message", "title", "authors", "version", "abstract", "keywords"}
REQUIRED = {"cff-version", "message", "title", "authors"}


@pytest.fixture
def manifest() -> card.Manifest:
    return made.manifest_of({name: [] for name in ("speeches", "sentences", "lexicon")})


def _with(manifest: card.Manifest, licence: str | None) -> card.Manifest:
    source = manifest.sources[0].model_copy(update={"licence": licence})
    return manifest.model_copy(update={"sources": (source,)})


def _read(text: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def test_it_has_what_the_format_asks_for(manifest: card.Manifest) -> None:
    content = _read(citation(manifest))
    assert content.keys() == KEYS >= REQUIRED
    assert (content["cff-version"], content["type"]) == ("1.2.0", "dataset")
    assert content["version"] == manifest.version == "1.2.3"
    assert content["title"] == manifest.pretty_name
    assert [list(author) for author in content["authors"]] == [["name"]]
    assert len(set(content["keywords"])) == len(content["keywords"]) > 0


@pytest.mark.parametrize(
    ("licence", "spdx"),
    [("CC BY-SA 4.0", "CC-BY-SA-4.0"), ("unknown", None), ("as the site says", None), (None, None)],
)
def test_only_a_licence_that_spdx_knows_is_named(
    manifest: card.Manifest, licence: str | None, spdx: str | None
) -> None:
    content = _read(citation(_with(manifest, licence)))
    assert content.get("license") == spdx
    assert ("license-url" in content) == bool(spdx)


@pytest.mark.parametrize("licence", ["CC BY-SA 4.0", None])
def test_cffconvert_finds_it_valid(manifest: card.Manifest, licence: str | None) -> None:
    """Where it is installed: it wants an older jsonschema than this project, so it is no dependency."""
    cffconvert = pytest.importorskip("cffconvert")
    cffconvert.Citation(citation(_with(manifest, licence))).validate()


@pytest.mark.parametrize("title", ["Speeches: 2024 # a test", "'讲话'", "- yes", "{x}"])
def test_any_title_comes_back(manifest: card.Manifest, title: str) -> None:
    assert _read(citation(manifest.model_copy(update={"pretty_name": title})))["title"] == title


def test_bibtex_says_the_same(manifest: card.Manifest) -> None:
    entry = bibtex(manifest)
    assert entry.startswith("@misc{made,\n")
    assert entry.count("{") == entry.count("}")
    fields = dict(re.findall(r"^  (\w+) += \{(.*?)\},?$", entry, re.MULTILINE))
    assert fields["title"] == manifest.pretty_name
    assert fields["version"] == "1.2.3"
    assert fields["author"] == "{Maintainers of Made speeches: a test}"
