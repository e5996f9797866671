"""Numbers and addresses of people, beside dates, amounts, hotlines and document numbers. All are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.gate._sight import folded, masked
from speechdata.gate._text import sightings

FOUND = [
    ("phone-number", "13800138000", "联系电话：{}。"),
    ("phone-number", "138 0013 8000", "请打{}，随时都行。"),
    ("phone-number", "138-0013-8000", "（{}）"),
    ("phone-number", "138—0013—8000", "手机{}"),
    ("phone-number", "１３８００１３８０００", "手机{}联系"),
    ("phone-number", "+86 13800138000", "Tel: {}"),
    ("phone-number", "0086-13800138000", "{}"),
    ("phone-number", "8613800138000", "{}"),
    ("phone-number", "（010）12345678", "电话{}转801"),
    ("phone-number", "010-12345678", "办公室{}"),
    ("phone-number", "0571 87654321", "杭州{}"),
    ("phone-number", "(0571)8765 4321", "杭州{}"),
    ("phone-number", "+86 10 1234 5678", "{}"),
    ("phone-number", "87654321", "电话：{}"),
    ("phone-number", "8765-4321", "传真号码：{}"),
    ("phone-number", "87654321", "聯繫電話：{}"),
    ("phone-number", "+852 2123 4567", "香港{}"),
    ("identity-number", "11010519491231002X", "身份证号{}，"),
    ("identity-number", "110105 19491231 002x", "身份證：{}"),
    ("identity-number", "１１０１０５１９４９１２３１００２Ｘ", "{}"),
    ("bank-number", "6222000000000009", "卡：{}"),
    ("bank-number", "6222 0000 0000 0009", "打到{}，"),
    ("bank-number", "6222 0000 0000 0000 004", "{}"),
    ("bank-number", "4111-1111-1111-1111", "{}"),
    ("bank-number", "1234 5678 9012 34", "开户行账号：{}"),
    ("email-address", "a.b@example.com", "寄到{}。"),
    ("email-address", "zhangsan@mail.example.cn", "邮箱{}，"),
    ("email-address", "ｚｓ＠example．ｃｏｍ", "{}"),
    ("passport-number", "E12345678", "护照号码：{}"),
    ("number-plate", "京A·12345", "车牌{}的车"),
    ("number-plate", "粤BD12345", "{}"),
]
NOTHING = [
    "请拨打12345、12350或110。",
    "客服热线400-123-4567、800-820-8820，95588。",
    "2010年3月16日，2010-03-16，20100316",
    "2009-2010年，1978-1985-1992-1998，1949 1950 1951 1952",
    "完成投资13800138000元、13800138000万元、13,800,138,000元",
    "¥13800138000，3.13800138000，13800138000.5",
    "国发〔2010〕23号，第13800138000号，编号：13800138000",
    "1380013800、138001380001",
    "比例为010-2010，增长86.5%、13.8%",
    "电话会议2010年召开，电话20102011年普及",
    "社会信用代码91110000100000000X",
    "110101190001010018，11010519491331002X，110105194912310021",
    "4111111111111112，1234567890123456，6222000000000000000001",
    "@张三 a@b 全国@各地",
    "京A股12345点，沪G50001234567，京A·×××××",
    "护照管理E1234",
    "ISBN 978-7-5010-1234-5",
    "账号管理办法2010年第13号",
]


@pytest.mark.parametrize(("kind", "value", "around"), FOUND)
def test_it_is_found_whole_once_and_never_shown_whole(kind: str, value: str, around: str) -> None:
    text = f"各位同志：\n{around.format(value)}\n谢谢大家！"
    ((scan, span),) = sightings(text)
    assert (scan.title, span.of(text)) == (kind, value)
    assert value not in scan.shown(value)
    assert "*" in scan.shown(value)


@pytest.mark.parametrize("text", NOTHING)
def test_it_is_none(text: str) -> None:
    assert [(scan.title, span.of(text)) for scan, span in sightings(text)] == []


def test_several_in_one_line_are_several() -> None:
    text = "电话010-12345678,13800138000、13900139000，a@example.com"
    assert [span.of(text) for _, span in sightings(text)] == [
        "010-12345678",
        "13800138000",
        "13900139000",
        "a@example.com",
    ]


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(alphabet="0123456789 -x@.电话：账号京AＢ０１２３", max_size=60))
def test_what_is_found_lies_in_the_text(text: str) -> None:
    for _, span in sightings(text):
        assert 0 <= span.start < span.end <= len(text)


@given(st.text(alphabet="0123456789abc", min_size=1, max_size=40))
def test_more_than_half_of_a_value_is_masked(value: str) -> None:
    assert len(masked(value)) == len(value)
    assert masked(value).count("*") > len(value) / 2
