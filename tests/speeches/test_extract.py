"""The seed against its gold, and what holds for every text."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import BODIES, TITLES, source
from speechdata import readers
from speechdata.records import RawSpeech, Source
from speechdata.span import Span
from speechdata.speeches import extract, outside
from speechdata.text.offsets import OffsetMap

SEEDS = Path(__file__).parents[2] / "seeds"
SEED = "000_46ebd7ac5d9d9c86"
lines = st.sampled_from(
    [
        *TITLES, *BODIES[0].split("\n"), *BODIES[1].split("\n"), "第一篇：", "篇二", "同志们：", "各位代表！", "王强",
        "", "2024年3月16日", "来源：某某网", "打印", "— 3 —", "相关报道：", "　　", "政府工作报", "告",
        "----", "It was.",
        "——2024年1月5日在某市人民代表大会会议上", "他说：“好。”", "\ufeff\u200b", "讲话稿5篇", "以下是小编整理的。",
    ]
)  # fmt: skip
pages = st.lists(st.one_of(lines, st.text(max_size=12)), max_size=24)


@pytest.fixture(scope="module")
def seed() -> Source:
    return readers.read(SEEDS / f"{SEED}.txt", f"{SEED}.txt")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    rows = (SEEDS / "gold" / f"{SEED}.gold.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, rows) if row["layer"] == "speech"]


def as_gold(speech: RawSpeech) -> dict[str, Any]:
    fields = ("title", "speaker", "date", "salutation")
    located = {name: getattr(speech, name) for name in fields}
    places = {name: item and {"start": item.start, "end": item.end} for name, item in located.items()}
    found = {"layer": "speech", "start": speech.occurrence.start, "end": speech.occurrence.end} | places
    return found | ({"iso": speech.iso.isoformat()} if speech.iso else {})


def test_the_seed_as_its_gold_says(seed: Source, gold: list[dict[str, Any]]) -> None:
    assert [as_gold(speech) for speech in extract(seed)] == gold


def test_the_seed_has_nothing_outside_its_speeches(seed: Source) -> None:
    assert outside(seed, extract(seed)) == []


def test_the_seed_reads_well(seed: Source) -> None:
    texts = [speech.text for speech in extract(seed)]
    assert [text.split("\n")[0] for text in texts if "上的讲话" in text.split("\n")[0]] == [
        "市长在2024年全市安全生产工作会议上的讲话",
        *["市长在全市安全生产工作会议上的讲话"] * 3,
    ]
    whole = "\n".join(texts)
    for mended in (
        "真正做到“未雨绸缪”",
        "管生产经营必须管安全”的要求",
        "专项整治",
        "麻痹",
        "GDP",
        "还没有",
        "突出“严”",
    ):
        assert mended in whole
    for mark in ("第一篇", "第四篇", "范文", " "):
        assert mark not in whole


def test_recovered_numbers_follow_the_text_through_cleaning() -> None:
    text = f"上一篇：无\n{TITLES[0]}\n同志们：\n{BODIES[0]}\n\n相关报道：\n一、无"
    numbers = [Span(match.start(), match.end()) for match in re.finditer("[一二三]、", text)]
    spaced = text.replace("认清 形势", "认清形势").replace("认清形势", "认清 形势")
    shifted = [number if number.start < text.index("认清") else number.shift(1) for number in numbers]
    (speech,) = extract(source(spaced).model_copy(update={"recovered": tuple(shifted)}))
    assert [number.of(speech.text) for number in speech.recovered] == ["一、", "二、", "三、"]


def check(text: str, found: list[RawSpeech]) -> None:
    """What holds for the speeches of any text."""
    at = 0
    for speech in found:
        assert at <= speech.occurrence.start < speech.occurrence.end <= len(text)
        at = speech.occurrence.end
        mapped = OffsetMap.from_removed(speech.span, (Span(cut.start, cut.end) for cut in speech.removed))
        assert mapped.apply(text) == speech.text == speech.text.strip()
        assert all(cut.text == text[cut.start : cut.end] for cut in speech.removed)
        assert speech.boundary_evidence
        for place in (speech.title, speech.speaker, speech.date, speech.salutation):
            assert place is None or speech.span.contains(place.span)


@given(pages)
def test_any_page_gives_speeches_that_map_back(page: list[str]) -> None:
    text = "\n".join(page)
    found = extract(source(text))
    check(text, found)
    around = [stretch.span for stretch in outside(source(text), found)]
    rest = text
    for span in sorted([*(speech.span for speech in found), *around], reverse=True):
        assert span.of(text) == rest[span.start : span.end] == span.of(text).strip()
        rest = rest[: span.start] + rest[span.end :]
    assert not rest.strip()


@given(pages, st.sampled_from(["\r\n", "\r", "\u2028", "\n\n"]))
def test_line_ends_change_no_boundary(page: list[str], line_end: str) -> None:
    page = [
        line for line in page if not any(mark in line for mark in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    ]
    if line_end == "\n\n":  # an underline stands right below its heading
        page = [line for line in page if line.strip("-= ")]
    plain, other = (extract(source(mark.join(page))) for mark in ("\n", line_end))
    assert [speech.boundary_evidence for speech in plain] == [speech.boundary_evidence for speech in other]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("安" * 5_000_000, 0),
        (("".join(BODIES).replace("\n", "") * 9000)[:5_000_000], 1),
        ("落实 责任 " * 100_000, 0),
        ("“" * 1_000_000, 0),
        ("\n".join(["同志们！"] * 50_000), 0),
        ("\n".join(["第一篇：在全市大会上的讲话"] * 10_000), 0),
        ("目录\n第一篇：在全市大会上的讲话\n" * 5_000, 0),
        ("主持人：下面，请县长讲话。\n" * 10_000, 0),
        ("请帮我写一篇县长的讲话稿。\n" * 10_000, 0),
        (
            "".join(f"第{n}篇：{TITLES[n % 4]}同志们：{BODIES[n % 4]}" for n in range(1, 99)).replace(
                "\n", ""
            ),
            98,
        ),
    ],
    ids=[
        *("one word", "speech on one line", "spaces", "quotes", "vocatives", "headings"),
        *("contents", "hosts", "requests", "collection on one line"),
    ],
)
def test_large_files_take_seconds(text: str, number: int) -> None:
    before = time.process_time()
    assert len(extract(source(text))) == number
    assert time.process_time() - before < 20
