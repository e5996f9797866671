from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.span import Span
from speechdata.text.segment import LINE_BREAKS, PAUSES, WHITE, depths, lines, sentences, split

texts = st.text(
    alphabet="安全生产要落实。！？，；：“”‘’（）《》 \u3000\t\n\r\u2028\x85\x0cA1.?!", max_size=80
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、总则\n要抓落实。他说：“对！”", ["一、总则", "要抓落实。", "他说：“对！”"]),
        ("怎么办？！快落实！！好。", ["怎么办？！", "快落实！！", "好。"]),
        ("他问：“落实了吗？”大家答：“落实了。”", ["他问：“落实了吗？”", "大家答：“落实了。”"]),
        ("（完成任务。）下一步", ["（完成任务。）", "下一步"]),
        ("　　甲。\r\n　　乙。\r\n", ["甲。", "乙。"]),
        ("甲\r乙\u2028丙\u2029丁\x85戊\x0c己\x0b庚", list("甲乙丙丁戊己庚")),
        ("增长6.5%，投资3.2亿元。", ["增长6.5%，投资3.2亿元。"]),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences(text)] == expected


@given(texts)
def test_sentences_cover_all_but_white_space_and_never_overlap(text: str) -> None:
    covered = [at for span in sentences(text) for at in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))) - set(covered)
    assert all(text[at] in WHITE + LINE_BREAKS for at in outside)


@given(texts)
def test_no_sentence_runs_over_a_line_break(text: str) -> None:
    assert not any(mark in span.of(text) for span in sentences(text) for mark in LINE_BREAKS)


@given(texts)
def test_lines_are_all_but_the_line_breaks(text: str) -> None:
    found = "".join(span.of(text) for span in lines(text))
    assert found == "".join(mark for mark in text if mark not in LINE_BREAKS)
    assert all(len(span) for span in lines(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“甲（乙）”丙", "0112100"),
        ("甲”乙“丙", "00000"),
        ("（甲“乙）丙”", "0111000"),
        ("（（甲）", "0010"),
        ("《“甲”乙》", "012110"),
    ],
)
def test_depths(text: str, expected: str) -> None:
    assert "".join(map(str, depths(text, Span(0, len(text))))) == expected


def test_depths_of_a_part_count_from_the_part() -> None:
    assert depths("“甲“乙”丙”", Span(2, 5)) == [0, 1, 0]


@given(texts)
def test_depths_never_go_below_zero_and_end_at_the_brackets(text: str) -> None:
    found = depths(text, Span(0, len(text)))
    assert len(found) == len(text)
    assert all(depth >= 0 for depth in found)


def test_deep_nesting_takes_linear_time() -> None:
    text = "（" * 100_000 + "”" * 100_000 + "）" * 100_000
    assert max(depths(text, Span(0, len(text)))) == 100_000


@pytest.mark.parametrize(
    ("text", "nested", "expected"),
    [
        ("甲，乙；丙", False, ["甲", "乙", "丙"]),
        ("甲“乙，丙”丁，戊", False, ["甲“乙，丙”丁", "戊"]),
        ("甲“乙，丙”丁，戊", True, ["甲“乙", "丙”丁", "戊"]),
        ("甲，", False, ["甲", ""]),
    ],
)
def test_split(text: str, nested: bool, expected: list[str]) -> None:
    assert [span.of(text) for span in split(text, Span(0, len(text)), PAUSES, nested=nested)] == expected


@given(texts)
def test_split_pieces_and_marks_add_up(text: str) -> None:
    pieces = list(split(text, Span(0, len(text)), PAUSES, nested=True))
    assert sum(map(len, pieces)) + len(pieces) - 1 == len(text)
    assert not any(mark in piece.of(text) for piece in pieces for mark in PAUSES)
