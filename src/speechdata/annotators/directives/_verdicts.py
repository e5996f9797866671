"""What rules a cue candidate out. Each check looks at one reason; none of them needs the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from speechdata.annotators.directives._clauses import MASK, Clause, Cue, Part, Verdict
from speechdata.annotators.directives._kinds import is_order, kind
from speechdata.annotators.directives._lexicon import tag, words
from speechdata.text.tokenize import Token

_FUSED = frozenset("还就都也又更仍均尤亦越不仅既")
_MEASURED = re.compile("一个$|一些$|一种$|这个$|那些$|有$")
_ANNOUNCED = re.compile("(着重|特别|再次|重点|简要)?(说明|强调|指出|汇报|报告|讲|谈)(的|一|几|两|三|$)")
_VERB_DE = re.compile("(?!有的)([一-鿿]{1,4}?)的(?![，。]|$)")
_PERFORMED = re.compile("作|讲|发表|宣读|颁|通报|出席")
_HYPOTHESIS = re.compile("如果|假如|假使|倘若|若|要是")
_OUTCOME = re.compile("(那么|那)?(就|便|将|会|必)")
_ASKED_OF = re.compile("(^|[，、])向[^，]{1,8}$")
_CASE = ("对", "针对", "把", "凡", "那些")
_ONCE = re.compile("[一-鿿]一下")
_NEAR = 12
"""How many clauses on either side of a cue can bear on it."""

_ROOM = frozenset("时也均都亦还即方的业位者门人")


@dataclass(slots=True)
class Candidate:
    """A cue with what stands around it.

    `holder` is the token that holds its first letter, `before` and `after` are the rest of its clause.
    """

    cue: Cue
    clause: Clause
    part: Part
    holder: Token | None
    before: str
    after: str
    earlier: list[Clause]
    """The nearest clauses of the part before the cue's."""
    later: list[Clause]
    """The nearest clauses of the part behind the cue's."""


def verdict(cue: Cue, index: int, part: Part, holder: Token | None) -> Verdict | None:
    """Why `cue` makes no directive of the clause with that index; None when it does.

    `holder` is the token that holds the cue's first letter.
    """
    clause = part.clauses[index]
    at = cue.span.start - clause.span.start
    if clause.bare[at] == MASK:
        return Verdict("directives.not.quoted", "it stands inside quotation marks or brackets")
    after = clause.text[cue.span.end - clause.span.start :]
    if not after:
        return Verdict("directives.not.pseudo_cue", "nothing is asked for behind it")
    earlier, later = part.clauses[max(0, index - _NEAR) : index], part.clauses[index + 1 : index + 1 + _NEAR]
    candidate = Candidate(cue, clause, part, holder, clause.text[:at], after, earlier, later)
    for check in _CHECKS:
        if found := check(candidate):
            return found
    return None


def without_adverbs(text: str) -> str:
    """`text` without the adverbs and time words that open it."""
    adverbs = words("connectives", "adverb", "time")
    while word := adverbs.at(text):
        text = text[len(word) :]
    return text


def _acts(text: str) -> bool:
    if words("connectives", "adverb", "preposition", "coverb", "disposal").at(text) or is_order(text):
        return True
    return text[0] in "“‘" or any(tag(text[:size])[0] in "vdpailz" for size in (4, 3, 2, 1))


def _word(c: Candidate) -> Verdict | None:
    """Letters that belong to another word: 重|要, 解决|不了."""
    holder = c.holder
    if len(c.cue.surface) > 1:
        split = holder and holder.pos != "x" and holder.start < c.cue.span.start < holder.end < c.cue.span.end
        return Verdict("directives.not.pseudo_cue", "its letters belong to two words") if split else None
    if c.cue.doubtful and (holder is None or len(holder.word) > 1) and not _ONCE.match(c.after):
        return Verdict("directives.not.pseudo_cue", "its letters belong to another word")
    if c.cue.surface in ("需", "应", "须") and not _acts(c.after):
        return Verdict("directives.not.pseudo_cue", f"{c.cue.surface} is part of a noun")
    if holder is None or holder.start == c.cue.span.start or (holder.pos == "x" and c.cue.surface != "需"):
        return None
    if holder.end == c.cue.span.end and _FUSED.issuperset(holder.word[:-1]):
        return None
    return Verdict("directives.not.pseudo_cue", f"it is part of the word {holder.word}")


def _possible(c: Candidate) -> Verdict | None:
    """可以 and 可 permit; but they say what is possible before a result or a state."""
    if c.cue.surface not in ("可以", "可"):
        return None
    plain = without_adverbs(c.after)
    if c.before.endswith(("是", "既", "又")) or words("verbs", "result", "state", "cognition").at(plain):
        return Verdict("directives.not.ability", "it says what is possible")
    room = not c.before or c.before[-1] in _ROOM
    acts = tag(c.after[:2]).startswith("v") or words("connectives", "preposition", "adverb").at(c.after)
    if c.cue.surface == "可" and not (room and acts):
        return Verdict("directives.not.ability", "it says what is possible")
    return None


def _soft(c: Candidate) -> Verdict | None:
    """希望, 请, 鼓励 and their like ask only as an act of the speaker or the speaker's side."""
    if c.cue.modality != "recommendation":
        return None
    if c.after[0] in "的，和、" or c.after.startswith(("了", "着")):
        return Verdict("directives.not.noun", f"{c.cue.surface} is a noun here")
    lead = without_adverbs(c.before)
    speaker = words("connectives", "speaker").at(lead)
    if without_adverbs(lead[len(speaker) :]):
        return Verdict("directives.not.noun", f"{c.cue.surface} is not what the speaker does")
    if c.cue.surface == "鼓励" and not speaker and not words("agents", "pronoun").at(c.after):
        return Verdict("directives.not.action", "鼓励 is what is to be done")
    return None


def _noun(c: Candidate) -> Verdict | None:
    """需要 behind its own modifier is a noun, 是…必须的 an adjective."""
    if c.cue.surface == "需要" and re.search("的[^，]{0,8}$", c.before) and not _acts(c.after):
        return Verdict("directives.not.noun", "需要 is a noun here")
    if c.after in ("的", "是", "为") or (c.before.endswith("是") and c.after.endswith("的")):
        return Verdict("directives.not.noun", f"{c.cue.surface} describes a state")
    return None


def _asked(c: Candidate) -> Verdict | None:
    questions = words("connectives", "question")
    if c.part.asks or questions.inside(c.clause.bare[: len(c.before)]):
        return Verdict("directives.not.question", "the clause asks")
    for clause in c.earlier:
        if questions.inside(clause.bare) and kind(clause) != "concession":
            return Verdict("directives.not.question", "the clause is part of a question")
    return None


def _need(c: Candidate) -> Verdict | None:
    """A need of the situation: 力量还需加强, 最终还是要靠企业, 更需要有一个环境."""
    window = c.before[-8:]
    need = words("connectives", "need").inside(window + c.cue.surface + c.after[:4])
    if need and need.start() <= len(window):
        return Verdict("directives.not.need", f"{need.group()} tells a state, it asks nothing")
    return None


def _will(c: Candidate) -> Verdict | None:
    """要 that tells what comes, or what the speaker is going to say or do."""
    if c.cue.surface not in ("要", "应", "需要"):
        return None
    if bound := words("connectives", "bound").inside(c.before):
        return Verdict("directives.not.will", f"{bound.group()}: what is bound to come")
    if plan := words("connectives", "plan").ending(c.before + c.cue.surface):
        return Verdict("directives.not.plan", f"{plan} tells the speaker's own plan")
    if c.before in ("", "这里", "在这里", "我", "首先") and _ANNOUNCED.match(c.after):
        return Verdict("directives.not.plan", "the speaker announces what will be said")
    if _ASKED_OF.search(c.before):
        return Verdict("directives.not.pseudo_cue", "向…要… gets something from somewhere")
    if c.before.endswith(("还", "将", "会", "即将", "马上")) and _PERFORMED.match(c.after):
        return Verdict("directives.not.will", "要 tells what comes")
    return None


def _inability(c: Candidate) -> Verdict | None:
    """不能 that says what cannot be: 还不能适应, 就不能坚持."""
    if c.cue.surface not in ("不能", "不可"):
        return None
    if words("connectives", "inability").ending(c.before) or words("verbs", "inability").at(c.after):
        return Verdict("directives.not.inability", "it says what cannot be")
    if not c.before and any("就不能" in clause.bare for clause in c.earlier):
        return Verdict("directives.not.inability", "it goes on with what cannot be")
    return None


def _relative(c: Candidate) -> Verdict | None:
    """The modal of a noun phrase: 必须调整的价格, 对不能保证安全的单位, 一个需要破解的课题."""
    rest = c.after[len(words("connectives", "adverb").at(c.after)) :]
    direct = _VERB_DE.match(rest)
    acted = direct and tag(rest[:2]) == "v" and is_order(rest[direct.end() :])
    if direct and (acted or tag(direct.group(1))[0] in "va"):
        return Verdict("directives.not.relative", "it belongs to a noun phrase")
    if "的" in c.after and (_MEASURED.search(c.before) or c.before.startswith(_CASE)):
        return Verdict("directives.not.relative", "it belongs to a noun phrase")
    return None


def _reported(c: Candidate) -> Verdict | None:
    if reported := words("connectives", "report").inside(c.before):
        return Verdict("directives.not.reported", f"{reported.group()} reports it")
    if c.before.endswith(("了", "曾", "过去", "当时")):
        return Verdict("directives.not.reported", "it is told of the past")
    return None


def _condition(c: Candidate) -> Verdict | None:
    """The condition or the aim of something else: 必须X才能Y, 要实现目标任重道远, 要X，离不开Y."""
    if word := words("connectives", "hardness").inside(c.after):
        return Verdict(
            "directives.not.condition", f"it is the condition or the aim of what {word.group()} tells"
        )
    if _HYPOTHESIS.match(c.before or (c.earlier[0].bare if c.earlier else "")) and any(
        _OUTCOME.match(e.bare) for e in c.later
    ):
        return Verdict("directives.not.condition", "it is part of a condition")
    if any(words("connectives", "prerequisite").inside(clause.bare[:6]) for clause in c.later):
        return Verdict("directives.not.condition", "it is the aim of what the sentence tells")
    return None


def _embedded(c: Candidate) -> Verdict | None:
    """The modal of what a result verb governs: 做到人人都要…."""
    lead = without_adverbs(c.before)
    if c.earlier and words("verbs", "result").at(lead):
        return Verdict("directives.not.embedded", "it belongs to the result that the clause tells")
    return None


def _explained(c: Candidate) -> Verdict | None:
    explanation = words("connectives", "explanation")
    if explanation.ending(c.part.frame) or any(explanation.inside(e.bare) for e in [*c.earlier, c.clause]):
        return Verdict("directives.not.explanation", "the sentence gives reasons")
    return None


UNREAL = frozenset(
    f"directives.not.{reason}"
    for reason in ("condition", "inability", "need", "will", "plan", "ability", "question")
)
"""Verdicts that make the whole clause one that orders nothing, with or without a cue."""

_CHECKS = (
    _word,
    _possible,
    _soft,
    _noun,
    _asked,
    _need,
    _will,
    _inability,
    _relative,
    _reported,
    _condition,
    _embedded,
    _explained,
)
