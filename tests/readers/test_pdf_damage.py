"""PDF documents without text, locked, damaged or too large: a clear error that says what to do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from readers.paper import lines, pdf, picture
from speechdata.errors import SourceError
from speechdata.readers import _pdf_pages, _pdf_streams
from speechdata.readers import pdf as reader
from speechdata.readers.pdf import text

ROWS = ["过去一年经济平稳增长。", "下一步要抓好落实。"]
GOOD = pdf(lines(ROWS), lines(ROWS[:1]))
LOCK = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]"


def flipped() -> bytes:
    data = bytearray(GOOD)
    data[data.rfind(b"stream\n", 0, data.rfind(b"endstream")) + 12] ^= 0x55
    return bytes(data)


REFUSED: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "nothing": (lambda: b" \n", "empty", "no text in the file", "remove it"),
    "another format": (lambda: "讲话".encode(), "format", "not a PDF", "suffix"),
    "a scan": (lambda: pdf(picture(), picture()), "empty", "a scan: 2 pages of pictures only", "ocrmypdf"),
    "blank pages": (lambda: pdf(b"", b""), "empty", "no text on the pages", "ocrmypdf"),
    "page numbers only": (lambda: pdf(lines(["— 1 —"]), lines(["— 2 —"])), "empty", "no text", "ocrmypdf"),
    "a font without meanings": (
        lambda: pdf(lines(["\ue001" * 9, "讲话"])),
        "encoding",
        "9 of 11 glyphs",
        "ocrmypdf",
    ),
    "a password": (lambda: pdf(lines(ROWS), encrypt=LOCK), "encrypted", "a password", "print it"),
    "cut off": (lambda: GOOD[:-300], "damaged", "breaks off", "file anew"),
    "a head only": (lambda: b"%PDF-1.7\nx\n%%EOF", "damaged", "no document", "file anew"),
    "a changed byte": (flipped, "damaged", "the stream at byte", "file anew"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_errors_say_what_and_what_to_do(name: str) -> None:
    make, code, message, advice = REFUSED[name]
    with pytest.raises(SourceError) as caught:
        text(make(), place="a.pdf")
    assert caught.value.code == f"source-{code}"
    assert caught.value.place == "a.pdf"
    assert message in str(caught.value)
    assert advice in caught.value.advice


def test_a_broken_table_is_rebuilt_and_told() -> None:
    decoded = text(pdf(lines(ROWS), startxref=7), place="a.pdf")
    assert decoded.text.split("\n") == ROWS
    assert "broken cross-reference tables, rebuilt: 1" in decoded.evidence


def test_a_page_that_is_none_is_named() -> None:
    head, mark, tail = GOOD.rpartition(b"/Type/Page/")
    with pytest.raises(SourceError, match=r"a\.pdf: page 2: .*source-damaged"):
        text(head + mark.replace(b"Page", b"Nope") + tail, place="a.pdf")


LIMITS = [
    (_pdf_pages, "MAX_PAGES", 1, "2 pages, more than 1"),
    (_pdf_pages, "MAX_CHARACTERS", 5, "page 1: .* characters, more than 5"),
    (_pdf_pages, "MAX_SECONDS", -1, "page 1: still not read after -1 seconds"),
    (reader, "MAX_BYTES", 100, "bytes, more than 100"),
    (_pdf_streams, "MAX_BYTES", 60, "unpacks to more than"),
]


@pytest.mark.parametrize(("module", "name", "value", "message"), LIMITS)
def test_limits(module: object, name: str, value: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, name, value)
    with pytest.raises(SourceError, match=message) as caught:
        text(GOOD, place="a.pdf")
    assert caught.value.code == "source-limit"


def outcome(data: bytes) -> str:
    """The place of the error, or that there is text."""
    try:
        return "text" if text(data, place="a.pdf").text else ""
    except SourceError as error:
        return error.place if error.advice else ""


@pytest.mark.parametrize("seed", range(40))
def test_damage_gives_text_or_a_clear_error(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray((Path(__file__).with_name("pdfs") / "blocks.pdf").read_bytes())
    if seed % 2:
        del data[chance.randrange(len(data)) :]
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    found = outcome(bytes(data))
    assert found.startswith("a.pdf") or found == "text"
