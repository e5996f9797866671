"""A speech cut into parts (up to a semicolon or colon) and clauses, quotation marks and brackets respected."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from speechdata.annotators.directives._lexicon import tag, words
from speechdata.annotators.directives._marks import Marks, structure, within
from speechdata.layer import Doc
from speechdata.span import Span
from speechdata.text.segment import CLOSERS, OPENERS, SENTENCE_END, WHITE

EDGES = WHITE + "\n，；：、,;:。！？!?.—－\u200b"
_NUMBER = re.compile(
    r"[（(]?\d{1,3}[)）.．、]+(?!\d)|[一二三四五六七八九十]{1,3}(是(?![一二三四五六七八九十])|、)"
)
_NUMERALS = frozenset("（(0123456789０１２３４５６７８９一二三四五六七八九十")
_CONNECTIVES = words("connectives", "connective", "alone")
_PAIRED = frozenset(OPENERS + CLOSERS)
_EDGING = _PAIRED.union(EDGES)
_OPENING = _EDGING | _NUMERALS
"""Characters that a clause may open with and not own, connectives aside; most open with another."""
_GLOSS = re.compile(r"（[^（）]*）?$|\([^()]*\)?$")
MASK = "\ufffc"
"""Stands for each character inside quotation marks or brackets."""

_SPEECH_GAP = "，： "
_BREAKS = WHITE + "\n"
Modality = Literal["obligation", "prohibition", "permission", "recommendation"]


@dataclass(slots=True)
class Cue:
    """A modal word in its place."""

    span: Span
    surface: str
    modality: Modality
    strength: int
    agent_behind: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a candidate is no directive: the rule that ruled it out, and the reason in words."""

    rule: str
    reason: str


@dataclass(slots=True)
class Clause:
    """A stretch between commas, without the connective that opens it.

    `text` is its folded surface, `bare` the same with every character inside quotation marks or brackets masked.
    """

    span: Span
    text: str
    bare: str
    opened_by: str = ""
    cues: list[Cue] = field(default_factory=list)
    kind: str = ""

    @property
    def cue(self) -> Cue | None:
        """The cue that governs: the first, unless a stronger one follows a wish or stands next to it."""
        if not self.cues:
            return None
        governing = self.cues[0]
        if len(self.cues) == 1:
            return governing
        for cue in self.cues[1:]:
            if cue.strength > governing.strength and (
                governing.modality == "recommendation" or cue.span.start - governing.span.end <= 2
            ):
                governing = cue
        return governing


@dataclass(slots=True)
class Part:
    """Clauses that no semicolon or colon divides. `frame` is the clause before the colon that opens the list."""

    clauses: list[Clause]
    sentence: int
    quoted: bool
    frame: str
    asks: bool


@dataclass(slots=True)
class _Piece:
    span: Span
    quoted: bool


def parts(doc: Doc, text: str) -> Iterator[Part]:
    """Parts of the speech in order; `text` is the folded speech text."""
    quotes, marks = _speech_quotes(text), Marks(text)
    sections: tuple[Any, ...] = doc.layers.get("sections", ())
    markers = ((section.marker_start, section.marker_end) for section in sections)
    cuts = sorted([*markers, *((at, at + 1) for pair in quotes for at in pair)])
    starts = [start for start, _ in cuts]
    for index, sentence in enumerate(doc.sentences):
        asks = text[sentence.start : sentence.end].rstrip(CLOSERS)[-1:] == "？"
        inside = cuts[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        for piece in _pieces(sentence, inside, quotes):
            for part in _parts(text, piece, marks, index, asks):
                _take_from_marker(text, piece, part)
                yield part


def _take_from_marker(text: str, piece: _Piece, part: Part) -> None:
    """What stands directly behind a marker that ends in 要 (一要, 二要) orders, whatever its words."""
    first = part.clauses[0]
    if first.span.start == piece.span.start and text[piece.span.start - 1 : piece.span.start] == "要":
        first.kind = "order"


def _pieces(sentence: Span, cuts: list[tuple[int, int]], quotes: list[tuple[int, int]]) -> Iterator[_Piece]:
    at = sentence.start
    for start, end in [*cuts, (sentence.end, sentence.end)]:
        if start > at:
            yield _Piece(Span(at, start), within(quotes, at))
        at = max(at, end)


def _speech_quotes(text: str) -> list[tuple[int, int]]:
    """(opening, closing) positions of quotations that repeat what somebody said, clause by clause."""
    found: list[tuple[int, int]] = []
    for match in re.finditer("“", text):
        opened = match.start()
        if found and opened < found[-1][1]:
            continue
        before = text[max(0, opened - 8) : opened]
        spoken = words("connectives", "speech").ending(before.rstrip(_SPEECH_GAP))
        closed = _closing(text, opened) if spoken else -1
        if closed > 0 and _is_speech(text, opened, closed, direct=before[-1:] not in _SPEECH_GAP):
            found.append((opened, closed))
    return found


def _closing(text: str, opened: int) -> int:
    depth = 0
    for match in re.compile("[“”]").finditer(text, opened, opened + 3000):
        depth += 1 if match.group() == "“" else -1
        if depth == 0:
            return match.start()
    return -1


def _is_speech(text: str, opened: int, closed: int, *, direct: bool) -> bool:
    inner = text[opened + 1 : closed]
    if direct and "，" not in inner:
        return False
    after = text[closed + 1 : closed + 3].strip(WHITE)
    return inner[-1:] in SENTENCE_END or not after or after[0] in "。；，！？\n"


def _parts(text: str, piece: _Piece, marks: Marks, sentence: int, asks: bool) -> Iterator[Part]:
    nested, separators = structure(text, piece.span, marks)
    start, frame, opened = piece.span.start, _frame_above(text, piece.span.start), []
    for at in [*separators, piece.span.end]:
        clause = _clause(text, start, at, nested)
        if clause:
            opened.append(clause)
        mark = text[at] if at < piece.span.end else ""
        if mark in "；：":
            if opened:
                yield Part(opened, sentence, piece.quoted, frame, asks)
            if mark == "：" and opened:
                frame = opened[-1].text
            opened = []
        start = at + 1


def _frame_above(text: str, start: int) -> str:
    """The clause before a colon that ends the line above: 预期目标是：."""
    if not start or text[start - 1] not in _BREAKS:
        return ""
    before = text[max(0, start - 60) : start]
    above = before.rstrip(_BREAKS)
    if "\n" not in before[len(above) :] or above[-1:] != "：":
        return ""
    return re.split("[，。；：\n]", above[:-1])[-1]


def _clause(text: str, start: int, end: int, nested: list[tuple[int, int]]) -> Clause | None:
    if start == end:
        return None
    span, opened_by = Span(start, end), ""
    if text[start] in _OPENING or text[end - 1] in _EDGING or _CONNECTIVES.at(text, start):
        span, opened_by = _behind_connectives(text, behind_number(text, span))
    if span.start == span.end:
        return None
    surface = text[span.start : span.end]
    return Clause(span, surface, _bare(text, span, nested) if nested else surface, opened_by)


def _behind_connectives(text: str, span: Span) -> tuple[Span, str]:
    """`span` behind the connectives that open it, and the last of these."""
    opened_by = ""
    while span.start < span.end and (word := _CONNECTIVES.at(text, span.start)):
        if not _is_connective(text, span, word):
            break
        opened_by = word
        span = trim(text, Span(min(span.start + len(word), span.end), span.end))
    return span, opened_by


def _bare(text: str, span: Span, nested: list[tuple[int, int]]) -> str:
    bare, at = "", span.start
    first = max(0, bisect_left(nested, (span.start, 0)) - 1)
    for opened, closed in nested[first : bisect_left(nested, (span.end, 0))]:
        start, end = max(opened + 1, at), min(closed, span.end)
        if start < end:
            bare += text[at:start] + MASK * (end - start)
            at = end
    return bare + text[at : span.end]


def _is_connective(text: str, span: Span, word: str) -> bool:
    """Whether a word that may open other words or phrases too stands here as a connective."""
    after = text[span.start + len(word) : span.end]
    if word in words("connectives", "alone"):
        return not after
    if word == "特别":
        return bool(words("cues", "cue").at(after) or words("connectives", "preposition").at(after))
    return len(word) > 1 or (tag(word + after[:1]) == "x" and tag(word + after[:3]) == "x")


def trim(text: str, span: Span) -> Span:
    """`span` without white space, punctuation and unpaired quotation marks or brackets at its edges."""
    if span.start < span.end and text[span.start] not in _EDGING and text[span.end - 1] not in _EDGING:
        return span
    while True:
        before = span
        span = span.trim(text, EDGES)
        if not len(span) or (text[span.start] not in _PAIRED and text[span.end - 1] not in _PAIRED):
            return span
        if text[span.start] in OPENERS and _surplus(span.of(text), text[span.start]) > 0:
            span = Span(span.start + 1, span.end)
        if len(span) and text[span.end - 1] in CLOSERS and _surplus(span.of(text), text[span.end - 1]) < 0:
            span = Span(span.start, span.end - 1)
        if span == before:
            return span


def behind_number(text: str, span: Span) -> Span:
    """`span` trimmed, without an enumerator that no section has taken."""
    span = trim(text, span)
    while text[span.start : span.start + 1] in _NUMERALS and (
        number := _NUMBER.match(text, span.start, span.end)
    ):
        span = trim(text, Span(number.end(), span.end))
    return span


def _surplus(surface: str, mark: str) -> int:
    pair = OPENERS.find(mark) if mark in OPENERS else CLOSERS.find(mark)
    return surface.count(OPENERS[pair]) - surface.count(CLOSERS[pair])


def without_gloss(text: str, span: Span) -> Span:
    """`span` without a bracketed gloss at its end."""
    gloss = _GLOSS.search(span.of(text))
    return trim(text, Span(span.start, span.start + gloss.start())) if gloss and gloss.start() else span
