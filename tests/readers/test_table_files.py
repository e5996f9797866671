"""Tables: each record is a source, its text found or named, with what stands beside it; no record is lost."""

from __future__ import annotations

import csv
import datetime as dt
import json
import tracemalloc
from io import BytesIO, StringIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readers.doors import SPEECH, items, only, refused
from speechdata.readers import Options, Refused, _table_csv, _table_text, sources
from speechdata.speeches import extract

OTHER = "各位代表：\n现在，我代表市人民政府向大会报告工作，请予审议。"
LONG = SPEECH + "我们要认真学习，狠抓落实。" * 20


def as_csv(rows: list[list[str]], delimiter: str = ",") -> str:
    buffer = StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def as_lines(values: list[Any]) -> bytes:
    return b"\n".join(as_json(value) for value in values)


def as_parquet(columns: dict[str, list[Any]]) -> bytes:
    buffer = BytesIO()
    pq.write_table(pa.table(columns), buffer, row_group_size=2)
    return buffer.getvalue()


ROWS = [["id", "content"], ["1", LONG], ["2", OTHER]]
RECORDS = [{"id": 1, "content": LONG}, {"id": 2, "content": OTHER}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv", as_csv(ROWS).encode()),
        ("t.csv", as_csv(ROWS).encode("utf-8-sig")),
        ("t.csv", as_csv(ROWS).encode("gb18030")),
        ("t.csv", as_csv(ROWS).encode("utf-16")),
        ("t.csv", as_csv(ROWS, ";").encode()),
        ("t.csv", as_csv(ROWS, "\t").encode()),
        ("t.tsv", as_csv(ROWS, "\t").encode("gb18030")),
        ("t.json", as_json(RECORDS)),
        ("t.json", as_json([LONG, OTHER])),
        ("t.json", as_json({"code": 0, "tags": [1], "result": {"list": RECORDS}})),
        ("t.json", as_json({"records": RECORDS, "tags": ["a", "b"]})),
        ("t.json", as_lines(RECORDS)),
        ("t.jsonl", as_lines(RECORDS)),
        ("t.jsonl", as_lines(RECORDS).decode().encode("gb18030")),
        ("t.ndjson", b"\n" + as_lines([LONG, OTHER]) + b"\n\n"),
        ("t.parquet", as_parquet({"id": [1, 2], "content": [LONG, OTHER]})),
        ("t.txt", as_parquet({"id": [1, 2], "content": [LONG, OTHER]})),
    ],
)
def test_each_record_is_a_source(name: str, data: bytes) -> None:
    assert items(data, name) == {f"{name}#1": LONG, f"{name}#2": OTHER}


def test_a_record_has_the_identity_of_its_text() -> None:
    found = [next(sources(as_csv(ROWS).encode(encoding), "t.csv")) for encoding in ("utf-8", "gb18030")]
    text = only(LONG.encode(), "a.txt")
    assert {(item.source_id, item.n_bytes) for item in found if not isinstance(item, Refused)} == {
        (text.source_id, text.n_bytes)
    }


@pytest.mark.parametrize(
    ("columns", "chosen", "reason"),
    [
        ({"id": "1", "正文": LONG}, "正文", "named so"),
        ({"Full_Text": LONG, "notes": LONG * 2}, "Full_Text", "named so"),
        ({"內容": LONG, "備註": OTHER}, "內容", "named so"),
        ({"text": "zh-CN", "content": LONG}, "content", "named so"),
        ({"content": "摘要：开会", "full text": LONG}, "full text", "named so"),
        ({"a": "2024", "b": LONG, "c": "讲话"}, "b", "the longest Chinese text"),
        ({"content": "https://x.cn", "段落": LONG}, "段落", "the longest Chinese text"),
    ],
)
def test_the_column_of_the_text_is_found(columns: dict[str, str], chosen: str, reason: str) -> None:
    source = only(as_json([columns]), "t.json")
    assert f"text from column {chosen!r}: {reason}" in source.encoding_evidence
    assert source.text == columns[chosen]


@pytest.mark.parametrize("asked", ["备注", " 備註", "备_注"])
def test_a_column_can_be_asked_for(asked: str) -> None:
    source = only(as_json([{"正文": LONG, "备注": OTHER}]), "t.json", Options(text_column=asked))
    assert (source.text, "asked for" in source.encoding_evidence) == (OTHER, True)


@pytest.mark.parametrize(
    ("data", "name", "asked", "there"),
    [
        (as_csv(ROWS).encode(), "t.csv", "正文", "'id', 'content'"),
        (as_json([LONG]), "t.json", "正文", "no columns"),
        (b"id,url\n1,x\n", "t.csv", None, "'id', 'url'"),
        (as_parquet({"id": [1]}), "t.parquet", None, "'id'"),
    ],
)
def test_a_table_without_the_column_names_those_that_are_there(
    data: bytes, name: str, asked: str | None, there: str
) -> None:
    found = refused(data, name, Options(text_column=asked))
    assert (found.path, found.data, found.error.code) == (name, data, "source-column")
    assert there in str(found.error)


FRONT = {"讲话人": "王明", "日期": "2024-03-16", "题目": "在全市工作会议上的讲话", "会议": "全市工作会议"}


@pytest.mark.parametrize(
    ("front", "text", "before"),
    [
        (FRONT, LONG, ["在全市工作会议上的讲话", "全市工作会议", "王明", "2024-03-16"]),
        ({"title": "新年 贺词"}, f"新年贺词\n{LONG}", []),
        ({"title": "工作會議上的讲话"}, f"在工作会议上的讲话\n{LONG}", []),
        ({"title": "新年贺词"}, f"{LONG}\n新年贺词", ["新年贺词"]),
        ({"date": "2024/3/16"}, f"（2024年3月16日）\n{LONG}", []),
        ({"date": "2024-03-16"}, f"（二〇二四年三月十六日）\n{LONG}", []),
        ({"date": "2024-03-16"}, f"（二〇二四年三月十七日）\n{LONG}", ["2024-03-16"]),
        ({"时间": "二〇一九年十二月三十一日"}, f"2019年12月31日\n{LONG}", []),
        ({"publish_date": "2024-03-20", "发布时间": "2024-03-20"}, LONG, []),
        ({"title": "  ", "speaker": None, "date": 2024}, LONG, []),
        ({"title": "两行\n标题"}, LONG, ["两行 标题"]),
    ],
)
def test_what_stands_beside_a_text_goes_before_it_unless_it_stands_there(
    front: dict[str, object], text: str, before: list[str]
) -> None:
    source = only(as_json([front | {"content": text}]), "t.json")
    assert source.text == "\n".join([*before, text])
    assert ("put before it" in source.encoding_evidence) == bool(before)


def test_what_goes_before_a_text_is_found_there() -> None:
    (speech,) = extract(only(as_json([FRONT | {"content": LONG}]), "t.json"))
    assert speech.title is not None
    assert (speech.title.text, str(speech.iso)) == ("在全市工作会议上的讲话", "2024-03-16")


def test_times_of_parquet_are_days() -> None:
    data = as_parquet({"date": [dt.datetime(2024, 3, 16, 9)], "content": [LONG]})
    assert only(data, "t.parquet").text == f"2024-03-16\n{LONG}"


def test_paragraphs_in_a_list_are_lines() -> None:
    assert only(as_json([{"content": ["同志们：", "开会。"]}]), "t.json").text == "同志们：\n开会。"
    assert only(as_json({"content": LONG, "tags": ["会议"]}), "t.json").text == LONG


def test_a_table_without_a_line_of_names_loses_no_record() -> None:
    found = items(as_csv([["1", LONG], ["2", LONG + OTHER]]).encode(), "t.csv")
    assert found == {"t.csv#1": LONG, "t.csv#2": LONG + OTHER}


@pytest.mark.parametrize(
    ("data", "name", "outcomes", "places"),
    [
        ("id,content\n1,同志们\n2,a,b\n3\n4,各位\n", "t.csv",
         ["同志们", "source-record", "source-record", "各位"], ["line 3", "line 4"]),
        ('id,content\n1,"同志\n们"\n2,"说"好"吧\n算\n了"\n3,各位\n', "t.csv",
         ["同志\n们", "source-record", "各位"], ["lines 4 to 6"]),
        ('id,content\n1,同志们\n2,"各位\n3,代表\n', "t.csv", ["同志们", "source-record"], ["lines 3 to 4"]),
        ("id,content\n1,同志们\n2,\n\n3, \n", "t.csv", ["同志们", "source-empty", "source-empty"], ["#2", "#3"]),
        ('{"text":"同志们"}\n{"text":\n{"text":""}\n{}\n[1]\n{"text":7}', "t.jsonl",
         ["同志们", "source-record", "source-empty", "source-empty", "source-record", "source-record"],
         ["line 2", "#3", "#4", "line 5", "#6"]),
        ('["同志们", null, "\\ud800", "a\\u0000b"]', "t.json",
         ["同志们", "source-record", "source-encoding", "source-binary"], ["#2", "character 0", "#4"]),
    ],
)  # fmt: skip
def test_a_bad_record_is_refused_with_its_place_and_the_rest_is_read(
    data: str, name: str, outcomes: list[str], places: list[str]
) -> None:
    assert list(items(data.encode(), name).values()) == outcomes
    found = [item for item in sources(data.encode(), name) if isinstance(item, Refused)]
    for item, place in zip(found, places, strict=True):
        assert place in item.error.place
        assert item.path in item.error.place
        assert item.data


def test_a_line_that_is_not_utf_8_stops_no_other() -> None:
    data = as_lines(RECORDS) + b'\n{"content":"\xff\xff"}\n'
    assert list(items(data, "t.jsonl").values()) == [LONG, OTHER, "source-record"]


def test_a_cell_of_parquet_that_is_not_utf_8_stops_no_other() -> None:
    data = as_parquet({"content": [LONG, "坏的内容", OTHER]}).replace("坏的内容".encode(), b"\xff" * 12)
    assert list(items(data, "t.parquet").values()) == [LONG, "source-record", OTHER]


def test_a_table_of_very_many_columns_is_refused_at_once() -> None:
    data = "c," * 200_000 + "content\n" + "," * 200_000 + LONG
    found = refused(data.encode(), "t.csv")
    assert found.error.code == "source-limit"
    assert len(str(found.error)) < 500


def test_repeated_names_of_columns_stay_apart() -> None:
    assert items(f'a,a(3),a,\n1,2,"{OTHER}",4\n'.encode(), "t.csv") == {"t.csv#1": OTHER}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "t.csv", "source-empty"),
        (b"id,content\n", "t.csv", "source-empty"),
        ('id,"con"tent\n1,同志们\n'.encode(), "t.csv", "source-record"),
        (b"[]", "t.json", "source-empty"),
        (b"7", "t.json", "source-record"),
        (b'{"a": 1}', "t.json", "source-record"),
        (as_json({"a": RECORDS, "b": RECORDS}), "t.json", "source-record"),
        (b'[{"text": ', "t.json", "source-damaged"),
        (b"[" * 100_000, "t.json", "source-damaged"),
        (b"PAR1 and nothing", "t.parquet", "source-damaged"),
        (as_parquet({"content": []}), "t.parquet", "source-empty"),
        (b"\x00\x01\x02\x03", "t.csv", "source-binary"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_as_a_whole(data: bytes, name: str, code: str) -> None:
    found = refused(data, name)
    assert (found.path, found.data, found.error.code) == (name, data, code)


cells = st.text(st.sampled_from("讲话同志,;\t|\"'\n\r 　“”1a\u2028"), min_size=1).map(
    lambda text: f"会{text}议"
)


@given(st.lists(cells, min_size=1, max_size=6), st.sampled_from([",", "\t", ";", "|"]))
def test_quoted_cells_come_back_as_they_were(texts: list[str], delimiter: str) -> None:
    rows = [["id", "content", "note"], *([str(n), text, "x"] for n, text in enumerate(texts))]
    assert list(items(as_csv(rows, delimiter).encode(), "t.csv").values()) == texts


@given(st.lists(cells, min_size=1, max_size=6))
def test_json_and_parquet_give_texts_as_they_were(texts: list[str]) -> None:
    records = [{"content": text} for text in texts]
    for name, data in (
        ("t.json", as_json(records)),
        ("t.jsonl", as_lines(records)),
        ("t.parquet", as_parquet({"content": texts})),
    ):
        assert list(items(data, name).values()) == texts


SOUND = {
    "t.csv": as_csv(ROWS).encode(),
    "t.json": as_json(RECORDS),
    "t.jsonl": as_lines(RECORDS),
    "t.parquet": as_parquet({"content": [LONG, OTHER]}),
}


@given(st.sampled_from(sorted(SOUND)), st.data())
def test_damage_raises_nothing(name: str, draw: st.DataObject) -> None:
    data = bytearray(SOUND[name])
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    found = list(sources(bytes(data[: draw.draw(st.integers(0, len(data)))]), name))
    assert found
    assert not [item for item in found if isinstance(item, Refused) and item.error.code == "source-failed"]


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_large_table_is_held_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, constant in ((_table_text, "_SAMPLE"), (_table_text, "_CHUNK"), (_table_csv, "_SAMPLE")):
        monkeypatch.setattr(module, constant, 2**14)
    texts = [f"{number} {SPEECH}{'abcdefghi ' * 100}" for number in range(600)]
    rows = [["content"], *([text] for text in texts)]
    data = as_csv(rows).encode() if name == "t.csv" else as_lines([{"content": text} for text in texts])
    tracemalloc.start()
    n_read = sum(1 for _ in sources(data, name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n_read == len(texts)
    assert peak < 0.6 * len(data)
