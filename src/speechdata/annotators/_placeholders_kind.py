"""Tells what a mask stands for from the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from speechdata.layer import tokenizer
from speechdata.lexicons import load
from speechdata.text.segment import CLOSERS, OPENERS, PAUSES, SENTENCE_END, WHITE

_MASK = r"(?:[XxＸｘ×*＊○◯_＿#＃某]+|…+)"
_CHAIN = re.compile(rf"(?:(?:[、和与與及跟或]|[—\-－~～至到]{{1,2}}){_MASK})+")
_STOPS = re.escape(SENTENCE_END + PAUSES + "、" + WHITE + OPENERS + CLOSERS)
_END = re.compile(f"[{SENTENCE_END}]")
_PHRASE = re.compile(rf"[^{_STOPS}\n]{{0,12}}")
_CENTURY = re.compile(r"(?:^|[^0-9０-９])(?:19|20|１９|２０)[0-9０-９]?$")


class Around(NamedTuple):
    """A mask with the parts of its line before and after it."""

    before: str
    mask: str
    after: str


class Evidence(NamedTuple):
    """What a mask stands for, and the role (see lexicons/placeholders.tsv) of the word that told it."""

    kind: str
    role: str


_AHEAD = 8
NONE = Evidence("other", "none")


@cache
def cues(role: str) -> dict[str, str]:
    """The words of one role, with the kind that each tells."""
    return {entry["cue"]: entry["kind"] for entry in load("placeholders") if entry["role"] == role}


@cache
def _pattern(role: str, *, ends: bool = False) -> re.Pattern[str]:
    words = sorted(cues(role), key=lambda cue: (-len(cue), cue))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){'$' if ends else ''}")


def word_at(role: str, text: str) -> str:
    """The longest word of that role at the start of `text`, or ""."""
    match = _pattern(role).match(text)
    return match.group() if match else ""


def word_before(role: str, text: str) -> str:
    """The longest word of that role at the end of `text`, or ""."""
    match = _pattern(role, ends=True).search(text[-8:])
    return match.group() if match else ""


def is_year(before: str, mask: str) -> bool:
    """Whether the mask is the rest of a year: 20XX, 201x."""
    century = _CENTURY.search(before)
    return (
        bool(century) and len(mask) + len(before) - len(before.rstrip("0123456789０１２３４５６７８９")) == 4
    )


def evidence(around: Around) -> Evidence:
    """What a mask stands for: by the words next to it, the phrase behind it, the sentence, in that order."""
    before = around.before.rstrip(WHITE + OPENERS)
    if is_year(before, around.mask):
        return Evidence("date", "first")
    if word := word_before("first", before):
        return Evidence(cues("first")[word], "first")
    chain = _CHAIN.match(around.after)
    after = around.after[chain.end() if chain else 0 :].lstrip(WHITE)
    if word := word_right(after) or word_right(after.lstrip(CLOSERS)):
        return Evidence(cues("right")[word], "right")
    if word := word_before("left", before.rstrip("：:" + WHITE)):
        return Evidence(cues("left")[word], "left")
    if not (around.before + around.after).strip(WHITE) and len(around.mask) > 1:
        return Evidence("person", "line")
    return _from_afar(around, after)


def word_right(text: str) -> str:
    """The longest word of the role `right` at the start of `text`, or "".

    One character counts unless it begins a longer word of the dictionary (市场), if not by a cue of its kind (万亩).
    """
    word = word_at("right", text)
    if len(word) != 1:
        return word
    token = tokenizer().tokens(text[:_AHEAD])[0]
    rest = cues("right").get(token.word[1:], "")
    return word if token.word == word or rest == cues("right")[word] or token.pos == "x" else ""


def _from_afar(around: Around, after: str) -> Evidence:
    phrase = _PHRASE.match(after)
    sentence = _END.split(around.before)[-1] + _END.split(around.after)[0]
    for role, words in (("head", phrase.group() if phrase else ""), ("sentence", sentence)):
        found = _pattern(role).findall(words)
        if found:
            return Evidence(cues(role)[found[-1]], role)
    return NONE
