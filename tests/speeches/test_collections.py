"""Boundaries in collections of many styles, and what is no boundary."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from sources import BODIES, LEAD, SALUTATIONS, TITLES, collection, part, source
from speechdata.records import RawSpeech
from speechdata.span import Span
from speechdata.speeches import extract, outside
from speechdata.text.offsets import OffsetMap

HAN = "一二三四五六七八"
STYLES: dict[str, Callable[[int], str]] = {
    "第N篇：title": lambda n: f"第{HAN[n]}篇：{TITLES[part(n)]}",
    "第N篇": lambda n: f"第{HAN[n]}篇",
    "第1篇 title": lambda n: f"第{n + 1}篇 {TITLES[part(n)]}",
    "篇N：title": lambda n: f"篇{HAN[n]}：{TITLES[part(n)]}",
    "篇N": lambda n: f"篇{HAN[n]}",
    "【篇N】": lambda n: f"【篇{HAN[n]}】",
    "【第N篇】title": lambda n: f"【第{HAN[n]}篇】{TITLES[part(n)]}",
    "范文N": lambda n: f"范文{HAN[n]}",
    "範文N：title": lambda n: f"範文{HAN[n]}：{TITLES[part(n)]}",
    "★第N篇：title": lambda n: f"★第{HAN[n]}篇：{TITLES[part(n)]}",
    "…篇1": lambda n: f"领导讲话稿篇{n + 1}",
    "…（N）": lambda n: f"会议讲话稿（{HAN[n]}）",
    "N、title": lambda n: f"{HAN[n]}、{TITLES[part(n)]}",
    "1. title": lambda n: f"{n + 1}. {TITLES[part(n)]}",
    "none": lambda n: ""[:n],
}
OWN_TITLE = [style for style in STYLES if "title" in style]


def speeches(text: str) -> list[RawSpeech]:
    """The speeches of a text; also sees that each maps back to it."""
    whole = source(text)
    found = extract(whole)
    for speech in found:
        mapped = OffsetMap.from_removed(speech.span, (Span(cut.start, cut.end) for cut in speech.removed))
        assert mapped.apply(text) == speech.text
    claimed = [speech.span for speech in found]
    assert all(one.end <= other.start for one, other in pairwise(claimed))
    return found


def titles(found: list[RawSpeech]) -> list[str | None]:
    return [speech.title.text if speech.title else None for speech in found]


@pytest.mark.parametrize("number", [2, 5, 8])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("salutations", [True, False], ids=["saluted", "unsaluted"])
def test_collections_with_titles(style: str, salutations: bool, number: int) -> None:
    headings = [STYLES[style](n) for n in range(number)]
    found = speeches(collection(headings, titles=True, salutations=salutations))
    assert titles(found) == [TITLES[part(n)] for n in range(number)]
    for n, speech in enumerate(found):
        assert speech.text.endswith(BODIES[part(n)])
        assert speech.text.count(TITLES[part(n)]) == 1
        assert speech.text.startswith(TITLES[part(n)]) or style in ("…篇1", "…（N）")
        assert (speech.salutation and speech.salutation.text) == (
            SALUTATIONS[part(n)][:-1] if salutations else None
        )


@pytest.mark.parametrize("number", [2, 5])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("salutations", [True, False], ids=["saluted", "unsaluted"])
def test_collections_without_titles_of_their_own(style: str, salutations: bool, number: int) -> None:
    headings = [STYLES[style](n) for n in range(number)]
    found = speeches(collection(headings, titles=False, salutations=salutations))
    assert [speech.text.endswith(BODIES[part(n)]) for n, speech in enumerate(found)] == [True] * number
    if style in OWN_TITLE:
        assert titles(found) == [TITLES[part(n)] for n in range(number)]
    elif style not in ("…篇1", "…（N）"):
        assert titles(found) == [None] * number


@pytest.mark.parametrize("style", STYLES)
def test_a_page_title_and_an_editors_lead_belong_to_no_speech(style: str) -> None:
    text = LEAD.format(3) + collection([STYLES[style](n) for n in range(3)], titles=True, salutations=True)
    found = speeches(text)
    assert titles(found) == list(TITLES[:3])
    assert not any("小编" in speech.text or "范文3篇" in speech.text for speech in found)
    assert any("小编" in rest.span.of(text) for rest in outside(source(text), found))


@pytest.mark.parametrize("separator", ["\n\n\n", "\n----------------\n", "\n* * * * * *\n", "\n\n=====\n\n"])
@pytest.mark.parametrize("salutations", [True, False], ids=["saluted", "unsaluted"])
def test_separators(separator: str, salutations: bool) -> None:
    found = speeches(collection([""] * 4, titles=False, salutations=salutations, separator=separator))
    assert len(found) == 4
    assert all("---" not in speech.text and "===" not in speech.text for speech in found)


@pytest.mark.parametrize(
    "contents",
    [
        "目录\n" + "\n".join(f"第{HAN[n]}篇：{TITLES[n]}" for n in range(3)),
        "目录\n" + "\n".join(TITLES[:3]),
        "目　录\n" + "\n".join(f"{HAN[n]}、{TITLES[n]}……{n * 7 + 1}" for n in range(3)),
    ],
    ids=["marked", "plain", "paged"],
)
def test_a_table_of_contents_is_no_speech(contents: str) -> None:
    headings = [f"第{HAN[n]}篇：{TITLES[n]}" if "第一篇" in contents else "" for n in range(3)]
    text = contents + "\n" + collection(headings, titles=True, salutations=True)
    found = speeches(text)
    assert titles(found) == list(TITLES[:3])
    assert outside(source(text), found)[0].span.of(text).startswith("目")


def test_a_missing_heading_does_not_join_two_speeches() -> None:
    headings = ["第一篇：" + TITLES[0], "", "第三篇：" + TITLES[2]]
    found = speeches(collection(headings, titles=False, salutations=False))
    assert titles(found) == [TITLES[0], None, TITLES[2]]
    assert [evidence.split(":")[0] for evidence in found[1].boundary_evidence] == [
        "opening_formula",
        "series_restart",
        "closing_formula",
    ]


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("source_start", 0),
        ("collection_heading:第二篇：", 1),
        ("title_line", 1),
        ("salutation:同志们", 1),
        ("opening_formula:今天，我们在这里召开全县教育工作", 1),
        ("series_restart", 1),
        ("closing_formula:设美丽家园作出新的贡献！", 1),
    ],
)
def test_evidence_names_what_marks_a_start(code: str, number: int) -> None:
    headings = [f"第{HAN[n]}篇：{TITLES[n]}" for n in range(2)]
    found = speeches(collection(headings, titles=True, salutations=True))
    assert code in found[number].boundary_evidence


def _within(line: str) -> str:
    """A speech with a line put in before its second part."""
    return f"{TITLES[1]}\n同志们：\n" + BODIES[0].replace("\n二、", f"\n{line}\n二、")


@pytest.mark.parametrize(
    "line",
    [
        "同志们：",
        "同志们！",
        "各位代表：",
        "同志们，形势不容乐观，我们要奋斗！",
        "学习贯彻省长在全省会议上的讲话",
        "认真学习领会书记在动员大会上的讲话",
        "（一）深入贯彻省委书记在全省会议上的讲话",
        "刚才，市长作了重要讲话，我们要认真落实。",
        "下面，我再强调几点。",
        "省长在全省会议上的讲话",
        "做好宣传动员",
        "第一篇章要开好头。",
        "第二部分 主要任务",
        "2024年3月16日",
        "这里有一个典型，就是王小明。",
        "我的讲话大家要传达到位。",
        "省委书记在讲话中指出：",
        "今天，我想为大家分享三点体会，仅供参考。",
        "— 3 —\n同志们：\n今天的会议很重要，要抓好落实。",
    ],
)
def test_what_is_no_boundary(line: str) -> None:
    found = speeches(_within(line))
    assert titles(found) == [TITLES[1]]
    assert line.removeprefix("— 3 —\n") in found[0].text


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (
            "让我们团结奋斗！\n省长在全省会议上的讲话\n同志们：\n今天，我们召开会议。",
            "省长在全省会议上的讲话",
        ),
        ("省长在全省会议上的讲话\n（2024年3月16日）\n会议很重要，要抓落实。", "省长在全省会议上的讲话"),
        ("谢谢大家！\n同志们：\n今天，我们召开会议。", None),
        ("第二篇\n会议很重要，要抓落实。", None),
    ],
)
def test_what_is_a_boundary_in_the_same_place(line: str, title: str | None) -> None:
    assert titles(speeches(_within(line))) == [TITLES[1], title]


def test_the_same_speech_twice_has_one_id_and_two_places() -> None:
    one = f"{TITLES[0]}\n同志们：\n{BODIES[0]}"
    found = speeches(f"第一篇：{TITLES[0]}\n{one}\n第二篇：\n{one}")
    assert found[0].text == found[1].text == one
    assert found[0].speech_id == found[1].speech_id
    assert found[0].occurrence != found[1].occurrence


def test_the_id_is_that_of_the_text_whatever_its_layout() -> None:
    one = f"{TITLES[0]}\n同志们：\n{BODIES[0]}"
    other = "\ufeff" + one.replace("\n", "\r\n\r\n　　")
    assert speeches(one)[0].speech_id == speeches(other)[0].speech_id
    assert speeches(one)[0].speech_id != speeches(one.replace("山头", "山坡"))[0].speech_id
