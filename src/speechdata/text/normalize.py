"""Cleaning by deletion only: what is left is the source's own characters, and every cut has a kind.

Rounds of three passes (characters, lines, spaces) go on until nothing is left to cut. Line breaks within sentences
are found in the first round, which still sees indents and blank lines.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import not_

from speechdata.records import Removal
from speechdata.span import Span
from speechdata.text._joins import fill, joined_gaps
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
    "markdown": "mark of Markdown emphasis, or of a heading that has a number or stands above the body",
}
"""Every kind of removal. The first ten are found here; the others, from collection_mark on, by whoever calls."""

Cut = tuple[int, int, str]
"""Start and end in the text at hand, and kind."""

_CODES = {kind: code for code, kind in enumerate(KINDS, 1)}
_NAMES = tuple(KINDS)
_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNS = r"，。、；：？！“”‘’（）《》〈〉【】〔〕「」『』…—·％〇○×＊*"
_WIDE = rf"[{_HAN}{_SIGNS}]"
_DIGIT = "[0-9０-９]"
_TAGS = (
    "p|br|div|span|a|b|i|u|s|em|strong|font|center|img|hr|h[1-6]|ul|ol|li|table|tbody|tr|td|th|script|style"
)

NOISE = re.compile(
    "(?P<zero_width>[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+)"
    "|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffc]+)"
    "|(?P<escaped_space>(?:&(?:nbsp|ensp|emsp|thinsp|#160|#12288);|<U\\+(?:00A0|3000|FEFF|00AD|20[01][0-9A-F])>)+)"
    f"|(?P<markup><!--[^<]{{0,2000}}?-->|</?(?:{_TAGS})(?=[\\s/>])[^<>\n]{{0,300}}>)",
    re.IGNORECASE,
)
"""Runs of characters that are no text; the group that matches is the kind of removal."""

_SPACES = re.compile(r"\s+")
_SENTENCE_MARK = re.compile("[，。；！？]")
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


def clean(text: str, span: Span, *, removed: Sequence[Removal] = ()) -> tuple[str, tuple[Removal, ...]]:
    """The clean text of `span` and all that was cut from it, in source coordinates, sorted and disjoint.

    `removed` is cut first; it must lie in `span` and have kinds of KINDS. Clean text has no white space at its
    edges or at those of its lines, one line break between lines, and one line a paragraph or heading.
    Runs of spaces within a line stay: they may be blanks to fill in, or part phrases of a heading.
    """
    source = span.of(text)
    codes = bytearray(len(source))
    for item in removed:
        _mark(codes, item.start - span.start, item.end - span.start, _CODES[item.kind])
    kept = array("L", compress(range(len(source)), map(not_, codes)))
    left = "".join(compress(source, map(not_, codes)))
    passes: tuple[Callable[[str], Iterator[Cut]], ...] = (_characters, _joined_lines, _spaces)
    before = -1
    while len(left) != before:
        before = len(left)
        for cuts in passes:
            left, kept = _cut(left, kept, list(cuts(left)), codes)
        passes = (_characters, _lines, _spaces)
    return left, tuple(_removals(source, codes, span.start))


def _mark(codes: bytearray, start: int, end: int, code: int) -> None:
    codes[start:end] = bytes([code]) * (end - start)


def _cut(text: str, kept: array[int], cuts: list[Cut], codes: bytearray) -> tuple[str, array[int]]:
    """What is left of a text and where that stands, with the `cuts` entered in `codes`."""
    if not cuts:
        return text, kept
    stays = bytearray(b"\1") * len(text)
    for start, end, kind in cuts:
        stays[start:end] = bytes(end - start)
        for index in range(start, end):
            codes[kept[index]] = _CODES[kind]
    return "".join(compress(text, stays)), array("L", compress(kept, stays))


def _removals(source: str, codes: bytearray, offset: int) -> Iterator[Removal]:
    for run in re.finditer(rb"([^\x00])\1*", codes, re.DOTALL):
        start, end = run.span()
        kind = _NAMES[codes[start] - 1]
        yield Removal(start=offset + start, end=offset + end, kind=kind, text=source[start:end])


def _characters(text: str) -> Iterator[Cut]:
    for match in NOISE.finditer(text):
        yield *match.span(), str(match.lastgroup)


def _joined_lines(text: str) -> Iterator[Cut]:
    return _lines(text, joined=frozenset(joined_gaps(text, fill(text))))


def _lines(text: str, *, joined: frozenset[int] = frozenset()) -> Iterator[Cut]:
    for run in _SPACES.finditer(text):
        start, end = run.span()
        at_edge = start == 0 or end == len(text)
        if at_edge or any(mark in LINE_BREAKS for mark in run.group()):
            yield from _gap(run.group(), start, at_edge=at_edge, joins=start in joined)


def _gap(run: str, offset: int, *, at_edge: bool, joins: bool) -> Iterator[Cut]:
    """Cuts of the white space between two lines: all but one line break, the first line feed if there is one."""
    breaks = [index for index, mark in enumerate(run) if mark in LINE_BREAKS]
    first = breaks[0] if breaks else len(run) if offset else -1
    kept = next((index for index in breaks if run[index] == "\n"), first)
    for index, mark in enumerate(run):
        if index == kept and not at_edge:
            if joins:
                yield offset + index, offset + index + 1, "line_break"
        elif mark not in LINE_BREAKS:
            yield offset + index, offset + index + 1, "trailing_space" if index < first else "indent"
        else:
            kind = "carriage_return" if run[index : index + 2] == "\r\n" else "blank_line"
            yield offset + index, offset + index + 1, kind


def _spaces(text: str) -> Iterator[Cut]:
    for span in lines(text):
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
