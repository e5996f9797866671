"""Series of equal parts of any length: which are banners, and where they begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from speechdata.annotators.slogans._parallel import parallels
from speechdata.annotators.slogans._reading import Candidate, Reading


def found(text: str) -> list[str]:
    """Surfaces of all series in `text`."""
    return [c.span.of(text) for c in parallels(Reading(cases.doc_of(text))) if isinstance(c, Candidate)]


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("推进管办分开、事企分开，理顺关系。", "管办分开、事企分开"),
        ("坚持以文育人、以文聚力、以文兴县，办好文化节。", "以文育人、以文聚力、以文兴县"),
        ("真正做到想职工所想、解职工所忧。", "想职工所想、解职工所忧"),
        ("坚持治水为先、护林为本，守好家园。", "治水为先、护林为本"),
        ("营造班子清正、机关清廉的环境。", "班子清正、机关清廉"),
        ("实现件件有回音、事事有结果。", "件件有回音、事事有结果"),
        ("形成大企业带动小企业、小企业服务大企业的格局。", "大企业带动小企业、小企业服务大企业"),
        ("坚持在保护中利用、在利用中保护，管好古城。", "在保护中利用、在利用中保护"),
        ("各支部要亮身份、树形象、传作风、聚人心，带动群众。", "亮身份、树形象、传作风、聚人心"),
        ("我们靠市场机制、建服务网络、聚社会力量，把事办成。", "靠市场机制、建服务网络、聚社会力量"),
        ("对来县客商真诚欢迎、真诚服务、真诚帮助。", "真诚欢迎、真诚服务、真诚帮助"),
        ("让山更绿、水更清、城更美成为常态。", "山更绿、水更清、城更美"),
        ("村上抓产业、组上抓农户、户上抓增收，逐级落实。", "村上抓产业、组上抓农户、户上抓增收"),
    ],
)
def test_a_banner_is_found_whole(text: str, series: str) -> None:
    assert found(text) == [series]


@pytest.mark.parametrize(
    "text",
    [
        "反对以大压小、以强凌弱的做法。",
        "发展种植业、养殖业、加工业，增加收入。",
        "推进规范化、制度化、常态化建设。",
        "全面部署、全面检查、全面整改，不留死角。",
        "改善消费环境，完善消费政策，拓宽消费领域。",
        "推动义务教育均衡发展，加快发展职业教育。",
        "参会的有教育局、卫生局、民政局。",
        "组织不纯、作风不纯、思想不纯的问题突出。",
        "产粮大县、养猪大县、养牛大县得到奖励。",
        "水电、煤气、道路同步建设。",
    ],
)
def test_plain_lists_and_faults_are_no_banners(text: str) -> None:
    assert found(text) == []


def test_the_outer_part_is_cut_free_of_the_words_before_it() -> None:
    assert found("逐步养成知荣辱、守诚信、作奉献的风气。") == ["知荣辱、守诚信、作奉献"]


PARTS = ["管办分开", "事企分开", "亮身份", "树形象", "聚人心", "山更绿", "在", "的", "以文育人", "水"]


@given(st.lists(st.sampled_from([*PARTS, "、", "，", "。", "反对"]), max_size=16).map("".join))
def test_series_are_equal_parts_with_one_pause(text: str) -> None:
    for series in found(text):
        pauses = {mark for mark in series if mark in "、，"}
        assert len(pauses) == 1
        parts = series.split(pauses.pop())
        assert len({len(part) for part in parts}) == 1
        assert len({*parts}) == len(parts) > 1
