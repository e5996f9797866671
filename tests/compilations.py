"""Compilations of speeches made up by a seeded generator: which speeches they hold, where, and in which style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from compilation_parts import Topic, Wording
from compilation_styles import HAN, Style
from speechdata.lexicons import load

CONTENTS = ("none", "titles", "leaders", "unnamed")
FRAMES = ("none", "editor", "request", "news")
LINKS = ("none", "none", "page", "host")
LAYOUTS = ("lines", "blank lines", "indents")


@dataclass(frozen=True)
class Compilation:
    """The text, and of each speech its text and where it may be said to start: at its mark or behind it."""

    name: str
    text: str
    speeches: tuple[str, ...]
    starts: tuple[range, ...]


@dataclass(frozen=True)
class Plan:
    """What a compilation is made of."""

    style: str
    titled: bool
    saluted: bool
    number: int
    contents: str
    frame: str
    link: str
    layout: str


def plan(style: str, look: Style, rng: Random) -> Plan:
    """A plan drawn for a style."""
    titled = look.bare is None or rng.random() < 0.5
    return Plan(
        style=style,
        titled=titled,
        saluted=look.saluted or rng.random() < 0.5,
        number=rng.randint(2, 8),
        contents=rng.choice(CONTENTS) if titled else "none",
        frame=rng.choice(FRAMES),
        link=rng.choice(LINKS),
        layout=look.layout or rng.choice(LAYOUTS),
    )


def written(topic: Topic, wording: Wording, drawn: Plan, look: Style, rng: Random) -> list[str]:
    """The lines of a speech without its title."""
    sure = look.formulas or not (drawn.titled or drawn.saluted)
    opening = rng.choice(wording.openings if sure or rng.random() < 0.7 else wording.plain_openings)
    closing = rng.choice(wording.closings if sure or rng.random() < 0.7 else wording.plain_closings)
    lines = (
        [topic.speaker.replace("　", "")] if drawn.titled and rng.random() < 0.3 and not look.layout else []
    )
    lines += [topic.salutation] if drawn.saluted else []
    lines.append(opening)
    for at, (heading, paragraph) in enumerate(topic.points):
        lines += [f"{HAN[at]}、{heading}", paragraph]
    return [*lines, closing]


def compilation(style: str, look: Style, wording: Wording, seed: int) -> Compilation:
    """A compilation in a style, the same for the same seed."""
    rng = Random(f"{style} {seed}")
    drawn = plan(style, look, rng)
    topics = [rng.choice(wording.topics) for _ in range(drawn.number)]
    parts: list[tuple[str, str]] = [(line, "") for line in _frame(drawn, topics)]
    parts += [(line, "") for line in _contents(drawn, look, topics)]
    for number, topic in enumerate(topics):
        head = (look.head if drawn.titled or look.bare is None else look.bare)(number, topic.title)
        own = [line for line in head.split("\n") if line[-1:] == "日"]
        own += ([topic.title] if topic.title in head else []) + written(topic, wording, drawn, look, rng)
        if number:
            parts += [(line, "") for line in _link(drawn, topic)]
        parts.append((head, "head"))
        parts += [(line, "body") for line in own if line not in head]
        parts.append(("\n".join(own), "speech"))
    parts += [(line, "") for line in _tail(drawn)]
    return _assembled(f"{style}:{seed} {drawn}", parts, drawn.layout)


def _frame(drawn: Plan, topics: Sequence[Topic]) -> list[str]:
    if drawn.frame == "editor":
        return [f"领导讲话稿范文{drawn.number}篇", "以下是小编为大家整理的讲话稿，欢迎阅读参考。"]
    if drawn.frame == "request":
        return [
            f"请帮我写{drawn.number}篇{topics[0].title}，要求语言朴实，每篇不少于八百字。",
            "好的，以下是为您撰写的讲话稿：",
        ]
    if drawn.frame == "news":
        return [
            "本报讯（记者 林晓）近日，有关会议相继召开，负责同志先后讲话，对下一步工作提出要求。",
            "讲话全文如下：",
        ]
    return []


def _contents(drawn: Plan, look: Style, topics: Sequence[Topic]) -> list[str]:
    if drawn.contents == "none":
        return []
    heads = [look.head(number, topic.title).replace("\n", " ") for number, topic in enumerate(topics)]
    heads = [head.replace("**", "").strip("*—━\f# ").removeprefix("分页").strip("— ") for head in heads]
    if drawn.contents == "leaders":
        heads = [f"{head}…………{number * 6 + 1}" for number, head in enumerate(heads)]
    return heads if drawn.contents == "unnamed" else ["目　录", *heads]


def _link(drawn: Plan, topic: Topic) -> list[str]:
    if drawn.link == "page":
        return ["— 7 —", "来源：某某网　作者：佚名"]
    if drawn.link == "host":
        return [f"主持人：感谢刚才的精彩讲话。下面，有请{topic.speaker.split('　')[0]}讲话，大家欢迎！"]
    return []


def _tail(drawn: Plan) -> list[str]:
    if drawn.frame == "request":
        return ["希望以上内容对您有所帮助，如需修改，请随时告诉我。"]
    return ["责任编辑：林晓"] if drawn.frame == "news" else []


def _assembled(name: str, parts: Sequence[tuple[str, str]], layout: str) -> Compilation:
    text, speeches, starts, at = "", [], [], 0
    glue = {"lines": "\n", "blank lines": "\n\n", "indents": "\n　　", "glued": " "}.get(layout, "\n")
    for line, role in parts:
        if role == "speech":
            first = min(
                place for place in (text.find(each, at) for each in line.split("\n")[:1]) if place >= 0
            )
            starts.append(range(at, first + 1))
            speeches.append(line)
        elif line:
            if role == "head":
                at = len(text)
            text += line.replace("\n", glue) + glue
        elif role == "head":
            at = len(text)
    if layout == "traditional":
        text, speeches = _traditional(text), [_traditional(speech) for speech in speeches]
    return Compilation(name, text, tuple(speeches), tuple(starts))


@cache
def _table() -> dict[int, str]:
    rows = [(entry["simplified"], entry["traditional"][0]) for entry in load("traditional")]
    return str.maketrans(dict(reversed(rows)))


def _traditional(text: str) -> str:
    return text.translate(_table())
