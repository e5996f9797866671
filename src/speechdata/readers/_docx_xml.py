"""The XML of Word documents: parsed without document types and entities, within limits, with short names.

Elements and attributes are called w:p as in the standard, whatever prefix a file uses, for the transitional and the
strict namespaces alike; those of other namespaces are called other:name.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from speechdata.errors import SourceError

MAX_NODES = 2_000_000
"""XML elements and pieces of text in all parts that are read; heavily formatted text has about 0.7 a character."""
MAX_DEPTH = 200
"""Nesting of XML elements; ten tables within each other have about 60."""

MAX_TAG = 2**23
"""Bytes of a tag; pictures drawn by Word keep some megabytes in an attribute."""

_CHUNK = 2**18
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
_NAME = re.compile(r"\{([^}]*)\}(.*)", re.DOTALL)
_KEPT = frozenset(
    f"w:{name}"
    for name in ("val", "numId", "ilvl", "abstractNumId", "styleId", "type", "default", "char", "font", "format",
                 "fldCharType", "dropCap")
) | {"xml:space", "Requires", "Type", "Target", "TargetMode"}  # fmt: skip
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_AGAIN = "Open the document in Word, WPS or LibreOffice and save it again as .docx."


def failure(kind: str, message: str, *, place: str, advice: str = _AGAIN) -> SourceError:
    """The error with code source-`kind`."""
    return SourceError(f"source-{kind}", message, place=place, advice=advice)


def parse(content: bytes, room: int, *, place: str) -> tuple[Element, int]:
    """The root and the number of nodes. Raises SourceError: source-damaged, or source-limit above `room` nodes."""
    builder = _Builder(room, place)
    parser = XMLParser(target=builder)
    try:
        _feed(parser, content, builder)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise failure("damaged", f"not well-formed XML: {error}", place=place) from error
    return root, room - builder.room


def _feed(parser: XMLParser, content: bytes, builder: _Builder) -> None:
    waiting = 0
    for start in range(0, len(content), _CHUNK):
        before = builder.room
        parser.feed(content[start : start + _CHUNK])
        waiting = waiting + _CHUNK if builder.room == before else 0
        if waiting > MAX_TAG:
            raise builder.refusal(f"a tag or comment of more than {MAX_TAG:,} bytes")


def child(parent: Element | None, *path: str) -> Element | None:
    """The first child of that name, then its first child of the next name, and so on; None if there is none."""
    for name in path:
        parent = None if parent is None else next((item for item in parent if item.tag == name), None)
    return parent


def value(parent: Element | None, name: str) -> str | None:
    """The w:val of a child element; None if there is no such child or it has none."""
    found = child(parent, name)
    return None if found is None else found.get("w:val")


def number(parent: Element | None, name: str) -> int | None:
    """The w:val of a child element as a number; None if it is none."""
    text = value(parent, name) or ""
    return int(text) if _NUMBER.fullmatch(text) else None


def switch(parent: Element | None, name: str) -> bool | None:
    """Whether a property is on; None if it is not there."""
    found = child(parent, name)
    return None if found is None else found.get("w:val", "1").lower() not in ("0", "false", "off")


class _Builder:
    """Builds a tree with short names and only the attributes that are read, within limits."""

    def __init__(self, room: int, place: str) -> None:
        self.room = room
        self._place = place
        self._depth = 0
        self._tree = TreeBuilder()
        self._names: dict[str, str] = {}

    def refusal(self, message: str) -> SourceError:
        """The error for XML that no Word document has."""
        return failure("limit", message, place=self._place, advice="Split the document.")

    def doctype(self, name: str, _public: str, _system: str) -> None:
        """Refuses the document type before any entity of it can be used."""
        raise self.refusal(f"a document type ({name[:40]}), which Word never declares and hostile files do")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Opens an element."""
        self._take()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.refusal(f"more than {MAX_DEPTH} elements within each other")
        named = ((self._name(name), value) for name, value in attributes.items())
        self._tree.start(self._name(tag), {name: value for name, value in named if name in _KEPT})

    def end(self, tag: str) -> None:
        """Closes an element."""
        self._depth -= 1
        self._tree.end(self._name(tag))

    def data(self, text: str) -> None:
        """Takes character data."""
        self._take()
        self._tree.data(text)

    def close(self) -> Element:
        """The root."""
        return self._tree.close()

    def _take(self) -> None:
        self.room -= 1
        if self.room < 0:
            raise self.refusal(f"more than {MAX_NODES:,} elements and pieces of text")

    def _name(self, tag: str) -> str:
        name = self._names.get(tag)
        if name is None:
            found = _NAME.fullmatch(tag)
            name = tag if found is None else _PREFIXES.get(found[1], "other:") + found[2]
            self._names[tag] = name
        return name
