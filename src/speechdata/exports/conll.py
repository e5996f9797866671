"""CoNLL: a token a line, BIO in one column a layer; where records of a layer overlap, a cell holds their tags stacked.

Columns are named in a `# global.columns` line as in CoNLL-U Plus. START and END count code points of the speech. A
cell `O|B-block` says: nothing on the first level, a record begins on the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from speechdata.exports._format import Format, Options
from speechdata.exports._labels import label
from speechdata.exports._left_out import IDENTITY, fields_of, speech_fields
from speechdata.exports._losses import Losses
from speechdata.exports._rows import SpeechRows
from speechdata.exports._tokens import Places, Token, aligned, sentence_tokens
from speechdata.layer import Layer

FILE = "speeches.conll"
_COLUMNS = ("FORM", "START", "END", "POS")
_ABOUT = ("title", "speaker", "date", "split")


def write(speeches: Iterable[SpeechRows], folder: Path, options: Options, losses: Losses) -> None:
    """Writes speeches.conll: speeches and sentences behind comment lines, sentences apart by empty lines."""
    with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
        names = (*_COLUMNS, *(layer.name.upper() for layer in options.layers))
        file.write(f"# global.columns = {' '.join(names)}\n")
        for rows in speeches:
            file.writelines(f"{line}\n" for line in _lines(rows, options, losses))
            _left_out(rows, options, losses)


def _left_out(rows: SpeechRows, options: Options, losses: Losses) -> None:
    for layer in options.layers:
        held = {*IDENTITY, layer.main_attribute}
        fields_of(
            layer.name, rows.layers[layer.name], held, losses, reason="a column holds one label a token"
        )
    speech_fields(rows, {"text", *_ABOUT}, losses, reason="not among the comment lines")
    outside = len(rows.text) - sum(map(len, (each.text for each in rows.sentences)))
    reason = "stands between sentences, where no token is"
    losses.add("character", "speeches.text", reason, count=outside, of=rows.speech_id)


def _lines(rows: SpeechRows, options: Options, losses: Losses) -> Iterator[str]:
    sentences = [list(sentence_tokens(each, options.tokens)) for each in rows.sentences]
    tokens = [token for each in sentences for token in each]
    places = Places.of(tokens)
    cells = [_cells(rows, layer, places, len(tokens), losses) for layer in options.layers]
    yield f"# newdoc id = {rows.speech_id}"
    for name in _ABOUT:
        if (value := getattr(rows.speech, name, None)) is not None:
            yield f"# {name} = {_one_line(str(value))}"
    index = 0
    for sentence, members in zip(rows.sentences, sentences, strict=True):
        yield f"# sent_id = {sentence.sentence_id}"
        for token in members:
            yield "\t".join((*_token(rows.text, token), *(column[index] for column in cells)))
            index += 1
        yield ""


def _token(text: str, token: Token) -> tuple[str, str, str, str]:
    return _one_line(text[token.start : token.end]), str(token.start), str(token.end), token.pos or "_"


def _one_line(text: str) -> str:
    """Text as one cell: white space and the backslash are escaped as in Python."""
    return "".join(f"\\u{ord(mark):04x}" if mark.isspace() or mark == "\\" else mark for mark in text)


def _cells(rows: SpeechRows, layer: Layer, places: Places, size: int, losses: Losses) -> list[str]:
    """The cell of each token: the tags of all levels up to the last that says something."""
    levels: list[list[str]] = []
    for record, first, last in aligned(rows, layer, places, losses):
        name = label(layer, dict(record))
        level = _free(levels, first, last, size)
        level[first : last + 1] = [f"B-{name}"] + [f"I-{name}"] * (last - first)
    return [_stacked([level[at] for level in levels]) for at in range(size)]


def _free(levels: list[list[str]], first: int, last: int, size: int) -> list[str]:
    """The first level with nothing between these tokens; a new one if there is none."""
    for level in levels:
        if all(tag == "O" for tag in level[first : last + 1]):
            return level
    levels.append(["O"] * size)
    return levels[-1]


def _stacked(tags: Sequence[str]) -> str:
    told = max((at for at, tag in enumerate(tags, 1) if tag != "O"), default=0)
    return "|".join(tags[:told]) or "O"


FORMAT = Format(
    name="conll",
    about="a token a line with BIO tags, one column a layer",
    write=write,
    holds=frozenset({"sentences"}),
)
