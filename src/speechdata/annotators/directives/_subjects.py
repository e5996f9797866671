"""Where the agent that is the subject begins and ends: behind fronted circumstances, before adverbs."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from speechdata.annotators.directives._agents import conditional, is_agent, is_general, prepositional
from speechdata.annotators.directives._kinds import order_at
from speechdata.annotators.directives._lexicon import either, tag, words

_UNIT = "(?:年(?![级轻])度?|月份?|日(?![报本])|天(?!津)|周(?![边围])|季度?|小时)"
_WHEN = re.compile(
    rf"(?:[今明去来本当这每上下前后半两几第\d０-９○〇一二三四五六七八九十]+个?{_UNIT}|“[一二三四五六七八九十]+五”)"
    "(?:[初底末中内]|以[内后前来]|[之]?[前后]|期间|时期|起)*"
)
_MOMENT = re.compile("(?:时|后|前|之际|期间|时期|之时|时候|同时)$")
_POINT = re.compile(f"{either('connectives', 'circumstance')}|{either('connectives', 'viewpoint')}")
_TELLS = re.compile("[还都将也]会|[了过]$|已|曾|取得|(?<![先别其只凡但])是")
_SELF = re.compile("(?<=[一-鿿]{2})(?:我们|咱们|大家)")
_NAMED = frozenset("各每所全任我大咱广这那该此")
_THIS_MATTER = re.compile("[这那该此][一-鿿]{0,3}(?:事情?|道理)")
_MATTER = re.compile(f"[一-鿿]{{0,10}}?{either('nouns', 'matter')}")
_TOGETHER = re.compile("(?:一起|一道|一同|共同|一样|携手)$")
_ALONGSIDE = re.compile("[^，]{1,12}(?:一起|一道|一同|共同|携手)")
_GOES = "下进到赴驻入"
_LONGEST = 60
_FARTHEST = 200
"""Code points before a cue within which its subject is looked for."""
_REMEMBERED = 1000


def leading(text: str) -> int:
    """Length of the agent that opens `text` and is followed by circumstances, adverbs or nothing; 0 if none."""
    return _leading(text) if len(text) <= _FARTHEST else 0


@lru_cache(_REMEMBERED)
def _leading(text: str) -> int:
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
    while at < len(text) <= _FARTHEST and (step := _opener(text[at:])):
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
    if _NAMED.isdisjoint(text):
        return 0
    this = _THIS_MATTER.match(text)
    matter = this or _MATTER.match(text)
    rest = text[matter.end() :] if matter else ""
    return len(text) - len(rest) if leading(rest) and (this or is_general(rest)) else 0


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
    ours = _SELF.search(text)
    if ours and tag(text[: ours.start()][-2:])[0] in "nrmf" and leading(text[ours.start() :]):
        return ours.start()
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
    return (
        "的" not in text
        or bool(words("connectives", "fronting").at(text))
        or bool(_POINT.search(text, text.rfind("的")))
    )


def addressed(text: str) -> int:
    """Length of the agent that a cue such as 希望 or 严禁 addresses at the start of `text`; 0 if none."""
    heads = words("agents", "head", "pronoun", "place", "counted")
    for end in range(1, min(len(text), _LONGEST)):
        head = heads.ending(text[:end])
        if not head or _joined(text, end) or _is_cut(text, end, head):
            continue
        if _is_predicate(text, end) and is_agent(text[:end]):
            return end
    return 0


def _is_cut(text: str, at: int, head: str) -> bool:
    """Whether a word goes on at `at`: 全国人|民, 居民人|均."""
    pair = tag(text[at - 1 : at + 1])
    longer = bool(words("agents", "head").ending(text[: at + 1]))
    return (pair[0] == "n" and longer) or (len(head) == 1 and pair != "x")


def _joined(text: str, at: int) -> bool:
    """Whether a noun phrase goes on at `at`; 与我们 and 同群众一道 say with whom."""
    if text[at] not in "和与同跟":
        return text[at] in "及、的以们"
    return not (words("agents", "pronoun").at(text, at + 1) or _ALONGSIDE.match(text, at + 1))


def _is_predicate(text: str, at: int) -> bool:
    """Whether what stands at `at` says what is to be done."""
    if words("connectives", "adverb", "between").at(text, at) or words("cues", "cue").at(text, at):
        return True
    if _when(text, at) or prepositional(text, at) or order_at(text[at:]) is not None:
        return True
    return any(tag(text[at : at + size]) in ("v", "a", "ad", "d", "i", "l", "z") for size in (4, 3, 2))
