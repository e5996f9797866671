"""Who is addressed by a directive that does not name it, and what the lexicon of agents must keep to."""

from __future__ import annotations

import time
from typing import cast

import pytest

import cases
from speechdata.annotators import layers
from speechdata.annotators.directives import LAYER, Directive
from speechdata.lexicons import load
from speechdata.span import Span

SECTIONS = next(layer for layer in layers() if layer.name == "sections")


def found(text: str) -> list[Directive]:
    doc = cases.doc_of(text).annotate([SECTIONS, LAYER])
    return [cast("Directive", record) for record in doc.layers["directives"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各县要备足物资，要落实人员。", [("各县", "written"), ("各县", "inherited")]),
        ("各县要备足物资。要落实人员。", [("各县", "written"), ("各县", "inherited")]),
        ("各县要备足物资。做好值守。", [("各县", "written"), ("各县", "inherited")]),
        ("各县要备足物资。\n要落实人员。", [("各县", "written"), (None, "unstated")]),
        ("一、各县要备足物资\n要落实人员。\n做好值守。", [("各县", "written")] + [("各县", "inherited")] * 2),
        ("一、各县要备足物资\n二、要落实人员\n", [("各县", "written"), (None, "unstated")]),
        ("各县要备足物资，工程进度要加快。", [("各县", "written"), (None, "unstated")]),
        ("一是各县要备足物资。\n二是要落实人员。", [("各县", "written"), (None, "unstated")]),
        (
            "各县要抓两件事：一是要备足物资。二是要落实人员。",
            [("各县", "written")] + [("各县", "inherited")] * 2,
        ),
        ("各县要备足物资。　　要落实人员。", [("各县", "written"), (None, "unstated")]),
        ("严禁个人挪用物资。要落实人员。", [("个人", "written"), (None, "unstated")]),
        ("严禁个人挪用物资，不得截留。", [("个人", "written"), ("个人", "inherited")]),
        ("各县要备足物资。工期很紧。做好值守。", [("各县", "written"), (None, "unstated")]),
        ("我们要备足物资。工期很紧。做好值守。", [("我们", "written"), ("我们", "inherited")]),
        ("各县要备足物资，在汛期要落实人员。", [("各县", "written"), ("各县", "inherited")]),
        ("他说：“各县要备足物资。”要落实人员。", [("各县", "written"), (None, "unstated")]),
        (
            "各县要备足物资，各镇要落实人员，要抓紧。",
            [("各县", "written"), ("各镇", "written"), ("各镇", "inherited")],
        ),
    ],
)
def test_addressee_is_inherited_from_where_it_stands(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(r.addressee, r.addressee_basis) for r in found(text)] == expected


def test_inherited_addressee_lies_outside_the_span_and_points_at_its_surface() -> None:
    text = "市水利局要加强巡查，要及时上报。"
    _, second = found(text)
    assert second.addressee_basis == "inherited"
    place = Span(cast("int", second.addressee_start), cast("int", second.addressee_end))
    assert place.of(text) == "市水利局"
    assert not second.span.contains(place)


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("我們要備足物資。工期很緊。做好值守。", "我們"),
        ("各縣要備足物資。工期很緊。做好值守。", None),
    ],
)
def test_inheritance_reads_traditional_pronouns(text: str, addressee: str | None) -> None:
    assert found(text)[-1].addressee == addressee


def surfaces(role: str) -> set[str]:
    return {entry["surface"] for entry in load("directives.agents") if entry["role"] == role}


def test_no_word_both_names_an_agent_and_is_a_thing() -> None:
    assert not surfaces("thing") & (surfaces("head") | surfaces("place") | surfaces("pronoun"))


def test_a_means_is_an_agent_too() -> None:
    assert surfaces("means") <= surfaces("head")


def test_a_clause_without_punctuation_takes_no_long_time() -> None:
    text = "各单位在工作中全面推进各项任务时" * 2000 + "要抓好落实。"
    start = time.perf_counter()
    assert [record.addressee for record in found(text)] == [None]
    assert time.perf_counter() - start < 5
