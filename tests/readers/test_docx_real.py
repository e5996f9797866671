"""Documents written by other software, and documents all the way to their outline."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx as python_docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from readers.word import MAIN, definition, docx, element, instance, level, listed, paragraph, style
from speechdata.annotators.sections import Section
from speechdata.pipeline import annotate_file
from speechdata.readers.docx import text

BODY = "要坚持以人民为中心，扎实推进各项工作，确保任务落到实处。"
OUTLINE = (
    (0, "统一思想认识"),
    (1, f"准确把握形势。{BODY}"),
    (1, f"增强发展信心。{BODY}"),
    (0, "突出工作重点"),
    (1, f"抓好产业发展。{BODY}"),
    (2, f"2030年前完成改造。{BODY}"),
    (2, f"建设一批项目。{BODY}"),
    (3, f"提高质量。{BODY}"),
    (3, f"降低成本。{BODY}"),
    (1, f"抓好民生保障。{BODY}"),
    (0, "加强组织领导"),
)
LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("japaneseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircleChinese", "%4"),
)
MARKERS = ["一、", "（一）", "（二）", "二、", "（一）", "1.", "2.", "①", "②", "（二）", "三、"]
DEPTHS = [1, 2, 2, 1, 2, 3, 3, 4, 4, 2, 1]
FRONT, END = ("在全市经济工作会议上的讲话", "同志们：", "今天召开全市经济工作会议。"), (BODY, "谢谢大家！")


def markers(data: bytes, folder: Path) -> list[tuple[str, int]]:
    """Marker and depth of each section of the one speech in a file."""
    path = folder / "speech.docx"
    path.write_bytes(data)
    source, docs = annotate_file(path)
    assert source.encoding == "docx"
    assert [doc.speech.title and doc.speech.title.text for doc in docs] == [FRONT[0]]
    return [(item.marker, item.depth) for item in docs[0].layers["sections"] if isinstance(item, Section)]


def numbering() -> str:
    return definition(*(level(index, *shape) for index, shape in enumerate(LEVELS))) + instance()


def test_direct_numbers_become_the_outline(tmp_path: Path) -> None:
    body = "".join(map(paragraph, FRONT)) + "".join(listed(name, 1, depth) for depth, name in OUTLINE)
    data = docx(body + "".join(map(paragraph, END)), numbering=numbering())
    assert markers(data, tmp_path) == list(zip(MARKERS, DEPTHS, strict=True))


def test_numbers_of_heading_styles_become_the_outline(tmp_path: Path) -> None:
    linked = [
        level(index, *shape, more=element("pStyle", val=f"H{index}")) for index, shape in enumerate(LEVELS)
    ]
    styles = "".join(
        style(f"H{i}", element("pPr", element("numPr", element("numId", val=1)))) for i in range(4)
    )
    body = "".join(paragraph(name, element("pStyle", val=f"H{depth}")) for depth, name in OUTLINE)
    whole = "".join(map(paragraph, FRONT)) + body + "".join(map(paragraph, END))
    data = docx(whole, numbering=definition(*linked) + instance(), styles=styles)
    assert markers(data, tmp_path) == list(zip(MARKERS, DEPTHS, strict=True))


def made_by_python_docx(number: int) -> Any:
    """A document of that library with the outline's numbering added to those of its template."""
    made = python_docx.Document()
    part = made.part.numbering_part.element
    root = f'<w:abstractNum xmlns:w="{MAIN}" '
    levels = definition(*(level(index, *shape) for index, shape in enumerate(LEVELS)), number=number)
    part.find(qn("w:num")).addprevious(parse_xml(levels.replace("<w:abstractNum ", root, 1)))
    part.append(parse_xml(instance(number, number).replace("<w:num ", root.replace("abstractNum", "num"), 1)))
    return made


def saved(made: Any) -> bytes:
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_an_outline_written_by_python_docx(tmp_path: Path) -> None:
    made = made_by_python_docx(901)
    made.add_heading(FRONT[0], 0)
    for line in FRONT[1:]:
        made.add_paragraph(line)
    for depth, name in OUTLINE:
        properties = made.add_paragraph(name)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, 901
    for line in END:
        made.add_paragraph(line)
    assert markers(saved(made), tmp_path) == list(zip(MARKERS, DEPTHS, strict=True))


def test_lists_tables_and_margins_written_by_python_docx() -> None:
    made: Any = python_docx.Document()
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.add_heading("工作要点", 1)
    for kind, words in (("List Number", "甲乙"), ("List Bullet", "丙"), ("List Number", "丁")):
        for word in words:
            made.add_paragraph(word, style=kind)
    table = made.add_table(2, 2)
    for cell, word in zip(table._cells, ("单位", "任务", "交通局", "修路"), strict=True):
        cell.text = word
    made.add_paragraph("上").add_run("下").add_break()
    made.add_page_break()
    data = saved(made)
    found = text(data, place="x.docx")
    assert found.text == "工作要点\n1.甲\n2.乙\n丙\n3.丁\n单位\t任务\n交通局\t修路\n上下\n\n\n"
    assert [span.of(found.text) for span in found.recovered] == ["1.", "2.", "3."]
    assert found.evidence == (
        "Word document; numbers recovered: 3; bullets left out: 1; headers and footers left out: 1"
    )
