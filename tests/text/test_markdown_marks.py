from __future__ import annotations

import pytest

from speechdata.text.markdown_marks import marks, numbered, underlines


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("# 在会上的讲话", ["#"]),
        ("　###### 附", ["######"]),
        ("> 2024年3月16日", [">"]),
        ("## **一、认清形势**", ["##", "**", "**"]),
        ("### **二、抓落实** ###", ["###", "**", "**"]),
        ("**（一）成绩来之不易。**去年开工一百个项目。", ["**", "**"]),
        ("**第一，**要抓谋划。", ["**", "**"]),
        ("__1.抓谋划。__各县要抓紧。", ["__", "__"]),
        ("**同志们：**", ["**", "**"]),
        ("**在全市会议上的讲话**  ", ["**", "**"]),
        ("##市在会上的讲话", []),
        ("**市委书记在**会议上的讲话", []),
        ("**县、***县和某县", []),
        ("**某某**同志主持会议。", []),
        ("__年__月__日", []),
        ("____年工作要点", []),
        ("要坚持**安全第一**的方针。", []),
        ("* 一要抓紧", []),
        ("一、认清形势", []),
        ("", []),
    ],
)
def test_marks_are_told_from_masks(line: str, found: list[str]) -> None:
    assert [mark.of(line) for mark in marks(line)] == found


@pytest.mark.parametrize(
    ("heading", "own"),
    [
        (" 一、认清形势", True),
        (" **（一）成绩**", True),
        ("1.抓谋划", True),
        (" 工作回顾", False),
        ("一定要抓紧", False),
    ],
)
def test_headings_that_number_themselves(heading: str, own: bool) -> None:
    assert numbered(heading) is own


@pytest.mark.parametrize(
    ("line", "above", "is_mark"),
    [
        ("======", "在会上的讲话", True),
        ("---", "一、认清形势", True),
        ("---", "2024年3月16日", False),
        ("=====", "谢谢大家！", False),
        ("==", "在会上的讲话", False),
        ("=====", "", False),
        ("=-=", "在会上的讲话", False),
    ],
)
def test_underlines(line: str, above: str, is_mark: bool) -> None:
    assert underlines(line, above) is is_mark
