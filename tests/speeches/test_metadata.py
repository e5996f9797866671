"""Title, speaker, office, date, occasion and salutation, where they are written."""

from __future__ import annotations

import pytest

from sources import BODIES, source
from speechdata.records import RawSpeech
from speechdata.speeches import extract

BODY = BODIES[0]
FIELDS = ("title", "speaker", "speaker_role", "date", "iso", "occasion", "salutation")


def only(text: str) -> RawSpeech:
    (speech,) = extract(source(text))
    return speech


def written(speech: RawSpeech) -> dict[str, str | None]:
    found = {name: getattr(speech, name) for name in FIELDS}
    return {
        name: None if value is None else getattr(value, "text", str(value)) for name, value in found.items()
    }


CASES: dict[str, tuple[str, dict[str, str | None]]] = {
    "title alone": (
        "在2024年全市教育大会上的讲话",
        {"title": "在2024年全市教育大会上的讲话", "occasion": "2024年全市教育大会"},
    ),
    "date, then office and name": (
        "在全市教育大会上的讲话\n（2024年9月10日）\n市委书记　王 强\n同志们：",
        {
            "title": "在全市教育大会上的讲话",
            "speaker": "王强",
            "speaker_role": "市委书记",
            "date": "2024年9月10日",
            "iso": "2024-09-10",
            "occasion": "全市教育大会",
            "salutation": "同志们",
        },
    ),
    "two offices, Chinese numerals": (
        "在全市教育大会上的讲话\n市委副书记、市长　李晓明\n二〇二四年九月十日\n\n同志们：",
        {
            "title": "在全市教育大会上的讲话",
            "speaker": "李晓明",
            "speaker_role": "市委副书记、市长",
            "date": "二〇二四年九月十日",
            "iso": "2024-09-10",
            "occasion": "全市教育大会",
            "salutation": "同志们",
        },
    ),
    "all in the title": (
        "市委书记张志强同志在全市教育大会上的讲话（2024年9月10日）\n同志们：",
        {
            "title": "市委书记张志强同志在全市教育大会上的讲话",
            "speaker": "张志强",
            "speaker_role": "市委书记",
            "date": "2024年9月10日",
            "iso": "2024-09-10",
            "occasion": "全市教育大会",
            "salutation": "同志们",
        },
    ),
    "office in the title": (
        "市长在全市教育大会上的讲话",
        {"title": "市长在全市教育大会上的讲话", "speaker_role": "市长", "occasion": "全市教育大会"},
    ),
    "report with subtitle": (
        "政府工作报告\n——2026年1月27日在某省第十四届人民代表大会第四次会议上\n省长　赵 龙\n各位代表：",
        {
            "title": "政府工作报告",
            "speaker": "赵龙",
            "speaker_role": "省长",
            "date": "2026年1月27日",
            "iso": "2026-01-27",
            "occasion": "某省第十四届人民代表大会第四次会议",
            "salutation": "各位代表",
        },
    ),
    "report on one line": (
        "2024年政府工作报告——2024年1月5日在某市人民代表大会第二次会议上\n市长王小明各位代表：",
        {
            "title": "2024年政府工作报告",
            "speaker": "王小明",
            "speaker_role": "市长",
            "date": "2024年1月5日",
            "iso": "2024-01-05",
            "occasion": "某市人民代表大会第二次会议",
            "salutation": "各位代表",
        },
    ),
    "broken title and subtitle": (
        "政府工作报\n告\n——2024年1月5日在某市第十四届\n人民代表大会第二次会议上",
        {
            "title": "政府工作报告",
            "date": "2024年1月5日",
            "iso": "2024-01-05",
            "occasion": "某市第十四届人民代表大会第二次会议",
        },
    ),
    "long title on two lines": (
        "在全市深化医药卫生体制改革\n暨公立医院发展推进会上的讲话",
        {
            "title": "在全市深化医药卫生体制改革暨公立医院发展推进会上的讲话",
            "occasion": "全市深化医药卫生体制改革暨公立医院发展推进会",
        },
    ),
    "main title and subtitle": (
        "坚持人民至上　筑牢安全防线\n——在全市安全生产工作会议上的讲话\n王强",
        {
            "title": "在全市安全生产工作会议上的讲话",
            "speaker": "王强",
            "occasion": "全市安全生产工作会议",
        },
    ),
    "masks are not filled": (
        "在××县安全生产会议上的讲话\n县长　×××\n2024年×月×日\n同志们：",
        {
            "title": "在××县安全生产会议上的讲话",
            "speaker_role": "县长",
            "date": "2024年×月×日",
            "occasion": "××县安全生产会议",
            "salutation": "同志们",
        },
    ),
    "a month is no date in full": (
        "在全市教育大会上的讲话\n2024年9月\n同志们：",
        {
            "title": "在全市教育大会上的讲话",
            "date": "2024年9月",
            "occasion": "全市教育大会",
            "salutation": "同志们",
        },
    ),
    "no such day": (
        "在全市教育大会上的讲话\n2024年2月30日",
        {"title": "在全市教育大会上的讲话", "date": "2024年2月30日", "occasion": "全市教育大会"},
    ),
    "two titles, the one that says more": (
        "第五篇：校长在毕业典礼上的讲话\n在毕业典礼上的讲话\n同学们：",
        {
            "title": "校长在毕业典礼上的讲话",
            "speaker_role": "校长",
            "occasion": "毕业典礼",
            "salutation": "同学们",
        },
    ),
    "greeting in the first sentence": (
        "开学典礼致辞\n尊敬的各位老师，亲爱的同学们，大家上午好！",
        {"title": "开学典礼致辞", "occasion": "开学典礼", "salutation": "尊敬的各位老师，亲爱的同学们"},
    ),
    "salutation in the first paragraph": ("同志们：今天我们召开会议，部署工作。", {"salutation": "同志们"}),
    "traditional script": (
        "行政長官在就職典禮上的講話\n二零二四年七月一日\n各位同志、各位朋友：",
        {
            "title": "行政長官在就職典禮上的講話",
            "speaker_role": "行政長官",
            "date": "二零二四年七月一日",
            "iso": "2024-07-01",
            "occasion": "就職典禮",
            "salutation": "各位同志、各位朋友",
        },
    ),
    "a plan": ("2024年全市司法行政工作要点", {"title": "2024年全市司法行政工作要点"}),
    "the page's date is not the speech's": (
        "在全市教育大会上的讲话\n来源：某某日报\n时间：2024-09-12\n同志们：",
        {"title": "在全市教育大会上的讲话", "occasion": "全市教育大会", "salutation": "同志们"},
    ),
    "a header with time and place": (
        "在全市教育大会上的讲话\n时间：2024年9月10日\n同志们：",
        {
            "title": "在全市教育大会上的讲话",
            "date": "2024年9月10日",
            "iso": "2024-09-10",
            "occasion": "全市教育大会",
            "salutation": "同志们",
        },
    ),
    "nothing written": ("", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_written(name: str) -> None:
    front, expected = CASES[name]
    speech = only(f"{front}\n{BODY}" if front else BODY)
    assert written(speech) == dict.fromkeys(FIELDS) | expected


@pytest.mark.parametrize("name", CASES)
def test_places_are_in_the_source(name: str) -> None:
    front, _ = CASES[name]
    text = f"前言\n\n{front}\n{BODY}" if "title" in CASES[name][1] else f"{front}\n{BODY}"
    for speech in extract(source(text)):
        for field in ("title", "speaker", "speaker_role", "date", "occasion", "salutation"):
            if found := getattr(speech, field):
                assert "".join(found.span.of(text).split()) == "".join(found.text.split())
                assert speech.span.contains(found.span)


def test_marks_and_doubled_titles_are_cut_and_named() -> None:
    text = f"第一篇：市长在全市大会上的讲话\n在全市大会上的讲话范文\n同志们：\n{BODY}"
    speech = only(text)
    assert speech.text == f"市长在全市大会上的讲话\n同志们：\n{BODY}"
    assert speech.occurrence.start == 0
    assert {(cut.kind, cut.text) for cut in speech.removed} >= {
        ("collection_mark", "第一篇："),
        ("doubled_title", "在全市大会上的讲话"),
        ("sample_mark", "范文"),
    }


def test_two_titles_that_say_different_things_both_stay() -> None:
    speech = only(f"2024年政府工作报告\n关于国民经济和社会发展计划纲要的报告\n各位代表：\n{BODY}")
    assert speech.title is not None
    assert speech.title.text == "关于国民经济和社会发展计划纲要的报告"
    assert speech.text.startswith("2024年政府工作报告\n关于国民经济")


def test_a_web_page_round_a_speech_belongs_to_none() -> None:
    text = (
        "首页 > 范文 > 讲话稿\n县长在全县大会上的讲话\n时间：2023-05-06 10:20　来源：某某网　作者：佚名\n"
        f"【字体：大 中 小】\n同志们：\n{BODY}\n上一篇：在教育会议上的讲话\n相关推荐：\n讲话稿\n版权所有：某某网"
    )
    speech = only(text)
    assert speech.text == f"县长在全县大会上的讲话\n同志们：\n{BODY}"
    assert {cut.kind for cut in speech.removed} >= {"source_remark", "navigation"}


def test_page_numbers_and_a_caption_are_cut_from_inside() -> None:
    text = f"在全市大会上的讲话\n王强作报告。本报记者 李明 摄\n{BODY}".replace("\n二、", "\n— 1 —\n二、")
    speech = only(text + "\n— 2 —")
    assert speech.text == f"在全市大会上的讲话\n{BODY}"
    assert [cut.kind for cut in speech.removed] == ["caption", "page_number"]


@pytest.mark.parametrize("tail", ["附件1\n{}", "注释：\n{}", "名词解释\n{}", "（责任编辑：李明）\n{}"])
def test_what_stands_behind_a_speech_is_left_out(tail: str) -> None:
    speech = only(f"在全市大会上的讲话\n{BODY}\n{tail.format('1.三同时：指同时设计、同时施工、同时投产。')}")
    assert speech.text.endswith(BODY)
