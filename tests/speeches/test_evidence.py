"""What is a speech and what is none: texts/none/ holds no speech, each of texts/one/ one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sources import BODIES, source
from speechdata.speeches import extract

TEXTS = {
    folder.name: {path.stem: path.read_text("utf-8") for path in sorted(folder.iterdir())}
    for folder in (Path(__file__).parent / "texts").iterdir()
}


@pytest.mark.parametrize("name", TEXTS["none"])
def test_no_speech(name: str) -> None:
    assert extract(source(TEXTS["none"][name])) == []


@pytest.mark.parametrize("name", TEXTS["one"])
def test_speech(name: str) -> None:
    (speech,) = extract(source(TEXTS["one"][name]))
    assert "本报讯" not in speech.text


def test_prose_alone_is_said_to_be_the_evidence() -> None:
    (speech,) = extract(source(TEXTS["one"]["without_outward_signs"]))
    assert speech.boundary_evidence == ("source_start", "official_register")


def test_a_novel_among_speeches_is_left_out() -> None:
    novel = TEXTS["none"]["novel"]
    text = f"第一篇：在全市大会上的讲话\n{BODIES[0]}\n第二篇：归乡\n{novel}\n第三篇：\n{BODIES[1]}"
    assert [speech.text[:6] for speech in extract(source(text))] == ["在全市大会上", BODIES[1][:6]]
