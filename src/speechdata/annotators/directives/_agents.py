"""Whom a directive addresses, as far as it is written."""

from __future__ import annotations

import re

from speechdata.annotators.directives._kinds import order_at
from speechdata.annotators.directives._lexicon import tag, words

_BREAK = re.compile(
    "在|对|以|从|按|把|将|围绕|针对|结合|根据|本着|宁可|宁愿|都|也|还|更|又|既|就|始终|同样|首先|共同|一起|同时|真正|自觉|必要时|认真|切实|积极|"
    "[一-鿿]{2}地"
)
_LONGEST = 60


def leading(text: str) -> int:
    """Length of the agent that opens `text` and is followed by a circumstance, an adverb or nothing; 0 if none."""
    if is_agent(text):
        return len(text)
    for match in _BREAK.finditer(text):
        if match.start() and is_agent(text[: match.start()]):
            return match.start()
    return 0


def is_agent(phrase: str) -> bool:
    """Whether a noun phrase names who can be told to act."""
    if words("agents", "pronoun").at(phrase) == phrase:
        return True
    head = words("agents", "head").ending(phrase.rstrip("”"))
    if not head or len(phrase) > _LONGEST or phrase[0] in "对把将向在以从按为给让使被由凡":
        return False
    if len(head) == 1 and len(phrase) > 1 and tag(phrase[-2:])[0] in "va":
        return False
    return not _is_verb_phrase(phrase, head)


def _is_verb_phrase(phrase: str, head: str) -> bool:
    """全面建设现代化强市 ends in an agent's name as its object; 生产经营单位, 组织部门 name one."""
    at = order_at(phrase)
    if at is None or words("agents", "quantifier").at(phrase):
        return False
    return at > 0 or not (tag(phrase[:2]) == "vn" or len(phrase) <= len(head) + 2)


def addressed(text: str) -> int:
    """Length of the agent that a cue such as 希望 or 严禁 addresses at the start of `text`; 0 if none."""
    agents = words("agents", "head", "pronoun")
    adverbs = words("connectives", "adverb", "preposition", "disposal", "coverb", "time")
    cues = words("cues", "cue")
    for end in range(1, min(len(text), _LONGEST)):
        if not agents.ending(text[:end]) or text[end] in "和与同、及以的" or not is_agent(text[:end]):
            continue
        if (
            adverbs.at(text, end)
            or cues.at(text, end)
            or order_at(text[end:]) is not None
            or tag(text[end : end + 2]) == "v"
        ):
            return end
    return 0
