"""PDF documents whose layout tells what belongs together: those that LibreOffice made, and odd ones made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readers import paper, pdf_texts
from readers.paper import down, lines, pdf, picture, put
from speechdata.readers.pdf import text

FOLDER = Path(__file__).with_name("pdfs")
TABLE = ["\t".join(row) for row in pdf_texts.TABLE]
MADE = {
    "speech": (
        [*pdf_texts.SPEECH[:12], *TABLE, *pdf_texts.SPEECH[12:]],
        "PDF, 6 pages; footnotes and endnotes left out: 2; marks of notes left out: 2; page numbers left out: 6; "
        "running headers and footers left out: 6",
    ),
    "columns": (pdf_texts.COLUMNS, "PDF, 2 pages; page numbers left out: 2"),
    "blocks": (pdf_texts.BLOCKS, "PDF, 2 pages; page numbers left out: 2"),
    "vertical": (pdf_texts.VERTICAL, "PDF, 1 page"),
}
FULL = [
    "过去一年，全县经济平稳增长，人民生活",
    "持续改善，社会大局稳定，重点工程开工",
    "建设，各项工作进展顺利。",
]
BODY = "".join(FULL)
NEXT = "下一步要抓好落实。"


@pytest.mark.parametrize("name", MADE)
def test_all_paragraphs_come_back_as_they_were_written(name: str) -> None:
    decoded = text((FOLDER / f"{name}.pdf").read_bytes(), place=name)
    paragraphs, evidence = MADE[name]
    assert decoded.text.split("\n") == paragraphs
    assert (decoded.encoding, decoded.evidence) == ("pdf", evidence)


def read(*pages: bytes, rotate: int = 0) -> list[str]:
    return text(pdf(*pages, rotate=rotate), place="a.pdf").text.split("\n")


def told(*pages: bytes) -> str:
    return text(pdf(*pages), place="a.pdf").evidence


JOINED = "".join(FULL[:2])
FIRST, SECOND = ("（一）过去一年，全县经济平稳增长了。", "（二）社会大局稳定。")
SHORT = FULL[0][:15]
WEST = ("我们的信息共享服务中心名叫Open Data", "Centre，已经开放。")
PAIRS: dict[str, tuple[list[str], list[float], list[str]]] = {
    "full rows are one": (FULL, [0, 0, 0], [BODY]),
    "a short row ends": ([FULL[2], *FULL], [0, 0, 0, 0], [FULL[2], BODY]),
    "an indent begins": ([*FULL[:2], *FULL], [0, 0, 2, 0, 0], [JOINED, BODY]),
    "an indent that all share": (FULL, [2, 2, 2], [BODY]),
    "a number begins after a final mark": ([FIRST, SECOND, *FULL], [0] * 5, [FIRST, SECOND, BODY]),
    "a hanging number": (["1." + FULL[0], *FULL[1:], *FULL], [0, 1.5, 1.5, 1, 1, 1], ["1." + BODY, BODY]),
    "a number does not fit": ([SHORT, "2026-2030年规划。", *FULL], [0] * 5, [SHORT + "2026-2030年规划。", BODY]),
    "Western words get a space": ([*WEST, *FULL], [0] * 5, [" ".join(WEST), BODY]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_rows_are_joined_by_fill_and_indent(name: str) -> None:
    rows, indents, paragraphs = PAIRS[name]
    size = paper.FONT_SIZE
    page = b"".join(
        put(row, 40 + indent * size, 540 - 24 * index)
        for index, (row, indent) in enumerate(zip(rows, indents, strict=True))
    )
    assert read(page) == paragraphs


def test_font_size_and_distance_part_paragraphs() -> None:
    title = put("全县工作会议上的讲话稿", 40, 560, 22)
    assert read(title + lines(FULL[:2], y=530) + lines(FULL, y=460)) == [
        "全县工作会议上的讲话稿",
        JOINED,
        BODY,
    ]


def test_a_centred_title_goes_on_over_rows_and_ends_before_a_subtitle() -> None:
    title = put("全县贯彻落实重点工作推进", 52, 560, 22) + put("会议上的讲话", 118, 530, 22)
    subtitle = put("县长", 162, 500, 22)
    page = title + subtitle + lines([*FULL[:2], *FULL], y=440)
    assert read(page) == ["全县贯彻落实重点工作推进会议上的讲话", "县长", JOINED + BODY]


CHARS = st.text("天地人和春夏秋冬东西南北甲丙丁", min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(CHARS.map("{}。".format), min_size=1, max_size=5))
def test_indented_paragraphs_come_back(paragraphs: list[str]) -> None:
    rows: list[str] = []
    for paragraph in paragraphs:
        filled = f"\u3000\u3000{paragraph}"
        cuts = [filled[start : start + 18] for start in range(0, len(filled), 18)]
        if len(cuts) > 1 and cuts[-1] == "。":
            cuts[-2:] = ["".join(cuts[-2:])]
        rows += cuts
    page = b"".join(
        put(row.strip(), 40 + 16 * (len(row) - len(row.lstrip())), 560 - 22 * index)
        for index, row in enumerate(rows)
    )
    assert read(page) == paragraphs


STARTS = ["第一页讲产业。", "第二页讲民生。", "第三页讲生态。", "第四页讲安全。"]
NUMBERS = ["— {} —", "- {} -", "第 {} 页", "第{}页 共9页", "{}/12", "{}", "Page {} of 9", "·{}·", "【{}】"]


def body(index: int) -> list[str]:
    """The rows of a page that is like no other."""
    return [STARTS[index], *("甲乙丙丁"[index] + row[1:] for row in FULL)]


def expected(count: int) -> list[str]:
    return [line for index in range(count) for line in (STARTS[index], "".join(body(index)[1:]))]


@pytest.mark.parametrize("start", [1, 11])
@pytest.mark.parametrize("form", NUMBERS)
def test_page_numbers_are_left_out(form: str, start: int) -> None:
    pages = [lines(body(index)) + put(form.format(start + index), 180, 20) for index in range(3)]
    assert read(*pages) == expected(3)
    assert "page numbers left out: 3" in told(*pages)


def test_numbers_that_count_no_pages_stay() -> None:
    years = ["1949", "12", "7"]
    pages = [lines(body(index)) + put(year, 180, 20 + 60 * index) for index, year in enumerate(years)]
    assert [line for line in read(*pages) if line.isdigit()] == years


def test_alternating_headers_are_left_out_and_first_lines_are_not() -> None:
    heads = ["工作简报", "县委办公室编"] * 2
    pages = [put(head, 150, 585) + lines(body(index)) for index, head in enumerate(heads)]
    assert read(*pages) == expected(4)
    assert "running headers and footers left out: 4" in told(*pages)


def test_a_paragraph_runs_over_a_page_break() -> None:
    first, second = (
        lines([*FULL, *FULL[:2]]) + put("— 1 —", 180, 20),
        lines([FULL[2], NEXT]) + put("— 2 —", 180, 20),
    )
    assert read(first, second) == [BODY, BODY, NEXT]


def test_a_page_that_stands_in_the_file_twice_is_kept() -> None:
    page = lines([*FULL, NEXT])
    assert read(page, page) == [BODY, NEXT] * 2


LEFT, RIGHT = "左边的文字共四行{}，", "右边的文字共四行{}，"


def test_columns_are_read_one_after_the_other_below_a_title() -> None:
    title = put("县政府重点工作会议上的讲话", 40, 570, 22)
    left, right = ([side.format(row) for row in "甲乙丙丁"] for side in (LEFT, RIGHT))
    page = title + lines(left) + lines(right, x=220, y=531)
    assert read(page) == ["县政府重点工作会议上的讲话", "".join(left + right)]


def test_cells_of_a_table_stand_on_one_line() -> None:
    rows = [("东河镇", "12", "860"), ("西岭镇", "9", "540"), ("南湖镇", "7", "300"), ("北山镇", "5", "210")]
    page = b"".join(
        put(cell, 40 + 120 * place, 400 - 24 * index)
        for index, row in enumerate(rows)
        for place, cell in enumerate(row)
    )
    assert read(lines(FULL) + page) == [BODY, *("\t".join(row) for row in rows)]


def test_notes_at_the_foot_cut_no_sentence() -> None:
    mark = put("1", 40 + 16 * len(FULL[1]), 524, 8)
    page = lines(FULL[:2]) + mark + put("1 指新建的站点。", 40, 60, 10)
    second = lines([FULL[2], *FULL])
    assert read(page, second) == [BODY, BODY]
    assert "footnotes and endnotes left out: 1; marks of notes left out: 1" in told(page, second)


def two(turn: str, x: float, y: float, across: float, down: float) -> bytes:
    return put(TWO[0], x, y, turn=turn) + put(TWO[1], x + across, y + down, turn=turn)


TWO = ["重要讲话摘要", "第二段"]
ODD: dict[str, tuple[bytes, int, list[str], str]] = {
    "turned by its page": (two("0 1 -1 0", 100, 100, 24, 0), 90, TWO, ""),
    "turned on an upright page": (two("0 -1 1 0", 100, 560, -24, 0), 0, TWO, ""),
    "upside down": (two("-1 0 0 -1", 300, 100, 0, 24), 180, TWO, ""),
    "vertical": (down(TWO[0], 340, 540) + down(TWO[1], 300, 540), 0, TWO, ""),
    "a line at the side": (
        lines(FULL) + put("内部资料", 380, 100, turn="0 1 -1 0"),
        0,
        [BODY, "内部资料"],
        "characters set in another direction, put after their page: 4",
    ),
    "a watermark": (
        lines(FULL) + put("内部资料", 100, 200, turn="0.7 0.7 -0.7 0.7"),
        0,
        [BODY],
        "slanted characters left out (watermarks): 4",
    ),
    "fake bold": (put("重点天天抓", 40, 500) + put("重点天天抓", 41, 500.5), 0, ["重点天天抓"], ""),
    "dashes drawn as one": (put("坚持——到底", 40, 500), 0, ["坚持——到底"], ""),
    "radicals": (put("⼀年⽣⻓⻛⻝⾦", 40, 500), 0, ["一年生长风食金"], "that they stand for: 6"),
    "compatibility": (
        put("\uf9a4\u9f8d\uf9e9", 40, 500),
        0,
        ["\u637b\u9f8d\u91cc"],
        "that they stand for: 2",
    ),
    "vertical marks": (
        put("︽决定︾︵草案︶︐︒", 40, 500),
        0,
        ["《决定》（草案），。"],
        "as upright ones: 6",
    ),
    "ligatures": (put("oﬃce ﬁle", 40, 500), 0, ["office file"], ""),
    "full-width and circled": (put("①２０２６年％", 40, 500), 0, ["①２０２６年％"], ""),
    "no meaning": (lines([*FULL, "\ue001\ue002"]), 0, [BODY, "\ue001\ue002"], "a meaning in Unicode: 2"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_documents(name: str) -> None:
    page, rotate, paragraphs, evidence = ODD[name]
    decoded = text(pdf(page, rotate=rotate), place="a.pdf")
    assert decoded.text.split("\n") == paragraphs
    assert decoded.evidence == "PDF, 1 page" if not evidence else evidence in decoded.evidence


def test_pages_without_text_among_others_are_named() -> None:
    pages = [lines(FULL), picture(), b"", lines([NEXT]), picture()]
    assert read(*pages) == [BODY, NEXT]
    assert "pages of pictures only, not read: 2, 5; pages without text: 3" in told(*pages)
