"""Whether a noun phrase names who can be told to act: judged by its last word."""

from __future__ import annotations

import re
from functools import lru_cache

from speechdata.annotators.directives._kinds import order_at
from speechdata.annotators.directives._lexicon import tag, words

_GLOSS = re.compile("（[^（）]*）$|”$")
_COUNTED = re.compile(r"(?<!第)[\d０-９一二三四五六七八九十百千万亿几多余两]$")
_COPULA = re.compile("是(?<![先别其]是)")
_PREDICATE = re.compile(
    "将(?![军领士帅校])|把(?<![一二三]把)|了(?!解)|作为|事关|关乎|关系到|超过|达到|属于|存在|没有|位于|仍|越|"
    "对(?<![针面应相绝核]对)(?![外口象台港])|在(?<![所存现实潜内外正]在)(?![座职岗编册校京港澳华外场押读建])"
)
_AND = re.compile("、|以及|[和与及](?!谐|会|校)")
_SELF = re.compile("(?<![、和与及的])(?:[我你咱他]们|大家)$")
_LONGEST = 60
_REMEMBERED = 1000
"""Phrases of which the verdict is kept, while the rules look at them."""


def is_agent(phrase: str) -> bool:
    """Whether a noun phrase names who can be told to act."""
    return len(phrase) <= _LONGEST and _names_agent(phrase)


@lru_cache(_REMEMBERED)
def _names_agent(phrase: str) -> bool:
    while gloss := _GLOSS.search(phrase):
        phrase = phrase[: gloss.start()]
    if words("agents", "pronoun").at(phrase) == phrase or phrase in words("agents", "place"):
        return bool(phrase)
    head = _head(phrase)
    if not head or _opens_otherwise(phrase) or _SELF.search(phrase):
        return False
    if _COPULA.search(phrase) or _PREDICATE.search(phrase, phrase.rfind("的") + 1):
        return False
    return not _is_verb_phrase(phrase, head)


def is_general(phrase: str) -> bool:
    """Whether a phrase names all of a kind, or the speaker's own side: 各部门, 每名党员, 我们."""
    return bool(words("agents", "quantifier", "pronoun").at(phrase))


def is_means(phrase: str) -> bool:
    """Whether an agent is as well a means that a quality can be asked of: 队伍, 组织领导; not 各级领导."""
    return bool(words("agents", "means").ending(phrase)) and len(phrase) <= 4 and not is_general(phrase)


def prepositional(text: str, at: int = 0) -> bool:
    """Whether a preposition stands at `at`, and not a word that only begins like one (在座, 对口; but 在|押解途中)."""
    word = words("connectives", "preposition", "disposal", "coverb").at(text, at)
    if len(word) != 1:
        return bool(word)
    if words("agents", "modifier", "quantifier").at(text, at):
        return False
    return tag(text[at : at + 2]) in ("x", "p", "r", "d") or tag(text[at + 1 : at + 3])[0] == "v"


def conditional(text: str, at: int = 0) -> bool:
    """Whether the first word of a condition or concession stands at `at`."""
    word = words("connectives", "condition", "concession").at(text, at)
    return len(word) > 1 or (bool(word) and tag(text[at : at + 2]) in ("x", "c"))


def _head(phrase: str) -> str:
    """The last word if it names an agent; empty if not. A body of one character needs a name before it."""
    found = words("agents", "head", "thing", "place", "counted").ending(phrase)
    if not found or found in words("agents", "thing"):
        return ""
    if found in words("agents", "counted"):
        return found if words("agents", "quantifier").at(phrase) else ""
    if len(found) == 1 and len(phrase) > 1:
        if tag(phrase[-2:])[0] in "vadz":
            return ""
        if _COUNTED.search(phrase[:-1]) and not is_general(phrase):
            return ""
    return found


def _opens_otherwise(phrase: str) -> bool:
    """Whether a phrase opens as no subject does: with an adverb, a preposition, a condition, a causative."""
    if phrase[0] in "既又还也更要":
        return True
    if phrase[0] in "让使给由被" and not words("agents", "modifier").at(phrase) and tag(phrase[:2]) == "x":
        return True
    return prepositional(phrase) or conditional(phrase)


def _is_verb_phrase(phrase: str, head: str) -> bool:
    """全面建设现代化强市 ends in an agent's name as its object; 生产经营单位, 承担任务的部门 name one."""
    if words("agents", "quantifier").at(phrase):
        return False
    first = _AND.split(phrase, maxsplit=1)[0]
    if first != phrase and (own := _head(first)):
        phrase, head = first, own
    at = order_at(phrase)
    if at is None:
        return False
    modifier = phrase[at : len(phrase) - len(head)]
    verb = words("verbs", "agent_object").at(modifier)
    if verb:
        return not (at == 0 and head in words("agents", "task") and len(modifier) <= 4)
    if at == 0 and (len(modifier) <= 2 or words("agents", "modifier").at(modifier, 2)):
        return False
    if "的" in modifier:
        return tag(modifier[: modifier.rfind("的")][-2:])[0] in "abz"
    return at > 0 or not (tag(phrase[:2]) == "vn" or any(tag(phrase[:size])[0] in "njl" for size in (3, 4)))
