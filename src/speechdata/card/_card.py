"""The text of README.md: front matter and prose, every number of it from the manifest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from string import Template

from speechdata import annotators
from speechdata.card._citation import bibtex
from speechdata.card._configs import configs
from speechdata.card._facts import facts
from speechdata.card._front import front_matter
from speechdata.card._manifest import UNRELEASED, Manifest
from speechdata.card._markdown import count
from speechdata.errors import SpeechdataError
from speechdata.records import Record


def card(manifest: Manifest, samples: Mapping[str, Record]) -> str:
    """The whole README.md. `samples` holds one row of each table that has rows.

    Raises SpeechdataError `card-empty` for a dataset without speeches, KeyError if a sample is missing.
    """
    if not manifest.table("speeches").rows:
        raise SpeechdataError("card-empty", "there are no speeches to describe")
    template = Template((files(__package__) / "card.md").read_text("utf-8"))
    own = {"front_matter": front_matter(manifest), "configs": configs(manifest, samples)}
    filled = template.substitute(_head(manifest) | own | facts(manifest))
    return re.sub(r"\n{3,}", "\n\n", filled)


def _head(manifest: Manifest) -> dict[str, str]:
    published = [fact for fact in manifest.tables if fact.rows]
    annotated = {layer.name for layer in annotators.layers()}
    speeches = manifest.table("speeches")
    example = next((fact for fact in published if fact.name in annotated), speeches)
    return {
        "pretty_name": manifest.pretty_name,
        "version_holds": _version_holds(manifest.version),
        "n_speeches": count(speeches.rows, "speech"),
        "n_sources": count(len(manifest.used), "source"),
        "n_given": count(len(manifest.sources), "source"),
        "n_rows": count(sum(fact.rows for fact in published), "row"),
        "n_configs": count(len(published), "config"),
        "config": example.name,
        "split": next(iter(example.splits)),
        "speech_split": next(iter(speeches.splits)),
        "bibtex": bibtex(manifest),
    }


def _version_holds(version: str) -> str:
    if version == UNRELEASED:
        return "This build, which is not released yet, holds"
    return f"Version {version} holds"
