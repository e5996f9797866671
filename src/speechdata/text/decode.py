"""Bytes to text, strictly: byte-order mark, then UTF-8, then the encoding whose outcome reads most like Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from speechdata.errors import SourceError
from speechdata.span import Span
from speechdata.text import _trials
from speechdata.text._common import common_share
from speechdata.text._mojibake import suspicious
from speechdata.text._trials import MINIMAL_COMMON, Trial, attempt

__all__ = [
    "ENCODINGS",
    "MINIMAL_COMMON",
    "Decoded",
    "common_share",
    "decode",
    "decode_markup",
    "suspicious",
    "with_traces",
]

ENCODINGS = {
    "utf-8": ("utf-8",),
    "utf-16": ("utf-16",),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
    "utf-32": ("utf-32",),
    "utf-32-le": ("utf-32-le",),
    "utf-32-be": ("utf-32-be",),
    "gb18030": ("gb18030",),
    "big5": ("cp950", "big5hkscs"),
}
"""Encodings that can be asked for, and the codecs that may turn out to fit."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLANK = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\x00-\x1f]*")
_CONVERT = (
    "Name the encoding if you know it, or convert the file to UTF-8 "
    "(for instance: iconv -f big5 -t utf-8 OLD > NEW), and build again."
)


@dataclass(frozen=True)
class Decoded:
    """A decoded text, its encoding and why that encoding was chosen. A byte-order mark is no part of the text.

    `recovered` are the spans of numbers that the format only counts, so that no character of the file says them.
    """

    text: str
    encoding: str
    evidence: str
    recovered: tuple[Span, ...] = ()


def decode(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """The text of `data`, in `encoding` if given; line ends stay as they are and nothing is ever replaced.

    Raises SourceError naming `place` and the offset: source-empty, source-binary or source-encoding.
    """
    return with_traces(decode_markup(data, place=place, encoding=encoding))


def decode_markup(data: bytes, *, place: str, encoding: str | None = None) -> Decoded:
    """Like `decode`, but traces of an earlier wrong decoding are left to be told of the text that is drawn from it."""
    decoded = _forced(data, encoding, place) if encoding else _marked(data, place) or _unmarked(data, place)
    if _BLANK.fullmatch(decoded.text):
        advice = "Remove the file or put its text back."
        raise SourceError("source-empty", "no text in the file", place=place, advice=advice)
    return decoded


def with_traces(decoded: Decoded) -> Decoded:
    """The same text; the evidence tells of places that an earlier wrong decoding left (see `suspicious`)."""
    found = suspicious(decoded.text)
    if not found:
        return decoded
    told = (
        f"places that an earlier wrong decoding left: {len(found)}, the first at character {found[0].start}"
    )
    return replace(decoded, evidence=f"{decoded.evidence}; {told}")


def _forced(data: bytes, encoding: str, place: str) -> Decoded:
    known = _known(encoding)
    if known is None:
        message, advice = f"unknown encoding {encoding!r}", f"Known are {', '.join(ENCODINGS)}."
        raise SourceError("source-encoding", message, place=place, advice=advice)
    tried = [attempt(data, codec) for codec in ENCODINGS[known]]
    best = max(tried, key=lambda trial: (trial.text is not None, trial.share, trial.failed or 0))
    if best.text is None:
        where = f"{place}: byte {best.failed}"
        advice = "Give the right encoding, or none to let it be found; mend the file if it is damaged there."
        raise SourceError("source-encoding", f"not {known}, as asked for", place=where, advice=advice)
    _refuse_binary(best.text, place, "character")
    return Decoded(best.text, known, f"asked for; {_trials.told(tried)}")


def _known(encoding: str) -> str | None:
    """The key of ENCODINGS for a name or an alias."""
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None
    name = _trials.FAMILIES.get(name, name)
    return name if name in ENCODINGS else None


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
    if b"\0" in data:
        tried = [attempt(data, codec) for codec in _trials.WIDE]
        if found := _chosen(tried):
            return found
    # Control characters are the same single bytes in UTF-8, GB18030, Big5 and Latin-1.
    _refuse_binary(data.decode("latin-1"), place, "byte")
    plain = attempt(data, "utf-8")
    if plain.text is not None:
        return Decoded(plain.text, "utf-8", "ASCII" if data.isascii() else "valid UTF-8")
    tried = [attempt(data, codec) for codec in (*_trials.NATIONAL, *_trials.WIDE, _trials.RIVAL)]
    if found := _chosen(tried):
        return replace(found, evidence=f"not UTF-8 (byte {plain.failed}); {found.evidence}")
    raise _undecodable(data, [plain, *tried], place)


def _chosen(tried: list[Trial]) -> Decoded | None:
    best = _trials.best(tried)
    return Decoded(best.text, best.encoding, _trials.told(tried)) if best and best.text is not None else None


def _undecodable(data: bytes, tried: list[Trial], place: str) -> SourceError:
    damaged = _trials.damage(data, tried)
    if damaged is None:
        message, at = "in no encoding does it read like Chinese", tried[0].failed
        advice = _CONVERT
    else:
        message, at = f"reads like Chinese in {damaged.encoding}, but is damaged here", damaged.failed
        advice = "Fetch the file again, or mend it at this place; nothing is replaced by guess."
    where = f"{place}: byte {at}"
    return SourceError("source-encoding", f"{message} ({_trials.told(tried)})", place=where, advice=advice)


def _refuse_binary(text: str, place: str, unit: str) -> None:
    if not _trials.is_binary(text):
        return
    nul, first = text.find("\0"), _trials.CONTROL.search(text)
    at = nul if nul >= 0 or first is None else first.start()
    told = f"{_trials.control_share(text):.1%} control characters" + (", NUL among them" if nul >= 0 else "")
    advice = "Give a text file or export the document as plain text."
    raise SourceError("source-binary", f"not a text: {told}", place=f"{place}: {unit} {at}", advice=advice)
