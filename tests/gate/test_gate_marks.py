"""Marks of secret and internal documents, beside sentences that only speak of secrets."""

from __future__ import annotations

import pytest

from speechdata.gate._text import sightings

MARKS = [
    ("机密★1年", "secret-mark", "机密"),
    ("秘密★", "secret-mark", "秘密"),
    ("绝密★启用前", "secret-mark", "绝密"),
    ("秘　密", "secret-mark", "秘　密"),
    ("【机密】", "secret-mark", "机密"),
    ("机密级", "secret-mark", "机密"),
    ("密级：机密", "secret-mark", "机密"),
    ("保密级别 ： 绝密", "secret-mark", "绝密"),
    ("密级:秘密★10年", "secret-mark", "秘密"),
    ("机密 特急", "secret-mark", "机密"),
    ("秘密  第001号", "secret-mark", "秘密"),
    ("机密*5年", "secret-mark", "机密"),
    ("機密★一年", "secret-mark", "機密"),
    ("（机密）关于安全生产的报告", "secret-mark", "机密"),
    ("关于安全生产的报告（秘密）", "secret-mark", "秘密"),
    ("省委办公厅    秘密★1年    特急", "secret-mark", "秘密"),
    ("内部资料，注意保存", "internal-mark", "内部资料"),
    ("內部資料 注意保存", "internal-mark", "內部資料"),
    ("（内部文件）", "internal-mark", "内部文件"),
    ("内部使用，不得外传。", "internal-mark", "内部使用"),
    ("内部资料·会后收回", "internal-mark", "内部资料"),
    ("在大会上的讲话（内部资料 注意保存）", "internal-mark", "内部资料"),
]
SENTENCES = [
    "保守国家秘密",
    "国家秘密、商业秘密、工作秘密",
    "机密文件要专人保管。",
    "要妥善保管内部资料，注意保存。",
    "不得泄露秘密。",
    "秘密。",
    "一、秘密",
    "密级：公开",
    "密级和保密期限",
    "保密工作分绝密、机密、秘密三级。",
    "机密级以上事项按规定办理",
    "内部文件不得外传给他人",
    "（商业秘密）",
    "他把这个秘密（机密）告诉",
    "加强内部控制",
    "特急",
    "第3号",
    "★重点★1年",
]


@pytest.mark.parametrize(("line", "kind", "mark"), MARKS)
@pytest.mark.parametrize("around", ["{}", "{}\n同志们：", "讲话\r\n{}\r\n同志们："])
def test_a_mark_is_found_and_shown(line: str, kind: str, mark: str, around: str) -> None:
    text = around.format(line)
    ((scan, span),) = sightings(text)
    assert (scan.title, span.of(text), scan.shown(mark)) == (kind, mark, mark)


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_is_no_mark(line: str) -> None:
    assert list(sightings(f"讲话\n{line}\n同志们：")) == []
