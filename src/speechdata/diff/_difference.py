"""The difference between two versions of a dataset, as a record."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from speechdata.records import Record

Kind = Literal["added", "removed", "changed"]
Level = Literal["none", "patch", "minor", "major"]


class SpeechName(Record):
    """A speech, as a person finds it again."""

    speech_id: str = Field(description="its id")
    title: str | None = Field(description="its title")
    path: str = Field(description="path of its first occurrence")


class Changed(Record):
    """A speech whose text changed: another id in each version."""

    old: SpeechName = Field(description="as it was")
    new: SpeechName = Field(description="as it is")
    shared: float = Field(ge=0, le=1, description="share of the 5-grams of both texts that they share")


class Moved(Record):
    """A speech that stands in other sources than before, its text the same."""

    speech_id: str = Field(description="its id")
    old: tuple[str, ...] = Field(description="paths of its occurrences, as they were")
    new: tuple[str, ...] = Field(description="paths of its occurrences, as they are")


class Example(Record):
    """One row that came, went or changed."""

    kind: Kind = Field(description="what became of it")
    speech_id: str = Field(description="speech, of the new version if that has the row")
    start: int = Field(ge=0, description="first code point in that speech")
    end: int = Field(ge=0, description="code point after the last in that speech")
    text: str = Field(description="its surface there")
    before: str | None = Field(default=None, description="surface before, of a row that changed")
    fields: tuple[str, ...] = Field(default=(), description="fields that changed")


class TableChange(Record):
    """What changed in a table."""

    name: str = Field(description="name of the table")
    old: int = Field(ge=0, description="rows before")
    new: int = Field(ge=0, description="rows now")
    added: int = Field(
        default=0,
        ge=0,
        description="rows that came, in speeches that both versions have, edited ones among them",
    )
    removed: int = Field(default=0, ge=0, description="rows that went, in such speeches")
    changed: int = Field(
        default=0, ge=0, description="rows at the same place with other values, in such speeches"
    )
    elsewhere: int = Field(
        default=0,
        ge=0,
        description="rows that say the same with other ids, position, split or place in the source, in speeches whose"
        " text is the same",
    )
    came: int = Field(default=0, ge=0, description="rows of speeches that were added")
    went: int = Field(default=0, ge=0, description="rows of speeches that were removed")
    derived: bool = Field(
        default=False, description="whether it is only said that rows differ: it follows from other tables"
    )
    fields: dict[str, int] = Field(default={}, description="field -> changed rows with another value of it")
    examples: tuple[Example, ...] = Field(
        default=(), description="some of the rows, in speeches that both have"
    )


class Count(Record):
    """A number of rows that is another than before."""

    table: str = Field(description="table")
    field: str = Field(description="field")
    label: str = Field(description="value of the field")
    old: int = Field(ge=0, description="rows before")
    new: int = Field(ge=0, description="rows now")


class Figure(Record):
    """A quality figure that is another than before; null where it was not measured."""

    gold: str = Field(description="gold file")
    layer: str = Field(description="layer")
    name: str = Field(description="exact_f1 or overlap_f1")
    old: float | None = Field(description="before")
    new: float | None = Field(description="now")


class Fact(Record):
    """Something said of the dataset that is other than before."""

    name: str = Field(
        description="what: lexicon_hash, guideline, the version of a package, terms of a source ..."
    )
    old: str | None = Field(description="before")
    new: str | None = Field(description="now")


class Difference(Record):
    """All that differs between two versions of a dataset."""

    old_version: str = Field(description="version of the old one")
    new_version: str = Field(description="version of the new one")
    schema_changes: tuple[str, ...] = Field(
        default=(), description="tables, columns, types and label sets that differ, in words"
    )
    added: tuple[SpeechName, ...] = Field(default=(), description="speeches that came")
    removed: tuple[SpeechName, ...] = Field(default=(), description="speeches that went")
    changed: tuple[Changed, ...] = Field(default=(), description="speeches whose text is another")
    moved: tuple[Moved, ...] = Field(default=(), description="speeches in other sources")
    metadata: tuple[SpeechName, ...] = Field(
        default=(), description="speeches with the same text, other metadata"
    )
    fields: dict[str, int] = Field(default={}, description="field -> such speeches with another value of it")
    tables: tuple[TableChange, ...] = Field(default=(), description="tables whose rows differ")
    labels: tuple[Count, ...] = Field(default=(), description="labels whose numbers differ")
    rules: tuple[Count, ...] = Field(default=(), description="rules whose numbers of rows differ")
    flags: tuple[Count, ...] = Field(default=(), description="quality flags whose numbers differ")
    quality: tuple[Figure, ...] = Field(default=(), description="figures on gold that differ")
    facts: tuple[Fact, ...] = Field(default=(), description="what was said of the dataset and differs")
    manifest: tuple[str, ...] = Field(
        default=(), description="parts of manifest.json that differ, the version and what was let pass aside"
    )

    @property
    def level(self) -> Level:
        """What kind of change it is: of the schema, of the content, of the annotation, or none."""
        if self.schema_changes:
            return "major"
        if self.added or self.removed or self.changed:
            return "minor"
        return "patch" if self.moved or self.metadata or self.tables or self.manifest else "none"
