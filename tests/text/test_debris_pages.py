"""Debris that parts sentences or is told by its recurrence, and debris at random places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debris_cases import INLINE, LINES, SPEECH, cleaned, kinds, pairs
from speechdata.span import Span
from speechdata.text.normalize import clean
from speechdata.text.offsets import OffsetMap


@pytest.mark.parametrize(
    "page", ["- 3 -", "　　　— 12 —", "第 3 页 共 12 页", "\n3/12\n", "-4-\r\n某某公文网 www.example.com"]
)
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("今年以来，各地压实责任，排查隐", "患，形势总体平稳。"),
        ("形势总体平稳。下一步要抓住关", "键环节，把工作做细。"),
        ("我们要把责任，", "把任务落到人头。"),
        ("压实“三级", "责任”，抓好落实。"),
    ],
)
def test_a_page_that_ends_amid_a_sentence(above: str, below: str, page: str) -> None:
    assert cleaned(f"{above}\n{page}\n{below}") == above + below


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("形势总体平稳。", "下一步要抓住关键。"),
        ("一、看清形势，绷紧弦", "去年，全县平稳。"),
        ("在全县大会上的讲话", "今天，我们开会。"),
        ("今年以来，各地压实责任", "　　去年，全县平稳。"),
        ("今年以来，各地做到", "（一）压实责任，抓好落实。"),
    ],
)
def test_a_page_that_ends_between_paragraphs(above: str, below: str) -> None:
    assert cleaned(f"{above}\n— 3 —\n{below}") == f"{above}\n{below.strip()}"


def test_numbers_that_count_pages_without_a_mark() -> None:
    page = "\n".join(SPEECH[2:8] * 2)
    assert cleaned("\n".join(f"{page}\n{number}" for number in (1, 2, 3))) == "\n".join([page] * 3)
    assert cleaned(f"{page}\n12\n{page}") == f"{page}\n12\n{page}"
    assert cleaned("1\n查堤防\n2\n查水库\n3\n查物资") == "1\n查堤防\n2\n查水库\n3\n查物资"


@pytest.mark.parametrize("mark", ["某某范文网", "某某文库 讲话稿", "www.example.com"])
def test_lines_that_recur_with_the_name_of_a_site(mark: str) -> None:
    text = "\n".join(f"{line}\n{mark}" for line in SPEECH)
    assert cleaned(text) == "\n".join(SPEECH)
    assert kinds(text)["watermark"] >= 1


def test_running_heads_beside_page_numbers() -> None:
    text = "\n".join(f"{line}\n防汛工作\n— {number} —" for number, line in enumerate(SPEECH, 1))
    assert cleaned(text) == "\n".join(SPEECH)
    assert set(kinds(text)) - {"blank_line"} == {"watermark", "page_number"}


@pytest.mark.parametrize("line", ["各位代表！", "同志们：", "抓好落实", "看清形势，抓住关键"])
def test_lines_that_recur_in_a_speech_stay(line: str) -> None:
    text = "\n".join(f"{line}\n{each}" for each in SPEECH[2:])
    assert cleaned(text) == text


def test_names_of_sites_go_from_sentences_when_they_recur() -> None:
    once = "要用好百度文库的资料，也要多做调查。"
    assert cleaned(once) == once
    assert (
        cleaned("各地要百度文库压实责任，查清百度文库隐患，抓好百度文库落实。")
        == "各地要压实责任，查清隐患，抓好落实。"
    )


def test_applause_cut_by_a_line_break() -> None:
    assert cleaned("要团结。（热烈\n鼓掌）") == "要团结。"


between = st.sampled_from([words for _, words in pairs(LINES)])
amid = st.sampled_from([words for kind, words in pairs(INLINE) if kind != "page_number"])


@given(st.lists(st.tuples(st.integers(1, len(SPEECH) - 1), between), max_size=6), st.data())
def test_debris_at_random_places_leaves_the_speech(lines: list[tuple[int, str]], data: st.DataObject) -> None:
    paragraphs = list(SPEECH)
    for at in data.draw(st.lists(st.sampled_from([2, 4, 5, 7]), max_size=3, unique=True)):
        place = data.draw(st.integers(12, len(paragraphs[at]) - 1))
        paragraphs[at] = paragraphs[at][:place] + data.draw(amid) + paragraphs[at][place:]
    for at, words in sorted(lines, reverse=True):
        paragraphs.insert(at, words)
    text = "\n".join(paragraphs)
    left, removed = clean(text, Span(0, len(text)))
    assert left == "\n".join(SPEECH)
    assert all(cut.text == text[cut.start : cut.end] for cut in removed)
    span = Span(0, len(text))
    assert OffsetMap.from_removed(span, (Span(cut.start, cut.end) for cut in removed)).apply(text) == left


@given(st.sampled_from([4, 5, 7]), st.data())
def test_a_page_number_anywhere_in_a_paragraph_leaves_it_whole(at: int, data: st.DataObject) -> None:
    words = SPEECH[at]
    commas = [place for place, mark in enumerate(words) if mark in "，、" and 0 < place < len(words) - 12]
    place = data.draw(st.integers(min(commas) + 1, len(words) - 2))
    page = data.draw(st.sampled_from(LINES["page_number"]))
    text = "\n".join([*SPEECH[:at], f"{words[:place]}\n{page}\n{words[place:]}", *SPEECH[at + 1 :]])
    whole = "\n".join(SPEECH)
    left = cleaned(text)
    assert left.replace("\n", "") == whole.replace("\n", "")
    if words[place - 1] not in "。" and not words[:place].startswith("（"):
        assert left == whole
