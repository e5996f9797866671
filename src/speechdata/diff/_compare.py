"""Two dataset folders, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from speechdata.annotators import layers
from speechdata.card import Manifest, read_manifest
from speechdata.diff._difference import Count, Difference, Fact, Figure, TableChange
from speechdata.diff._rows import Edit, table_change
from speechdata.diff._speeches import entries, moved, other_metadata, paired, texts
from speechdata.tables import columns, stored_columns


def compare(old: Path, new: Path) -> Difference:
    """What differs between two dataset folders, by speech and by row.

    Texts are read only of speeches that one version alone has; of rows three numbers are kept in memory. Raises
    SpeechdataError if a folder is no dataset or cannot be read.
    """
    before, after = read_manifest(old), read_manifest(new)
    was, now = entries(old), entries(new)
    gone = {key: was[key] for key in was.keys() - now.keys()}
    come = {key: now[key] for key in now.keys() - was.keys()}
    was_said, now_said = (texts(old, gone), texts(new, come)) if gone and come else ({}, {})
    changed = tuple(paired(gone, come, was_said, now_said))
    edits = [Edit(each, was_said[each.old.speech_id], now_said[each.new.speech_id]) for each in changed]
    edited = {each.old.speech_id for each in changed} | {each.new.speech_id for each in changed}
    both = was.keys() & now.keys()
    tables = [
        table_change(layer.name, old, new, both=set(both), edits=edits)
        for layer in layers()
        if _files(before, layer.name) != _files(after, layer.name)
    ]
    return Difference(
        old_version=before.version,
        new_version=after.version,
        schema_changes=tuple(_schema(before, after, old, new)),
        added=tuple(sorted((come[key].name for key in come.keys() - edited), key=lambda name: name.path)),
        removed=tuple(sorted((gone[key].name for key in gone.keys() - edited), key=lambda name: name.path)),
        changed=changed,
        moved=tuple(moved(was, now)),
        metadata=tuple(other_metadata(was, now)),
        tables=(*filter(None, tables), *_derived(before, after)),
        labels=tuple(_labels(before, after)),
        rules=tuple(_rules(old, new, before, after)),
        flags=tuple(_counts("speeches", "quality_flags", before.quality_flags, after.quality_flags)),
        quality=tuple(_quality(before, after)),
        facts=tuple(_facts(before, after)),
    )


def _files(manifest: Manifest, table: str) -> tuple[str, ...]:
    """Digests of a table's files: equal ones need not be read."""
    return next(
        (tuple(file.sha256 for file in each.files) for each in manifest.tables if each.name == table), ()
    )


def _derived(old: Manifest, new: Manifest) -> Iterator[TableChange]:
    """Tables that follow from the others, the sentences among them: only whether they differ."""
    rows = {table.name: table.rows for table in old.tables}
    compared = {"speeches", *(layer.name for layer in layers())}
    for table in new.tables:
        if (
            table.name in rows
            and table.name not in compared
            and _files(old, table.name) != _files(new, table.name)
        ):
            yield TableChange(name=table.name, old=rows[table.name], new=table.rows, derived=True)


def _schema(before: Manifest, after: Manifest, old: Path, new: Path) -> Iterator[str]:
    """Tables that came or went, columns that came, went or have another type; empty tables have no columns."""
    names = [{table.name for table in manifest.tables} for manifest in (before, after)]
    yield from (f"table {name} went" for name in sorted(names[0] - names[1]))
    yield from (f"table {name} came" for name in sorted(names[1] - names[0]))
    for name in sorted(names[0] & names[1]):
        was, now = stored_columns(old, name), stored_columns(new, name)
        for column in sorted({*was, *now}) if was and now else ():
            if was.get(column) != now.get(column):
                yield f"{name}.{column}: {was.get(column, 'absent')} before, {now.get(column, 'absent')} now"


def _labels(old: Manifest, new: Manifest) -> Iterator[Count]:
    for table in sorted({*old.labels, *new.labels}):
        was, now = old.labels.get(table, {}), new.labels.get(table, {})
        for field in sorted({*was, *now}):
            yield from _counts(table, field, was.get(field, {}), now.get(field, {}))


def _rules(old: Path, new: Path, before: Manifest, after: Manifest) -> Iterator[Count]:
    for layer in layers():
        if _files(before, layer.name) != _files(after, layer.name):
            yield from _counts(layer.name, "rule", _of_rules(old, layer.name), _of_rules(new, layer.name))


def _of_rules(folder: Path, table: str) -> Counter[str]:
    if "rule" not in stored_columns(folder, table):
        return Counter()
    return Counter(rule for part in columns(folder, table, ["rule"]) for rule in part["rule"].to_pylist())


def _counts(table: str, field: str, old: Mapping[str, int], new: Mapping[str, int]) -> Iterator[Count]:
    for label in sorted({*old, *new}):
        was, now = old.get(label, 0), new.get(label, 0)
        if was != now:
            yield Count(table=table, field=field, label=label, old=was, new=now)


def _quality(old: Manifest, new: Manifest) -> Iterator[Figure]:
    was, now = _figures(old), _figures(new)
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            gold, layer, name = key
            yield Figure(gold=gold, layer=layer, name=name, old=was.get(key), new=now.get(key))


def _figures(manifest: Manifest) -> dict[tuple[str, str, str], float | None]:
    return {
        (fact.gold, fact.layer, name): score.f1
        for fact in manifest.quality
        for name, score in (("exact_f1", fact.exact), ("overlap_f1", fact.overlap))
    }


def _facts(old: Manifest, new: Manifest) -> Iterator[Fact]:
    was, now = _said(old), _said(new)
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            yield Fact(name=name, old=was.get(name), new=now.get(name))


def _said(manifest: Manifest) -> dict[str, str]:
    """What is said of a dataset, beside its rows; terms of a source under its path."""
    said = {
        "guideline": manifest.guideline,
        "lexicon_hash": manifest.lexicon_hash,
        "split_rule": manifest.split_rule,
    }
    said |= {f"package {name}": version for name, version in manifest.packages.items()}
    for source in manifest.used:
        terms = (source.publisher, source.licence, source.note)
        if any(terms):
            said[f"terms of {source.path}"] = "; ".join(each or "unknown" for each in terms)
    return said
