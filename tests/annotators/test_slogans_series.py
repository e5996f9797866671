"""Windows of a banner series: the quick search finds what the whole one finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.annotators.slogans._series import Window, _windows

PARTS = [
    "保增长",
    "保民生",
    "稳就业",
    "讲得清",
    "看得见",
    "生态优先",
    "质量第一",
    "应保尽保",
    "宜林则林",
    "以",
]
texts = st.lists(st.sampled_from([*PARTS, "、", "，", "。", "的", "有大局", "水"]), max_size=14).map("".join)


@pytest.mark.parametrize("window", _windows(), ids=lambda window: f"{window.size}{window.gate.pattern[0]}")
@given(text=texts)
def test_matches_are_those_of_a_search_at_every_place(window: Window, text: str) -> None:
    found = [match.span() for match in window.matches(text)]
    assert found == [match.span() for match in window.pattern.finditer(text)]


def test_a_series_is_found_at_any_place_of_a_text() -> None:
    text = "要、保增长、保民生、保稳定，水。保增长、促发展"
    spans = {match.group() for window in _windows() for match in window.matches(text)}
    assert {"保增长、保民生", "保增长"} <= spans
