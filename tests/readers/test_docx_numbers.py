from __future__ import annotations

import pytest

from readers.word import definition, docx, element, instance, level, listed, paragraph, restart, style
from speechdata.readers.docx import text


def lines(body: str, numbering: str = "", styles: str = "") -> list[str]:
    return text(docx(body, numbering=numbering, styles=styles), place="x.docx").text.split("\n")


CHAPTERS = definition(
    level(0, "chineseCountingThousand", "第%1章", more=element("suff", val="space")),
    level(1, "chineseCounting", "%2、"),
    level(2, "chineseCounting", "（%3）"),
    level(3, "decimal", "%4."),
    level(4, "decimal", "%4.%5"),
)


def test_levels_count_and_restart_below_each_other() -> None:
    items = [
        (0, "总则"),
        (1, "目的"),
        (2, "甲"),
        (2, "乙"),
        (3, "丙"),
        (4, "丁"),
        (4, "戊"),
        (1, "依据"),
        (2, "己"),
        (0, "附则"),
        (1, "庚"),
    ]
    body = "".join(listed(name, level=depth) for depth, name in items)
    assert lines(body, CHAPTERS + instance()) == [
        "第一章 总则", "一、目的", "（一）甲", "（二）乙", "1.丙", "1.1 丁", "1.2 戊", "二、依据", "（一）己",
        "第二章 附则", "一、庚",
    ]  # fmt: skip


def test_a_hundred_and_one_articles() -> None:
    body = "".join(listed(f"条{index}") for index in range(1, 103))
    found = lines(body, definition(level(0, "chineseCountingThousand", "第%1条")) + instance())
    assert found[9] == "第十条条10"
    assert found[98:102] == ["第九十九条条99", "第一百条条100", "第一百〇一条条101", "第一百〇二条条102"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["1", "1.1", "1.1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
        (element("lvlRestart", val=0), ["1", "1.1", "1.1.1", "1.2", "1.2.2", "2", "2.1", "2.1.3"]),
        (element("lvlRestart", val=1), ["1", "1.1", "1.1.1", "1.2", "1.2.2", "2", "2.1", "2.1.1"]),
        (element("lvlRestart", val=2), ["1", "1.1", "1.1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
        (element("lvlRestart", val=7), ["1", "1.1", "1.1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]),
    ],
)
def test_what_restarts_a_level(more: str, expected: list[str]) -> None:
    levels = [
        level(0, "decimal", "%1"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", more=more),
    ]
    body = "".join(listed("", level=depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert lines(body, definition(*levels) + instance()) == expected


SIMPLE = definition(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1-%2."))


OTHER_FORM = element("lvlOverride", level(0, "decimal", "%1)", start=9), ilvl=0)
SHARED = {
    "continued": (instance(1) + instance(2), "1a 2a 1a", "一、 二、 三、"),
    "restarted": (instance(1) + instance(2, more=restart(0, 1)), "1a 1a 2a 2a", "一、 二、 一、 二、"),
    "restarted at 5": (instance(1) + instance(2, more=restart(0, 5)), "1a 2a 2a 1a", "一、 五、 六、 七、"),
    "begun at 3": (instance(1, more=restart(0, 3)), "1a 1a", "三、 四、"),
    "begun below": (instance(1, more=restart(1, 4)), "1a 1b 1b 1a 1b", "一、 一-4. 一-5. 二、 二-4."),
    "apart": (instance(1) + instance(2, 2), "1a 2a 1a", "一、 1) 二、"),
    "without a parent": (instance(1), "1b 1b 1a 1b", "一-1. 一-2. 一、 一-1."),
    "undefined": (instance(1) + instance(2, 9), "1a 2a 3a 1a 0a", "一、 - - 二、 -"),
    "no such level": (instance(1), "1a 1f 1z 1a", "一、 - - 二、"),
    "in another form": (instance(1) + instance(2, more=OTHER_FORM), "1a 2a 1a", "一、 2) 三、"),
}


@pytest.mark.parametrize(("instances", "used", "expected"), SHARED.values(), ids=SHARED)
def test_lists_that_share_a_definition(instances: str, used: str, expected: str) -> None:
    """`used` names list and level (a the highest) of each paragraph; - is no number."""
    other = definition(level(0, "decimal", "%1)"), number=2)
    body = "".join(listed("", int(name[0]), ord(name[1]) - ord("a")) for name in used.split()) + paragraph(
        "完"
    )
    found = lines(body, SIMPLE + other + instances)
    assert " ".join(line or "-" for line in found[:-1]) == expected


LEGAL, PLAIN = element("isLgl"), element("isLgl", val=0)
NOTHING, HIDDEN = element("suff", val="nothing"), element("rPr", element("vanish"))
PADDED = level(0, "custom", "%1").replace('w:val="custom"', 'w:val="custom" w:format="001, 002, 003, ..."')
SHOWN = [
    (level(0, "chineseCounting", "第%1部分："), level(1, "decimal", "%1.%2"), "第一部分：甲", "一.1 乙"),
    (level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more=LEGAL), "第一章甲", "1.1 乙"),
    (level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", more=PLAIN), "一、甲", "一.1 乙"),
    (level(0, "bullet", "•"), level(1, "decimal", "%1%2."), "甲", "1.乙"),
    (level(0, "none", "附件"), level(1, "decimal", "%1%2)"), "附件甲", "1)乙"),
    (level(0, "none", ""), level(1, "decimal", "%2"), "甲", "1 乙"),
    (level(0, "decimal", "%1%2."), level(1, "decimalEnclosedCircle", "%2"), "1.甲", "①乙"),
    (level(0, "decimal", "%1)", more=NOTHING), level(1, "upperLetter", "%2", more=NOTHING), "1)甲", "A乙"),
    (level(0, "decimal", "%1.", more=HIDDEN), level(1, "decimal", "%1.%2."), "甲", "1.1.乙"),
    (PADDED, level(1, "decimal", "%2.", start=0), "001 甲", "0.乙"),
    (level(0, "decimal", "100% %1："), level(1, "decimal", "<%2>"), "100% 1：甲", "<1>乙"),
]


@pytest.mark.parametrize(("upper", "lower", "first", "second"), SHOWN)
def test_what_a_level_shows(upper: str, lower: str, first: str, second: str) -> None:
    body = listed("甲") + listed("乙", level=1)
    assert lines(body, definition(upper, lower) + instance()) == [first, second]


@pytest.mark.parametrize(
    ("pattern", "content", "expected"),
    [
        ("%1.", "2024年工作", "1. 2024年工作"),
        ("%1.", "加强领导", "1.加强领导"),
        ("%1、", "2024年工作", "1、2024年工作"),
        ("%1", "亿元", "1 亿元"),
        ("%1", "　亿元", "1　亿元"),
        ("%1)", "GDP", "1)GDP"),
        ("%1", "", "1"),
    ],
)
def test_a_space_stands_where_number_and_text_would_read_as_one(
    pattern: str, content: str, expected: str
) -> None:
    assert lines(listed(content), definition(level(0, "decimal", pattern)) + instance()) == [expected]


HEADINGS = (
    style("Normal", default=1)
    + style("H1", element("pPr", element("numPr", element("numId", val=1))))
    + style("H2", element("pPr", element("numPr", element("ilvl", val=1))), based_on="H1")
    + style("Mine", based_on="H2")
    + style("Other", element("pPr", element("numPr", element("numId", val=2))), based_on="H2")
    + style("Plain", element("pPr", element("numPr", element("numId", val=0))), based_on="H1")
    + style("Linked")
    + style("Round", element("pPr", element("numPr", element("numId", val=7))), based_on="Loop")
    + style("Loop", based_on="Round")
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("甲", element("pStyle", val="H1")), "一、甲"),
        (paragraph("甲", element("pStyle", val="H2")), "（一）甲"),
        (paragraph("甲", element("pStyle", val="Mine")), "（一）甲"),
        (paragraph("甲", element("pStyle", val="Other")), "（一）甲"),
        (paragraph("甲", element("pStyle", val="Plain")), "甲"),
        (paragraph("甲", element("pStyle", val="Normal")), "甲"),
        (paragraph("甲", element("pStyle", val="Nowhere")), "甲"),
        (paragraph("甲", element("pStyle", val="Round")), "甲"),
        (listed("甲", 0, 0, element("pStyle", val="H1")), "甲"),
        (listed("甲", None, 2, element("pStyle", val="H1")), "1.甲"),
        (listed("甲", 2, None, element("pStyle", val="Linked")), "1.甲"),
        (listed("甲", 2, 0, element("pStyle", val="H2")), "一、甲"),
    ],
)
def test_numbers_come_from_styles_and_what_they_are_based_on(body: str, expected: str) -> None:
    levels = [
        level(0, "chineseCounting", "%1、", more=element("pStyle", val="H1")),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3.", more=element("pStyle", val="Linked")),
    ]
    assert lines(body, definition(*levels) + instance(1) + instance(2), HEADINGS) == [expected]


def test_a_numbering_style_lends_its_definition() -> None:
    link = definition(number=2, more=element("numStyleLink", val="Ours"))
    real = definition(
        level(0, "ideographTraditional", "%1、"), number=3, more=element("styleLink", val="Ours")
    )
    styles = style("Ours", element("pPr", element("numPr", element("numId", val=5))), kind="numbering")
    numbering = link + real + instance(1, 2) + instance(5, 3)
    assert lines(listed("子") + listed("丑", 5) + listed("寅"), numbering, styles) == [
        "甲、子",
        "乙、丑",
        "丙、寅",
    ]


def test_a_numbering_style_that_names_itself_gives_no_number() -> None:
    loop = definition(level(0, "decimal", "%1."), number=2, more=element("numStyleLink", val="Ours"))
    styles = style("Ours", element("pPr", element("numPr", element("numId", val=1))), kind="numbering")
    assert lines(listed("甲"), loop + instance(1, 2), styles) == ["甲"]


def test_the_spans_of_recovered_numbers() -> None:
    body = paragraph("讲话") + listed("甲") + listed("乙", level=1) + paragraph("一、丙")
    data = docx(body, numbering=CHAPTERS + instance())
    decoded = text(data, place="x.docx")
    assert [span.of(decoded.text) for span in decoded.recovered] == ["第一章 ", "一、"]
    assert decoded.evidence == "Word document; numbers recovered: 2"
    assert decoded.encoding == "docx"


def test_an_encoding_that_is_asked_for_is_not_used_and_the_evidence_says_so() -> None:
    data = docx(paragraph("讲话") + listed("甲"), numbering=CHAPTERS + instance())
    plain, forced = text(data, place="x.docx"), text(data, place="x.docx", encoding="gb18030")
    assert (forced.text, forced.encoding, forced.recovered) == (plain.text, "docx", plain.recovered)
    assert "gb18030 not used" in forced.evidence
    assert "not used" not in plain.evidence


def test_numbers_written_in_figures_and_bullets_are_told() -> None:
    levels = [level(0, "thaiCounting", "%1."), level(1, "bullet", "•")]
    data = docx(listed("甲") + listed("乙", level=1), numbering=definition(*levels) + instance())
    decoded = text(data, place="x.docx")
    assert decoded.text == "1.甲\n乙"
    assert decoded.evidence == (
        "Word document; numbers recovered: 1; bullets left out: 1; "
        "numbers of unknown format written in figures: 1"
    )
