"""CITATION.cff keeps to the Citation File Format 1.2.0, and BibTeX says the same."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import yaml

import made
from cff import faults
from speechdata import card
from speechdata.card._citation import bibtex, citation
from speechdata.card._licences import _names

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


@pytest.mark.parametrize("licence", [None, "unknown", *sorted({each.hub for each in _names().values()})])
def test_it_keeps_to_the_format_under_every_licence(manifest: card.Manifest, licence: str | None) -> None:
    assert faults(citation(_with(manifest, licence))) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"authors": None}, "authors"),
        ({"authors": []}, "authors"),
        ({"authors": [{"name": "a"}, {"name": "a"}]}, "authors"),
        ({"authors": [{"organisation": "a"}]}, "authors/0"),
        ({"cff-version": "1.3.0"}, "cff-version"),
        ({"type": "corpus"}, "type"),
        ({"keywords": ["a", "a"]}, "keywords"),
        ({"title": ""}, "title"),
        ({"version": ["1.0.0"]}, "version"),
        ({"license": "CC BY 4.0"}, "license"),
        ({"license": "cc-by-4.0"}, "license"),
        ({"license": "MIT OR Apache-2.0"}, "license"),
        ({"license-url": "creativecommons.org"}, "license-url"),
        ({"date-released": "2024-02-30"}, "date-released"),
        ({"date-released": "2024-2-3"}, "date-released"),
        ({"doi": "https://doi.org/10.5281/zenodo.1"}, "doi"),
        ({"licence": "MIT"}, "(root)"),
    ],
)
def test_the_check_finds_what_breaks_the_format(
    manifest: card.Manifest, change: dict[str, Any], place: str
) -> None:
    broken = yaml.safe_dump(_read(citation(manifest)) | change)
    assert [fault.partition(": ")[0] for fault in faults(broken)] == [place]


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1.5},
        {"license": ["MIT", "Apache-2.0"]},
        {"date-released": "2024-02-29"},
        {"date-released": dt.date(2024, 2, 29)},
        {"doi": "10.5281/zenodo.1003150"},
        {
            "authors": [
                {"given-names": "A", "family-names": "B"},
                {"name": "C", "website": "https://c.example"},
            ]
        },
    ],
)
def test_the_check_lets_pass_what_the_format_allows(manifest: card.Manifest, change: dict[str, Any]) -> None:
    assert faults(yaml.safe_dump(_read(citation(manifest)) | change)) == []


@pytest.mark.parametrize("due", sorted(REQUIRED))
def test_the_check_asks_for_what_is_due(manifest: card.Manifest, due: str) -> None:
    content = _read(citation(manifest))
    del content[due]
    assert faults(yaml.safe_dump(content)) == [f"(root): {due!r} is a required property"]
    assert faults("[]") == ["(root): [] is not of type 'object'"]


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
