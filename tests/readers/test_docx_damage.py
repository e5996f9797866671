"""Files that are no Word documents, damaged ones and hostile ones: a clear error or text, soon and in little memory."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers.word import definition, document, docx, element, instance, level, listed, package, paragraph, run
from speechdata.errors import SourceError
from speechdata.readers import _docx_body, _docx_package, _docx_xml
from speechdata.readers.docx import text

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
NUMBERS = definition(level(0, "chineseCounting", "%1、")) + instance()
GOOD = docx("".join(listed(f"第{index}条内容") for index in range(20)), numbering=NUMBERS)
PARTS = document(paragraph("甲"))
MAIN = "word/document.xml"


def changed(name: str, content: str | None) -> bytes:
    """A package with a part of other content, or without it."""
    parts = {**PARTS, name: content or ""}
    return package({key: part for key, part in parts.items() if key != name or content is not None})


def encrypted() -> bytes:
    data = bytearray(package(PARTS))
    with ZipFile(io.BytesIO(data)) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
    for offset in offsets:
        data[offset + 6] |= 1
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        data[position + 8] |= 1
        position = data.find(b"PK\x01\x02", position + 1)
    return bytes(data)


def twice() -> bytes:
    data = io.BytesIO(package(PARTS))
    with ZipFile(data, "a") as archive:
        archive.writestr("WORD/document.xml", PARTS[MAIN])
    return data.getvalue()


def bzipped() -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_BZIP2) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return data.getvalue()


def declared(entities: str, content: str = "甲") -> bytes:
    head, _, root = PARTS[MAIN].partition("?>")
    return changed(MAIN, f"{head}?><!DOCTYPE x [{entities}]>{root.replace('甲', content)}")


LAUGHS = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "empty", "no text in the file"),
    "text": (lambda: "讲话".encode(), "format", "another format"),
    "rtf": (lambda: b"{\\rtf1 x}", "format", "RTF"),
    "html": (lambda: b"\n<html><body>", "format", "HTML"),
    "pdf": (lambda: b"%PDF-1.7", "format", "PDF"),
    "old Word": (lambda: OLE + "WordDocument".encode("utf-16-le"), "format", "an old binary Word document (.doc)"),
    "old Excel": (lambda: OLE + "Workbook".encode("utf-16-le"), "format", "not a Word document"),
    "with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "a password"),
    "an encrypted archive": (encrypted, "encrypted", "a password"),
    "a zip": (lambda: package({"a.txt": "讲话"}), "format", "not a Word document: it begins with a.txt"),
    "an empty zip": (lambda: package({}), "format", "it is empty"),
    "OpenDocument": (lambda: package({"mimetype": "application/vnd.oasis"}), "format", "application/vnd.oasis"),
    "a sheet": (lambda: changed(MAIN, f"<w:workbook {NAMES}/>"), "format", "other:workbook"),
    "no text": (lambda: docx(paragraph("") * 3), "empty", "no text in the document"),
    "no body": (lambda: changed(MAIN, PARTS[MAIN].replace("w:body", "w:mind")), "empty", "no text"),
    "pictures only": (lambda: docx(paragraph(element("r", element("pict")))), "empty", "pictures or objects: 1"),
    "no main part": (lambda: changed(MAIN, None), "damaged", "nowhere in the archive"),
    "a part twice": (twice, "damaged", "twice in the archive"),
    "another compression": (bzipped, "damaged", "compression method 12"),
    "half a zip": (lambda: GOOD[: len(GOOD) // 2], "damaged", "cut-off zip archive"),
    "no XML": (lambda: changed(MAIN, "讲话"), "damaged", "not well-formed XML"),
    "half an XML": (lambda: changed(MAIN, PARTS[MAIN][:-20]), "damaged", "not well-formed XML"),
    "no such encoding": (lambda: changed(MAIN, '<?xml version="1.0" encoding="x-y"?><a/>'), "damaged", "XML"),
    "GB 18030 XML": (lambda: changed(MAIN, '<?xml version="1.0" encoding="gb18030"?><a/>'), "damaged", "XML"),
    "expanding entities": (lambda: declared(LAUGHS, "&a11;"), "limit", "a document type"),
    "an outer entity": (lambda: declared('<!ENTITY a SYSTEM "file:///etc/hosts">', "&a;"), "limit", "a document type"),
    "a document type": (lambda: declared(""), "limit", "a document type"),
    "a thousand tables": (lambda: docx(_nested(1000)), "limit", "200 elements within each other"),
}  # fmt: skip


def _nested(count: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * count + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * count


@pytest.mark.parametrize(("make", "kind", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_says_why_and_what_to_do(make: Callable[[], bytes], kind: str, told: str) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError) as caught:
        text(make(), place="in/x.docx")
    assert (caught.value.code, caught.value.place.partition(":")[0]) == (f"source-{kind}", "in/x.docx")
    assert told in caught.value.message
    assert caught.value.advice
    assert time.monotonic() - begun < 10


FIGURES = "".join(map(str, range(200_000)))


@pytest.mark.parametrize(
    ("module", "name", "limit", "body"),
    [
        (_docx_package, "MAX_MEMBERS", 2, paragraph("甲")),
        (_docx_package, "MAX_BYTES", 3000, paragraph("甲" * 1000)),
        (_docx_package, "MAX_RATIO", 2, paragraph(FIGURES)),
        (_docx_xml, "MAX_TAG", 2**19, paragraph("甲", element("rPr", element("color", val=FIGURES)))),
        (_docx_body, "MAX_TEXT", 1000, paragraph("甲" * 600) * 2),
    ],
)
def test_limits(monkeypatch: pytest.MonkeyPatch, module: object, name: str, limit: int, body: str) -> None:
    assert text(docx(body), place="x").text
    monkeypatch.setattr(module, name, limit)
    with pytest.raises(SourceError, match="source-limit"):
        text(docx(body), place="x")


def test_elements_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    body, styles = paragraph("甲") * 20, element("style") * 20
    monkeypatch.setattr(_docx_package, "MAX_NODES", 100)
    assert text(docx(body), place="x").text
    with pytest.raises(SourceError, match="source-limit"):
        text(docx(body, styles=styles * 4), place="x")


def test_deep_nesting_below_the_limit_is_read() -> None:
    wrapped = "<w:smartTag><w:r>" * 95 + "<w:t>甲</w:t>" + "</w:r></w:smartTag>" * 95
    body = _nested(60) + paragraph(wrapped)
    assert text(docx(body), place="x").text.split() == ["甲", "甲"]


def test_much_repeated_text_is_refused_early_and_in_little_memory() -> None:
    data = docx(paragraph("甲") + " " * 70_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="source-limit"):
            text(data, place="x")
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()


def test_long_numbers_are_not_repeated_without_end() -> None:
    numbering = definition(level(0, "lowerLetter", "字" * 10_000 + "%1", start=2_000_000_000)) + instance()
    found = text(docx(listed("甲"), numbering=numbering), place="x").text
    assert len(found) < 400


@given(st.integers(0, len(GOOD) - 1))
@settings(deadline=None)
def test_cut_off_files_are_refused(end: int) -> None:
    with pytest.raises(SourceError):
        text(GOOD[:end], place="x")


def outcome(data: bytes) -> str:
    """The kind of the error, or "text"."""
    try:
        text(data, place="x")
    except SourceError as error:
        return error.code.removeprefix("source-")
    return "text"


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_changed_bytes_end_in_text_or_in_an_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for position, value in changes:
        data[position] = value
    assert outcome(bytes(data)) in {"text", "format", "damaged", "encrypted", "limit"}


WORDS = ("p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "pPr", "rPr", "numPr", "ruby")
MORE = ("rubyBase", "pict", "txbxContent", "vanish", "br", "fldChar", "instrText", "sym")
FORMS = ("AlternateContent", "Choice", "Fallback")


def wrapped(tag: str, content: list[str]) -> str:
    name = f"mc:{tag}" if tag in FORMS else f"w:{tag}"
    return f"<{name}>{''.join(content)}</{name}>"


@given(
    st.recursive(
        st.sampled_from(["", "甲", run("乙")]),
        lambda inner: st.builds(wrapped, st.sampled_from(WORDS + MORE + FORMS), st.lists(inner, max_size=4)),
    )
)
@settings(max_examples=300, deadline=None)
def test_elements_in_any_order_are_read(body: str) -> None:
    assert outcome(docx(body, numbering=NUMBERS)) in {"text", "empty"}
