"""An HTML tree as the lines that a browser shows: blocks, line breaks, table rows, list numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from speechdata.readers._html_lists import Attributes, Ordered, ordered
from speechdata.readers._html_writer import Line, Style, Writer

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer
form header hgroup hr legend li listing main menu nav ol p plaintext pre search section summary table tbody textarea
tfoot thead tr ul xmp
"""
_BLOCKS = frozenset({*_HEADINGS, *_BLOCK_NAMES.split()})
_CELLS = frozenset({"td", "th"})
_VERBATIM = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
_FURNITURE = frozenset({"nav", "footer", "aside", "menu", "search"})
_FURNITURE_ROLES = frozenset({"navigation", "contentinfo", "complementary", "search", "menu"})
_UNSEEN = {
    **dict.fromkeys(("script", "style", "template", "noscript"), "scripts and styles"),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), "frames, whose text is in other files"),
    **dict.fromkeys(("button", "select", "datalist", "input"), "form fields"),
    **dict.fromkeys(("rt", "rp"), "reading glosses"),
    **dict.fromkeys(("svg", "canvas", "audio", "video", "noembed", "noframes"), "drawings and players"),
}
"""Elements whose content is no text of the page, and the names under which they are told."""
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLOCK_DISPLAY = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table\s*(?:;|$))", re.IGNORECASE)


@dataclass(frozen=True)
class Rendered:
    """The lines of a page, the ranges of lines that its blocks hold, and what is not shown, by name and count."""

    lines: tuple[Line, ...]
    blocks: tuple[tuple[int, int], ...]
    unseen: Counter[str]


@dataclass(frozen=True)
class _Open:
    """An element that is open. `block` is its first line, None if it is inline; `items` counts those of an ol."""

    mem_id: int
    tag: str
    style: Style
    block: int | None
    items: Ordered | None
    unseen: bool = False


def render(body: LexborNode, *, hidden: bool = False) -> Rendered:
    """The lines of an element; with `hidden`, also those that the page does not show at first."""
    page = _Page(hidden=hidden)
    for node in body.traverse(include_text=True):
        page.close_to(node.parent.mem_id if node.parent else None)
        if node.is_text_node:
            page.text(node.text_content or "")
        elif node.is_element_node:
            page.open(node)
    page.close_to(None)
    page.writer.block()
    return Rendered(tuple(page.writer.lines), tuple(page.blocks), page.unseen)


class _Page:
    """The state of a walk through a tree, from each element to its first child or its next relative."""

    def __init__(self, *, hidden: bool) -> None:
        self.writer = Writer()
        self.blocks: list[tuple[int, int]] = []
        self.unseen: Counter[str] = Counter()
        self._hidden = hidden
        self._n_lists = 0
        self._root = _Open(0, "", Style(), None, None)
        self._stack: list[_Open] = []

    @property
    def _inside(self) -> _Open:
        return self._stack[-1] if self._stack else self._root

    def text(self, text: str) -> None:
        """Writes a text node."""
        inside = self._inside
        if inside.unseen:
            return
        if inside.style.verbatim:
            self.writer.add_verbatim(text, inside.style)
        else:
            self.writer.add(text, inside.style)

    def open(self, node: LexborNode) -> None:
        """Enters an element."""
        above, tag, attributes = self._inside, node.tag or "", node.attributes
        name = None if above.unseen else self._unseen_name(tag, attributes)
        if above.unseen or name:
            self.unseen.update([name] if name else [])
            self._stack.append(_Open(node.mem_id, tag, above.style, None, None, unseen=True))
            return
        self._begin(tag, attributes)
        block = self.writer.next if tag in _CELLS or _is_block(tag, attributes) else None
        items = self._list(node, attributes) if tag == "ol" else None
        self._stack.append(_Open(node.mem_id, tag, _style(above.style, tag, attributes), block, items))

    def close_to(self, mem_id: int | None) -> None:
        """Leaves all open elements inside the one with this id."""
        while self._stack and self._stack[-1].mem_id != mem_id:
            self._end(self._stack.pop())

    def _unseen_name(self, tag: str, attributes: Attributes) -> str | None:
        if tag in _UNSEEN:
            return _UNSEEN[tag]
        hidden = "hidden" in attributes and attributes["hidden"] != "until-found"
        if not self._hidden and (hidden or _NO_DISPLAY.search(attributes.get("style") or "")):
            return "hidden elements"
        return None

    def _begin(self, tag: str, attributes: Attributes) -> None:
        if tag == "br":
            self.writer.br()
        elif tag == "tr":
            self.writer.begin_row()
        elif tag in _CELLS:
            self.writer.cell()
        elif _is_block(tag, attributes):
            self.writer.block()
        if tag == "li" and (items := self._inside.items):
            self.writer.number(items.number(attributes), items.series)

    def _end(self, element: _Open) -> None:
        if element.tag == "tr" and not element.unseen:
            self.writer.end_row()
        elif element.block is not None and element.tag not in _CELLS:
            self.writer.block()
        if element.tag == "li":
            self.writer.number("", 0)
        if element.block is not None and self.writer.next > element.block:
            self.blocks.append((element.block, self.writer.next))

    def _list(self, node: LexborNode, attributes: Attributes) -> Ordered:
        self._n_lists += 1
        backwards = "reversed" in attributes
        return ordered(attributes, self._n_lists, sum(c.tag == "li" for c in node.iter()) if backwards else 0)


def _is_block(tag: str, attributes: Attributes) -> bool:
    return tag in _BLOCKS or (
        "style" in attributes and _BLOCK_DISPLAY.search(attributes["style"] or "") is not None
    )


def _style(above: Style, tag: str, attributes: Attributes) -> Style:
    role = (attributes.get("role") or "").lower()
    found = Style(
        link=above.link or (tag == "a" and "href" in attributes),
        heading=_HEADINGS.get(tag, above.heading),
        furniture=above.furniture or tag in _FURNITURE or role in _FURNITURE_ROLES,
        verbatim=above.verbatim or tag in _VERBATIM,
    )
    return above if found == above else found
