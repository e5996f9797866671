"""Finds enumerators in a text, and tells them from strings that only look like one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from speechdata.lexicons import Entry, load
from speechdata.span import Span
from speechdata.text.segment import CLOSERS, OPENERS, SENTENCE_END, WHITE, depths

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | dict(
    zip("〇壹贰叁肆伍陆柒捌玖貳參陸", (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 6), strict=True)
)
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_MEMBERS = {"N": "".join((*_DIGITS, *_TENS)), "D": "0-9０-９", "M": "#"}
_SYMBOLS = {
    "N": f"[{_MEMBERS['N']}]{{1,4}}",
    "T": "(?:[二三四五六七八九十两兩几幾]|十[一二三四五六七八九])",
    "D": f"[{_MEMBERS['D']}]{{1,2}}",
    "M": f"[{_MEMBERS['M']}]{{1,6}}",
}
_BEFORE = re.escape(SENTENCE_END + "；;：:，,、…—" + CLOSERS + WHITE + "#*>\n")
LAYOUT = WHITE + "#*>"
_BUSY = re.compile(f"[^{re.escape(LAYOUT + SENTENCE_END)}；;：:，,、]")
_SOFT_BREAK = re.compile(
    f"(?<=[{SENTENCE_END}：；{re.escape(CLOSERS)}])[{WHITE}]*\u3000{{2,}}"
    f"|(?<=\\S)\u3000{{2,}}(?=第?[（(]?{_SYMBOLS['N']}[）)、，])"
)
_GAP = "\u3000\u3000"
"""What every soft break holds."""
_ENCLOSING = re.compile(f"[{re.escape(OPENERS)}]")
_NUMBER_NEXT = re.compile(
    rf"[{WHITE}]*(?:第?{_SYMBOLS['N']}[、，,]|{_SYMBOLS['D']}[、，,]|第{_SYMBOLS['N']})"
)


@dataclass(frozen=True)
class Mark:
    """An enumerator: where it stands, its lexicon entry, and the number it carries."""

    span: Span
    entry: Entry
    rank: int
    """Usual rank of its family, 0 the highest."""
    ordinal: int | None
    """None when the form does not spell it."""
    line: int
    """Index of the line (see `Lines`) that holds it."""
    opens_line: bool

    @property
    def series(self) -> str:
        """Marks of one series continue each other."""
        return self.entry["series"] + ("" if self.entry["form"] != "M" else str(len(self.span)))


@dataclass(frozen=True)
class Ruled:
    """A string that looks like an enumerator, with the rule that ruled it out and the reason."""

    span: Span
    rule: str
    reason: str


def han_number(numeral: str) -> int | None:
    """The number that a Chinese numeral under 100 spells (二十三, 廿一, 壹拾); None if it spells none.

    >>> [han_number(numeral) for numeral in ("二十三", "廿一", "拾", "二〇", "一三二")]
    [23, 21, 10, 20, None]
    """
    tens = next((char for char in numeral if char in _TENS), None)
    if tens is None:
        figures = [_DIGITS[char] for char in numeral]
        return sum(f * 10**place for place, f in enumerate(reversed(figures))) if len(figures) < 3 else None
    before, after = numeral.split(tens, 1)
    if len(before) > 1 or len(after) > 1 or after in _TENS or (before and _TENS[tens] > 10):
        return None
    return (_DIGITS[before] if before else 1) * _TENS[tens] + (_DIGITS[after] if after else 0)


class Lines:
    """The non-empty lines of a text, without outer white space.

    Two U+3000 after a sentence or before a marker break a line, too.
    """

    def __init__(self, text: str) -> None:
        self.text = text
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


def alternatives(forms: Iterable[str], *, named: bool = False) -> str:
    """A regular expression for lexicon forms, longest first; with `named`, form i is the group f<i>."""
    parts = []
    for index, form in sorted(enumerate(forms), key=lambda item: (-len(item[1]), item[0])):
        body, _, ahead = form.partition("+")
        if len(body) == 3 and body[1] == "-":
            body_pattern = f"[{body}]"
        else:
            body_pattern = "".join(_SYMBOLS.get(char) or re.escape(char) for char in body)
        name = f"?P<f{index}>" if named else "?:"
        parts.append(f"({name}{body_pattern}{f'(?={ahead})' if ahead else ''})")
    return "|".join(parts)


def _first(forms: Iterable[str]) -> str:
    """A character class that holds every first character of the forms: a quick test before the long one."""
    members = {form if form[1:2] == "-" else _MEMBERS.get(form[0], re.escape(form[0])) for form in forms}
    return f"[{''.join(sorted(members))}]"


@cache
def _forms() -> tuple[tuple[Entry, ...], re.Pattern[str], dict[str, int]]:
    entries = load("sections")
    forms = [entry["form"] for entry in entries]
    pattern = re.compile(f"(?={_first(forms)})(?<![^{_BEFORE}])(?:{alternatives(forms, named=True)})")
    styles = list(dict.fromkeys(entry["style"] for entry in entries))
    return entries, pattern, {style: rank for rank, style in enumerate(styles)}


@cache
def _pseudo() -> re.Pattern[str]:
    cues = [entry["cue"] for entry in load("sections_cues") if entry["role"] == "pseudo"]
    return re.compile(f"(?={_first(cues)})(?<![^{_BEFORE}])(?:{alternatives(cues)})")


def _ordinal(surface: str, entry: Entry) -> int | None:
    if entry["number"]:
        return int(entry["number"]) if entry["number"].isdigit() else None
    han = re.search(_SYMBOLS["N"], surface)
    if han:
        return han_number(han.group()) or 0
    digits = "".join(char for char in surface if unicodedata.numeric(char, None) is not None)
    return int(digits) if digits.isdecimal() else int(unicodedata.numeric(digits))


def _candidates(lines: Lines) -> Iterator[Mark]:
    entries, pattern, ranks = _forms()
    text = lines.text
    for match in pattern.finditer(text):
        entry = entries[int(str(match.lastgroup)[1:])]
        line = lines.index(match.start())
        opens = not text[max(lines.starts[line], match.start() - 8) : match.start()].strip(LAYOUT)
        rank = ranks[entry["style"]]
        yield Mark(Span(*match.span()), entry, rank, _ordinal(match.group(), entry), line, opens)


def _by_shape(lines: Lines, mark: Mark) -> tuple[str, str] | None:
    """The rule and reason against a mark, from its own characters and the next ones of its line."""
    end = max(mark.span.end, lines.spans[mark.line].end)
    after = lines.text[mark.span.end : min(end, mark.span.end + 8)]
    surface, style = mark.span.of(lines.text), mark.entry["style"]
    if mark.ordinal == 0:
        return "sections.number", "spells no number from 1 up"
    if style in ("shi", "yao") and after.startswith(surface[:-1]):
        return "sections.count", "the same numeral on both sides"
    if surface[-1] in ".．" and after[:1].isdigit():
        return "sections.decimal", "a decimal fraction or a date"
    if surface[-1] in "、，,." and _NUMBER_NEXT.match(after):
        return "sections.number_list", "the next word is a number, too"
    if style == "markdown" and (mark.line == 0 or not after.startswith(" ")):
        return "sections.hash", "a number sign before the title, or one that no space follows"
    if not _BUSY.search(lines.text, mark.span.end, end) and (
        style.startswith("arabic") or not mark.opens_line
    ):
        return "sections.empty", "nothing follows in the line"
    if lines.depth(mark.line, mark.span.start):
        return "sections.enclosed", "inside quotation marks or brackets"
    return None


def _shape_rules(lines: Lines, marks: list[Mark]) -> Iterator[Ruled]:
    for mark in marks:
        if verdict := _by_shape(lines, mark):
            yield Ruled(mark.span, *verdict)
    for before, after in pairwise(marks):
        between = lines.text[before.span.end : after.span.start]
        if before.entry["style"] == "markdown" and not between.strip(LAYOUT):
            yield Ruled(before.span, "sections.layout", "the enumerator behind it counts")


def _near(mark: Mark, other: Mark) -> bool:
    if mark.line == other.line or (mark.opens_line and other.opens_line):
        return True
    return mark.entry["reach"] == "text" and "never" not in (mark.entry["lone"], other.entry["lone"])


def _continues(before: Mark | None, after: Mark | None) -> bool:
    """Whether `after` can follow `before` in a series that may skip or repeat one number."""
    if before is None or after is None or before.ordinal is None or not _near(before, after):
        return False
    if after.ordinal is None:
        return before.line == after.line or before.entry["style"] == after.entry["style"]
    return after.ordinal > 1 and before.ordinal <= after.ordinal <= before.ordinal + 2


def _lone(marks: list[Mark], pseudo: dict[int, Span]) -> Iterator[Ruled]:
    """Marks that need another member of their series and have none."""
    series: dict[str, list[Mark]] = {}
    for mark in marks:
        series.setdefault(mark.series, []).append(mark)
    for members in series.values():
        for before, mark, after in zip([None, *members], members, [*members[1:], None], strict=False):
            alike = pseudo.get(mark.span.start)
            if mark.opens_line and mark.entry["lone"] == "start" and not alike:
                continue
            if not (_continues(before, mark) or _continues(mark, after)):
                yield Ruled(mark.span, "sections.lone", "no other member of a series")


def _without(marks: list[Mark], ruled: list[Ruled]) -> list[Mark]:
    out = {item.span for item in ruled}
    return [mark for mark in marks if mark.span not in out]


def find_marks(lines: Lines) -> tuple[list[Mark], list[Ruled]]:
    """The enumerators of a text in order, and what was ruled out."""
    marks = list(_candidates(lines))
    pseudo = {match.start(): Span(*match.span()) for match in _pseudo().finditer(lines.text)}
    ruled = list(_shape_rules(lines, marks))
    marks = _without(marks, ruled)
    while fallen := list(_lone(marks, pseudo)):
        ruled += fallen
        marks = _without(marks, fallen)
    ruled = [item for item in ruled if item.rule != "sections.lone" or item.span.start not in pseudo]
    known = {mark.span.start for mark in marks} | {item.span.start for item in ruled}
    ruled += (
        Ruled(span, "sections.pseudo", "a word that carries no number of a series")
        for start, span in pseudo.items()
        if start not in known
    )
    return marks, sorted(ruled, key=lambda item: item.span)
