"""Whether a would-be speech is one: what its front matter and its prose say for it and against it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from speechdata.speeches._bounds import Block
from speechdata.speeches._cues import HAN, matcher, pattern
from speechdata.speeches._kinds import Kind, is_closing
from speechdata.speeches._page import Page
from speechdata.speeches._titles import document_heading, heading

SAMPLE = 100_000
"""Characters of a block that are looked at."""
LEAST_HAN = 30
"""Chinese characters of the shortest speech."""
HIGH_REGISTER = 0.14
"""Share of official words among the Chinese characters from which a text is taken for official prose by itself."""
LEAST_STOPS = 0.003
"""Sentence ends for each Chinese character that make a text prose."""
LOW_REGISTER = 0.08
"""The same for a text with one outward sign of a speech."""
MOST_NARRATIVE = 0.08
"""Share of narrative words up to which a title that says where the speech is given outweighs them."""
LEAST_OTHER = 0.01
"""The same for words of press reports and papers."""

_SPOKEN = frozenset({"salutation", "opening"})
"""Outward signs that a story does not have."""
_HAN = re.compile(f"[{HAN}]+")
_LETTERS = re.compile(r"\w+")
_STOPS = "。！？；"


@dataclass(frozen=True)
class Signs:
    """Measures of a block; shares are of its Chinese characters."""

    han: int
    han_share: float
    """Chinese characters among letters and digits."""
    stops: float
    """Sentence ends, for each Chinese character."""
    register: float
    narrative: float
    other_genre: float
    """Words of press reports and papers."""
    outward: frozenset[str]
    """Signs of a speech: title, collection, salutation, opening, closing."""
    strong: bool
    """Whether the title says where, by whom or for what the speech is given."""
    document: bool
    """Whether it is headed like an official paper that is no speech."""


def signs(page: Page, block: Block) -> Signs:
    """Measures a block."""
    text = "\n".join(page.flat(at) for at in range(block.front.after, block.after))[:SAMPLE]
    others = _HAN.sub("", text)
    han = len(text) - len(others)
    letters = han + sum(map(len, _LETTERS.findall(others)))
    return Signs(
        han=han,
        han_share=han / letters if letters else 0.0,
        stops=sum(map(text.count, _STOPS)) / max(han, 1),
        register=_share("register", text, han),
        narrative=_share("narrative", text, han),
        other_genre=sum(len(m.group()) for m in pattern("other_genre_pattern").finditer(text)) / max(han, 1),
        outward=_outward(page, block),
        strong=any(
            part.strong
            for at in range(block.front.first, block.front.after)
            if page.kinds[at] in (Kind.MARK, Kind.TITLE) and (part := heading(page.flat(at)))
        ),
        document=any(document_heading(page.flat(block.front.first + n)) for n in range(2)),
    )


def _share(role: str, text: str, han: int) -> float:
    return matcher(role).covered(text) / max(han, 1)


def _outward(page: Page, block: Block) -> frozenset[str]:
    codes = {code.split(":")[0] for code in block.start.evidence}
    names = {"title_line": "title", "collection_heading": "collection", "salutation": "salutation"}
    found = {name for code, name in names.items() if code in codes}
    if "opening_formula" in codes:
        found.add("opening")
    prose = [at for at in range(block.front.after, block.after) if page.kinds[at] is Kind.PROSE]
    if any(is_closing(page.flat(at)) for at in prose[-2:]):
        found.add("closing")
    return frozenset(found)


def is_speech(found: Signs) -> bool:
    """Whether the signs make a speech: two outward ones; one and some official prose; or such prose alone.

    A title that says where or by whom the speech is given needs no official prose.
    """
    if not _is_prose(found):
        return False
    if len(found.outward) >= 2 and (found.strong or found.outward & _SPOKEN):
        return True
    if found.narrative > max(found.register, MOST_NARRATIVE if found.strong else 0.0):
        return False
    if len(found.outward) >= 2:
        return True
    if found.outward and not found.document:
        official = found.register >= LOW_REGISTER and found.other_genre <= found.register / 4
        return official or (found.strong and found.other_genre < LEAST_OTHER)
    return found.register >= HIGH_REGISTER and not found.document and found.other_genre < LEAST_OTHER


def is_speech_in_company(found: Signs) -> bool:
    """Whether the signs make a speech among others of one collection: any outward one, and none of another genre."""
    if not _is_prose(found) or found.document or not found.outward:
        return False
    return (
        found.narrative <= max(found.register, LOW_REGISTER / 2) and found.other_genre <= found.register / 4
    )


def _is_prose(found: Signs) -> bool:
    return found.han >= LEAST_HAN and found.han_share >= 0.5 and found.stops >= LEAST_STOPS
