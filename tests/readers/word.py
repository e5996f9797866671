"""Word documents made by hand, part by part, for the tests of the reader."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_NAMES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def element(name: str, content: str = "", **attributes: object) -> str:
    """<w:name w:attribute="…">content</w:name>; a trailing underscore is no part of an attribute's name."""
    given = "".join(f" w:{key.rstrip('_')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<w:{name}{given}>{content}</w:{name}>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return element(
        "r", element("rPr", properties) * bool(properties) + f'<w:t xml:space="preserve">{text}</w:t>'
    )


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of text, or of runs if the content has any."""
    inner = content if "<" in content else run(content) * bool(content)
    return element("p", element("pPr", properties) * bool(properties) + inner)


def runs(*names: str) -> str:
    """A run of empty elements of these names."""
    return element("r", "".join(f"<w:{name}/>" for name in names))


def listed(text: str, num: int | None = 1, level: int | None = 0, more: str = "") -> str:
    """A paragraph in a list; `more` are further properties."""
    parts = "" if level is None else element("ilvl", val=level)
    parts += "" if num is None else element("numId", val=num)
    return paragraph(text, element("numPr", parts) + more)


def level(index: int, form: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    """A level of a list; `more` are further properties."""
    parts = element("start", val=start) + element("numFmt", val=form) + more + element("lvlText", val=pattern)
    return element("lvl", parts, ilvl=index)


def definition(*levels: str, number: int = 1, more: str = "") -> str:
    """An abstract numbering definition."""
    return element("abstractNum", more + "".join(levels), abstractNumId=number)


def instance(number: int = 1, abstract: int = 1, more: str = "") -> str:
    """A list that uses a definition; `more` are its level overrides."""
    return element("num", element("abstractNumId", val=abstract) + more, numId=number)


def restart(index: int, value: int) -> str:
    """A level override that starts anew at a value."""
    return element("lvlOverride", element("startOverride", val=value), ilvl=index)


def style(
    name: str, content: str = "", *, kind: str = "paragraph", based_on: str = "", default: int = 0
) -> str:
    """A style."""
    parts = element("basedOn", val=based_on) * bool(based_on) + content
    return element("style", parts, type=kind, styleId=name, default=default)


def document(body: str, *, numbering: str = "", styles: str = "", names: str = MAIN) -> dict[str, str]:
    """The parts of a document: name -> XML."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": _root("document", element("body", body), names),
    }
    related = {}
    for kind, content in (("numbering", numbering), ("styles", styles)):
        if content:
            related[kind] = f"{kind}.xml"
            parts[f"word/{kind}.xml"] = _root(kind, content, names)
    return parts | {"word/_rels/document.xml.rels": _relations(related)}


def package(parts: dict[str, str] | dict[str, bytes]) -> bytes:
    """The zipped parts."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def docx(body: str, *, numbering: str = "", styles: str = "", names: str = MAIN) -> bytes:
    """A document as a file."""
    return package(document(body, numbering=numbering, styles=styles, names=names))


def _root(name: str, content: str, names: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:{name} xmlns:w="{names}" {_NAMES}>{content}</w:{name}>'


def _relations(targets: dict[str, str]) -> str:
    links = (
        f'<Relationship Id="r{index}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets.items())
    )
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}">{"".join(links)}</Relationships>'
