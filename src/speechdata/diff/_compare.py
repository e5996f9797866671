"""Two dataset folders, compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from speechdata.card import Manifest, read_manifest
from speechdata.diff._align import align
from speechdata.diff._difference import Changed, Difference, SpeechName, TableChange
from speechdata.diff._facts import facts, flags, labels, manifest_parts, quality, rules
from speechdata.diff._rows import common_names, digest
from speechdata.diff._schema import schema_changes
from speechdata.diff._speeches import Entry, described, entries, moved, other_metadata, paired, sole_paths
from speechdata.diff._tables import Alignments, table_change
from speechdata.diff._texts import Texts
from speechdata.tables import tables

EXAMPLES = 5
"""Rows of each kind that a difference shows of a table."""
LEXICON = "lexicon"
_APART = frozenset({"speeches", LEXICON})


def compare(old: Path, new: Path, *, examples: int = EXAMPLES) -> Difference:
    """What differs between two dataset folders, by speech and by row; `examples` rows of each kind are shown.

    Tables are read in parts: of a row 44 bytes are kept, of a speech its names and hashes; texts of speeches that one
    version alone has lie on disk. A table whose files have the same digests in both manifests is not read. Raises
    SpeechdataError if a folder is no dataset or cannot be read.
    """
    before, after = read_manifest(old), read_manifest(new)
    fields = described(common_names("speeches", old, new))
    was, now = entries(old, fields), entries(new, fields)
    changed, edited = _changed(old, new, was, now)
    metadata, other_fields = other_metadata(was, now, fields)
    others = _other_tables(before, after)
    own = [name for name in tables() if name in others and name not in _APART]
    both = [key for key in was if key in now]
    changes = (table_change(name, old, new, both=both, edited=edited, examples=examples) for name in own)
    return Difference(
        old_version=before.version,
        new_version=after.version,
        schema_changes=tuple(schema_changes(before, after, old, new)),
        added=_names(now, was.keys() | {each.new.speech_id for each in changed}),
        removed=_names(was, now.keys() | {each.old.speech_id for each in changed}),
        changed=changed,
        moved=tuple(moved(was, now)),
        metadata=tuple(metadata),
        fields=other_fields,
        tables=(*filter(None, changes), *_derived(others, old, new)),
        labels=tuple(labels(before, after)),
        rules=tuple(rules(own, old, new)),
        flags=tuple(flags(before, after)),
        quality=tuple(quality(before, after)),
        facts=tuple(facts(before, after)),
        manifest=tuple(manifest_parts(before, after)),
    )


def _changed(
    old: Path, new: Path, was: Mapping[str, Entry], now: Mapping[str, Entry]
) -> tuple[tuple[Changed, ...], Alignments]:
    """The edited speeches, and the alignment of the texts of each by its two ids."""
    gone = {key: was[key] for key in was.keys() - now.keys()}
    come = {key: now[key] for key in now.keys() - was.keys()}
    if not gone or not come:
        return (), {}
    before, after = Texts(old, gone), Texts(new, come)
    sole = sole_paths(was) & sole_paths(now)
    found = tuple(paired(gone, come, before, after, sole=sole))
    pairs = [(each.old.speech_id, each.new.speech_id) for each in found]
    return found, {(one, other): align(before[one], after[other]) for one, other in pairs}


def _names(speeches: Mapping[str, Entry], known: Collection[str]) -> tuple[SpeechName, ...]:
    """Speeches that are not `known`, by path and in the order of the table."""
    return tuple(
        sorted(
            (entry.name for key, entry in speeches.items() if key not in known), key=lambda name: name.path
        )
    )


def _other_tables(old: Manifest, new: Manifest) -> list[str]:
    """Tables of both or one of the versions whose files have not the same digests."""
    was, now = (
        {table.name: [file.sha256 for file in table.files] for table in manifest.tables}
        for manifest in (old, new)
    )
    return [name for name in {**was, **now} if was.get(name, []) != now.get(name, [])]


def _derived(names: Iterable[str], old: Path, new: Path) -> Iterator[TableChange]:
    """Tables that follow from the others: only whether any row differs, their order aside."""
    for name in (each for each in names if each not in tables() or each == LEXICON):
        shared = common_names(name, old, new)
        was, now = digest(old, name, shared), digest(new, name, shared)
        if was != now:
            yield TableChange(name=name, old=was[0], new=now[0], derived=True)
