from __future__ import annotations

import pytest

from readers.word import (
    STRICT,
    definition,
    document,
    docx,
    element,
    instance,
    level,
    listed,
    package,
    paragraph,
    run,
    runs,
    style,
)
from speechdata.readers.docx import text


def read(body: str, *, numbering: str = "", styles: str = "") -> tuple[str, str]:
    """The text, and the evidence behind its constant head."""
    decoded = text(docx(body, numbering=numbering, styles=styles), place="x.docx")
    return decoded.text, decoded.evidence.partition("recovered: ")[2]


def mark(kind: str) -> str:
    """The begin, separate or end of a field."""
    return element("r", element("fldChar", fldCharType=kind))


def field(instruction: str, result: str | None = None) -> str:
    """The runs of a field, without a result if it is None."""
    begun = mark("begin") + element("r", element("instrText", instruction))
    return begun + ("" if result is None else mark("separate") + run(result)) + mark("end")


def choice(first: str, second: str, requires: str) -> str:
    """Two forms of one content."""
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{first}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def box(content: str) -> str:
    """A text box as Word writes it: once for itself, once for old versions."""
    inside = element("txbxContent", content)
    drawing = element("drawing", f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp>")
    return element("r", choice(drawing, element("pict", f"<v:textbox>{inside}</v:textbox>"), "wps"))


def row(*cells: str, properties: str = "") -> str:
    """A table row of cells, each of blocks or of one paragraph's text."""
    content = "".join(element("tc", cell if "<" in cell else paragraph(cell)) for cell in cells)
    return element("tr", element("trPr", properties) * bool(properties) + content)


def control(content: str) -> str:
    """A content control."""
    return element("sdt", element("sdtPr", element("alias", val="题")) + element("sdtContent", content))


VANISH, SHOW = element("vanish"), element("vanish", val=0)
HIDDEN_MARK, DELETED_MARK = element("rPr", VANISH), element("rPr", element("del"))
PAGE_BREAK = element("r", element("br", type="page") + "<w:tab/><w:cr/>")
WRAPPED = "".join(
    element(name, run("甲")) for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "bdo")
)
PADDED = "<w:t>\n  甲 \n</w:t>" + '<w:t xml:space="preserve"> 乙\n丙\t</w:t>'
SYMBOLS = element("sym", font="Wingdings", char="F0A8") + element("sym", font="宋体", char="25A1")
BAD_SYMBOLS = element("sym", font="Webdings", char="F0FC") + element("sym", char="D800")
EMOJI = choice("<wps:emoji/>", element("t", "★"), "w16se") + choice(
    element("t", "甲"), element("t", "乙"), "w14"
)
LONG_FIELD = paragraph(field("TOC", "一、甲").removesuffix(mark("end"))) + paragraph(
    run("二、乙") + mark("end")
)
LAYOUT = row(paragraph("标题") + paragraph("") + paragraph("正文"), "") + row("甲", "乙")
NESTED = row("甲", element("tbl", row("乙", "丙") + row("丁")) + paragraph(""))
BROKEN = paragraph(run("甲") + runs("br") + run("乙"))
GUIDE = element("ruby", element("rt", run("chóng")) + element("rubyBase", run("重")))

SHOWN = {
    "paragraphs": (paragraph("甲") + paragraph("") + paragraph("乙"), "甲\n\n乙"),
    "runs": (paragraph(run("同志") + run("们", element("b"))), "同志们"),
    "breaks": (paragraph(run("甲") + runs("br") + PAGE_BREAK + run("乙")), "甲\n\n\t\n乙"),
    "hyphens": (paragraph(run("甲") + runs("noBreakHyphen", "softHyphen") + run("乙")), "甲-乙"),
    "tab stops are no tabs": (paragraph("甲", element("tabs", element("tab", val="left"))), "甲"),
    "white space of the XML": (paragraph(element("r", PADDED)), "甲 乙 丙 "),
    "entities": (paragraph("5 &lt; 6 &amp; &#x4E8C;"), "5 < 6 & 二"),
    "wrappers": (paragraph(WRAPPED), "甲甲甲甲甲"),
    "content controls": (control(paragraph("甲") + control(paragraph(control(run("乙"))))), "甲\n乙"),
    "formulas": (paragraph("<m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>=1</m:t></m:r></m:oMath>"), "x=1"),
    "fields": (paragraph(run("第") + field("PAGE", "3") + run("页")), "第3页"),
    "nested fields": (paragraph(mark("begin") + run("IF") + field("REF a", "甲") + mark("end") + run("乙")), "乙"),
    "a field over paragraphs": (LONG_FIELD, "一、甲\n二、乙"),
    "symbols": (paragraph(element("r", SYMBOLS) + run("同意")), "□□同意"),
    "alternatives": (paragraph(element("r", EMOJI)), "★甲"),
    "drop capitals": (paragraph("今", element("framePr", dropCap="drop")) + paragraph("天开会"), "今天开会"),
    "hidden on the web only": (paragraph(run("1", element("webHidden"))), "1"),
    "a table": (element("tbl", row("单位", "任务", "") + row("", "修路")) + paragraph("完"), "单位\t任务\n\t修路\n完"),
    "a table for layout": (element("tbl", LAYOUT), "标题\n\n正文\n甲\t乙"),
    "a table in a table": (element("tbl", NESTED), "甲\n乙\t丙\n丁\n"),
    "a soft break in a cell": (element("tbl", row(BROKEN, "丙")), "甲\n乙\n丙"),
    "rows in controls": (element("tbl", control(row("甲", "乙")) + row("丙")), "甲\t乙\n丙"),
    "cells in controls": (element("tbl", element("tr", control(element("tc", paragraph("甲"))))), "甲"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown_is_kept(body: str, expected: str) -> None:
    assert read(body)[0] == expected


DELETION = element("del", element("r", element("delText", "旧"))) + element("moveFrom", run("移"))
INSERTION = element("ins", run("乙")) + element("moveTo", run("丙"))
NOTES = runs("footnoteReference", "endnoteReference", "commentReference")
REVISED = row("旧", properties=element("del")) + row(
    "新", element("tcPr", element("cellDel")) + paragraph("旧")
)
HIDDEN_BOX = element("r", HIDDEN_MARK + element("pict", element("txbxContent")))
HIDDEN = run("甲") + run("密语", VANISH) + run("乙", SHOW)

TOLD = {
    "nothing": (paragraph("甲"), "甲", ""),
    "insertions": (paragraph(run("甲") + INSERTION), "甲乙丙", "insertions kept: 2"),
    "deletions": (paragraph(run("甲") + DELETION), "甲", "deletions left out: 2"),
    "a deleted paragraph mark": (paragraph("甲", DELETED_MARK) + paragraph("乙"), "甲乙", "deletions left out: 1"),
    "deleted rows and cells": (element("tbl", REVISED), "新", "deleted and hidden rows and cells left out: 2"),
    "hidden text": (paragraph(HIDDEN), "甲乙", "hidden characters left out: 2"),
    "a hidden paragraph": (
        paragraph("甲") + paragraph(run("密", VANISH), HIDDEN_MARK) + paragraph("乙"),
        "甲\n乙",
        "hidden characters left out: 1",
    ),
    "notes": (paragraph(run("甲") + NOTES), "甲", "comments left out: 1; footnotes and endnotes left out: 2"),
    "pictures": (paragraph(run("甲") + runs("drawing", "object")), "甲", "pictures and objects left out: 2"),
    "a hidden box": (paragraph(run("甲") + HIDDEN_BOX), "甲", "hidden text boxes left out: 1"),
    "phonetic guides": (paragraph(element("r", GUIDE)), "重", "phonetic guides left out: 1"),
    "enclosed": (paragraph(field(" eq \\o\\ac(○,3)") + run("抓")), "③抓", "fields read from their instruction: 1"),
    "prompts": (paragraph(field("MACROBUTTON No [单位]")), "[单位]", "fields read from their instruction: 1"),
    "fields that show nothing": (paragraph(run("甲") + field("XE 词")), "甲", "fields without a result: 1"),
    "a field that never ends": (
        paragraph(run("甲") + mark("begin") + run("乙")) + paragraph("丙"),
        "甲乙\n丙",
        "fields without an end, their text kept: 1",
    ),
    "private symbols": (
        paragraph(element("r", BAD_SYMBOLS)),
        "\uf0fc",
        "symbols of unknown meaning kept as they are: 2",
    ),
    "embedded documents": (paragraph("甲") + element("altChunk"), "甲", "embedded documents left out: 1"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "told"), TOLD.values(), ids=TOLD)
def test_what_is_decided_is_told(body: str, expected: str, told: str) -> None:
    assert read(body) == (expected, f"0; {told}" if told else "0")


def test_headers_and_footers_are_left_out_and_counted() -> None:
    parts = document(paragraph("甲"))
    name = "word/_rels/document.xml.rels"
    links = "".join(
        f'<Relationship Id="{kind}" Type="x/{kind}" Target="h.xml"/>' for kind in ("header", "footer")
    )
    parts[name] = parts[name].replace("</Relationships>", f"{links}</Relationships>")
    assert text(package(parts), place="x").evidence.endswith("; headers and footers left out: 2")


def test_a_text_box_follows_its_paragraph_once() -> None:
    body = paragraph(run("前") + box(paragraph("框一") + paragraph("框二")) + run("后")) + paragraph("续")
    assert read(body) == ("前后\n框一\n框二\n续", "0")


HIDING = (
    style("Secret", element("rPr", VANISH))
    + style("Child", based_on="Secret")
    + style("Open", element("rPr", SHOW), based_on="Secret")
    + style("Char", element("rPr", VANISH), kind="character")
)


@pytest.mark.parametrize(
    ("named", "properties", "shown"),
    [
        ("Secret", "", False),
        ("Child", "", False),
        ("Open", "", True),
        ("Child", element("vanish", val="false"), True),
        ("", element("rStyle", val="Char"), False),
        ("Child", element("rStyle", val="Char"), True),
        ("Open", element("rStyle", val="Char"), False),
    ],
)
def test_styles_hide_text(named: str, properties: str, shown: bool) -> None:
    body = paragraph(run("密", properties), element("pStyle", val=named)) + paragraph("完")
    assert ("密" in read(body, styles=HIDING)[0]) is shown


def test_hidden_defaults_hide_what_does_not_say_otherwise() -> None:
    defaults = element("docDefaults", element("rPrDefault", element("rPr", VANISH)))
    assert read(paragraph(run("密") + run("显", SHOW)), styles=defaults)[0] == "显"


NUMBERS = definition(level(0, "chineseCounting", "%1、")) + instance()
DELETED_ROW = element("tbl", row(listed("旧"), properties=element("del")))
CHANGED = element("pPrChange", element("pPr", element("numPr", element("numId", val=0))))
RUN_IN = element("rPr", VANISH + element("specVanish"))
AMONG = {
    "a hidden one counts": (listed(run("密", VANISH), more=HIDDEN_MARK) + listed("乙"), "二、乙"),
    "a deleted one does not": (
        listed("旧", more=DELETED_MARK) + listed("乙") + listed("丙"),
        "一、旧乙\n二、丙",
    ),
    "a heading that runs in": (listed("题", more=RUN_IN) + paragraph("正文"), "一、题正文"),
    "an empty one": (listed("") + listed("乙"), "一、\n二、乙"),
    "in a table": (
        element("tbl", row(listed("甲"), listed("乙")) + row(listed("丙"))),
        "一、甲\t二、乙\n三、丙",
    ),
    "in a deleted row": (DELETED_ROW + listed("乙"), "一、乙"),
    "a soft break": (listed(run("甲") + runs("br") + run("续")) + listed("乙"), "一、甲\n续\n二、乙"),
    "an earlier number": (listed("甲", more=CHANGED), "一、甲"),
    "a text box counts for itself": (
        listed("甲") + paragraph(box(listed("框"))) + listed("乙"),
        "一、甲\n\n一、框\n二、乙",
    ),
}


@pytest.mark.parametrize(("body", "expected"), AMONG.values(), ids=AMONG)
def test_numbers_among_what_is_hidden_deleted_and_nested(body: str, expected: str) -> None:
    assert read(body, numbering=NUMBERS)[0] == expected


def test_the_strict_form_of_the_format() -> None:
    assert text(docx(listed("甲"), numbering=NUMBERS, names=STRICT), place="x").text == "一、甲"


def test_parts_may_stand_elsewhere_and_be_spelled_otherwise() -> None:
    parts = document(listed("甲"), numbering=NUMBERS)
    relations = parts["word/_rels/document.xml.rels"]
    moved = {
        "_rels/.rels": parts["_rels/.rels"].replace('"word/document.xml"', '"/Word/main.xml"'),
        "word\\main.xml": parts["word/document.xml"],
        "word/_rels/main.xml.rels": relations.replace('"numbering.xml"', '"../n.xml"'),
        "N.xml": parts["word/numbering.xml"],
    }
    assert text(package(moved), place="x").text == "一、甲"


def test_parts_in_utf_16() -> None:
    parts = document(paragraph("甲"))
    wide = {name: part.replace("UTF-8", "UTF-16").encode("utf-16") for name, part in parts.items()}
    assert text(package(wide), place="x").text == "甲"
