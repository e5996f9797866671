"""Where the agent that is the subject begins and ends: behind fronted circumstances, before adverbs."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from speechdata.annotators.directives._agents import (
    conditional,
    is_agent,
    is_general,
    prepositional,
)
from speechdata.annotators.directives._kinds import order_at
from speechdata.annotators.directives._lexicon import either, tag, words

_WHEN = re.compile(
    r"(?:[今明去来本当这每上下前后半两几第\d０-９○〇一二三四五六七八九十]+个?(?:年(?![级轻])度?|月份?|日(?![报本])|天(?!津)|周(?![边围])|季度?|小时)|“[一二三四五六七八九十]+五”)"
    "(?:[初底末中内]|以[内后前来]|[之]?[前后]|期间|时期|起)*"
)
_MOMENT = re.compile("(?:时|后|前|之际|期间|时期|之时|时候|同时)$")
_POINT = re.compile(f"{either('connectives', 'circumstance')}|{either('connectives', 'viewpoint')}")
_TELLS = re.compile("[还都将也]会|[了过]$|已|曾|取得|(?<![先别其只凡但])是")
_SELF = re.compile("(?<=[一-鿿]{2})(?:我们|咱们|大家)")
_MATTER = re.compile(
    "([这那该此][一-鿿]{0,3}(?:事情?|道理))|[一-鿿]{0,10}?(?:问题|政策|措施|资金|制度|规定|意见|方案|精神|任务|工作|情况)(?=[各每所全任我大])"
)
_TOGETHER = re.compile("(?:一起|一道|一同|共同|一样|携手)$")
_OBJECT = ("对", "针对", "把", "将", "按", "以", "向", "为", "根据", "按照", "围绕", "结合", "本着")
_GOES = "下进到赴驻入"
_LONGEST = 60


@lru_cache(maxsize=8192)
def leading(text: str) -> int:
    """Length of the agent that opens `text` and is followed by circumstances, adverbs or nothing; 0 if none."""
    openers, acts = _openers(), is_general(text) or _MOMENT.search(text)
    for end in range(1, min(len(text), _LONGEST)):
        if (acts or text[end] in openers) and is_agent(text[:end]) and _only_circumstances(text, end):
            return end
    return len(text) if is_agent(text) else 0


@cache
def _openers() -> frozenset[str]:
    """First characters of what may follow a subject."""
    stems = ("adverb", "time", "between", "preposition", "coverb", "disposal", "condition", "concession")
    others = "每今明去本当这上下前后半两几第“0123456789一二三四五六七八九十"
    return words("connectives", *stems).openings | frozenset(others)


def behind_openers(text: str) -> int:
    """Length of the time words, adverbs and circumstances that open `text` before its subject or its cue."""
    at = 0
    while at < len(text) and (step := _opener(text[at:])):
        at += step
    return at


def _opener(text: str) -> int:
    if step := _when(text, 0) or _topic(text):
        return step
    if leading(text):
        return 0
    if word := words("connectives", "adverb").at(text):
        return len(word)
    return _fronted(text)


def _topic(text: str) -> int:
    """Length of a matter that is named before the agent: 这件事|办公室, 优惠政策|各单位."""
    matter = _MATTER.match(text)
    if not matter or not leading(text[matter.end() :]):
        return 0
    return matter.end() if matter.group(1) or is_general(text[matter.end() :]) else 0


def _when(text: str, at: int) -> int:
    time = len(words("connectives", "time").at(text, at))
    date = _WHEN.match(text, at)
    return max(time, date.end() - at if date else 0)


def _fronted(text: str) -> int:
    """Length of a circumstance that no comma divides from what stands behind it: 在工作中各单位."""
    opened = prepositional(text) or conditional(text)
    for match in _POINT.finditer(text):
        rest = text[match.end() :]
        if (opened or (match.start() >= 3 and _MOMENT.search(match.group()))) and leading(rest):
            return match.end()
    if (
        (self := _SELF.search(text))
        and tag(text[: self.start()][-2:])[0] in "nrmf"
        and leading(text[self.start() :])
    ):
        return self.start()
    return len(text) if opened and _only_circumstances(text, 0) else 0


def _only_circumstances(text: str, at: int) -> bool:
    """Whether nothing but adverbs, time words and circumstances stands from `at` on."""
    while at < len(text):
        if conditional(text, at):
            return True
        step = len(words("connectives", "adverb", "between").at(text, at)) or _when(text, at)
        if not step:
            return _is_circumstance(text[at:]) or _acts(text, at)
        at += step
    return True


def _acts(text: str, at: int) -> bool:
    """Whether a verb opens what ends in 时 or 后 (下基层时), or its object what a general agent does (制定政策)."""
    verb = tag(text[at : at + 2]) == "v"
    if _MOMENT.search(text):
        return verb or text[at] in _GOES or order_at(text[at:]) is not None
    return verb and is_general(text) and len(text) >= at + 4 and "的" not in text[at:]


def _is_circumstance(text: str) -> bool:
    """Whether `text` is one phrase of place, manner or fronted object, and no noun phrase that holds one."""
    if not prepositional(text) or _TELLS.search(text):
        return False
    if text[0] in "和与同跟" and not text.startswith("同时"):
        return bool(_TOGETHER.search(text))
    return "的" not in text or text.startswith(_OBJECT) or bool(_POINT.search(text, text.rfind("的")))


def addressed(text: str) -> int:
    """Length of the agent that a cue such as 希望 or 严禁 addresses at the start of `text`; 0 if none."""
    heads = words("agents", "head", "pronoun", "place", "counted")
    for end in range(1, min(len(text), _LONGEST)):
        head = heads.ending(text[:end])
        if not head or (len(head) == 1 and tag(text[end - 1 : end + 1])[0] == "n") or _joined(text, end):
            continue
        if _is_predicate(text, end) and is_agent(text[:end]):
            return end
    return 0


def _joined(text: str, at: int) -> bool:
    """Whether a noun phrase goes on at `at`; 与我们 and 和大家 say with whom."""
    if text[at] not in "和与同跟及、的以们":
        return False
    return text[at] not in "和与同跟" or not words("agents", "pronoun").at(text, at + 1)


def _is_predicate(text: str, at: int) -> bool:
    """Whether what stands at `at` says what is to be done."""
    if words("connectives", "adverb", "between").at(text, at) or words("cues", "cue").at(text, at):
        return True
    if _when(text, at) or prepositional(text, at) or order_at(text[at:]) is not None:
        return True
    return any(tag(text[at : at + size]) in ("v", "a", "ad", "d", "i", "l", "z") for size in (4, 3, 2))
