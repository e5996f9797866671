"""Versions of a dataset for tests: short speeches of invented towns, built from named files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from speechdata.pipeline import BuildConfig, build

PLACES = ("林场", "水库", "码头", "市场", "学校", "医院", "车站", "社区", "工地", "矿区", "园区", "村庄")
SUBJECTS = {"a": "防火", "b": "防汛", "c": "交通", "d": "食品", "e": "矿山"}
Builder = Callable[..., Path]


def speech(subject: str, *more: str) -> str:
    """A speech of its own words, so that no two are near-duplicates."""
    lines = [
        f"在全市{subject}安全工作会议上的讲话",
        "同志们：",
        f"今天召开{subject}安全工作会议，分析{subject}形势。",
        f"一、提高{subject}认识",
        f"各部门必须落实{subject}责任，抓好{subject}排查。{subject}工作严禁弄虚作假。",
        f"二、抓好{subject}整改",
        f"要在月底前完成{subject}整改，建立{subject}台账。坚持安全第一、预防为主。",
        *more,
    ]
    return "\n".join(lines) + "\n"


def files_of(*names: str) -> dict[str, str]:
    return {f"{name}.txt": speech(SUBJECTS[name]) for name in names}


@pytest.fixture(scope="session")
def version_of(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Builds a folder of sources (file name -> text); the same sources are built once."""
    known: dict[str, Path] = {}

    def make(sources: dict[str, str], lexicon: str | None = None) -> Path:
        key = json.dumps([sorted(sources.items()), lexicon])
        if key not in known:
            home = tmp_path_factory.mktemp("build")
            (home / "in").mkdir()
            for name, text in sources.items():
                (home / "in" / name).write_text(text, "utf-8")
            if lexicon:
                (home / "in/lexicons").mkdir()
                (home / "in/lexicons/slogans.tsv").write_text(lexicon, "utf-8")
            known[key] = build(BuildConfig(source=home / "in", output=home / "out", workers=0)).dataset
        return known[key]

    return make
