"""A speech as the slogan rules read it: folded text with its quotations, titles and word boundaries."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import Literal, NamedTuple

from speechdata.annotators.slogans._cues import PAIRS, PAUSES, QUOTES, STOPS
from speechdata.annotators.slogans._fold import fold
from speechdata.layer import Doc, tokenizer
from speechdata.records import Rejection
from speechdata.span import Span
from speechdata.text.segment import WHITE

Kind = Literal["policy_formula", "numeric_formula", "campaign", "aphorism", "call"]


class Candidate(NamedTuple):
    """A stretch that a rule takes for a slogan."""

    span: Span
    kind: Kind
    rule: str


Found = Candidate | Rejection

_MARKS = dict.fromkeys(map(ord, QUOTES + PAUSES + WHITE + "\n"))
_QUOTE = re.compile(f"[{QUOTES}]")
_start = attrgetter("start")


def rejection(span: Span, rule: str, reason: str) -> Rejection:
    """A candidate of this layer that `rule` ruled out."""
    return Rejection(layer="slogan", start=span.start, end=span.end, rule=rule, reason=reason)


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """`text` without quotation marks, white space and pauses."""
    return text.translate(_MARKS)


def balanced(text: str) -> bool:
    """Whether all quotation marks of `text` open and close inside it."""
    stack: list[str] = []
    for mark in _QUOTE.findall(text):
        if mark in PAIRS:
            stack.append(PAIRS[mark])
        elif not stack or stack.pop() != mark:
            return False
    return not stack


@dataclass
class Reading:
    """The folded text of `doc`; all spans are in speech coordinates."""

    doc: Doc
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = fold(self.doc.text)

    @cached_property
    def quotes(self) -> list[Span]:
        """What stands in quotation marks that pair on one line, without the marks."""
        return sorted(self._pairs(PAIRS), key=_start)

    @cached_property
    def wordings(self) -> list[Span]:
        """The quotations without edges that no slogan has, in the same order."""
        return [self.trim(quote) for quote in self.quotes]

    @cached_property
    def titles(self) -> list[Span]:
        """What stands in 《》."""
        return sorted(self._pairs({"《": "》"}), key=_start)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.start for quote in self.quotes]

    @cached_property
    def _title_starts(self) -> list[int]:
        return [title.start for title in self.titles]

    def _pairs(self, pairs: dict[str, str]) -> Iterator[Span]:
        openers, closers = "".join(pairs), "".join(pairs.values())
        marks = re.compile(f"[{openers + closers}]")
        for line in re.finditer(f"[{openers}][^\n]*[{closers}]", self.text):
            stack: list[tuple[int, str]] = []
            for match in marks.finditer(self.text, *line.span()):
                mark = match.group()
                if mark in pairs:
                    stack.append((match.start(), pairs[mark]))
                elif stack and mark == stack[-1][1]:
                    yield Span(stack.pop()[0] + 1, match.start())

    def quotes_from(self, span: Span) -> list[Span]:
        """Quotations that open inside `span` or at its edges."""
        low = bisect_left(self._quote_starts, span.start)
        return self.quotes[low : bisect_right(self._quote_starts, span.end, low)]

    def within_quote(self, span: Span) -> bool:
        """Whether a quotation, or the one around it, holds `span`."""
        index = bisect_right(self._quote_starts, span.start)
        return any(quote.contains(span) for quote in self.quotes[max(0, index - 2) : index])

    def quoted(self, span: Span) -> bool:
        """Whether `span` stands in quotation marks of its own, but for a final 。！？."""
        opener, behind = self.text[span.start - 1 : span.start], self.text[span.end : span.end + 2]
        return opener in PAIRS and PAIRS[opener] in (behind[:1], behind.lstrip("。！？!?")[:1])

    def titled(self, span: Span) -> bool:
        """Whether `span` lies inside the title of a document."""
        index = bisect_right(self._title_starts, span.start) - 1
        return index >= 0 and self.titles[index].contains(span)

    def trim(self, span: Span) -> Span:
        """`span` without edges that no slogan has: white space, punctuation, enclosing quotation marks."""
        while True:
            span = span.trim(self.text, WHITE + "\n" + PAUSES + STOPS)
            inner = Span(span.start + 1, max(span.start + 1, span.end - 1))
            if len(span) < 2 or not self.quoted(inner) or not balanced(inner.of(self.text)):
                return span
            span = inner

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.doc.sentences]

    @cached_property
    def _cuts(self) -> dict[int, frozenset[int]]:
        return {}

    def sentence(self, offset: int) -> Span:
        """The sentence that holds `offset`; nothing at it where none does."""
        index = bisect_right(self._starts, offset) - 1
        return self.doc.sentences[index] if index >= 0 else Span(offset, offset)

    def boundary(self, offset: int) -> bool:
        """Whether no word runs over `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self.doc.sentences[index].end:
            return True
        if index not in self._cuts:
            self._cuts[index] = self._cut(index)
        return offset in self._cuts[index]

    def _cut(self, index: int) -> frozenset[int]:
        sentence = self.doc.sentences[index]
        folded = sentence.of(self.text)
        same = folded == sentence.of(self.doc.text)
        words = self.doc.sentence_words[index] if same else tokenizer().words(folded)
        return frozenset(accumulate(map(len, words), initial=sentence.start))


def tag(word: str) -> str:
    """Dictionary tag of `word`, x if it is no word."""
    return tokenizer().tag(word)


def nominal(wording: str) -> bool:
    """Whether `wording` is made of nouns and numerals only."""
    return all(
        token.pos[0] in "nmqbstf" or token.pos in ("vn", "an") for token in tokenizer().tokens(wording)
    )
