"""What an uncued clause is: an order, something fronted, or a statement."""

from __future__ import annotations

import re
from functools import lru_cache

from speechdata.annotators.directives._clauses import Clause
from speechdata.annotators.directives._lexicon import either, tag, words

_REMEMBERED = 1000
"""Clauses of which the opening is kept, while the rules look at them."""
FRONTED = ("condition", "concession", "topic", "adverbial", "time", "coverb")
"""Kinds of clauses that may stand before the clause that asks and belong to it."""

_CIRCUMSTANCE = re.compile(rf"(?<!平)(?<!在前)(?<!超前){either('connectives', 'circumstance')}$")
_PLACE = re.compile(rf"{_CIRCUMSTANCE.pattern}|{either('connectives', 'viewpoint')}$")
_DATE = re.compile(
    r"(\d+|[一二三四五六七八九十○〇]+)年(\d+月)?(\d+日)?$|(\d+|[一二三四五六七八九十]+)月(\d+日|份)?$|“[一二三四五六七八九十]+五”(时期|期间)$"
)
_DATE_ENDS = frozenset("年月日份期间")
_MANNER = re.compile(
    "[^，的]{2,8}(?<![各本当土基属产营境异驻场工矿林草湿耕用征占陆田园宅荒山坡腹内洼盆])地(?![方区质下铁面震块位点域理球产税市级县])(?=[一-鿿]{2})"
)
# a pattern that begins with a character is looked for much faster than one that begins by looking behind
COPULA = re.compile("是(?<![凡但只可或若于要别其求]是)(?!否|要|说|非)|主要是|重要是")
_PREDICATE = re.compile(
    COPULA.pattern
    + "|没有|存在|仍然?|尚|已经?|面临|处于|具有[^的]*$|等于|越来越|了$|不(?:足|够|高|强|多|少|大)$"
)
_ABOUT = re.compile(COPULA.pattern + "|不够|不足|带来|造成|具有|仍|尚|有着|存在着")
_SIGNIFICANT = ("意义", "重大", "深远", "重要")
_SIGNIFICANCE = re.compile("(具有|有着).*意义$|意义(十分|非常)?(重大|深远)$|(十分|非常|至关)重要$")
HAS = re.compile("[都又还没]有")
_HAPPENS = re.compile(rf"{either('verbs', 'happening')}[^的]*$")
CASE_ORDER = re.compile("[^，对]{1,12}的(坚决|一律|立即|马上|依法|从严|予以|限期|加快|抓紧|先)[一-鿿]{1,6}$")
_FRAME_END = re.compile("(?<![行作认成变有人更])为$|是$|如下$")
_TOLD_TO = re.compile("[向对][^，]*(作|报告|汇报|致以|表示|通报|说明|提出建议|提出意见)")
_FASHION = re.compile("整[省市县区镇乡村]|[一-鿿]{2,3}[式化]")
_FASHIONS = frozenset("整式化")
_IDEA = re.compile(rf"{either('nouns', 'idea')}$")
_MAIN = re.compile(
    "没有|不是|不可能|等于|越来越|越[^，]{1,6}越|具有[^的]*$|就有|正在"
    "|的[^，的]{1,8}(?:[还仍都也已正将比]|越来越|得到|不断|明显|日益)"
    rf"|的{either('nouns', 'crux')}[^，的]{{0,6}}[在是为]"
)
_MATTERS = ("建议", "意见", "要求", "说明", "问题", "情况", "工作", "体会")
_OWN_WORDS = re.compile(
    "(提出|讲|谈|强调|汇报|作)(以下|如下|几|两|三|四|五|一些|一个|点|个|方面)+[^，]{0,3}"
    f"({'|'.join(_MATTERS)})$"
)
_STATIVE = re.compile(rf"{either('connectives', 'degree')}{either('verbs', 'stative')}$")
_TIGHT = re.compile(
    f"{either('verbs', 'resultative')}{either('verbs', 'complement')}"
    f"|{either('verbs', 'manner')}{either('verbs', 'handling')}"
)
_TIGHT_OPENINGS = words("verbs", "resultative", "manner").openings
_LIGHT_VERB = re.compile(rf"(?<![未不已所]){either('verbs', 'light')}(?!的)")


_OPENERS = words("connectives", "stop", "concession", "condition")
_LEADS = words("connectives", "disposal", "coverb", "preposition")
_TIMES = words("connectives", "time")
_ADVERBS = words("connectives", "adverb")
_CIRCUMSTANCES = words("connectives", "circumstance")
_ORDERS, _STATES, _TENETS = words("verbs", "order"), words("verbs", "state"), words("verbs", "tenet")
_STATIVES = words("verbs", "stative")


def kind(clause: Clause) -> str:
    """condition, concession, topic, adverbial, time, coverb, order or statement; remembered on the clause."""
    if not clause.kind:
        clause.kind = kind_of(clause.bare, clause.text)
    return clause.kind


def kind_of(bare: str, text: str) -> str:
    """The kind of a clause with that folded text, and the same text masked inside quotation marks."""
    first = text[0]
    opened = first in _OPENERS.openings and _OPENERS.at(text)  # spares most clauses the single looks
    if (opened and words("connectives", "stop").at(text)) or (first == "让" and text.startswith("让我们")):
        return "statement"
    if text[-1] == "的" and not text.endswith(("目的", "是的")) and not COPULA.search(bare):
        return "topic"
    if opened and words("connectives", "concession").at(text):
        return "concession"
    if opened and _is_condition(text):
        return "condition"
    if _is_time(text):
        return "time"
    if first == "对" and not _ABOUT.search(bare) and not _PLACE.search(text):
        return "coverb" if _LIGHT_VERB.search(bare) or _ends_in_verb(text) else "adverbial"
    return "order" if "的" in bare and CASE_ORDER.match(bare) else _phrase(text, bare)


def _is_condition(text: str) -> bool:
    condition = words("connectives", "condition").at(text)
    return len(condition) > 1 or (bool(condition) and tag(text[:2]) == "x")


def _ends_in_verb(text: str) -> bool:
    return tag(text[-2:]) == "v"


def _is_time(text: str) -> bool:
    if text[0] in _TIMES.openings and (time := _TIMES.at(text)) and len(text) <= len(time) + 2:
        return True
    return text[-1] in _DATE_ENDS and len(text) < 12 and _DATE.match(text) is not None


def _phrase(text: str, bare: str) -> str:
    behind = text[_behind_adverbs(text) :]
    led = behind[0] in _LEADS.openings and _LEADS.at(behind)  # spares most clauses the single looks
    if led and words("connectives", "disposal").at(behind):
        return "order" if behind[0] == "把" or tag(behind[1:3])[0] not in "vd" else "statement"
    if led and words("connectives", "coverb").at(behind):
        return "coverb"
    if bare.endswith(_MATTERS) and _OWN_WORDS.search(bare):
        return "statement"
    if led and words("connectives", "preposition").at(behind) and not _opens_verb(behind):
        return _prepositional(behind, bare)
    if text[-1] in _CIRCUMSTANCES.closings and _CIRCUMSTANCE.search(text) and not _PREDICATE.search(bare):
        return "adverbial"
    return "order" if is_order(text) and not _asserts(text, bare) else "statement"


def _asserts(text: str, bare: str) -> bool:
    """Whether what looks like a verb phrase is the subject of its own clause: 抓发展是政绩; not 树立…是…的理念."""
    if bare.startswith("核心") or _MAIN.search(bare):
        return True
    if not COPULA.search(bare) or _IDEA.search(text) or words("verbs", "cognition").at(text):
        return False
    led = _adverb(text, 0)
    return not (led and words("verbs", "tenet").at(text, led))


def _opens_verb(text: str) -> bool:
    opener = words("connectives", "preposition").at(text)
    return any(tag(text[:size]).startswith("v") for size in (3, 2) if size > len(opener))


def _prepositional(text: str, bare: str) -> str:
    if _TOLD_TO.match(text):
        return "statement"
    if _PLACE.search(text):
        return "adverbial"
    if _PREDICATE.search(bare) and not text.startswith(("鉴于", "由于", "因", "随着")):
        return "statement"
    opener = words("connectives", "preposition").at(text)
    acts = opener in ("在", "从", "向", "以", "用", "按", "按照", "为", "到") and _ends_in_verb(text)
    return "coverb" if acts or _LIGHT_VERB.search(bare) or _hides_order(text) else "adverbial"


def _hides_order(text: str) -> bool:
    """Whether a prepositional phrase is followed by its verb: 在高危行业提取费用, 从源头上把好关口."""
    for match in re.finditer("(?<=[上中下里内业域面间度处头力点心神])[一-鿿]", text[2:]):
        if is_order(text[2 + match.start() :]) and "的" not in text[-3:]:
            return True
    return False


@lru_cache(_REMEMBERED)
def order_at(text: str) -> int | None:
    """Where the verb of an order stands behind its adverbs; None when the clause opens with no such verb."""
    size = len(text)
    for at in reversed(_seams(text)):
        if at < size and _opens_order(text, at):
            return at
    return None


def is_order(text: str) -> bool:
    """Whether a clause opens with the verb of an order, adverbs before it aside, and is no statement."""
    at = order_at(text)
    if at is None:
        return False
    stative = text[-1] in _STATIVES.closings and _STATIVE.search(text)
    return not stative or bool(words("verbs", "causative").at(text, at))


def _behind_adverbs(text: str) -> int:
    at = _seams(text)[-1]
    return at if at < len(text) else 0


@lru_cache(_REMEMBERED)
def _seams(text: str) -> tuple[int, ...]:
    """Where the adverbs that open a clause begin, and where what follows them does."""
    seams, at = [0], 0
    while step := _adverb(text, at):
        at += step
        seams.append(at)
    return tuple(seams)


def _adverb(text: str, at: int) -> int:
    """Length of the adverb at `at`; 0 if none stands there."""
    size = _adverbial(text, at)
    return 0 if size and words("agents", "pronoun").at(text, at) else size


def _adverbial(text: str, at: int) -> int:
    if "地" in text and (manner := _MANNER.match(text, at)):
        return len(manner.group())
    shaped = not _FASHIONS.isdisjoint(text[at : at + 4])
    if (
        shaped
        and (fashion := _FASHION.match(text, at))
        and tag(text[fashion.end() : fashion.end() + 2]) == "v"
    ):
        return len(fashion.group())
    pair = tag(text[at : at + 2])
    if text[at : at + 1] in _ADVERBS.openings and (word := _ADVERBS.at(text, at)):
        return len(word) if len(word) > 1 or pair[0] not in "vn" else 0
    if pair not in ("d", "ad") or at + 2 > len(text) or _ORDERS.at(text, at) or _STATES.at(text, at):
        return 0
    return 2


def _opens_order(text: str, at: int) -> bool:
    first = text[at]
    if first in _TIGHT_OPENINGS and _TIGHT.match(text, at):
        return True
    if first in _STATES.openings and _STATES.at(text, at):
        return False
    if (at and _TENETS.at(text, at)) or _long_verb(text[at : at + 4]):
        return True
    listed = _ORDERS.at(text, at) if first in _ORDERS.openings else ""
    if len(listed) > 1:
        return _has_object(text, at + len(listed), listed)
    pair = tag(text[at : at + 2])
    if pair.startswith("v"):
        return _has_object(text, at + 2, text[at : at + 2])
    return bool(listed) and pair == "x" and _rhythmic(text, at)


def _long_verb(text: str) -> bool:
    """Whether the four characters, or the first three of them, are a verb."""
    return (len(text) > 3 and tag(text)[0] == "v") or (len(text) > 2 and tag(text[:3])[0] == "v")


def _has_object(text: str, at: int, verb: str) -> bool:
    """Whether a verb that is a noun as well (建设, 发展, 监管) governs something here."""
    if tag(verb) not in ("vn", "n", "an"):
        return True
    rest = text[at:]
    if rest[:1] in ("、", "和", "与", "及") and len(rest) > 2:
        return _opens_order(rest, 1)
    if words("passages", "task_heading", "situation_heading").at(rest) == rest:
        return False
    if (len(rest) == 2 and tag(rest) in ("v", "d", "z", "x")) or tag(rest[-2:]) in ("a", "ad"):
        return False
    return (
        bool(rest)
        and rest[0] not in "的、，和与得"
        and not _PREDICATE.search(rest)
        and not _HAPPENS.search(rest)
    )


def _rhythmic(text: str, at: int) -> bool:
    """A one-character verb with its object, as in 补短板, 稳增长、调结构."""
    chunk = re.match("[一-鿿]+", text[at:])
    return chunk is not None and (len(chunk.group()) in (3, 4) or text[at] in "抓建办搞管守讲学让")


def tells(clause: Clause) -> bool:
    """Whether a clause is a predicate about the clauses before it: 充分说明…, 对…具有重大意义."""
    text = clause.text
    if text[-1] in "为是下" and _FRAME_END.search(text):
        return True
    if clause.bare.endswith(_SIGNIFICANT) and _SIGNIFICANCE.search(clause.bare):
        return True
    return bool(words("connectives", "evidence").at(text, _behind_adverbs(text)))
