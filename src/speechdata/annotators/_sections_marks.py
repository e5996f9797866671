"""Finds the strings of a text that look like enumerators."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise

from speechdata.annotators._sections_numbers import SYMBOLS, alternatives, first, letter_number, numbers
from speechdata.lexicons import Entry, load, simplified
from speechdata.span import Span
from speechdata.text.segment import CLOSERS, OPENERS, SENTENCE_END, WHITE, depths

BEFORE = re.escape(SENTENCE_END + "；;：:，,、…—" + CLOSERS + WHITE + "#*>\n")
"""What a mark can stand behind, for a character class."""
LAYOUT = WHITE + "#*>"
_SOFT_BREAK = re.compile(
    f"(?<=[{SENTENCE_END}：；{re.escape(CLOSERS)}])[{WHITE}]*\u3000{{2,}}"
    f"|(?<=\\S)\u3000{{2,}}(?=第?[（(]?{SYMBOLS['N']}[）)、，])"
)
_GAP = "\u3000\u3000"
"""What every soft break holds."""
_ENCLOSING = re.compile(f"[{re.escape(OPENERS)}]")


@dataclass(frozen=True)
class Mark:
    """An enumerator: where it stands, its lexicon entry, and the number it carries."""

    span: Span
    surface: str
    """In simplified script."""
    entry: Entry
    rank: int
    """Usual rank of its family, 0 the highest."""
    outer: tuple[int, ...]
    """The numbers before its own: 2 and 1 of 2.1.3."""
    ordinal: int | None
    """None when the form does not spell it."""
    line: int
    """Index of the line (see `Lines`) that holds it."""
    opens_line: bool

    @cached_property
    def series(self) -> str:
        """Marks of one series continue each other."""
        return self.entry["series"] + ("" if self.entry["form"] != "M" else str(len(self.span)))


class Opening:
    """Lexicon forms where a line or a clause begins, in one pass; with `named`, form i is the group f<i>."""

    def __init__(self, forms: Iterable[str], *, named: bool = False) -> None:
        self._forms, self._named = tuple(forms), named
        self._place = re.compile(f"{first(self._forms)}(?<![^{BEFORE}].)", re.DOTALL)
        self._behind: dict[str, re.Pattern[str]] = {}

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """The forms that stand in `text`, in order and without overlap."""
        end = 0
        for place in self._place.finditer(text):
            at = place.start()
            if at >= end and (match := self._opened_by(text[at]).match(text, at)):
                end = match.end()
                yield match

    def _opened_by(self, char: str) -> re.Pattern[str]:
        """The forms that can open with that character: trying all of them takes five times as long."""
        if char not in self._behind:
            self._behind[char] = re.compile(alternatives(self._forms, named=self._named, opening=char))
        return self._behind[char]


class Lines:
    """The non-empty lines of a text, without outer white space.

    Two U+3000 after a sentence or before a marker break a line, too. `flat` is the text in simplified script.
    """

    def __init__(self, text: str) -> None:
        self.text, self.flat = text, simplified(text)
        self.spans: list[Span] = []
        start = 0
        for part in text.split("\n"):
            breaks = [start + match.end() for match in _SOFT_BREAK.finditer(part)] if _GAP in part else []
            cuts = pairwise((start, *breaks, start + len(part)))
            self.spans += [line for cut in cuts if len(line := Span(*cut).trim(text, WHITE))]
            start += len(part) + 1
        self.starts = [line.start for line in self.spans]
        self._depths: dict[int, list[int]] = {}

    def index(self, offset: int) -> int:
        """Index of the last line that begins at or before `offset`; -1 before the first."""
        return bisect_right(self.starts, offset) - 1

    def depth(self, line: int, offset: int) -> int:
        """Nesting depth of a character of that line in quotation marks and brackets."""
        span = self.spans[line]
        if line not in self._depths:
            self._depths[line] = depths(self.text, span) if _ENCLOSING.search(span.of(self.text)) else []
        known = self._depths[line]
        return known[offset - span.start] if known else 0


@cache
def _forms() -> tuple[tuple[Entry, ...], Opening, dict[str, int]]:
    entries = load("sections")
    forms = [entry["form"] for entry in entries]
    styles = list(dict.fromkeys(entry["style"] for entry in entries))
    return entries, Opening(forms, named=True), {style: rank for rank, style in enumerate(styles)}


@cache
def _as_letter() -> dict[str, Entry]:
    """Entries of letters by the form that the same mark has as a Roman numeral."""
    entries = (entry for entry in load("sections") if entry["style"] == "letter")
    return {entry["form"].replace("U", "R").replace("L", "r"): entry for entry in entries}


def candidates(lines: Lines) -> Iterator[Mark]:
    """All strings of lexicons/sections.tsv that stand where a line or a clause begins, in order."""
    letters: dict[str, int | None] = {}
    for mark in _matches(lines):
        if mark.entry["style"] == "roman":
            mark = _letter_in_series(mark, letters)
        letters[mark.series] = mark.ordinal
        yield mark


def _matches(lines: Lines) -> Iterator[Mark]:
    entries, opening, ranks = _forms()
    for match in opening.find(lines.flat):
        entry = entries[int(str(match.lastgroup)[1:])]
        line = lines.index(match.start())
        opens = not lines.text[max(lines.starts[line], match.start() - 8) : match.start()].strip(LAYOUT)
        outer, ordinal = _numbers(match.group(), entry)
        yield Mark(
            Span(*match.span()), match.group(), entry, ranks[entry["style"]], outer, ordinal, line, opens
        )


def _numbers(surface: str, entry: Entry) -> tuple[tuple[int, ...], int | None]:
    if entry["number"]:
        return (), int(entry["number"]) if entry["number"].isdigit() else None
    *outer, own = numbers(surface, roman=entry["style"] == "roman")
    return tuple(outer), own


def _letter_in_series(mark: Mark, letters: dict[str, int | None]) -> Mark:
    """The mark, as a letter if that continues a series of letters (I. behind H.)."""
    letter = "".join(filter(str.isalpha, mark.surface))
    entry = _as_letter()[mark.entry["form"]]
    if len(letter) != 1 or not letter.isascii() or letters.get(entry["series"]) != letter_number(letter) - 1:
        return mark
    rank = _forms()[2][entry["style"]]
    return replace(mark, entry=entry, rank=rank, ordinal=letter_number(letter))
