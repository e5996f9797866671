"""A difference in words: for a person, for a program, and as the section of a release in the dataset's own history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from typing import get_args

from speechdata.diff._difference import Count, Difference, Example, Figure, Kind, SpeechName, TableChange

LIMIT = 10
"""Speeches, labels and rows of each kind that are named one by one."""
HEAD = """\
# Changelog

All versions of this dataset. Numbers follow from what changed: tables, columns or types count major, speeches minor,
annotation and metadata patch.
"""
_LEVELS = {
    "none": "Nothing differs.",
    "patch": "The same speeches, annotated or described otherwise (patch).",
    "minor": "Other speeches (minor).",
    "major": "Another schema (major).",
}


def as_json(difference: Difference) -> str:
    """The difference as one JSON document, with its level."""
    level = f'{{"level":"{difference.level}",'
    return level + difference.model_dump_json(indent=None).removeprefix("{") + "\n"


def as_text(difference: Difference, *, limit: int = LIMIT) -> str:
    """The difference in lines, the summary first."""
    return "\n".join([_LEVELS[difference.level], *_summary(difference), *_details(difference, limit)])


def changelog(difference: Difference | None, *, version: str, date: Date, earlier: str) -> str:
    """The text of the dataset's CHANGELOG.md with the section of this release above those before.

    `difference` is None for the first release; `earlier` is the text so far, empty if there is none.
    """
    body = "\n".join(_sections(difference)) if difference else "First release.\n"
    before = earlier.removeprefix(HEAD).strip()
    section = f"## [{version}] - {date.isoformat()}\n\n{body.strip()}\n"
    return "\n".join(filter(None, [HEAD, section, f"{before}\n" if before else ""]))


def _summary(difference: Difference) -> Iterator[str]:
    parts = [
        (len(difference.added), "added"),
        (len(difference.removed), "removed"),
        (len(difference.changed), "changed"),
        (len(difference.moved), "in other sources"),
        (len(difference.metadata), "with other metadata"),
    ]
    said = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    if said:
        yield f"Speeches: {said}."
    yield from map(_table, difference.tables)


def _table(table: TableChange) -> str:
    head = f"{table.name}: {table.old:,} rows before, {table.new:,} now"
    if table.derived:
        return f"{head} (follows from the other tables)."
    kinds = [
        (table.added, "added"),
        (table.removed, "removed"),
        (table.changed, "changed"),
        (table.elsewhere, "the same at another place"),
    ]
    inside = ", ".join(f"{number:,} {what}" for number, what in kinds if number) or "none changed"
    outside = [(table.came, "with new speeches"), (table.went, "with removed speeches")]
    more = "".join(f"; {number:,} {what}" for number, what in outside if number)
    return f"{head}; {inside} in speeches of both{more}."


def _details(difference: Difference, limit: int) -> Iterator[str]:
    yield from _listed("Schema", difference.schema_changes, limit)
    yield from _listed("Added speeches", [_name(each) for each in difference.added], limit)
    yield from _listed("Removed speeches", [_name(each) for each in difference.removed], limit)
    changed = [
        f"{_name(each.old)} is now {each.new.speech_id}, {each.shared:.0%} shared"
        for each in difference.changed
    ]
    yield from _listed("Changed speeches", changed, limit)
    moved = [f"{each.speech_id}: {', '.join(each.old)} → {', '.join(each.new)}" for each in difference.moved]
    yield from _listed("Speeches in other sources", moved, limit)
    yield from _listed("Other metadata", [_name(each) for each in difference.metadata], limit)
    yield from _listed("Fields of these", _numbers(difference.fields), limit)
    for table in difference.tables:
        yield from _listed(f"Changed fields of {table.name}", _numbers(table.fields), limit)
        for kind in get_args(Kind):
            rows = [_row(each) for each in table.examples if each.kind == kind]
            yield from _listed(f"Some {kind} rows of {table.name}", rows, limit)
    for title, counts in (
        ("Labels", difference.labels),
        ("Rules", difference.rules),
        ("Flags", difference.flags),
    ):
        yield from _listed(title, [_count(each) for each in counts], limit)
    yield from _listed("Quality", [_figure(each) for each in difference.quality], limit)
    facts = [f"{each.name}: {each.old or 'unknown'} → {each.new or 'unknown'}" for each in difference.facts]
    yield from _listed("Made and said otherwise", facts, limit)
    yield from _listed("Parts of manifest.json that differ", difference.manifest, len(difference.manifest))


def _listed(title: str, items: Sequence[str], limit: int) -> Iterator[str]:
    if items:
        yield f"{title}:"
        yield from (f"  {item}" for item in items[:limit])
        if len(items) > limit:
            yield f"  and {len(items) - limit:,} more"


def _sections(difference: Difference) -> Iterator[str]:
    """The sections of a release as Keep a Changelog has them."""
    added = [f"Speech {_name(each)}" for each in difference.added]
    removed = [f"Speech {_name(each)}" for each in difference.removed]
    texts = [f"Text of {_name(each.old)}, now {each.new.speech_id}" for each in difference.changed]
    figures = [f"Quality, {_figure(each)}" for each in difference.quality]
    said = [f"{each.name}: {each.old or 'unknown'} → {each.new or 'unknown'}" for each in difference.facts]
    parts: list[Sequence[str]] = [difference.schema_changes, [*_summary(difference)], texts, figures, said]
    if not any(parts) and difference.manifest:
        parts = [[f"In manifest.json: {', '.join(difference.manifest)}"]]
    for title, lists in (("Added", [added]), ("Changed", parts), ("Removed", [removed])):
        if any(lists):
            yield f"### {title}"
            yield from (line for items in lists for line in _items(items))
            yield ""


def _items(items: Sequence[str]) -> Iterator[str]:
    """The first items of a list, and how many more there are."""
    yield from (f"- {item}" for item in items[:LIMIT])
    if len(items) > LIMIT:
        yield f"- and {len(items) - LIMIT:,} more"


def _numbers(counts: Mapping[str, int]) -> list[str]:
    return [f"{name}: {number:,}" for name, number in counts.items()]


def _row(example: Example) -> str:
    fields = f" [{', '.join(example.fields)}]" if example.fields else ""
    words = example.text if example.before in (None, example.text) else f"{example.before} → {example.text}"
    return f"{words} ({example.speech_id} {example.start}-{example.end}){fields}".replace("\n", "⏎")


def _name(speech: SpeechName) -> str:
    return f"{speech.title or '(untitled)'} ({speech.path}, {speech.speech_id})"


def _count(count: Count) -> str:
    return f"{count.table}.{count.field} {count.label}: {count.old:,} → {count.new:,}"


def _figure(figure: Figure) -> str:
    old, new = ("–" if value is None else f"{value:.4f}" for value in (figure.old, figure.new))
    return f"{figure.gold} {figure.layer} {figure.name}: {old} → {new}"
