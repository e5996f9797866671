"""Tokens of a speech for formats that know nothing smaller, and the records that end inside one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from speechdata.exports._format import Tokens
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.layer import Layer
from speechdata.records import Annotation, Sentence

CUT = "begins or ends inside a token, or outside the sentences"


class Token(NamedTuple):
    """A token in speech coordinates; `pos` is its dictionary tag, _ for a character."""

    start: int
    end: int
    pos: str


def sentence_tokens(sentence: Sentence, tokens: Tokens) -> Iterator[Token]:
    """The characters of a sentence, or its words as the table has them."""
    if tokens == "characters":
        yield from (Token(at, at + 1, "_") for at in range(sentence.start, sentence.end))
        return
    at = sentence.start
    for text, pos in zip(sentence.tokens, sentence.pos, strict=True):
        yield Token(at, at + len(text), pos)
        at += len(text)


class Places(NamedTuple):
    """Which token begins, and which ends, at a character."""

    first: dict[int, int]
    last: dict[int, int]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> Places:
        """The places of tokens in order."""
        first = {token.start: index for index, token in enumerate(tokens)}
        return cls(first, {token.end: index for index, token in enumerate(tokens)})


def aligned(
    rows: SpeechRows, layer: Layer, places: Places, losses: Losses
) -> Iterator[tuple[Annotation, int, int]]:
    """Records of a layer with their first and last token; one that cuts a token is a loss."""
    for record in rows.layers[layer.name]:
        first, last = places.first.get(record.start), places.last.get(record.end)
        if first is None or last is None or last < first:
            losses.add("record", layer.name, CUT, of=record.annotation_id)
        else:
            yield record, first, last
