"""What marked-up cases cannot show of the directives: inheritance, fields, passages, rejections, invariants."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from speechdata.annotators import layers
from speechdata.annotators.directives import LAYER, Directive
from speechdata.layer import Doc
from speechdata.lexicons import load
from speechdata.records import Rejection
from speechdata.span import Span
from speechdata.text.segment import depths

SECTIONS = next(layer for layer in layers() if layer.name == "sections")


def annotated(text: str) -> Doc:
    return cases.doc_of(text).annotate([SECTIONS, LAYER])


def found(text: str) -> list[Directive]:
    return [cast("Directive", record) for record in annotated(text).layers["directives"]]


def ruled_out(text: str) -> list[tuple[str, str]]:
    """(surface, last part of the rule) of each rejection of this layer."""
    own = [r for r in annotated(text).rejections if r.layer == Directive.layer]
    return [(text[r.start : r.end], r.rule.removeprefix("directives.not.")) for r in own]


@pytest.mark.parametrize(
    ("text", "action", "deadline", "condition"),
    [
        ("各校要在9月底前完成自查，建立台账。", "在9月底前完成自查", "9月底前", None),
        ("一旦发生泄漏，必须立即停机，疏散人员。", "立即停机", "立即", "一旦发生泄漏"),
        ("对整改不力的，要从重处罚。", "从重处罚", None, "对整改不力的"),
        ("切实加强值班值守，畅通信息渠道。", "加强值班值守", None, None),
        ("严禁占用消防通道。", "占用消防通道", None, None),
        ("按照预案，迅速转移群众。", "转移群众", None, None),
        ("三个工作日内要办结。", "办结", "三个工作日内", None),
    ],
)
def test_action_deadline_condition(
    text: str, action: str, deadline: str | None, condition: str | None
) -> None:
    (record,) = found(text)
    assert (record.action, record.deadline, record.condition) == (action, deadline, condition)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这是重要的工作。", ("要", "pseudo_cue")),
        ("他们提出的要求很高。", ("要", "pseudo_cue")),
        ("监管力量还需加强。", ("需", "need")),
        ("稍后，市长还要作重要讲话。", ("要", "will")),
        ("我要强调一点。", ("要", "plan")),
        ("旧体制还不能适应新形势。", ("不能", "inability")),
        ("必须先立才能后破。", ("必须", "condition")),
        ("这是一个需要破解的难题。", ("需要", "relative")),
        ("为什么要改革？", ("要", "question")),
        ("他提出了必须关停小煤窑。", ("必须", "reported")),
        ("职工希望增加收入。", ("希望", "noun")),
        ("管道可以达到设计压力。", ("可以", "ability")),
        ("我市践行“绝不落下一人”的承诺。", ("绝不", "quoted")),
        ("加强党的建设，是做好工作的保证。", ("加强党的建设", "subject")),
        ("加强了队伍建设。", ("加强了队伍建设", "report")),
    ],
)
def test_rejection_names_its_reason(text: str, expected: tuple[str, str]) -> None:
    assert not found(text)
    assert expected in ruled_out(text)


def test_rejections_are_records_of_this_layer_with_a_reason_in_words() -> None:
    (rejection,) = annotated("这是重要的工作。").rejections
    assert isinstance(rejection, Rejection)
    assert (rejection.layer, rejection.rule) == ("directive", "directives.not.pseudo_cue")
    assert rejection.reason


WORK = "完善监测网络，健全应急机制。"


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        (WORK, True),
        (f"一、2024年工作回顾\n{WORK}", False),
        (f"二、2025年重点工作\n{WORK}", True),
        (f"一、2024年工作回顾\n（一）聚力落实重大任务\n{WORK}", False),
        (f"一、2024年工作情况\n（二）下一步打算\n{WORK}", True),
        (f"一年来，主要做了以下工作：\n{WORK}", False),
        (f"今年要重点抓好以下三项工作。\n{WORK}", True),
        (f"过去一年，我们开拓进取。{WORK}", False),
        (f"去年办结了积案，取得了成效。\n{WORK}", False),
        (f"去年办结了积案，取得了成效。\n大家要再接再厉。\n{WORK}", True),
        (f"2024年主要工作\n全市受理案件二万件。\n2025年工作安排\n{WORK}", True),
        (f"刚才，李局长通报了情况，王主任作了说明。\n{WORK}", True),
    ],
)
def test_passage_decides_whether_an_uncued_sentence_orders_or_reports(text: str, orders: bool) -> None:
    assert any(record.text == WORK.rstrip("。") for record in found(text)) is orders


def test_title_block_orders_nothing() -> None:
    text = "抓好安全促发展\n——在全县大会上的讲话\n同志们：\n抓好安全促发展。"
    assert [record.start for record in found(text)] == [text.rindex("抓好")]


def test_quoted_order_over_several_sentences_is_quoted_to_its_end() -> None:
    text = "他说：“干部要下去。不能坐在机关。”大家要照办。"
    assert [(r.text, r.attribution) for r in found(text)] == [
        ("干部要下去", "quoted"),
        ("不能坐在机关", "quoted"),
        ("大家要照办", "issued"),
    ]


def test_rule_tells_how_a_record_was_found() -> None:
    text = "二、2025年重点工作\n要修路。完善管网。各部门加强协作。城乡养老金标准提高到500元。"
    assert [record.rule for record in found(text)] == [
        "directives.explicit.clause",
        "directives.implicit.verb_initial",
        "directives.implicit.third_person",
        "directives.implicit.target",
    ]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("各级部门务必严格执行规定，严禁瞒报。", "各級部門務必嚴格執行規定，嚴禁瞞報。"),
        ("请同志们认真学习，不要应付。", "請同志們認真學習，不要應付。"),
        ("对违规的，应当从严处理；完善监督机制。", "對違規的，應當從嚴處理；完善監督機制。"),
        ("这是重要的经验，供应很充足。", "這是重要的經驗，供應很充足。"),
    ],
)
def test_traditional_text_gives_the_same_places(simplified: str, traditional: str) -> None:
    def places(text: str) -> list[tuple[object, ...]]:
        return [(r.span, r.modality, r.strength, r.cue_start, r.addressee_start, r.rule) for r in found(text)]

    assert places(traditional) == places(simplified)


def test_half_width_punctuation_separates_too() -> None:
    assert [r.text for r in found("要抓学习,要抓纪律;要抓作风.")] == ["要抓学习", "要抓纪律", "要抓作风"]


CLAUSES = [
    "各级各部门要提高认识",
    "必须抓紧抓实",
    "严禁弄虚作假",
    "对拒不整改的",
    "在推进工作中",
    "加强督促检查",
    "确保按期完成",
    "这是重要原则",
    "落实“三个必须”要求",
    "（见附件）",
    "同时",
    "一是要抓好“规定动作”",
    "去年取得了成绩",
    "我们绝不能松懈",
    "既要管好又要用好",
    "他说：“要实干”",
    "X县可以先行先试",
    " 各 地 ",
    "“",
    "”",
    "1.要开好会",
    "……",
]
MARKS = ["，", "；", "：", "。", "、", "！", "？", "\n", "\n一、", "\n（二）", ",", " "]
TEXTS = st.lists(st.tuples(st.sampled_from(CLAUSES), st.sampled_from(MARKS)), min_size=1, max_size=12).map(
    lambda pairs: "".join(clause + mark for clause, mark in pairs)
)
ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]）|[一二三四五六七八九十]是|\d+\."
)


@given(TEXTS)
def test_spans_keep_to_the_guideline(text: str) -> None:
    records = found(text)
    assert all(a.end <= b.start for a, b in pairwise(records))
    for record in records:
        assert record.text == record.text.strip(" \n\t，；：。、！？,;:!?")
        assert not ENUMERATOR.match(record.text)
        assert "\n" not in record.text
        outside = zip(record.text, depths(record.text, Span(0, len(record.text))), strict=True)
        assert not {mark for mark, depth in outside if not depth} & set("。！？；")
        assert (record.cue is None) != record.explicit
        assert record.cue is None or record.start <= cast("int", record.cue_start) < record.end
        if record.addressee_basis == "written":
            assert record.start <= cast("int", record.addressee_start) < record.end


@given(TEXTS)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    first, second = annotated(text), annotated(text)
    assert first.layers["directives"] == second.layers["directives"]
    assert first.rejections == second.rejections


ROLES = {
    "agents": {
        "pronoun",
        "head",
        "place",
        "thing",
        "means",
        "counted",
        "task",
        "authority",
        "modifier",
        "quantifier",
    },
    "cues": {"cue", "pseudo"},
    "nouns": {"idea", "crux", "matter"},
    "passages": {
        "review_heading",
        "situation_heading",
        "task_heading",
        "review_opening",
        "review_closing",
        "task_closing",
        "coming",
        "ahead",
        "meeting",
    },
}


@pytest.mark.parametrize("stem", sorted(ROLES))
def test_every_lexicon_line_has_a_known_role(stem: str) -> None:
    assert {entry["role"] for entry in load(f"directives.{stem}")} == ROLES[stem]


def test_each_cue_carries_modality_and_strength_and_no_pseudo_cue_does() -> None:
    modalities = set(get_args(Directive.model_fields["modality"].annotation))
    for entry in load("directives.cues"):
        if entry["role"] == "cue":
            assert entry["modality"] in modalities, entry
            assert entry["strength"] in "123", entry
        else:
            assert not entry["modality"] + entry["strength"], entry
