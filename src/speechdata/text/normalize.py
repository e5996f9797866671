"""Cleaning by deletion only: what is left is the source's own characters, and every cut has a kind.

Rounds of passes (debris, characters, lines, spaces) go on until nothing is left to cut. Line breaks within sentences
are found in the first round, which still sees indents, blank lines and where debris parted two lines.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby

from speechdata.records import Removal
from speechdata.span import Span
from speechdata.text._joins import fill, joined_gaps
from speechdata.text.debris import debris
from speechdata.text.match import beginning
from speechdata.text.segment import LINE_BREAKS, lines

KINDS = {
    "carriage_return": "the carriage return of a CR LF pair",
    "line_break": "line break within a sentence or a hard-wrapped paragraph",
    "blank_line": "line break of a blank line",
    "indent": "white space before a line",
    "trailing_space": "white space after a line",
    "inner_space": "single space within a word, a number or a sentence",
    "zero_width": "character without width: zero-width spaces, byte-order marks, soft hyphens, direction marks",
    "control": "control character",
    "escaped_space": "white space spelled as an escape: &nbsp; or <U+00A0>",
    "markup": "HTML tag or comment",
    "collection_mark": "heading that numbers the speeches of a collection",
    "doubled_title": "title line that repeats the title",
    "sample_mark": "remark behind a title that it is a sample, the full text or the like",
    "navigation": "words of a page's navigation",
    "source_remark": "remark on where the text was found or who edited it",
    "caption": "caption of a picture",
    "page_number": "page number",
    "table_of_contents": "line of a table of contents",
    "news_report": "press report that leads to a speech",
    "request": "request for a speech to be written, or the reply that hands it over",
    "host_script": "words of a host between speakers",
    "markdown": "mark of Markdown emphasis, or of a heading that has a number or stands above the body",
    "chunk_counter": "counter of the pieces in which a site shows a document, or its links to the next piece",
    "watermark": "name or address of a site, or a running head, that recurs or says where the text was taken from",
    "paywall": "offer to download, subscribe or read on for money",
    "editor_note": "note of an editor or of who wrote the speech down",
    "image": "tag of an image",
    "footnote_mark": "mark of a footnote behind a word",
    "stage_direction": "remark on applause and what else went on in the hall",
    "pinyin": "gloss that tells how a character is read",
}
"""Every kind of removal. Layout (the first ten) and debris are found here, the other kinds by whoever calls."""

DEBRIS_KINDS = frozenset(
    {
        "navigation",
        "source_remark",
        "caption",
        "page_number",
        "chunk_counter",
        "watermark",
        "paywall",
        "editor_note",
        "image",
        "footnote_mark",
        "stage_direction",
        "pinyin",
    }
)
"""Kinds of what others than the speaker put into the text: pages, printers, sites, editors."""

_REMEMBERED = 4096
"""Forms of white space between lines of which the cuts are kept; a text has few."""

Cut = tuple[int, int, str]
"""Start and end in the text at hand, and kind."""

_Pass = Callable[[str], Iterator[Cut]]
_CODES = {kind: code for code, kind in enumerate(KINDS, 1)}
_NAMES = tuple(KINDS)
_DEBRIS_RUN = re.compile(b"[%b]+" % re.escape(bytes(_CODES[kind] for kind in sorted(DEBRIS_KINDS))))
_KEPT = re.compile(rb"\x00\x00*")
_LINE_BREAK = re.compile(f"[{LINE_BREAKS}]")
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = r"，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·％〇○×＊*"
_WIDE = rf"[{_HAN}{_SIGNS}]"
_DIGIT = "[0-9０-９]"
_TAGS = (
    "p|br|div|span|a|b|i|u|s|em|strong|font|center|img|hr|h[1-6]|ul|ol|li|table|tbody|tr|td|th|script|style"
)

_ZERO_WIDTH = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffc"
_NOISE = re.compile(
    f"(?P<zero_width>[{_ZERO_WIDTH}]+)"
    f"|(?P<control>[{_CONTROL}]+)"
    "|(?P<escaped_space>(?:&(?:nbsp|ensp|emsp|thinsp|#160|#12288);|<U\\+(?:00A0|3000|FEFF|00AD|20[01][0-9A-F])>)+)"
    f"|(?P<markup><!--[^<]{{0,2000}}?-->|</?(?:{_TAGS})(?=[\\s/>])[^<>\n]{{0,300}}>)",
    re.IGNORECASE,
)
"""Runs of characters that are no text; the group that matches is the kind of removal."""
_MAYBE_NOISE = re.compile(f"[&<{_ZERO_WIDTH}{_CONTROL}]")
"""What they begin with."""
UNEVEN = re.compile(rf"[\s&<{_ZERO_WIDTH}{_CONTROL}]")
"""White space, and what they begin with."""

_SPACES = re.compile(r"\s\s*")  # one that is not repeated is looked for faster
_SENTENCE_MARK = re.compile("[，。；！？]")
_INNER_SPACE = re.compile("[ \xa0]")
_SINGLE_SPACE = re.compile("(?<=\\S)[ \xa0](?=\\S)")
_SPACED_DIGITS = re.compile(
    rf"(?<!{_DIGIT})(?<!{_DIGIT}[ \xa0])(?:{_DIGIT}[ \xa0])+{_DIGIT}(?!{_DIGIT})(?=[ \xa0]?[{_HAN}％%．.])"
)
_SPACED_CAPITALS = re.compile("(?<![A-Za-z])(?<![A-Z][ \xa0])(?:[A-Z][ \xa0])+[A-Z](?![A-Za-z])")
_LETTER = "[A-Za-zＸｘ](?![A-Za-z0-9])"
_BEFORE = re.compile(rf"(?:{_WIDE}|{_DIGIT}|(?<![A-Za-z0-9 \xa0])[A-Za-zＸｘ])$")
_AFTER = re.compile(rf"{_WIDE}|{_DIGIT}|{_LETTER}")
_UNIT_AFTER = re.compile("[年月日号％%．]")
_MAYBE_BLANK = re.compile("(?:[在由于从向把对以被将为][ \xa0]的|[在于自从至到年月的][ \xa0][年月日])")


def clean(
    text: str, span: Span, *, removed: Sequence[Removal] = (), keep_debris: bool = False
) -> tuple[str, tuple[Removal, ...]]:
    """The clean text of `span` and all that was cut from it, in source coordinates, sorted and disjoint.

    `removed` is cut first; it must lie in `span` and have kinds of KINDS. Clean text has no white space at its
    edges or at those of its lines, one line break between lines, and one line a paragraph or heading.
    Runs of spaces within a line stay: they may be blanks to fill in, or part phrases of a heading.
    With `keep_debris` only layout is cut, besides `removed`.
    """
    source = span.of(text)
    codes = bytearray(len(source))
    for item in removed:
        _mark(codes, item.start - span.start, item.end - span.start, _CODES[item.kind])
    runs = [run.span() for run in _KEPT.finditer(codes)]
    kept = array("L")
    for run in runs:
        kept.extend(range(*run))
    left = "".join(source[start:end] for start, end in runs)
    first: tuple[_Pass, ...] = (_characters,) if keep_debris else (_debris, _characters)
    for cuts in first:
        left, kept = _cut(left, kept, cuts(left), codes)
    passes: tuple[_Pass, ...] = (partial(_joined_lines, seams=_seams(source, codes, kept)), _spaces)
    before = -1
    while len(left) != before:
        before = len(left)
        for cuts in passes:
            left, kept = _cut(left, kept, cuts(left), codes)
        passes = (*first, _lines, _spaces)
    return left, tuple(_removals(source, codes, span.start))


def _seams(source: str, codes: bytearray, kept: array[int]) -> list[int]:
    """Places in what is kept where lines of debris were cut."""
    return [
        bisect_left(kept, run.start())
        for run in _DEBRIS_RUN.finditer(codes)
        if _LINE_BREAK.search(source, *run.span())
    ]


def _mark(codes: bytearray, start: int, end: int, code: int) -> None:
    codes[start:end] = bytes([code]) * (end - start)


def _cut(text: str, kept: array[int], cuts: Iterator[Cut], codes: bytearray) -> tuple[str, array[int]]:
    """What is left of a text and where that stands, with the `cuts` entered in `codes`.

    Where cuts overlap, the kind is that of the first.
    """
    pieces: list[str] = []
    places = array("L")
    at = 0
    for start, end, kind in sorted(cuts):
        if end <= at:
            continue
        begin = max(start, at)
        pieces.append(text[at:begin])
        places.extend(kept[at:begin])
        for index in kept[begin:end]:
            codes[index] = _CODES[kind]
        at = end
    if not at:
        return text, kept
    places.extend(kept[at:])
    return "".join((*pieces, text[at:])), places


def _removals(source: str, codes: bytearray, offset: int) -> Iterator[Removal]:
    for run in re.finditer(rb"([^\x00])\1*", codes, re.DOTALL):
        start, end = run.span()
        kind = _NAMES[codes[start] - 1]
        yield Removal(start=offset + start, end=offset + end, kind=kind, text=source[start:end])


def _debris(text: str) -> Iterator[Cut]:
    return ((item.span.start, item.span.end, item.kind) for item in debris(text))


def noise(text: str, span: Span) -> Iterator[re.Match[str]]:
    """Runs of characters in `span` that are no text; the last group tells the kind of removal."""
    return beginning(_MAYBE_NOISE, _NOISE, text, span.start, span.end)


def _characters(text: str) -> Iterator[Cut]:
    for match in beginning(_MAYBE_NOISE, _NOISE, text):
        yield *match.span(), str(match.lastgroup)


def _joined_lines(text: str, *, seams: Sequence[int]) -> Iterator[Cut]:
    return _lines(text, joined=frozenset(joined_gaps(text, fill(text), seams=seams)))


def _lines(text: str, *, joined: frozenset[int] = frozenset()) -> Iterator[Cut]:
    for run in _SPACES.finditer(text):
        start, end = run.span()
        at_edge = start == 0 or end == len(text)
        if end - start == 1 and not at_edge and start not in joined:
            continue  # as most line breaks are, once the others are cut
        for at, after, kind in _gap(run.group(), first=start == 0, at_edge=at_edge, joins=start in joined):
            yield start + at, start + after, kind


@lru_cache(_REMEMBERED)
def _gap(run: str, *, first: bool, at_edge: bool, joins: bool) -> tuple[Cut, ...]:
    """Cuts of the white space between two lines: all but one line break, the first line feed if there is one.

    None are made of white space within a line. `first` tells that the text begins with it.
    """
    kinds = _kinds_of_gap(run, first=first, at_edge=at_edge, joins=joins)
    cuts, at = [], 0
    for kind, same in groupby(kinds):
        start, at = at, at + len(list(same))
        if kind:
            cuts.append((start, at, kind))
    return tuple(cuts)


def _kinds_of_gap(run: str, *, first: bool, at_edge: bool, joins: bool) -> Iterator[str]:
    """The kind of removal of each character, empty for one that stays."""
    breaks = [index for index, mark in enumerate(run) if mark in LINE_BREAKS]
    before = breaks[0] if breaks else -1 if first else len(run)
    kept = next((index for index in breaks if run[index] == "\n"), before)
    for index, mark in enumerate(run):
        if not (at_edge or breaks):
            yield ""
        elif index == kept and not at_edge:
            yield "line_break" if joins else ""
        elif mark not in LINE_BREAKS:
            yield "trailing_space" if index < before else "indent"
        else:
            yield "carriage_return" if run[index : index + 2] == "\r\n" else "blank_line"


def _spaces(text: str) -> Iterator[Cut]:
    for span in lines(text) if _INNER_SPACE.search(text) else ():
        line = span.of(text)
        if " " not in line and "\xa0" not in line:
            continue
        found = {at for pattern in (_SPACED_DIGITS, _SPACED_CAPITALS) for at in _inside(pattern, line)}
        in_sentence = _SENTENCE_MARK.search(line) is not None
        found |= {at for at in _single_spaces(line) if _is_inner(line, at, in_sentence)}
        for at in sorted(found):
            yield span.start + at, span.start + at + 1, "inner_space"


def _inside(pattern: re.Pattern[str], line: str) -> Iterator[int]:
    for match in pattern.finditer(line):
        yield from (match.start() + at for at in _single_spaces(match.group()))


def _single_spaces(line: str) -> Iterator[int]:
    return (match.start() for match in _SINGLE_SPACE.finditer(line))


def _is_inner(line: str, at: int, in_sentence: bool) -> bool:
    """Whether the single space at `at` parts what belongs together."""
    before, after = line[max(0, at - 2) : at], line[at + 1 : at + 3]
    if _MAYBE_BLANK.match(line, at - 1):
        return False
    if not in_sentence:
        return before[-1:].isdecimal() and _UNIT_AFTER.match(after) is not None
    if at < 2 and before[-1:] in "*＊":
        return False
    if before[-1:].isdecimal() and after[:1].isdecimal():
        return False
    return _BEFORE.search(before) is not None and _AFTER.match(after) is not None
