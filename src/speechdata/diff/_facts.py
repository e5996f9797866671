"""What the manifests of two versions say otherwise: labels, flags, quality, versions, sources; and rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow.compute as pc

from speechdata.card import Manifest
from speechdata.diff._difference import Count, Fact, Figure
from speechdata.tables import columns, stored_columns

_OF_RELEASE = frozenset({"version", "allowed"})


def labels(old: Manifest, new: Manifest) -> Iterator[Count]:
    """Labels whose numbers of rows differ."""
    for table in sorted({*old.labels, *new.labels}):
        was, now = old.labels.get(table, {}), new.labels.get(table, {})
        for field in sorted({*was, *now}):
            yield from _counts(table, field, was.get(field, {}), now.get(field, {}))


def flags(old: Manifest, new: Manifest) -> Iterator[Count]:
    """Quality flags and kinds of removals whose numbers differ."""
    yield from _counts("speeches", "quality_flags", old.quality_flags, new.quality_flags)
    yield from _counts("speeches", "removed", old.removals, new.removals)


def rules(tables: Iterable[str], old: Path, new: Path) -> Iterator[Count]:
    """Rules whose numbers of rows differ; one with none before came, one with none now went."""
    for table in tables:
        yield from _counts(table, "rule", _of_rules(old, table), _of_rules(new, table))


def _of_rules(folder: Path, table: str) -> Counter[str]:
    found: Counter[str] = Counter()
    if "rule" in stored_columns(folder, table):
        for part in columns(folder, table, ["rule"]):
            found.update(
                {each["values"]: each["counts"] for each in pc.value_counts(part["rule"]).to_pylist()}
            )
    return found


def _counts(table: str, field: str, old: Mapping[str, int], new: Mapping[str, int]) -> Iterator[Count]:
    for label in sorted({*old, *new}):
        was, now = old.get(label, 0), new.get(label, 0)
        if was != now:
            yield Count(table=table, field=field, label=label, old=was, new=now)


def quality(old: Manifest, new: Manifest) -> Iterator[Figure]:
    """Figures on gold that differ."""
    was, now = _figures(old), _figures(new)
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            gold, layer, name = key
            yield Figure(gold=gold, layer=layer, name=name, old=was.get(key), new=now.get(key))


def _figures(manifest: Manifest) -> dict[tuple[str, str, str], float | None]:
    found: dict[tuple[str, str, str], float | None] = {}
    for fact in manifest.quality:
        place = fact.gold, fact.layer
        found[*place, "exact_f1"], found[*place, "overlap_f1"] = fact.exact.f1, fact.overlap.f1
        found |= {(*place, f"{field.name} accuracy"): field.accuracy for field in fact.fields}
    return found


def facts(old: Manifest, new: Manifest) -> Iterator[Fact]:
    """What is said of the dataset as a whole, and of single sources, and differs."""
    was, now = _said(old), _said(new)
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            yield Fact(name=name, old=was.get(name), new=now.get(name))


def _said(manifest: Manifest) -> dict[str, str]:
    """What is said, by its name: of sources what became of those that gave no speech, and known terms."""
    said = {
        "guideline": manifest.guideline,
        "lexicon_hash": manifest.lexicon_hash,
        "split_rule": manifest.split_rule,
    }
    said |= {f"package {name}": version for name, version in manifest.packages.items()}
    for source in manifest.sources:
        terms = (source.publisher, source.licence, source.note)
        if any(terms):
            said[f"terms of {source.path}"] = "; ".join(each or "unknown" for each in terms)
        if source.status != "done":
            said[f"outcome of {source.path}"] = source.status.replace("_", " ")
    return said


def manifest_parts(old: Manifest, new: Manifest) -> Iterator[str]:
    """Parts of manifest.json that differ, in order; what only a release says does not count."""
    for name in Manifest.model_fields:
        if name not in _OF_RELEASE and getattr(old, name) != getattr(new, name):
            yield name
