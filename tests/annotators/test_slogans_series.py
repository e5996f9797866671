"""Windows of a banner series: the quick search finds what the whole one finds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.annotators.slogans._cues import HAN
from speechdata.annotators.slogans._series import _PAUSES, Window, _windows

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


def _searched(window: Window, text: str) -> Iterator[tuple[int, int]]:
    """What one pattern for a whole series finds, tried at every place."""
    first = other = f"(?:{window.other.pattern})"
    if window.shared:
        first, other = f"{HAN}{{2}}(?P<object>{HAN}{{2}})", f"{HAN}{{2}}(?P=object)"
    for pause in _PAUSES:
        whole = re.compile(f"{first}(?:{pause}{other})*(?={pause}(?P<last>{other}))")
        yield from ((match.start(), match.end("last")) for match in whole.finditer(text))


@pytest.mark.parametrize("window", _windows(), ids=lambda window: f"{window.size}-{window.shared}")
@given(text=texts)
def test_stretches_are_those_of_a_search_at_every_place(window: Window, text: str) -> None:
    assert list(window.stretches(text)) == list(_searched(window, text))


def test_a_series_is_found_at_any_place_of_a_text() -> None:
    text = "要、保增长、保民生、保稳定，水。保增长、促发展"
    found = {text[start:end] for window in _windows() for start, end in window.stretches(text)}
    assert {"保增长、保民生、保稳定", "保增长、促发展"} <= found
