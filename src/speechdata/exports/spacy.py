"""spaCy: DocBin files with one SpanGroup a layer, overlapping spans and all; the records ride in user_data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from speechdata.errors import ConfigError
from speechdata.exports._format import Format, Options
from speechdata.exports._labels import label
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.exports._task import carried
from speechdata.exports._tokens import Places, Token, aligned, sentence_tokens

DOCS = 16
"""Speeches a file, so that no more are held in memory."""


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes 00000.spacy and so on, DOCS speeches each. Raises ConfigError export-library without spaCy."""
    spacy = _spacy()
    nlp = spacy.blank("zh")  # segments by characters and asks for no further package
    todo = iter(speeches)
    number = 0
    while members := [_doc(nlp.vocab, rows, options, losses) for rows in islice(todo, DOCS)]:
        spacy.tokens.DocBin(store_user_data=True, docs=members).to_disk(folder / f"{number:05}.spacy")
        number += 1


def _spacy() -> Any:
    try:
        import_module("spacy.tokens")
        return import_module("spacy")
    except ImportError as error:
        advice = "Install it: pip install 'speechdata[spacy]'."
        raise ConfigError("export-library", f"spaCy is missing: {error}", advice=advice) from error


def _doc(vocab: Any, rows: SpeechRows, options: Options, losses: Losses) -> Any:
    tokens, starts = _tokens(rows, options)
    words = [rows.text[token.start : token.end] for token in tokens]
    made = import_module("spacy.tokens")
    doc = made.Doc(vocab, words=words, spaces=[False] * len(words), sent_starts=starts)
    places = Places.of(tokens)
    for layer in options.layers:
        doc.spans[layer.name] = [
            made.Span(doc, first, last + 1, label=label(layer, dict(record)), span_id=record.annotation_id)
            for record, first, last in aligned(rows, layer, places, losses)
        ]
    doc.user_data["speechdata"] = carried(rows, options.layers, losses)
    return doc


def _tokens(rows: SpeechRows, options: Options) -> tuple[list[Token], list[bool]]:
    """Tokens that cover the whole text, what stands between sentences by characters, and which begin a sentence."""
    tokens: list[Token] = []
    starts: list[bool] = []
    for token, is_start in _covering(rows, options):
        tokens.append(token)
        starts.append(is_start)
    return tokens, starts


def _covering(rows: SpeechRows, options: Options) -> Iterator[tuple[Token, bool]]:
    at = 0
    for sentence in rows.sentences:
        yield from _between(at, sentence.start)
        for token in sentence_tokens(sentence, options.tokens):
            yield token, token.start == sentence.start
        at = sentence.end
    yield from _between(at, len(rows.text))


def _between(start: int, end: int) -> Iterator[tuple[Token, bool]]:
    return ((Token(at, at + 1, "_"), False) for at in range(start, end))


FORMAT = Format(
    name="spacy",
    about="DocBin files with one span group a layer",
    write=write,
    holds=frozenset({"sentences"}),
)
