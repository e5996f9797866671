from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import SourceError
from speechdata.text import _mojibake
from speechdata.text.decode import ENCODINGS, MINIMAL_COMMON, common_share, decode, suspicious

TEXT = "同志们：\r\n今天，我们召开全市安全生产工作会议。\n各级各部门要落实责任。\r"
TRADITIONAL = "各位代表：過去一年，我們堅持發展，各項工作取得新的進展。"
CLAUSES = (
    "各级各部门要落实责任",
    "我们必须坚持发展是第一要务",
    "安全生产是一项长期工作",
    "群众的利益高于一切",
    "增长６．５％",
    "GDP是100亿元",
)
TRADITIONAL_CLAUSES = (
    "各級各部門要落實責任",
    "這是我們的共同責任",
    "經濟持續增長，市民生活得到改善",
    "「一國兩制」的方針不會改變",
    "開支為100億元",
)
FOREIGN = {
    "shift_jis": "政府は経済の発展を推進する。国民の安全を守るため、各省庁は対策を実施しなければならない。",
    "euc_jp": "政府は経済の発展を推進する。国民の安全を守るため、各省庁は対策を実施しなければならない。",
    "euc_kr": "정부는 경제 발전을 추진한다. 국민의 안전을 지키기 위하여 각 부처는 대책을 실시하여야 한다.",
    "johab": "정부는 경제 발전을 추진한다. 국민의 안전을 지키기 위하여 각 부처는 대책을 실시하여야 한다.",
    "koi8-r": "Правительство продвигает экономическое развитие. Сегодня я хочу высказать три соображения.",
    "cp1251": "Правительство продвигает экономическое развитие. Сегодня я хочу высказать три соображения.",
    "cp866": "Правительство продвигает экономическое развитие. Сегодня я хочу высказать три соображения.",
    "iso8859-7": "Η κυβέρνηση προωθεί την οικονομική ανάπτυξη και την ασφάλεια",
    "tis-620": "รัฐบาลส่งเสริมการพัฒนาเศรษฐกิจและความปลอดภัยของประชาชน",
    "cp1256": "الحكومة تعزز التنمية الاقتصادية والأمن العام",
    "latin-1": "Größe und Übermaße äußern sich für die Öffentlichkeit, schöne Grüße aus München.",
}


def prose(*clauses: str) -> st.SearchStrategy[str]:
    parts = st.lists(st.sampled_from(clauses), min_size=1, max_size=6)
    return parts.map(lambda found: "，".join(found) + "。\r\n")


def failure(data: bytes, **options: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        decode(data, place="a.txt", **options)
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), "utf-32-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("gb18030"), "gb18030"),
        (("\ufeff" + TEXT).encode("gb18030"), "gb18030"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_encodings_keep_line_ends_and_drop_the_mark(data: bytes, encoding: str) -> None:
    decoded = decode(data, place="a.txt")
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert decoded.evidence


@given(
    prose(*CLAUSES, *TRADITIONAL_CLAUSES),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]),
)
def test_both_scripts_come_back(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), place="a.txt").text == text


@given(prose(*CLAUSES), st.sampled_from(["gb2312", "gbk"]))
def test_older_national_encodings_come_back_as_gb18030(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), place="a.txt")
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


@given(prose(*TRADITIONAL_CLAUSES), st.sampled_from(["big5", "cp950", "big5hkscs"]))
def test_big5_comes_back(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), place="a.txt")
    assert (decoded.text, decoded.encoding) == (text, "big5")


@given(prose(*CLAUSES, *TRADITIONAL_CLAUSES), st.sampled_from(sorted(ENCODINGS)))
def test_an_encoding_asked_for_comes_back_or_is_refused(text: str, encoding: str) -> None:
    try:
        data = text.encode(ENCODINGS[encoding][-1])
    except UnicodeEncodeError:
        return
    decoded = decode(data, place="a.txt", encoding=encoding)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert decoded.evidence.startswith("asked for")


def test_characters_of_hong_kong_and_circled_numbers_are_big5_too() -> None:
    text = TRADITIONAL + "深水埗、咗、嘅。①②③"
    assert decode(text.encode("big5hkscs"), place="a.txt").text == text


def test_english_in_utf_16_is_known_by_its_zero_bytes() -> None:
    decoded = decode("Opening remarks, 2024\n".encode("utf-16-be"), place="a.txt")
    assert (decoded.text, decoded.encoding) == ("Opening remarks, 2024\n", "utf-16-be")


def test_the_evidence_has_the_score_of_each_candidate() -> None:
    evidence = decode(TRADITIONAL.encode("big5"), place="a.txt").evidence
    assert "not UTF-8 (byte 0)" in evidence
    assert f"cp950 {common_share(TRADITIONAL):.2f}" in evidence
    assert "gb18030 0.0" in evidence
    assert "utf-16-le fails at byte" in evidence


def test_ascii_says_so() -> None:
    assert decode(b"plain\n", place="a.txt").evidence == "ASCII"


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "source-empty", "a.txt"),
        (" \r\n\u3000\u200b\t".encode(), "source-empty", "a.txt"),
        (codecs.BOM_UTF8, "source-empty", "a.txt"),
        (codecs.BOM_UTF16_LE, "source-empty", "a.txt"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "source-binary", "a.txt: byte 8"),
        (bytes(range(256)) * 8, "source-binary", "a.txt: byte 0"),
        (b"text \x01\x02\x03\x04 text", "source-binary", "a.txt: byte 5"),
        (codecs.BOM_UTF16_LE + "甲\0乙".encode("utf-16-le"), "source-binary", "a.txt: character 1"),
        (TEXT.encode("utf-16-le")[:-1], "source-binary", "a.txt: byte 9"),
        ("落实".encode() + b"\xff\xff", "source-encoding", "a.txt: byte 6"),
        (codecs.BOM_UTF8 + "落实".encode("gb18030"), "source-encoding", "a.txt: byte 3"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "source-encoding", "a.txt: byte 2"),
    ],
)
def test_what_is_no_text_names_place_and_remedy(data: bytes, code: str, place: str) -> None:
    error = failure(data)
    assert (error.code, error.place) == (code, place)


@pytest.mark.parametrize("copies", [1, 9])
@pytest.mark.parametrize("encoding", FOREIGN)
def test_other_languages_are_told_never_guessed(encoding: str, copies: int) -> None:
    error = failure((FOREIGN[encoding] * copies).encode(encoding))
    assert error.code == "source-encoding"
    assert "in no encoding does it read like Chinese" in error.message


@pytest.mark.parametrize(
    "kana", ["これはわたしたちのあたらしいしごとです。", "コンピュータのデータをアップロードする。"]
)
def test_kana_are_no_big5(kana: str) -> None:
    assert failure((kana * 5).encode("euc_jp")).code == "source-encoding"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TEXT, "utf-8"), (TEXT, "gb18030"), (TRADITIONAL, "big5"), (TRADITIONAL, "gb18030")],
)
def test_a_wrong_byte_is_an_error_at_its_place(text: str, encoding: str) -> None:
    good = (text * 9).encode(encoding)
    at = len((text * 4).encode(encoding))
    error = failure(good[:at] + b"\xff" + good[at:])
    assert error.place == f"a.txt: byte {at}"
    assert f"reads like Chinese in {encoding}, but is damaged" in error.message


def test_a_file_cut_off_within_a_character_is_an_error() -> None:
    data = (TRADITIONAL * 9).encode()
    assert failure(data[:-1]).place == f"a.txt: byte {len(data) - 3}"


@pytest.mark.parametrize("encoding", ["no-such", "hex", "latin-1", "nul\0"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    error = failure(TEXT.encode(), encoding=encoding)
    assert (error.code, error.place, error.message) == (
        "source-encoding", "a.txt", f"unknown encoding {encoding!r}"
    )  # fmt: skip
    assert "gb18030" in error.advice


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "GBK"])
def test_an_encoding_that_does_not_fit_is_refused_at_the_byte(encoding: str) -> None:
    error = failure(b"plain \xff\xff", encoding=encoding)
    assert (error.code, error.place) == ("source-encoding", "a.txt: byte 6")
    assert "as asked for" in error.message


@pytest.mark.parametrize(
    ("alias", "encoding"),
    [("GBK", "gb18030"), ("gb2312", "gb18030"), ("UTF8", "utf-8"), ("Big5-HKSCS", "big5")],
)
def test_aliases_may_be_asked_for(alias: str, encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), place="a.txt", encoding=alias).encoding == encoding


def test_a_mark_is_dropped_where_the_encoding_is_asked_for() -> None:
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), place="a.txt", encoding="utf-8").text == TEXT


def test_a_stray_control_character_is_no_binary_file() -> None:
    text = TEXT * 5 + "\x01"
    assert decode(text.encode(), place="a.txt").text == text


@pytest.mark.parametrize(
    ("text", "common"), [(TEXT, True), (TRADITIONAL, True), ("ascii", False), ("αβγ", False)]
)
def test_share_of_common_characters(text: str, common: bool) -> None:
    assert (common_share(text) >= 1.5 * MINIMAL_COMMON) is common


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全市\ufffd\ufffd工作会议", ["\ufffd\ufffd"]),
        ("工作锟斤拷锟斤拷会议", ["锟斤拷锟斤拷"]),
        ("数据烫烫烫和屯屯屯屯", ["烫烫烫", "屯屯屯屯"]),
        ("WaldstraÃŸe、Ã¤", ["ÃŸ", "Ã¤"]),
        ("同志们".encode().decode("latin-1"), ["同志们".encode().decode("latin-1")]),
        ("会议â€œå®žâ€™ï¼Œ", ["â€œå®žâ€™ï¼Œ"]),
        ("会议：" + "同志们".encode("gbk").decode("latin-1"), ["Í¬Ö¾ÃÇ"]),
        ("热烫烫的红薯，屯屯通油路", []),
        ("“André”在会上，CAFÉ”的à la carte", []),
        ("Größe und Übermaße, résumé élève", []),
        ("温度±５℃，§１２，¥100，“……”——《》", []),
        (TEXT * 3 + TRADITIONAL * 3, []),
    ],
)  # fmt: skip
def test_traces_of_a_wrong_decoding(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in suspicious(text)] == found


@given(prose(*CLAUSES, *TRADITIONAL_CLAUSES))
def test_utf_8_read_as_gbk_is_found_and_sound_text_is_not(text: str) -> None:
    assert suspicious(text) == []
    odd = ("各级各部门要落实责任" + text.strip()).encode().decode("gb18030", "replace")
    spans = suspicious("前面。" + odd)
    assert sum(map(len, spans)) >= 10
    assert all(before.end < after.start for before, after in pairwise(spans))


def test_traces_are_told_and_stay() -> None:
    text = TEXT + "锟斤拷"
    decoded = decode(text.encode(), place="a.txt")
    assert decoded.text == text
    assert f"earlier wrong decoding left: 1, the first at character {len(TEXT)}" in decoded.evidence


@given(st.text(alphabet="锟斤拷烫热屯葺\ufffdÃ¤Â·à€™ð中。"))
def test_the_quick_look_for_known_signs_misses_none(text: str) -> None:
    found = [match.span() for match in _mojibake._KNOWN.finditer(text)]
    assert [(span.start, span.end) for span in _mojibake._known(text)] == found


@given(st.lists(st.sampled_from(b"\xe2\xe3\xe4\xe9\xef\x80\x93\xa6\xbf\xc0a")).map(bytes))
def test_the_quick_look_for_utf8_misses_none(data: bytes) -> None:
    assert not _mojibake._CHINESE_UTF8.search(data) or _mojibake._may_hold_utf8(data)
