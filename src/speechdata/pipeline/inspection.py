"""What `inspect` says of a file: the records, and in words what the codes in them mean."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from speechdata.pipeline.places import Place
from speechdata.records import Level, Located, Offset, Record
from speechdata.speeches import Reason

EVIDENCE = {
    "source_start": "the text begins here",
    "collection_heading": "a heading that numbers the speeches of a collection",
    "title_line": "a title",
    "contents_entry": "a title that the table of contents names",
    "salutation": "a salutation",
    "opening_formula": "words that open a speech",
    "series_restart": "below it the outline starts again at 一",
    "closing_formula": "above it, words that close a speech",
    "page_furniture": "above it, a ruled line, links or what else parts a page",
    "host_script": "above it, words of a host",
    "news_report": "above it, a press report",
    "request": "above it, a request for a speech or the reply to one",
    "table_of_contents": "above it, a table of contents",
    "official_register": "no outward sign; its official prose alone makes it a speech",
}
"""In words: every code that says why a speech begins where it does."""

REASONS: dict[Reason, str] = {
    "table_of_contents": "table of contents",
    "news_report": "press report around a speech",
    "request": "request for a speech, or the reply to one",
    "host_script": "words of a host between speeches",
    "heading": "heading of a whole collection, or of something that is no speech",
    "page_furniture": "page numbers, links, rules, remarks of a page",
    "tail": "what a page holds below a speech",
    "unknown": "text with no sign of a speech",
}
"""In words: every reason why a stretch belongs to no speech."""


class Removed(Record):
    """All that cleaning took out for one reason, in all speeches of a source."""

    kind: str = Field(description="name of the reason")
    meaning: str = Field(description="the reason in words")
    n_places: int = Field(description="stretches")
    n_characters: int = Field(description="code points in them")
    places: tuple[Place, ...] = Field(description="the first of them")


class Sign(Record):
    """Why a speech begins where it does."""

    code: str = Field(description="code as in `boundary_evidence`")
    meaning: str = Field(description="the same in words")
    words: str | None = Field(description="the words of the source that say it, if it is words that do")


class Remark(Record):
    """What a check found in a speech."""

    code: str = Field(description="stable code, explained in docs/checks.md")
    level: Level = Field(description="error (a build sets the source aside), warning or note")
    message: str = Field(description="what was found")
    place: Place | None = Field(description="where; null if it is the whole speech")


class Heading(Record):
    """One line of the outline."""

    path: str = Field(description="1-based places among siblings, top level first: 2.1.3")
    depth: int = Field(description="level, 1 at the top")
    marker: str = Field(description="the enumerator as written")
    heading: str | None = Field(description="heading behind it")
    start: Offset = Field(description="first code point of the marker, source coordinates")
    line: int = Field(description="1-based line of the source")


class Cut(Record):
    """A speech: where it was cut out of its source and why there, and what it holds."""

    speech_id: str = Field(description="id of the speech, from its text")
    start: Offset = Field(description="first code point, source coordinates")
    end: Offset = Field(description="code point after the last, source coordinates")
    first_line: int = Field(description="1-based line of the source that it begins in")
    last_line: int = Field(description="1-based line of the source that it ends in")
    n_characters: int = Field(description="code points that are kept")
    signs: tuple[Sign, ...] = Field(description="why it begins there")
    title: Located | None = Field(description="title")
    speaker: Located | None = Field(description="name of the speaker")
    speaker_role: Located | None = Field(description="office of the speaker")
    date: Located | None = Field(description="date as written")
    iso: dt.date | None = Field(description="the date")
    occasion: Located | None = Field(description="meeting or event")
    salutation: Located | None = Field(description="salutation without its colon")
    rows: dict[str, int] = Field(description="annotations of each layer")
    findings: tuple[Remark, ...] = Field(description="what the checks found, errors first")
    outline: tuple[Heading, ...] = Field(description="the sections, in text order")


class Rest(Record):
    """A stretch that belongs to no speech."""

    reason: Reason = Field(description="why")
    meaning: str = Field(description="the same in words")
    n_characters: int = Field(description="code points")
    place: Place = Field(description="where, with its first words")


class Inspected(Record):
    """One source: how it was read, and where each of its characters went."""

    path: str = Field(description="path as in a build; that of an archive's or table's part names both")
    source_id: str = Field(description="id of the source, from its bytes")
    format: str = Field(description="what it was taken for, as a suffix without its dot")
    encoding: str = Field(description="encoding, or the format that has its own")
    encoding_evidence: str = Field(description="how that was found, and what the reader left out or put in")
    n_bytes: int = Field(description="size in bytes")
    n_lines: int = Field(description="lines of the decoded text")
    n_characters: int = Field(description="code points of the decoded text: kept + removed + outside")
    n_kept: int = Field(description="code points that are in speeches")
    n_removed: int = Field(description="code points that cleaning took out of speeches")
    n_outside: int = Field(description="code points that belong to no speech, white space between included")
    recovered: tuple[Place, ...] = Field(description="numbers that the format only counts, put into the text")
    removed: tuple[Removed, ...] = Field(description="what was removed, by reason; layout comes last")
    speeches: tuple[Cut, ...] = Field(description="the speeches, in source order")
    outside: tuple[Rest, ...] = Field(description="what belongs to no speech, in source order")


class Unread(Record):
    """A file or a part of one that cannot be read."""

    path: str = Field(description="path as in a build")
    n_bytes: int = Field(description="size in bytes, 0 if not even these could be had")
    code: str = Field(description="stable code of the error")
    message: str = Field(description="the error: place, reason, what to do")


class Inspection(Record):
    """All that a file holds."""

    file: str = Field(description="the file as it was named")
    sources: tuple[Inspected, ...] = Field(description="what was read")
    refused: tuple[Unread, ...] = Field(description="what was not, and why")
