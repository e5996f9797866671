from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import SourceError
from speechdata.text.decode import MINIMAL_COMMON, common_share, decode

TEXT = "同志们：\r\n今天，我们召开全市安全生产工作会议。\n各级各部门要落实责任。\r"
TRADITIONAL = "各位代表：過去一年，我們堅持發展，各項工作取得新的進展。"
CLAUSES = (
    "各级各部门要落实责任",
    "我们必须坚持发展是第一要务",
    "安全生产是一项长期工作",
    "這是我們的共同責任",
    "增长６．５％",
    "GDP是100亿元",
)
sentences = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6).map(
    lambda parts: "，".join(parts) + "。\r\n"
)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_encodings_keep_line_ends_and_drop_the_mark(data: bytes, encoding: str) -> None:
    decoded = decode(data, place="a.txt")
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert decoded.evidence


def test_gb18030_says_how_chinese_it_reads() -> None:
    evidence = decode(TRADITIONAL.encode("gb18030"), place="a.txt").evidence
    assert f"{common_share(TRADITIONAL):.2f}" in evidence


def test_ascii_says_so() -> None:
    assert decode(b"plain\n", place="a.txt").evidence == "ASCII"


@given(sentences, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]))
def test_what_is_encoded_comes_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), place="a.txt").text == text


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "source-empty", "a.txt"),
        (" \r\n\u3000\u200b\t".encode(), "source-empty", "a.txt"),
        (codecs.BOM_UTF8, "source-empty", "a.txt"),
        (codecs.BOM_UTF16_LE, "source-empty", "a.txt"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "source-binary", "a.txt: byte 8"),
        (TEXT.encode("utf-16-le"), "source-binary", "a.txt: byte 9"),
        (b"text \x01\x02\x03\x04 text", "source-binary", "a.txt: byte 5"),
        (codecs.BOM_UTF16_LE + "甲\0乙".encode("utf-16-le"), "source-binary", "a.txt: character 1"),
        ("落实".encode() + b"\xff\xff", "source-encoding", "a.txt: byte 6"),
        (codecs.BOM_UTF8 + "落实".encode("gb18030"), "source-encoding", "a.txt: byte 3"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "source-encoding", "a.txt: byte 2"),
        ("Größe und Übermaße".encode("latin-1"), "source-encoding", "a.txt: byte 2"),
        ((TRADITIONAL * 9).encode("big5"), "source-encoding", "a.txt: byte 0"),
        (("政府は経済の発展を推進する。" * 9).encode("euc_jp"), "source-encoding", "a.txt: byte 0"),
        (("정부는 경제 발전을 추진한다." * 9).encode("euc_kr"), "source-encoding", "a.txt: byte 0"),
    ],
)
def test_what_is_no_text_names_place_and_remedy(data: bytes, code: str, place: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, place="a.txt")
    assert (caught.value.code, caught.value.place) == (code, place)
    assert caught.value.advice


def test_a_stray_control_character_is_no_binary_file() -> None:
    text = TEXT * 5 + "\x01"
    assert decode(text.encode(), place="a.txt").text == text


@pytest.mark.parametrize(
    ("text", "common"), [(TEXT, True), (TRADITIONAL, True), ("ascii", False), ("αβγ", False)]
)
def test_share_of_common_characters(text: str, common: bool) -> None:
    assert (common_share(text) >= 2 * MINIMAL_COMMON) is common
