"""A speech cut into parts (up to a semicolon or colon) and clauses, quotation marks and brackets respected."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from speechdata.annotators.directives._lexicon import tag, words
from speechdata.annotators.directives._marks import marks, structure, within
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
_OPENING = _EDGING | _NUMERALS | _CONNECTIVES.openings
"""What marks, numbers and connectives before a clause begin with; most clauses begin with another character."""
_ASKING = frozenset(CLOSERS + "？")
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


@dataclass(slots=True, eq=False)
class Clause:
    """A stretch between commas, without the connective that opens it.

    `text` is its folded surface, `bare` the same with every character inside quotation marks or brackets masked.
    """

    span: Span
    text: str
    bare: str
    opened_by: str = ""
    cues: tuple[Cue, ...] = ()
    kind: str = ""

    @property
    def cue(self) -> Cue | None:
        """The cue that governs: the first, unless a stronger one follows a wish or stands next to it."""
        if len(self.cues) < 2:
            return self.cues[0] if self.cues else None
        governing, *others = self.cues
        for cue in others:
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


def parts(doc: Doc, text: str) -> Iterator[Part]:
    """Parts of the speech in order; `text` is the folded speech text."""
    quotes, places = _speech_quotes(text), marks(text)
    sections: tuple[Any, ...] = doc.layers.get("sections", ())
    markers = ((section.marker_start, section.marker_end) for section in sections)
    cuts = sorted([*markers, *((at, at + 1) for pair in quotes for at in pair)])
    starts = [start for start, _ in cuts]
    for index, sentence in enumerate(doc.sentences):
        asks = text[sentence.end - 1] in _ASKING and sentence.of(text).rstrip(CLOSERS).endswith("？")
        first = bisect_left(starts, sentence.start)
        for piece in _pieces(sentence, cuts[first : bisect_left(starts, sentence.end, first)]):
            marked = text[piece.start - 1 : piece.start] == "要"
            quoted = within(quotes, piece.start)
            for part in _parts(text, piece, places, index, quoted, asks):
                if marked and part.clauses[0].span.start == piece.start:
                    # what stands directly behind a marker that ends in 要 (一要, 二要) orders, whatever its words
                    part.clauses[0].kind = "order"
                yield part


def _pieces(sentence: Span, cuts: list[tuple[int, int]]) -> list[Span]:
    if not cuts:
        return [sentence]
    pieces, at = [], sentence.start
    for start, end in [*cuts, (sentence.end, sentence.end)]:
        if start > at:
            pieces.append(Span(at, start))
        at = max(at, end)
    return pieces


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


def _parts(
    text: str, piece: Span, places: list[int], sentence: int, quoted: bool, asks: bool
) -> Iterator[Part]:
    nested, separators = structure(text, piece, places)
    start, frame, opened = piece.start, _frame_above(text, piece.start), []
    for at in [*separators, piece.end]:
        if start < at and (clause := _clause(text, start, at, nested)):
            opened.append(clause)
        mark = text[at] if at < piece.end else ""
        if mark in "；：":
            if opened:
                yield Part(opened, sentence, quoted, frame, asks)
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
    if text[end - 1] == "。":  # spares most of those that a sentence ends with the long way
        end -= 1
    span, opened_by = Span(start, end), ""
    if start == end or text[start] in _OPENING or text[end - 1] in _EDGING:
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
    gloss = _GLOSS.search(text, span.start, span.end)
    return trim(text, Span(span.start, gloss.start())) if gloss and gloss.start() > span.start else span
