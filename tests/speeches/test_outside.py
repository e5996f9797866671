"""What stands round speeches: tables of contents, press reports, requests, a host's script; and why it is outside."""

from __future__ import annotations

import pytest

from sources import BODIES, TITLES, source
from speechdata.speeches import extract, outside

ONE = f"同志们：\n{BODIES[0]}"
OTHER = f"同志们：\n{BODIES[1]}"
SECTIONS = "一、认清形势，增强责任感\n二、突出重点，狠抓落实\n三、加强领导，严明纪律"
PAGED = SECTIONS.replace("\n", "……12\n") + "……20"
NEWS = "本报讯（记者 林晓）昨日，全市森林防火工作会议召开，市长周明出席并讲话。"

CASES: dict[str, tuple[str, list[str | None], list[tuple[str, str]]]] = {
    "report with the words announced": (
        f"市长周明在全市森林防火工作会议上发表讲话\n{NEWS}全文如下：\n{ONE}\n（新华社某地3月5日电）",
        [None],
        [("news_report", "市长周明"), ("news_report", "（新华社")],
    ),
    "report without an opening remark": (
        f"全市森林防火工作会议召开\n3月5日，会议在市里举行，有关负责同志到会。\n以下为讲话实录：\n{ONE}",
        [None],
        [("news_report", "全市森林")],
    ),
    "report between title and speech": (
        f"{TITLES[0]}\n{NEWS}\n讲话全文如下：\n{ONE}\n会议由副市长何平主持。",
        [TITLES[0]],
        [("news_report", "会议由副市")],
    ),
    "request, conditions, reply, thanks": (
        f"请帮我写一篇{TITLES[0]}，要求：\n1. 不少于一千字\n2. 语言朴实\n"
        f"当然可以！以下是一篇为您撰写的讲话稿：\n**{TITLES[0]}**\n{ONE}\n---\n"
        "希望这篇讲话稿对您有所帮助！如果需要进一步修改，请随时告诉我。",
        [TITLES[0]],
        [("request", "请帮我写"), ("page_furniture", "---"), ("tail", "希望这篇")],
    ),
    "request for a speech without a title": (
        f"帮我写一份教育工作会议的发言\n好的，下面是发言稿：\n{BODIES[1]}\n您可以根据实际情况进行调整。",
        [None],
        [("request", "帮我写"), ("tail", "您可以")],
    ),
    "host between two speeches": (
        f"{TITLES[0]}\n{ONE}\n主持人：感谢市长的讲话。下面，有请县长讲话。\n{OTHER}",
        [TITLES[0], None],
        [("host_script", "主持人")],
    ),
    "host without a label": (
        f"{TITLES[0]}\n{ONE}\n感谢市长的精彩讲话。\n下面，让我们以热烈的掌声欢迎县长致辞！\n{OTHER}",
        [TITLES[0], None],
        [("host_script", "感谢市长")],
    ),
    "host before the first speech": (
        f"主持人：各位来宾，大家上午好！首先，有请市长致辞。\n市长周明：\n{ONE}",
        [None],
        [("host_script", "主持人")],
    ),
    "sections listed below the title": (
        f"2024年政府工作报告\n目录\n{SECTIONS}\n各位代表：\n{BODIES[0]}",
        ["2024年政府工作报告"],
        [],
    ),
    "sections listed with pages above the title": (
        f"目录\n{PAGED}\n政府工作报告\n各位代表：\n{BODIES[0]}",
        ["政府工作报告"],
        [("table_of_contents", "目录")],
    ),
    "titles that only the table of contents makes titles": (
        f"目录\n在奋斗中书写青春\n让山更绿水更清\n在奋斗中书写青春\n{ONE}\n让山更绿水更清\n（2023年5月4日）\n{BODIES[1]}",
        ["在奋斗中书写青春", "让山更绿水更清"],
        [("table_of_contents", "目录")],
    ),
    "heading of the page and links below": (
        f"讲话稿范文2篇\n第一篇：{TITLES[0]}\n{ONE}\n第二篇：{TITLES[1]}\n{OTHER}\n相关推荐：\n工作总结\n发言稿",
        [TITLES[0], TITLES[1]],
        [("heading", "讲话稿范文"), ("tail", "相关推荐")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_outside_and_why(name: str) -> None:
    text, titles, expected = CASES[name]
    found = extract(source(text))
    assert [speech.title and speech.title.text for speech in found] == titles
    assert found[0].text.endswith(BODIES[1] if name.startswith("request for") else BODIES[0])
    rest = [(stretch.reason, stretch.span.of(text)) for stretch in outside(source(text), found)]
    assert [
        (reason, words[: len(begin)]) for (reason, words), (_, begin) in zip(rest, expected, strict=True)
    ] == expected


@pytest.mark.parametrize("name", ["report between title and speech", "sections listed below the title"])
def test_what_stands_between_title_and_speech_is_cut(name: str) -> None:
    text, (title,), _ = CASES[name]
    (speech,) = extract(source(text))
    assert speech.text.split("\n")[0] == title
    assert speech.text.split("\n")[1] in ("同志们：", "各位代表：")
    assert {cut.kind for cut in speech.removed} & {"news_report", "table_of_contents"}


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (CASES["host between two speeches"][0], "host_script"),
        (
            f"目录\n{TITLES[0]}\n{TITLES[1]}\n{TITLES[0]}\n{ONE}\n{TITLES[1]}\n会议很重要。\n{BODIES[1]}",
            "contents_entry",
        ),
    ],
)
def test_what_stands_round_a_speech_is_evidence_of_its_start(text: str, evidence: str) -> None:
    assert evidence in extract(source(text))[1].boundary_evidence


SCRIPT = (
    "全市工作会议主持词\n同志们：\n现在开会。今天，我们召开全市工作会议，主要任务是部署今年的工作。\n"
    "首先，请副市长何平同志讲话。\n刚才，何平同志作了讲话，希望大家认真贯彻落实。\n"
    "下面，请市长周明同志作重要讲话，大家欢迎。\n同志们，周明同志的讲话要求实，各级各部门要抓好落实。散会。"
)


@pytest.mark.parametrize(
    "text",
    [
        SCRIPT,
        f"{TITLES[0]}\n{ONE.replace('二、', '下面，请各位局长发言。' + chr(10) + '二、')}",
        f"{TITLES[0]}\n{ONE.replace('二、', '现将有关情况报告如下：' + chr(10) + '二、')}",
        f"{TITLES[0]}\n{ONE.replace('二、', '请各单位认真写一份整改报告。' + chr(10) + '二、')}",
        f"{TITLES[0]}\n{ONE.replace('二、', '当然，以下几个问题也要看到。' + chr(10) + '二、')}",
        f"{TITLES[0]}\n{ONE.replace('二、', '希望以后的会议对工作有所帮助。' + chr(10) + '二、')}",
    ],
    ids=["a host's script is a speech", "call to speak", "as follows", "write", "of course", "hope"],
)
def test_the_same_words_in_a_speech_belong_to_it(text: str) -> None:
    (speech,) = extract(source(text))
    assert speech.text == text
    assert outside(source(text), [speech]) == []


def test_what_no_speech_has_is_outside_as_a_whole() -> None:
    text = f"{NEWS}周明强调，要抓好落实。\n会上，三个县区作了交流发言。"
    (stretch,) = outside(source(text), extract(source(text)))
    assert (stretch.span.of(text), stretch.reason) == (text, "news_report")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("在全市深化医药卫生体制改革", "暨公立医院发展推进会上的讲话"),
        ("在2024年全市教育", "工作会议上的讲话"),
    ],
)
def test_a_title_in_two_paragraphs_is_one(first: str, second: str) -> None:
    (speech,) = extract(source(f"{first}\n\n{second}\n\n{ONE}"))
    assert speech.title is not None
    assert speech.title.text == first + second


def test_a_title_below_another_paragraph_stays_its_own() -> None:
    (speech,) = extract(source(f"某某市人民政府\n\n在全市教育工作会议上的讲话\n\n{ONE}"))
    assert speech.title is not None
    assert speech.title.text == "在全市教育工作会议上的讲话"


@pytest.mark.parametrize("space", ["", " "])
def test_speeches_on_one_line(space: str) -> None:
    pieces = [
        piece
        for number, (title, body) in enumerate(zip(TITLES, BODIES, strict=True), 1)
        for piece in (f"第{number}篇：{title}", "同志们：", *body.split("\n"))
    ]
    found = extract(source(space.join(pieces)))
    assert [speech.title and speech.title.text for speech in found] == list(TITLES)
    assert [speech.salutation and speech.salutation.text for speech in found] == ["同志们"] * 4
