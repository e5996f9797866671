from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SEEDS
from speechdata.text.tokenize import Tokenizer, _Dictionary, cache_folder

SENTENCES = (
    "各级各部门要深入贯彻落实安全生产责任制，坚决防范和遏制重特大事故发生。",
    "2024年3月16日，GDP增长6.5%，X市完成投资××亿元。",
    "我们必須堅持發展，做好各項工作。",
    "一带一路、放管服、“四个全面”，守土有责　守土尽责\n",
    "全市\r\n各地\r\r\n\n要抓紧\x0b落实",
    "马晓琳同志赴锦屏镇调研，杨村、柳村两委换届",
    "",
)
texts = st.text(alphabet="安全生产责任落实的要和市场经济发展，。“”X××12 .\r\nGDP一二三晓琳锦", max_size=60)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba as it comes, with its cache in a folder of its own."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Our tokenizer without user words, with its cache in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHDATA_CACHE", str(tmp_path_factory.mktemp("cache")))
        return Tokenizer()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary of two words in place of jieba's, for tests of the cache alone."""
    weights = {"落": 0.0, "落实": log(0.5), "责": 0.0, "责任": log(0.5)}
    parsed = _Dictionary(weights, -log(18), {"落实": "v", "责任": "n"})
    monkeypatch.setattr("speechdata.text.tokenize._parse_dictionary", lambda _: parsed)


def test_same_dictionary_as_jieba(ours: Tokenizer, plain: Any) -> None:
    whole = log(plain.total)
    weights = {word: log(count) - whole if count else 0.0 for word, count in plain.FREQ.items()}
    assert ours._weights == weights
    assert ours._rarest == -whole


@pytest.mark.parametrize("text", SENTENCES)
def test_cuts_as_jieba_does(ours: Tokenizer, plain: Any, text: str) -> None:
    assert [token.word for token in ours.tokens(text)] == plain.lcut(text)


@settings(max_examples=60, deadline=None)
@given(text=texts)
def test_cuts_any_text_as_jieba_does_and_without_gaps(ours: Tokenizer, plain: Any, text: str) -> None:
    tokens = ours.tokens(text, offset=7)
    assert [token.word for token in tokens] == plain.lcut(text)
    assert "".join(token.word for token in tokens) == text
    assert all(text[token.start - 7 : token.end - 7] == token.word for token in tokens)


def test_cuts_whole_speeches_as_jieba_does(ours: Tokenizer, plain: Any) -> None:
    text = next(SEEDS.glob("*.txt")).read_text("utf-8")
    assert ours.words(text) == plain.lcut(text)


@pytest.mark.parametrize(
    ("word", "tag"),
    [("推进", "v"), ("责任", "n"), ("2024", "m"), ("6.5%", "m"), ("GDP", "eng"), ("，", "x"), ("蘛蘛", "x")],
)
def test_tags_come_from_the_dictionary(ours: Tokenizer, word: str, tag: str) -> None:
    assert (ours.tag(word), ours.tags([word, word])) == (tag, [tag, tag])


@given(text=texts)
def test_the_token_that_holds_a_character_is_the_one_of_all_tokens(ours: Tokenizer, text: str) -> None:
    words, tokens = ours.words(text), ours.tokens(text, offset=3)
    for at in range(len(text) + 5):
        held = next((token for token in tokens if token.start <= at < token.end), None)
        assert ours.holding(words, at, offset=3) == held


def test_user_words_are_cut_and_tagged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: Tokenizer
) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    with_words = Tokenizer([("打非治违", 1000, "j")])
    text = "深入开展打非治违行动"
    assert "打非治违" not in [token.word for token in ours.tokens(text)]
    assert [(token.word, token.pos) for token in with_words.tokens(text)][1] == ("打非治违", "j")


@pytest.mark.usefixtures("small")
def test_the_cache_folder_is_told_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path / "deep" / "cache"))
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert cache_folder() == tmp_path / "deep" / "cache"
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 1
    assert written[0].startswith("deep/cache/jieba-")


def test_without_the_environment_it_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPEECHDATA_CACHE", raising=False)
    assert cache_folder().name == "speechdata"


@pytest.mark.usefixtures("small")
def test_the_cache_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    first = Tokenizer().tokens("落实责任")
    monkeypatch.setattr("speechdata.text.tokenize._parse_dictionary", lambda _: pytest.fail("parsed again"))
    assert Tokenizer().tokens("落实责任") == first


@pytest.mark.usefixtures("small")
def test_other_user_words_have_a_cache_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    Tokenizer()
    Tokenizer([("打非治违", 1000, "j")])
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.usefixtures("small")
def test_a_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path / "file" / "cache"))
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "content", [b"", b"not marshal", b"\xe9\x03\x00\x00\x00", b"[\x03\x00\x00\x00", b"N"]
)
def test_a_corrupt_cache_is_ignored_and_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    Tokenizer()
    (cache,) = tmp_path.iterdir()
    whole = cache.read_bytes()
    cache.write_bytes(content)
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]
    assert cache.read_bytes() == whole
