"""Licences: what a source says is told from what it does not say, however it is written."""

from __future__ import annotations

import pytest

import made
from speechdata import card
from speechdata.card._licences import named, shared, terms, terms_of_use


@pytest.mark.parametrize(
    ("words", "hub"),
    [
        ("CC BY 4.0", "cc-by-4.0"),
        ("cc-by-4.0", "cc-by-4.0"),
        ("CC-BY-4.0", "cc-by-4.0"),
        ("Creative Commons Attribution 4.0 International", "cc-by-4.0"),
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"),
        ("http://creativecommons.org/licenses/by/4.0", "cc-by-4.0"),
        ("知识共享署名 4.0", "cc-by-4.0"),
        ("CC0", "cc0-1.0"),
        ("MIT License", "mit"),
        ("Apache License 2.0", "apache-2.0"),
        ("CC BY", None),
        ("CC BY 4.0 or later", None),
        ("CC BY-NC-ND 4.0", "cc-by-nc-nd-4.0"),
        ("政府信息公开", None),
        ("unknown", None),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_is_known_by_its_names_and_not_by_others(words: str | None, hub: str | None) -> None:
    found = named(words)
    assert (found.hub if found else None) == hub


@pytest.mark.parametrize(
    ("licences", "front"),
    [
        (("CC BY 4.0", "cc-by-4.0"), {"license": "cc-by-4.0"}),
        (("CC BY 4.0", "MIT"), {"license": "other", "license_name": "several"}),
        (("CC BY 4.0", "unknown"), {"license": "other", "license_name": "several"}),
        (("unknown", None, ""), {"license": "other", "license_name": "unknown"}),
        (
            ("https://example.org/terms",),
            {
                "license": "other",
                "license_name": "https-example.org-terms",
                "license_link": "https://example.org/terms",
            },
        ),
        (("as the site says",), {"license": "other", "license_name": "as-the-site-says"}),
    ],
)
def test_the_card_names_a_licence_only_if_all_sources_do(
    licences: tuple[str | None, ...], front: dict[str, str]
) -> None:
    manifest = _manifest(*licences)
    assert terms_of_use(manifest) == front
    assert (shared(manifest) is None) == (front["license"] == "other")


def test_sources_that_were_kept_out_do_not_count() -> None:
    manifest = _manifest("MIT", "GPL")
    used, other = manifest.sources
    kept = manifest.model_copy(update={"sources": (used, other.model_copy(update={"status": "quarantined"}))})
    assert terms(manifest) == ("GPL", "MIT")
    assert terms(kept) == ("MIT",)
    assert terms_of_use(kept) == {"license": "mit"}


def _manifest(*licences: str | None) -> card.Manifest:
    manifest = made.manifest_of({name: [] for name in ("speeches", "lexicon")})
    source = manifest.sources[0]
    return manifest.model_copy(
        update={"sources": tuple(source.model_copy(update={"licence": each}) for each in licences)}
    )
