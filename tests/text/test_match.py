from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.span import Span
from speechdata.text.match import Matcher, beginning

WORDS = ("要", "一定要", "不要", "必须", "必须要")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一定要落实，不要懈怠，必须要坚持", ["一定要", "不要", "必须要"]),
        ("要不要", ["要", "不要"]),
        ("没有", []),
        ("", []),
    ],
)
def test_longest_matches_do_not_overlap(text: str, expected: list[str]) -> None:
    found = list(Matcher(WORDS).find(text))
    assert [span.of(text) for span, _ in found] == expected
    assert [WORDS[index] for _, index in found] == expected


def test_all_matches_overlap() -> None:
    text = "一定要"
    assert {span.of(text) for span, _ in Matcher(WORDS, longest=False).find(text)} == {"一定要", "要"}


def test_only_inside_a_span_and_in_its_coordinates() -> None:
    text = "要抓，必须抓，要抓"
    found = list(Matcher(WORDS).find(text, Span(2, 8)))
    assert [(span, WORDS[index]) for span, index in found] == [(Span(3, 5), "必须"), (Span(7, 8), "要")]


@given(st.text(alphabet="一定要不必须好", max_size=40))
def test_all_matches_are_those_of_a_plain_search(text: str) -> None:
    plain = {(at, at + len(word)) for word in WORDS for at in range(len(text)) if text.startswith(word, at)}
    found = {(span.start, span.end) for span, _ in Matcher(WORDS, longest=False).find(text)}
    assert found == plain


@given(st.text(alphabet="要一定不必须们。", max_size=40), st.booleans())
def test_what_is_covered_is_what_is_found(text: str, longest: bool) -> None:
    words = Matcher(WORDS, longest=longest)
    assert words.covered(text) == sum(len(span) for span, _ in words.find(text))


@given(st.text(alphabet="<>ab要\n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_what_begins_with_a_mark_is_found_as_by_the_pattern_alone(text: str, start: int, end: int) -> None:
    pattern, marks = re.compile("<[ab]*>|要a?|<<"), re.compile("[<要]")
    found = [match.span() for match in beginning(marks, pattern, text, start, end)]
    assert found == [match.span() for match in pattern.finditer(text, start, end)]
