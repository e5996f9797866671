"""What the styles of a Word document say about hidden text and numbering."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

from speechdata.readers._docx_xml import child, number, switch, value

MAX_CHAIN = 32
"""Styles that a style may be based on; Word allows eleven."""


@dataclass(frozen=True)
class Style:
    """A style: what it is based on, its own numbering and whether it hides text (None: says nothing)."""

    name: str
    based_on: str | None
    num_id: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """The styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iter("w:style"):
            name = element.get("w:styleId", "")
            numbering = child(element, "w:pPr", "w:numPr")
            self._styles[name] = Style(
                name,
                value(element, "w:basedOn"),
                value(numbering, "w:numId"),
                number(numbering, "w:ilvl"),
                switch(child(element, "w:rPr"), "w:vanish"),
            )
            if element.get("w:type") == "paragraph" and element.get("w:default", "0") in ("1", "true", "on"):
                self._default = name
        defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._hidden = bool(switch(defaults, "w:vanish"))
        self.chain = cache(self._chain)

    def of(self, properties: Element | None) -> str | None:
        """The name of the style of a paragraph, from its w:pPr; the default one if that is not defined."""
        name = value(properties, "w:pStyle")
        return name if name in self._styles else self._default

    def _chain(self, name: str | None) -> tuple[Style, ...]:
        """The style and those that it is based on, nearest first."""
        found: dict[str, Style] = {}
        style = self._styles.get(name or "")
        while style and style.name not in found and len(found) < MAX_CHAIN:
            found[style.name] = style
            style = self._styles.get(style.based_on or "")
        return tuple(found.values())

    def hides(self, paragraph: str | None, properties: Element | None) -> bool:
        """Whether text is hidden that stands in a paragraph style and has the run properties w:rPr.

        Paragraph and character style cancel each other out; what the run says itself counts before both.
        """
        own = switch(properties, "w:vanish")
        if own is not None:
            return own
        by_paragraph, by_run = self._hides(paragraph), self._hides(value(properties, "w:rStyle"))
        return self._hidden or by_paragraph != by_run

    def _hides(self, name: str | None) -> bool:
        return next((style.hidden for style in self.chain(name) if style.hidden is not None), False)
