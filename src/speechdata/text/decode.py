"""Bytes to text, strictly: byte-order mark, then UTF-8, then GB18030 if the outcome reads like Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from speechdata.errors import SourceError

MINIMAL_COMMON = 0.25
"""Least share of common characters among the non-ASCII ones for GB18030 to be believed. Chinese prose has 0.5 to
0.7, Big5, Shift-JIS, KOI8-R and Windows-1252 text read as GB18030 less than 0.1."""
MAXIMAL_CONTROL = 0.01
"""Greatest share of control characters in a text; binary formats have 0.05 and more."""

_COMMON = frozenset(
    "，。、；：？！“”‘’（）《》—…·％０１２３４５６７８９　"
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而"
    "方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应"
    "开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反明看原又么利比或但质气第向道命此"
    "变条只没结解问意建月公无系军情者最立代想已通并提直题党程展五果料员革位入常文总次品式活设及管特件长求老头基"
    "资边流路级图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取"
    "這個國會來時們說產種後學經實點從開還為無與關對發過體當應樣間線數動將變條結問題黨員總設級統組見計別運農強決戰"
)
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
_ASCII = re.compile(r"[\x00-\x7f]+")
_BLANK = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\x00-\x1f]*")
_CONVERT = "Convert the file to UTF-8 (for instance: iconv -f big5 -t utf-8 OLD > NEW) and build again."


@dataclass(frozen=True)
class Decoded:
    """A decoded text, its encoding and why that encoding was chosen. A byte-order mark is no part of the text."""

    text: str
    encoding: str
    evidence: str


def decode(data: bytes, *, place: str) -> Decoded:
    """The text of `data`; line ends stay as they are and nothing is ever replaced.

    Raises SourceError naming `place` and the offset: source-empty, source-binary or source-encoding.
    """
    decoded = _marked(data, place) or _unmarked(data, place)
    if _BLANK.fullmatch(decoded.text):
        advice = "Remove the file or put its text back."
        raise SourceError("source-empty", "no text in the file", place=place, advice=advice)
    return decoded


def _marked(data: bytes, place: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding.removesuffix("-sig"))
            except UnicodeDecodeError as error:
                where = f"{place}: byte {len(mark) + error.start}"
                message = f"the byte-order mark says {encoding}, but the bytes are not that"
                raise SourceError("source-encoding", message, place=where, advice=_CONVERT) from error
            _refuse_binary(text, place, "character")
            return Decoded(text, encoding, f"byte-order mark {mark.hex(' ')}")
    return None


def _unmarked(data: bytes, place: str) -> Decoded:
    # Control characters are the same single bytes in UTF-8, GB18030 and Latin-1.
    _refuse_binary(data.decode("latin-1"), place, "byte")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "ASCII" if data.isascii() else "valid UTF-8")
    except UnicodeDecodeError as error:
        return _gb18030(data, error.start, place)


def _gb18030(data: bytes, not_utf8: int, place: str) -> Decoded:
    try:
        text = data.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        message = f"neither UTF-8 (byte {not_utf8}) nor GB18030"
        where = f"{place}: byte {error.start}"
        raise SourceError("source-encoding", message, place=where, advice=_CONVERT) from error
    share = common_share(text)
    told = f"{share:.2f} of its non-ASCII characters are common Chinese ones"
    if share < MINIMAL_COMMON:
        message = f"not UTF-8, and as GB18030 only {told} (at least {MINIMAL_COMMON} expected)"
        raise SourceError("source-encoding", message, place=f"{place}: byte {not_utf8}", advice=_CONVERT)
    return Decoded(text, "gb18030", f"not UTF-8 (byte {not_utf8}); valid GB18030, {told}")


def common_share(text: str) -> float:
    """Share, 0 to 1, of common Chinese characters and punctuation among the non-ASCII characters; 0 if none."""
    others = _ASCII.sub("", text)
    return sum(map(_COMMON.__contains__, others)) / len(others) if others else 0.0


def _refuse_binary(text: str, place: str, unit: str) -> None:
    first = _CONTROL.search(text)
    if first is None:
        return
    share = 1 - len(_CONTROL.sub("", text)) / len(text)
    nul = text.find("\0")
    if nul >= 0 or share > MAXIMAL_CONTROL:
        message = f"not a text: {share:.1%} control characters" + (", NUL among them" if nul >= 0 else "")
        advice = (
            "Give a text file or export the document as plain text; save UTF-16 with its byte-order mark."
        )
        where = f"{place}: {unit} {nul if nul >= 0 else first.start()}"
        raise SourceError("source-binary", message, place=where, advice=advice)
