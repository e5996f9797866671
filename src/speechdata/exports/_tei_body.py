"""The body of a TEI text: divisions by the section tree, and every character of the speech in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from speechdata.span import Span

_BLOCK = re.compile(r"[^\n]+|\n+")


def body(text: str, sections: Sequence[Any]) -> Element:
    """<body> with <div>, <head> and <p>; its text content is exactly `text`.

    Line breaks stand between the blocks. TEI lets nothing but divisions follow a division, so what comes behind the
    last section of a level is a <div type="continuation">.
    """
    root = Element("body")
    opened: list[tuple[Element, int]] = [(root, len(text))]
    at = 0
    for section in sections:
        while len(opened) > 1 and opened[-1][1] <= section.start:
            at = _close(text, at, opened)
        start = max(at, section.start)
        _blocks(opened[-1][0], text, Span(at, start))
        opened.append((_division(opened[-1][0], section), min(_extent(section), opened[-1][1])))
        at = max(start, min(section.end, opened[-1][1]))
        SubElement(opened[-1][0], "head").text = text[start:at]
    while opened:
        at = _close(text, at, opened)
    return root


def _extent(section: Any) -> int:
    return int(max(section.end, section.body_end))


def _close(text: str, at: int, opened: list[tuple[Element, int]]) -> int:
    element, end = opened.pop()
    _blocks(element, text, Span(at, max(at, end)))
    return max(at, end)


def _division(parent: Element, section: Any) -> Element:
    attributes = {"type": section.kind, "n": section.path, "corresp": f"#{xml_id(section.annotation_id)}"}
    return SubElement(parent, "div", attributes)


def xml_id(record_id: str) -> str:
    """An id as XML allows it."""
    return record_id.replace(":", ".")


def _blocks(parent: Element, text: str, span: Span) -> None:
    """Appends a stretch: a <p> a line, line breaks between them as they are."""
    for match in _BLOCK.finditer(text, span.start, span.end):
        if match[0].startswith("\n"):
            _append(parent, match[0])
        else:
            SubElement(_holder(parent), "p").text = match[0]


def _holder(parent: Element) -> Element:
    """Where a paragraph may stand: in the division itself, or behind others in one of its own."""
    last = parent[-1] if len(parent) else None
    if last is None or last.tag != "div":
        return parent
    if last.get("type") == "continuation":
        return last
    return SubElement(parent, "div", {"type": "continuation"})


def _append(parent: Element, breaks: str) -> None:
    last = parent[-1] if len(parent) else None
    if last is not None and last.get("type") == "continuation":
        return _append(last, breaks)
    if last is None:
        parent.text = (parent.text or "") + breaks
    else:
        last.tail = (last.tail or "") + breaks
    return None
