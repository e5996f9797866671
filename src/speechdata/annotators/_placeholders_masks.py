"""Finds strings that can be masks, and rules out the ones that the language explains otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from speechdata.annotators._placeholders_kind import (
    NONE,
    Around,
    Evidence,
    cues,
    is_year,
    word_at,
    word_before,
    word_right,
)
from speechdata.lexicons import load
from speechdata.span import Span
from speechdata.text.segment import CLOSERS, OPENERS, PAUSES, SENTENCE_END, WHITE

_BLANK = r"(?<=\S)(?:[ \xa0\u3000]{2,}|\u3000)(?=\S)"
_BRACKET = r"【[^【】\n]{1,20}】|〔[^〔〕\n]{1,20}〕|\[[^\[\]\n]{1,20}\]|［[^［］\n]{1,20}］"
_BRACKET += r"|[（(][^（()）\n]{2,20}[）)]|[{｛][^{}｛｝\n]{1,20}[}｝]|[<＜][^<>＜＞\n]{1,20}[>＞]"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\u4e00-\u9fff，。；）]+|[\w.+*-]{1,64}@[\w*-]{1,64}\.[\w.]{1,64}", re.ASCII
)
_CONTENT = re.compile(r"[^\W_]")
_HAN_DIGITS = tuple("一二三四五六七八九十百千零")
_SIGNS = tuple("+＋=/\\")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Mask:
    """A string that can be a mask."""

    span: Span
    form: str
    around: Around
    found: Evidence
    """What the words around it tell."""
    word_left: Callable[[], str]
    """The token that ends where it begins, or ""; asked for only where it matters, since tokens are dear."""

    @property
    def text(self) -> str:
        """The characters of the mask."""
        return self.around.mask

    @property
    def before(self) -> str:
        """The line before it."""
        return self.around.before

    @property
    def after(self) -> str:
        """The line after it."""
        return self.around.after

    @property
    def told(self) -> bool:
        """Whether a word next to it tells what is missing."""
        return self.found.role in ("first", "right", "left")

    @property
    def is_weak(self) -> bool:
        """Whether it needs other masks in the speech beside it."""
        if self.form == "letter":
            return len(self.text) == 1 and not self.told and self.found.role != "head"
        return self.form == "mou" and len(self.text) == 1

    @property
    def left(self) -> str:
        """The character before, or ""."""
        return self.before[-1:]

    @property
    def right(self) -> str:
        """The character after, or ""."""
        return self.after[:1]


@cache
def _pattern() -> re.Pattern[str]:
    entries = load("placeholders_masks")
    runs: dict[str, list[str]] = {}
    for entry in entries:
        run = f"[{re.escape(entry['characters'])}]{{{entry['least']},}}"
        runs.setdefault(entry["form"], []).append(run)
    parts = [f"(?P<{form}>{'|'.join(alternatives)})" for form, alternatives in runs.items()]
    first = re.escape("".join(entry["characters"] for entry in entries) + "【〔[［（({｛<＜ \xa0\u3000")
    return re.compile(f"(?=[{first}])(?:(?P<bracket>{_BRACKET})|{'|'.join(parts)}|(?P<blank>{_BLANK}))")


def strings(text: str) -> Iterator[tuple[Span, str]]:
    """(span, form) of every string that can be a mask."""
    at = 0
    while match := _pattern().search(text, at):
        form = str(match.lastgroup)
        if form == "bracket" and asks(match.group()) is NONE:
            at = match.start() + 1
            continue
        yield Span(*match.span()), form
        at = match.end()


def asks(bracket: str) -> Evidence:
    """What a bracket asks to fill in; NONE if nothing."""
    content = bracket[1:-1].strip()
    if not bracket.startswith(("（", "(")) and content in cues("fill"):
        return Evidence(cues("fill")[content], "fill")
    word = word_at("fill_start", content)
    return Evidence(cues("fill_start")[word], "fill_start") if word else NONE


Verdict = tuple[str, str] | None
WORD = ("placeholders.word", "a word of the language")
FORMULA = ("placeholders.formula", "part of a number, a name or a formula")
LAYOUT = ("placeholders.layout", "a rule, a list sign or markup")
EMPHASIS = ("placeholders.emphasis", "the mark of an emphasis")
SINGLE = ("placeholders.single", "a single sign in a text without other masks")
PAUSE = ("placeholders.pause", "nothing beside it shows that words are missing")
PERSON = ("placeholders.anonymous", "an anonymised person")


def _letter(mask: Mask) -> Verdict:
    if len(mask.text) == 1 and word_at("word", mask.text + mask.after):
        return WORD
    if re.search(r"[A-Za-z]$", mask.before, re.ASCII) or re.match(r"[A-Za-z]", mask.after, re.ASCII):
        return WORD
    if mask.text == "x" and not mask.told:
        return PAUSE
    if mask.left in tuple("+＋=/\\") or mask.right in tuple("+＋=/\\"):
        return FORMULA
    if (
        (mask.left.isdigit() or mask.right.isdigit())
        and len(mask.text) < 3
        and not is_year(mask.before, mask.text)
    ):
        return FORMULA
    return None


def _cross(mask: Mask) -> Verdict:
    if is_year(mask.before, mask.text) or len(mask.text) > 1:
        return None
    if mask.left.isdigit() or mask.right.isdigit() or mask.left == "+" or mask.right == "+":
        return FORMULA
    if word_before("operator", mask.before):
        return FORMULA
    return None if mask.told else FORMULA


def _asterisk(mask: Mask) -> Verdict:
    if not mask.before.strip(WHITE) and mask.right in tuple(WHITE):
        return LAYOUT
    if mask.left.isdigit() and mask.right.isdigit():
        return FORMULA
    if len(mask.text) <= 3 and _pairs(mask):
        return EMPHASIS
    return None if len(mask.text) > 1 or mask.told else PAUSE


def _pairs(mask: Mask) -> bool:
    """Whether the mark opens or closes an emphasis, which has a partner in the line and reads on without it."""
    char = re.escape(mask.text[-1])
    mark = re.compile(f"(?<!{char}){re.escape(mask.text)}(?!{char})")
    earlier = mark.split(mask.before)
    later = mark.split(mask.after)
    inside, *behind = [earlier[-1], mask.after] if len(earlier) % 2 == 0 else later
    if not behind or not inside or inside[0].isspace() or inside[-1] in PAUSES + "、":
        return False
    if not word_right(inside) or not behind[0].strip(WHITE + SENTENCE_END):
        return True
    return not (re.search(f"[{SENTENCE_END}{PAUSES}]", inside) or word_right(behind[0]))


def _ellipsis(mask: Mask) -> Verdict:
    if not mask.right or mask.right in SENTENCE_END + PAUSES + CLOSERS + "、":
        return PAUSE
    if mask.word_left() in cues("needs"):
        return None
    listed = not mask.left or mask.left in PAUSES + OPENERS + "、。"
    return None if mask.found.role == "right" and listed else PAUSE


def _circle(mask: Mask) -> Verdict:
    if mask.left in _HAN_DIGITS or mask.right in _HAN_DIGITS:
        return FORMULA
    if not mask.before.strip(WHITE) and len(mask.text) == 1 and mask.found.role != "right":
        return LAYOUT
    return None if len(mask.text) > 1 or mask.told else PAUSE


def _underscore(mask: Mask) -> Verdict:
    if _LATIN.match(mask.left) or _LATIN.match(mask.right):
        return WORD
    return EMPHASIS if mask.text == "__" and _pairs(mask) else None


def _hash(mask: Mask) -> Verdict:
    opens = not mask.before.strip(WHITE)
    if opens and (mask.found.role != "right" or mask.right in tuple(WHITE)):
        return LAYOUT
    return None if mask.found.kind != "other" else PAUSE


def _dash(mask: Mask) -> Verdict:
    if mask.left in tuple("<!") or mask.right in tuple(">!-") or mask.found.role != "right":
        return LAYOUT
    if mask.found.kind in ("date", "number") or mask.word_left() in cues("needs"):
        return None
    return None if mask.left and mask.left in PAUSES + SENTENCE_END + OPENERS else LAYOUT


def _mou(mask: Mask) -> Verdict:
    if len(mask.text) == 1 and word_at("word", mask.text + mask.after):
        return WORD
    if word_before("surname", mask.before):
        return PERSON
    return PAUSE if len(mask.text) == 1 and mask.found.role != "right" else None


def _bracket(mask: Mask) -> Verdict:
    """A bracket before words, with nothing before it, is the label of a form."""
    label = not mask.before.strip(WHITE) or mask.left in tuple(WHITE)
    label = label and bool(mask.right) and mask.right not in SENTENCE_END + PAUSES
    named = cues("right").get(word_right(mask.after)) == "person"
    return LAYOUT if label and mask.found.role == "fill" and not named else None


def _blank(mask: Mask) -> Verdict:
    if mask.found.role != "right" or mask.found.kind == "other":
        return PAUSE
    if mask.word_left() in cues("needs"):
        return None
    pause = mask.left in tuple(PAUSES)
    if mask.found.kind == "person":
        title = word_right(mask.after)
        pause = pause and bool(word_at("acts", mask.after.removeprefix(title)))
    elif mask.found.kind == "event":
        pause = pause and bool(word_at("comes", mask.after))
    elif mask.found.kind == "date":
        pause = mask.left in tuple("年月")
    elif mask.found.kind == "number":
        pause = cues("left").get(word_before("left", mask.before)) == "number"
    else:
        pause = False
    return None if pause else PAUSE


_CHECKS: dict[str, Callable[[Mask], Verdict]] = {
    "letter": _letter,
    "cross": _cross,
    "asterisk": _asterisk,
    "ellipsis": _ellipsis,
    "circle": _circle,
    "underscore": _underscore,
    "hash": _hash,
    "dash": _dash,
    "mou": _mou,
    "bracket": _bracket,
    "blank": _blank,
}


def against(mask: Mask) -> Verdict:
    """The rule and the reason that rule a string out as a mask; None if it is one."""
    line = mask.before + mask.text + mask.after
    around = [match.span() for match in _ADDRESS.finditer(line)]
    if any(start <= len(mask.before) < end for start, end in around):
        return "placeholders.address", "part of an address"
    ruling = mask.form in ("asterisk", "ellipsis", "underscore", "hash", "dash") or len(mask.text) == 1
    if ruling and mask.form != "bracket" and not _CONTENT.search(line.replace(mask.text, "")):
        return LAYOUT
    return _CHECKS[mask.form](mask)
