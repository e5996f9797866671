"""Debris in a source, from the page down to the text of a speech."""

from __future__ import annotations

import pytest

from sources import BODIES, TITLES, source
from speechdata.speeches import extract
from speechdata.text.normalize import DEBRIS_KINDS

CLEAN = f"{TITLES[0]}\n同志们：\n{BODIES[0]}"
BROKEN = (
    CLEAN.replace("责任落实到", "责任（2/3）落实到")
    .replace("取得了一定成效", "取得了一\n　　　— 2 —\n\n定成效")
    .replace("同志们，让我们", "\n下载文档\n（掌声）\n同志们，让我们")
)


def test_a_broken_page_gives_the_clean_speech() -> None:
    (speech,) = extract(source(BROKEN))
    assert speech.text == CLEAN
    assert {item.kind for item in speech.removed} >= {
        "chunk_counter",
        "page_number",
        "paywall",
        "stage_direction",
    }


def test_debris_stays_on_demand() -> None:
    (speech,) = extract(source(BROKEN), keep_debris=True)
    assert all(words in speech.text for words in ("（2/3）", "— 2 —", "下载文档", "（掌声）"))
    assert not DEBRIS_KINDS & {item.kind for item in speech.removed}
    (cleaned,) = extract(source(BROKEN))
    assert (speech.title, speech.salutation) == (cleaned.title, cleaned.salutation)


@pytest.mark.parametrize("mark", ["[1]", "（1/5）"])
def test_marks_behind_a_title_are_no_part_of_it(mark: str) -> None:
    (speech,) = extract(source(CLEAN.replace(TITLES[0], TITLES[0] + mark)))
    assert speech.title
    assert speech.title.text == TITLES[0]
    assert speech.text == CLEAN
