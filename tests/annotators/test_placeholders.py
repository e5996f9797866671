"""Placeholders: contexts, single signs, what is ruled out, and any text at all."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cases
from speechdata.annotators import placeholders
from speechdata.annotators.placeholders import CONTEXT, REACH, Placeholder
from speechdata.layer import Doc
from speechdata.lexicons import load


def _annotated(text: str) -> tuple[Doc, list[Placeholder]]:
    doc = cases.doc_of(text).annotate([placeholders.LAYER])
    return doc, [record for record in doc.layers["placeholders"] if isinstance(record, Placeholder)]


def test_contexts_stay_in_the_line() -> None:
    _, (first, second) = _annotated("上一行\n来自全国各地的几百名XX市代表到会\nXX同志讲话。\n")
    assert (first.left_context, first.right_context) == ("来自全国各地的几百名", "市代表到会")
    assert len(first.left_context) == CONTEXT
    assert (second.left_context, second.right_context) == ("", "同志讲话。")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("X是这次调研的重点。", []),
        ("X是这次调研的重点。XX县要配合。", ["other", "place"]),
        ("某公司拖欠工资。", []),
        ("某公司拖欠工资，XX局已经立案。", ["org", "org"]),
        ("**年轻是优势。**我们要珍惜。", []),
        ("**是水乡。**有桥百座。**市要护好，**县要用好，**镇要管好。", ["place"] * 5),
        ("XXX", ["person"]),
        ("X", []),
        ("某些公司拖欠工资，XX局已经立案。", ["org"]),
    ],
)
def test_a_single_sign_needs_other_masks(text: str, kinds: list[str]) -> None:
    assert [record.kind for record in _annotated(text)[1]] == kinds


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("拍了X光片。", "word"),
        ("型号是AX。", "word"),
        ("构建1+N+X体系。", "formula"),
        ("展板3×5米。", "formula"),
        ("一九八○年丰收。", "formula"),
        ("**一、抓落实**", "emphasis"),
        ("* 抓落实", "layout"),
        ("__________", "layout"),
        ("## 重点任务", "layout"),
        ("<!-- 注 -->", "layout"),
        ("山水林田……都要管。", "pause"),
        ("同志们！  现在开会。", "pause"),
        ("被告人李某某到庭。", "anonymous"),
        ("写信到XX@example.com。", "address"),
        ("X是重点。", "single"),
    ],
)
def test_what_only_looks_like_a_mask_is_reported(text: str, rule: str) -> None:
    doc, found = _annotated(text)
    assert not found
    assert {item.rule for item in doc.rejections} == {f"placeholders.{rule}"}
    assert all(item.reason and item.layer == "placeholder" for item in doc.rejections)


def test_the_rule_names_what_told_the_kind() -> None:
    _, found = _annotated("平安XX建设中，20XX年，XX市长在XX，产值达XX，通过XX安全生产座谈会，把XX抓好。")
    assert [(record.rule.removeprefix("placeholders.letter."), record.kind) for record in found] == [
        ("first", "place"),
        ("first", "date"),
        ("right", "person"),
        ("left", "place"),
        ("left", "number"),
        ("head", "event"),
        ("none", "other"),
    ]


def test_an_endless_line_is_looked_at_in_parts() -> None:
    _, found = _annotated("抓落实" * REACH + "XX同志" + "抓落实" * REACH)
    assert [(record.kind, record.text) for record in found] == [("person", "XX")]


def test_lexicon_kinds_and_forms_are_the_vocabulary() -> None:
    fields = Placeholder.model_fields
    kinds = {entry["kind"] for entry in load("placeholders")} - {""}
    assert kinds <= set(get_args(fields["kind"].annotation))
    forms = {entry["form"] for entry in load("placeholders_masks")} | {"bracket", "blank"}
    assert forms == set(get_args(fields["form"].annotation))


SIGNS = [
    *"Xx×*＊…○〇_#-某 \u3000\n，。“”（）【】1年月%",
    "同志",
    "书记",
    "市",
    "在",
    "刚才，",
    "之际",
    "姓名",
    "安全",
    "http://a/",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(SIGNS), max_size=40))
@example(["。", "。", "。", "年"])
def test_masks_never_overlap_and_hold_no_words(pieces: list[str]) -> None:
    doc, found = _annotated("".join(pieces))
    end = 0
    for record in found:
        assert record.start >= end
        end = record.end
        assert record.form == "bracket" or not set(record.text) & set("同志书记市在刚才之际姓名安全，\n")
        # 。。。 stands for an ellipsis
        assert record.form in ("bracket", "ellipsis") or "。" not in record.text
        assert "\n" not in record.left_context + record.right_context
        assert doc.text[: record.start].endswith(record.left_context)
