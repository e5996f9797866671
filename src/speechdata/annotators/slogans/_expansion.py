"""Where the text spells a numeric formula out."""

from __future__ import annotations

import re
from functools import cache

from speechdata.annotators.slogans._cues import NUMERALS, PAUSES, any_of, words
from speechdata.annotators.slogans._reading import Reading
from speechdata.span import Span
from speechdata.text.segment import WHITE, split

_VALUES = dict(zip("一二两三四五六七八九十双", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2), strict=True))
_GLOSS = re.compile(
    "”?(?:的?[\u4e00-\u9fff]{0,6})?[，（(]?“?(?:即|是指|指的是|就是指|具体是|分别是|包括)[：:，]?"
)
_PLAIN = re.compile("”?(?:就)?是[：:]?")
_STOP = re.compile("[。！？!?\n]")
_BRACKET = re.compile("”?[（(]")
_ITEMS = re.compile("”?[\u4e00-\u9fff]{0,6}[：:](?=一是|一要|第一|首先|一、)")
_END = re.compile("[。！？!?\n）)]")
_BEFORE = re.compile(r"(?:[^，。；：！？\n、“”]+、)+[^，。；：！？\n、“”]+?(?:等|的|这|，即)?“?$")
_QUOTED_BEFORE = re.compile("“([^“”\n]+)”的?“?$")
_JOINT = re.compile("(?:等|的|这|，即)“?$")
_PLAINLY, _REACH = 3, 160
_ITEM = f"(?:[{NUMERALS}]是|[{NUMERALS}]要|第[{NUMERALS}])"


def expansion(reading: Reading, span: Span) -> Span | None:
    """The list that the formula at `span` stands for, where it is written next to it; None if it is not."""
    count = _VALUES.get(reading.text[span.start])
    found = _glossed(reading, span, count) or _itemized(reading, span) or _listed(reading, span, count)
    trimmed = reading.trim(found) if found else None
    return trimmed if trimmed and len(trimmed) else None


def _to_end(reading: Reading, start: int) -> Span:
    end = _END.search(reading.text, start)
    return Span(start, end.start() if end else len(reading.text))


def parts(text: str) -> int:
    """Number of parts of a list with 、，； or a last 和, 及, 与."""
    pieces = [piece for piece in split(text, Span(0, len(text)), PAUSES) if len(piece)]
    last = pieces[-1].of(text) if pieces else ""
    return len(pieces) + ("、" in text and bool(re.search("[和与及]", last)))


def _glossed(reading: Reading, span: Span, count: int | None) -> Span | None:
    """Behind 即, 是指 …; behind a bare 是 or in brackets only with as many parts as the number says."""
    gloss = _GLOSS.match(reading.text, span.end)
    if gloss:
        return _to_end(reading, gloss.end())
    for opening in (_PLAIN, _BRACKET):
        match = opening.match(reading.text, span.end)
        if match:
            inside = _to_end(reading, match.end())
            surface = inside.of(reading.text)
            return inside if parts(surface) == count and "即" not in surface else None
    return None


def _itemized(reading: Reading, span: Span) -> Span | None:
    """Items 一是 … behind a colon, to the end of the sentence that holds the last one of this line."""
    match = _ITEMS.match(reading.text, span.end)
    if not match:
        return None
    line_end = reading.text.find("\n", match.end())
    items = list(re.finditer(_ITEM, reading.text[match.end() : line_end if line_end >= 0 else None]))
    last = match.end() + items[-1].start() if items else match.end()
    stop = _STOP.search(reading.text, last)
    return Span(match.end(), stop.start() if stop else len(reading.text))


@cache
def _leading() -> re.Pattern[str]:
    leaders = any_of((*words("heads", "frame"), *words("campaigns", "leader"), *words("heads", "listing")))
    return re.compile(f"{leaders}+")


def _listed(reading: Reading, span: Span, count: int | None) -> Span | None:
    """A list right before it with as many parts as the number says (编制、经费、人员和装备的“四落实”)."""
    head = reading.text[max(0, span.start - _REACH) : span.start].rsplit("\n", 1)[-1]
    base = span.start - len(head)
    quoted = _QUOTED_BEFORE.search(head)
    if quoted and parts(quoted[1]) == count:
        return Span(base + quoted.start(1), base + quoted.end(1))
    match = _BEFORE.search(head)
    if not match or parts(match.group().rstrip("“").removesuffix("，即")) != count:
        return None
    if not _JOINT.search(match.group()) and (count or 0) < _PLAINLY:
        return None
    leading = _leading().match(head, match.start())
    start = leading.end() if leading else match.start()
    surface = _JOINT.sub("", head[start : match.end()]).rstrip("“")
    return Span(base + start, base + start + len(surface.rstrip(WHITE)))
