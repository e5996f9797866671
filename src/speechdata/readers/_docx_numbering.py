"""The automatic numbers of a Word document, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from xml.etree.ElementTree import Element

from speechdata.readers._docx_numerals import SILENT, numeral
from speechdata.readers._docx_styles import Style, Styles
from speechdata.readers._docx_xml import child, number, switch, value

LEVELS = 9
MAX_PATTERN = 255
"""Characters of a level's text that are read; Word allows fewer."""
MAX_LINKS = 9
"""Definitions that a list may be led through by numbering styles; Word makes two."""

_INDEXES = {str(index): index for index in range(LEVELS)}
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """One level of a list."""

    start: int
    form: str
    """Number format, see `numeral`."""
    pattern: str
    """What is written, with %1 to %9 for the numbers of the levels."""
    suffix: str
    """tab, space or nothing."""
    restart: int | None
    """The level, 1 the highest, that restarts this one; 0 none; None any higher one."""
    figures: bool
    """All numbers of the text in plain figures."""
    hidden: bool
    style: str | None
    """The paragraph style that stands for this level."""


@dataclass(frozen=True)
class List:
    """A list as paragraphs refer to it. Those with the same `counter` go on counting from each other."""

    counter: str
    levels: dict[int, Level]
    starts: dict[int, int]
    """Level -> number at which this list starts anew when the level is first used."""

    def start(self, level: int) -> int:
        """The first number of a level."""
        defined = self.levels.get(level)
        return self.starts.get(level, defined.start if defined else 0)


class Numbering:
    """The lists of a document and which paragraph is in which."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions = {} if root is None else _by(root, "w:abstractNum", "w:abstractNumId")
        self._numbers = {} if root is None else _by(root, "w:num", "w:numId")
        self._lists: dict[str, List | None] = {}
        self._links = {name: value(item, "w:numStyleLink") for name, item in self._definitions.items()}
        self._levels = cache(lambda name: dict(_levels(self._definitions[name])))

    def place(self, properties: Element | None, style: str | None) -> tuple[str, int] | None:
        """The list and level of a paragraph, from its w:pPr and its style; None if it has no number."""
        own, chain = child(properties, "w:numPr"), self._styles.chain(style)
        num_id, level = value(own, "w:numId"), number(own, "w:ilvl")
        if num_id is None:
            num_id = next((link.num_id for link in chain if link.num_id is not None), "")
        numbered = self.list(num_id)
        if numbered is None:
            return None
        return num_id, _level_of(chain, numbered) if level is None else level

    def list(self, num_id: str) -> List | None:
        """The list of that number; None if the document defines none (0 switches numbering off)."""
        if num_id not in self._lists:
            element = self._numbers.get(num_id)
            self._lists[num_id] = None if element is None else self._list(element)
        return self._lists[num_id]

    def _list(self, element: Element) -> List | None:
        counter = self._definition(element)
        if counter is None:
            return None
        levels = dict(self._levels(counter))
        starts = {}
        for override in element.iter("w:lvlOverride"):
            levels |= dict(_levels(override))
            start, level = number(override, "w:startOverride"), _INDEXES.get(override.get("w:ilvl", ""))
            if start is not None and level is not None:
                starts[level] = start
        return List(counter, levels, starts)

    def _definition(self, element: Element) -> str | None:
        """The id of the definition that a list uses, found through the numbering styles that are named instead."""
        for _ in range(MAX_LINKS):
            name = value(element, "w:abstractNumId") or ""
            if name not in self._definitions:
                return None
            link = self._links[name]
            chain = self._styles.chain(link) if link else ()
            linked = self._numbers.get(next((style.num_id for style in chain if style.num_id), ""))
            if linked is None:
                return name
            element = linked
        return None


@dataclass
class Counters:
    """The running numbers of one story: the body, or a text box, which counts for itself."""

    numbering: Numbering
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, num_id: str, level: int) -> tuple[Level, str] | None:
        """Counts one paragraph: the level and the number as Word shows it; None if the list lacks the level."""
        numbered = self.numbering.list(num_id)
        if numbered is None or level not in numbered.levels:
            return None
        counts = self._counts.setdefault(numbered.counter, {})
        anew = level in numbered.starts and (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        counts[level] = numbered.start(level) if anew or level not in counts else counts[level] + 1
        for lower in range(level + 1, LEVELS):
            restart = numbered.levels[lower].restart if lower in numbered.levels else None
            if restart is None or level < restart:
                counts.pop(lower, None)
        return numbered.levels[level], self._text(numbered, level, counts)

    def _text(self, numbered: List, level: int, counts: dict[int, int]) -> str:
        """The text of a level with its numbers; a higher level that was not used yet stands at its start."""
        shown = numbered.levels[level]
        if shown.form == "bullet":
            return ""

        def written(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            part = numbered.levels.get(index)
            if part is None or index > level:
                return ""
            form = "decimal" if shown.figures and part.form not in SILENT else part.form
            return numeral(counts.get(index, numbered.start(index)), form)

        return _PLACE.sub(written, shown.pattern)


def _level_of(chain: tuple[Style, ...], numbered: List) -> int:
    """The level of a paragraph that names none: that of the nearest style that has one or stands for one."""
    linked = {level.style: index for index, level in numbered.levels.items()}
    found = (linked.get(style.name, style.level) for style in chain)
    return next((level for level in found if level is not None), 0)


def _by(root: Element, tag: str, key: str) -> dict[str, Element]:
    return {element.get(key, ""): element for element in root.iter(tag)}


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iter("w:lvl"):
        index = _INDEXES.get(element.get("w:ilvl", ""))
        if index is not None:
            yield index, _level(element)


def _level(element: Element) -> Level:
    return Level(
        start=number(element, "w:start") or 0,
        form=_form(element),
        pattern=(value(element, "w:lvlText") or "")[:MAX_PATTERN],
        suffix=value(element, "w:suff") or "tab",
        restart=number(element, "w:lvlRestart"),
        figures=bool(switch(element, "w:isLgl")),
        hidden=bool(switch(child(element, "w:rPr"), "w:vanish")),
        style=value(element, "w:pStyle"),
    )


def _form(element: Element) -> str:
    """The number format; a form of one's own counts only if it pads figures (001, 002, ...)."""
    for form in element.iter("w:numFmt"):
        own = (form.get("w:format") or "").partition(",")[0]
        if re.fullmatch("0+1", own):
            return own
        if form.get("w:val") not in (None, "custom"):
            return str(form.get("w:val"))
    return "decimal"
