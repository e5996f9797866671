"""TEI P5, as parliamentary corpora have it: a file a speech and a corpus that includes them.

The header says source, publisher and licence; the body holds the text by the section tree; <standOff> holds every
record as a <span> that points into the body by characters (string-range counts from 0, in code points of the body's
whole text content) with its fields as a feature structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from speechdata import __version__
from speechdata.exports._format import Format, Options
from speechdata.exports._left_out import IDENTITY, speech_fields
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.exports._tei_body import body, xml_id
from speechdata.layer import Layer
from speechdata.records import Annotation

CORPUS_FILE = "corpus.xml"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
REPLACED = "no character of XML 1.0: U+FFFD stands in its place"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ABOUT = ("title", "speaker", "speaker_role", "date_text", "occasion", "salutation")
_HELD = {*_ABOUT, "date", "occurrences", "text", "script"}


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes <speech_id>.xml for each speech, and corpus.xml that includes them."""
    corpus = Element("teiCorpus", {"xmlns": NAMESPACE, "xmlns:xi": "http://www.w3.org/2001/XInclude"})
    _header(corpus, "speechdata", publisher=None, licence=None, source=None)
    for rows in speeches:
        name = f"{rows.speech_id}.xml"
        replaced = len(_ILLEGAL.findall(rows.text))
        losses.add("character", "speeches.text", REPLACED, count=replaced, of=rows.speech_id)
        speech_fields(rows, _HELD, losses, reason="no place in the header")
        _save(folder / name, _document(rows, options.layers))
        SubElement(corpus, "xi:include", {"href": name})
    _save(folder / CORPUS_FILE, corpus)


def _save(path: Path, root: Element) -> None:
    # a parser would read a bare carriage return as a line feed
    content = tostring(root, encoding="unicode").replace("\r", "&#13;")
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n', "utf-8", newline="\n")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _document(rows: SpeechRows, layers: Iterable[Layer]) -> Element:
    language = f"zh-{rows.speech.script}"
    root = Element("TEI", {"xmlns": NAMESPACE, "xml:lang": language, "xml:id": f"tei.{rows.speech_id}"})
    about = rows.source
    _header(
        root,
        rows.speech.title or rows.speech_id,
        publisher=about.publisher if about else None,
        licence=about.licence if about and about.has_terms else None,
        source=rows,
    )
    if any(rows.layers[layer.name] for layer in layers):
        root.append(_stand_off(rows))
    text = SubElement(root, "text")
    held = body(_legal(rows.text), rows.layers.get("sections", ()))
    held.set("xml:id", rows.speech_id)
    text.append(held)
    return root


def _header(
    root: Element, title: str, *, publisher: str | None, licence: str | None, source: SpeechRows | None
) -> None:
    header = SubElement(root, "teiHeader")
    file = SubElement(header, "fileDesc")
    names = SubElement(file, "titleStmt")
    _text(names, "title", title)
    if source and source.speech.speaker:
        _text(names, "author", source.speech.speaker)
    published = SubElement(file, "publicationStmt")
    _text(published, "publisher", publisher or "unknown")
    terms = SubElement(published, "availability", {} if licence else {"status": "unknown"})
    if licence:
        _text(terms, "licence", licence)
    else:
        _text(terms, "p", "The terms of the source are not known.")
    described = SubElement(file, "sourceDesc")
    if source:
        _source(described, source)
        _profile(header, source)
    else:
        _text(described, "p", "The sources of the included texts; each says its own.")
    coded = SubElement(SubElement(header, "encodingDesc"), "appInfo")
    tool = SubElement(coded, "application", {"ident": "speechdata", "version": __version__})
    _text(tool, "label", "speechdata")
    header[:] = sorted(header, key=lambda part: ("fileDesc", "encodingDesc", "profileDesc").index(part.tag))


def _text(parent: Element, tag: str, content: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = _legal(content)


def _source(parent: Element, rows: SpeechRows) -> None:
    """Where the speech stands, each occurrence, and what it says of itself."""
    for place in rows.speech.occurrences:
        entry = SubElement(parent, "bibl")
        _text(entry, "idno", place.source_id, type="source")
        _text(entry, "idno", place.path, type="path")
        _text(entry, "biblScope", f"{place.start}-{place.end}", unit="character")
        if rows.speech.date:
            _text(entry, "date", rows.speech.date_text or "", when=rows.speech.date.isoformat())
        for name in _ABOUT:
            if value := getattr(rows.speech, name):
                _text(entry, "note", value, type=name)


def _profile(header: Element, rows: SpeechRows) -> None:
    profile = SubElement(header, "profileDesc")
    used = SubElement(profile, "langUsage")
    _text(used, "language", "Chinese", ident=f"zh-{rows.speech.script}")


def _stand_off(rows: SpeechRows) -> Element:
    root = Element("standOff")
    for name, records in rows.layers.items():
        if records:
            group = SubElement(root, "spanGrp", {"type": name})
            for record in records:
                _span(group, record)
    for records in rows.layers.values():
        for record in records:
            _features(root, record)
    return root


def _span(group: Element, record: Annotation) -> None:
    name = xml_id(record.annotation_id)
    where = f"#string-range({record.speech_id},{record.start},{record.end - record.start})"
    SubElement(group, "span", {"xml:id": name, "target": where, "ana": f"#fs.{name}"})


def _features(root: Element, record: Annotation) -> None:
    held = SubElement(root, "fs", {"xml:id": f"fs.{xml_id(record.annotation_id)}", "type": record.layer})
    for name, value in record.model_dump(mode="json").items():
        if name not in IDENTITY and value is not None:
            _value(SubElement(held, "f", {"name": name}), value)


def _value(parent: Element, value: Any) -> None:
    """A value as TEI writes it: binary, numeric, string, a collection, or a structure within."""
    if isinstance(value, bool):
        SubElement(parent, "binary", {"value": str(value).lower()})
    elif isinstance(value, int | float):
        SubElement(parent, "numeric", {"value": str(value)})
    elif isinstance(value, list):
        held = SubElement(parent, "vColl", {"org": "list"})
        for each in value:
            _value(held, each)
    elif isinstance(value, Mapping):
        held = SubElement(parent, "fs")
        for name, each in value.items():
            if each is not None:
                _value(SubElement(held, "f", {"name": name}), each)
    else:
        _text(parent, "string", str(value))


FORMAT = Format(name="tei", about="TEI P5: a file a speech, records as stand-off", write=write)
