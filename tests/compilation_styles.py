"""Styles in which the speeches of a compilation are headed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

HAN = "一二三四五六七八"

Head = Callable[[int, str], str]


class Style(NamedTuple):
    """How the speeches of a compilation are headed; `{title}` in a head is the speech's own."""

    head: Head
    bare: Head | None = None
    """The head of a speech without a title; None where it needs one."""
    saluted: bool = False
    """Whether each speech must have a salutation to be told at all."""
    formulas: bool = False
    """Whether each speech must have an opening and a closing formula to be told at all."""
    layout: str = ""
    plain: bool = True
    """Whether nothing of the head but the title stays in the speech's text."""


def _marked(mark: str) -> Style:
    """A mark with the title behind it, or alone; `{han}` and `{n}` are the number."""

    def bare(number: int, _: str) -> str:
        return mark.format(han=HAN[number], n=number + 1).rstrip("：、 ")

    return Style(lambda number, title: mark.format(han=HAN[number], n=number + 1) + title, bare)


def _above(mark: str) -> Style:
    """A mark on a line of its own, above the title if there is one."""

    def head(number: int, title: str) -> str:
        return mark.format(han=HAN[number], n=number + 1) + "\n" + title

    return Style(head, lambda number, _: head(number, "").rstrip("\n"))


def _parted(line: str) -> Style:
    """A line between two speeches."""
    return Style(
        lambda number, title: f"{line}\n{title}" if number else title,
        lambda number, _: line if number else "",
    )


def _dated(number: int, title: str) -> str:
    return f"2023年{number + 2}月{number + 11}日" + (f"\n{title}" if title else "")


def _mixed(number: int, title: str) -> str:
    marks = ("第{}篇：", "", "{}、", "【范文{}】", "篇{}\n", "（{}）")
    return marks[number % len(marks)].format(HAN[number]) + title


FIRST: dict[str, Style] = {
    "第一篇：": _marked("第{han}篇："),
    "篇二": _above("篇{han}"),
    "【范文三】": _marked("【范文{han}】"),
    "第4篇": _above("第{n}篇"),
    "（五）": Style(lambda number, title: f"（{HAN[number]}）{title}"),
    "titles": Style(lambda _, title: title),
    "salutations": Style(lambda _, title: title, lambda *_: "", saluted=True, formulas=True),
    "formulas": Style(lambda _, title: title, lambda *_: "", formulas=True),
    "****": _parted("*" * 20),
    "———": _parted("—" * 12),
    "## title": Style(lambda _, title: f"## {title}"),
    "1、title": Style(lambda number, title: f"{number + 1}、{title}"),
}
SECOND: dict[str, Style] = {
    "dates": Style(_dated, _dated),
    "讲话稿一：": _marked("讲话稿{han}："),
    "【讲话三】": _above("【讲话{han}】"),
    "范文3：": _marked("范文{n}："),
    "例文（二）": _above("例文（{han}）"),
    "（第三篇）": _marked("（第{han}篇）"),
    "**第一篇**": _above("**第{han}篇**"),
    "# 1. title": Style(lambda number, title: f"# {number + 1}. {title}"),
    "mixed": Style(_mixed),
    "form feed": _parted("\f"),
    "page break": _parted("——分页——"),
    "一、title": Style(lambda number, title: f"{HAN[number]}、{title}"),
    "glued": Style(lambda number, title: f"第{HAN[number]}篇：{title}", saluted=True, layout="glued"),
    "glued titles": Style(lambda _, title: title, saluted=True, layout="glued"),
    "traditional": Style(lambda _, title: title, layout="traditional"),
    "traditional marks": _marked("範文{han}："),
}


THIRD: dict[str, Style] = {
    "讲话范文之一": Style(
        lambda number, title: f"讲话范文之{HAN[number]}\n{title}",
        lambda number, _: f"讲话范文之{HAN[number]}",
        plain=False,
    ),
    "发言材料（一）": Style(
        lambda number, title: f"发言材料（{HAN[number]}）\n{title}",
        lambda number, _: f"发言材料（{HAN[number]}）",
        plain=False,
    ),
    "NO.3": _above("NO.{n}"),
    "Part 2": _above("Part {n}"),
    "━━━": _parted("━" * 10),
    "《title》": Style(lambda _, title: f"《{title}》", plain=False),
    "标题：": Style(lambda _, title: f"标题：{title}"),
    "【title】": Style(lambda _, title: f"【{title}】", plain=False),
    "title（date）": Style(lambda number, title: f"{title}（2023年{number + 1}月6日）", plain=False),
    "● title": Style(lambda _, title: f"● {title}", plain=False),
    "（1）": Style(lambda number, title: f"（{number + 1}）{title}"),
    "title范文": Style(lambda _, title: f"{title}范文"),
    "title（精选）": Style(lambda _, title: f"{title}（精选）"),
    "第一部分：": Style(lambda number, title: f"第{HAN[number]}部分：{title}", plain=False),
    "讲话稿1": _above("讲话稿{n}"),
}
"""Written when the rules held on the others; none was changed for one of these alone."""
