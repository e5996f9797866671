from __future__ import annotations

from itertools import product
from math import log
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SEEDS
from speechdata.lexicons import load
from speechdata.text import _dictionary, _rjieba
from speechdata.text.tokenize import CUTTER, Tokenizer, cache_folder

SENTENCES = (
    "各级各部门要深入贯彻落实安全生产责任制，坚决防范和遏制重特大事故发生。",
    "2024年3月16日，GDP增长6.5%，X市完成投资××亿元。",
    "我们必須堅持發展，做好各項工作。",
    "一带一路、放管服、“四个全面”，守土有责　守土尽责\n",
    "全市\r\n各地\r\r\n\n要抓紧\x0b落实",
    "马晓琳同志赴锦屏镇调研，杨村、柳村两委换届",
    "2011-2020年，A_b、v1.2.3、AT&T、C++、a%b、3.5.%，-_-",
    "㐀㐁豈𠀀安全鿖龦生产",
    "",
)
CUTTERS = ("jieba", "rjieba")
texts = st.text(
    alphabet="安全生产责任落实的要和市场经济发展，。“”X××12 .-_+#&%\r\n\tGDP一二三晓琳锦㐀豈鿖𠀀", max_size=60
)
rare = st.text(st.characters(min_codepoint=0x3000, max_codepoint=0xFFFF, categories=["Lo"]), max_size=30)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """jieba as it comes, with its cache in a folder of its own."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def tokenizer(cutter: str, cache: Path, *words: tuple[str, int, str]) -> Tokenizer:
    """Our tokenizer with that cutter, with its cache in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPEECHDATA_CACHE", str(cache))
        patch.setenv(CUTTER, cutter)
        return Tokenizer(words)


@pytest.fixture(scope="module", params=CUTTERS)
def ours(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    """Our tokenizer without user words, as each of the two cuts."""
    if request.param == "rjieba":
        pytest.importorskip("rjieba")
    made = tokenizer(request.param, tmp_path_factory.mktemp("cache"))
    assert made.cut_by == request.param
    return made


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary of two words in place of jieba's, for tests of the cache alone."""
    rarest = -log(18)
    short = {"落": (rarest, {"实": log(0.5)}), "责": (rarest, {"任": log(0.5)})}
    monkeypatch.setattr(_dictionary, "_parse_weights", lambda _: (short, {}, rarest))
    monkeypatch.setattr(_dictionary, "_parse_tags", lambda _: {"落": ("\n实 v\n",), "责": ("\n任 n\n",)})
    monkeypatch.setenv(CUTTER, "jieba")


def test_same_dictionary_as_jieba(plain: Any) -> None:
    whole = log(plain.total)
    weights = {word: log(count) - whole if count else 0.0 for word, count in plain.FREQ.items()}
    short, longer, rarest = _dictionary._parse_weights(())
    assert rarest == -whole
    assert {word: weight for word, (weight, _) in short.items()} == {
        word: weight or rarest for word, weight in weights.items() if len(word) == 1
    }
    pairs = {first + second: weight for first, (_, own) in short.items() for second, weight in own.items()}
    assert pairs | longer == {word: weight for word, weight in weights.items() if len(word) > 1}
    tags = _dictionary._parse_tags(())
    lines = (
        (first, line) for first, shelf in tags.items() for part in shelf for line in part.split("\n")[1:-1]
    )
    words = {first + line.partition(" ")[0] for first, line in lines}
    assert words == {word for word, count in plain.FREQ.items() if count}


def test_tags_are_those_of_the_dictionary_and_of_no_other_words() -> None:
    own = (("打", 1, "v"), ("打非", 2, "x"), ("打非治违", 1000, "j"), ("打非", 1, "n"))
    tags = _dictionary.Tags(_dictionary._parse_tags(own))
    listed = {word: tag for word, _, tag in _dictionary._entries(own)}
    assert all(tags.get(word) == listed[word] for word in ("打", "打非", "打非治违", *list(listed)[::97]))
    for word in ("", "打非治", "非治违", "打非 n", "打非\n", "\n打", "的的的", "蘛"):
        assert tags.get(word) is None
        assert word not in tags


@pytest.mark.parametrize("text", SENTENCES)
def test_cuts_as_jieba_does(ours: Tokenizer, plain: Any, text: str) -> None:
    assert [token.word for token in ours.tokens(text)] == plain.lcut(text)


@settings(max_examples=100, deadline=None)
@given(text=texts | rare)
def test_cuts_any_text_as_jieba_does_and_without_gaps(ours: Tokenizer, plain: Any, text: str) -> None:
    tokens = ours.tokens(text, offset=7)
    assert [token.word for token in tokens] == plain.lcut(text)
    assert "".join(token.word for token in tokens) == text
    assert all(text[token.start - 7 : token.end - 7] == token.word for token in tokens)


def test_cuts_every_short_run_of_letters_digits_and_marks_as_jieba_does(ours: Tokenizer, plain: Any) -> None:
    for run in map("".join, product("a1.-_%&国", repeat=4)):
        assert ours.words(run) == plain.lcut(run)


def test_cuts_whole_speeches_as_jieba_does(ours: Tokenizer, plain: Any) -> None:
    text = next(SEEDS.glob("*.txt")).read_text("utf-8")
    assert ours.words(text) == plain.lcut(text)


def test_cuts_each_word_of_the_shipped_lexicons_as_jieba_does(ours: Tokenizer, plain: Any) -> None:
    surfaces = [entry["surface"] for entry in load("directives.cues")]
    for word in surfaces + [entry["canonical"] for entry in load("slogans")]:
        assert ours.words(word) == plain.lcut(word)


def test_the_known_cuts_are_those_of_jieba(plain: Any) -> None:
    assert all(plain.lcut(known.replace("/", "")) == known.split("/") for known in _rjieba._KNOWN)


@pytest.mark.usefixtures("small")
def test_an_rjieba_that_cuts_otherwise_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(cut=list)
    monkeypatch.setattr(_rjieba, "rjieba", other)
    assert tokenizer("rjieba", tmp_path).cut_by == "jieba"


@pytest.mark.usefixtures("small")
def test_without_rjieba_python_cuts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_rjieba, "rjieba", None)
    assert tokenizer("rjieba", tmp_path).cut_by == "jieba"


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


def test_user_words_are_cut_and_tagged_and_python_cuts_them(tmp_path: Path, plain: Any) -> None:
    with_words = tokenizer("rjieba", tmp_path, ("打非治违", 1000, "j"))
    text = "深入开展打非治违行动"
    assert "打非治违" not in plain.lcut(text)
    assert [(token.word, token.pos) for token in with_words.tokens(text)][1] == ("打非治违", "j")
    assert with_words.cut_by == "jieba"


@pytest.mark.usefixtures("small")
def test_the_cache_folder_is_told_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path / "deep" / "cache"))
    for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert cache_folder() == tmp_path / "deep" / "cache"
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(name.rpartition(".")[2] for name in written) == ["tags", "weights"]
    assert all(name.startswith("deep/cache/jieba-") for name in written)


def test_without_the_environment_it_is_the_users_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPEECHDATA_CACHE", raising=False)
    assert cache_folder().name == "speechdata"


@pytest.mark.usefixtures("small")
def test_the_cache_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    first = Tokenizer().tokens("落实责任")
    for parse in ("_parse_weights", "_parse_tags"):
        monkeypatch.setattr(_dictionary, parse, lambda _: pytest.fail("parsed again"))
    assert Tokenizer().tokens("落实责任") == first


@pytest.mark.usefixtures("small")
def test_other_user_words_have_a_cache_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    Tokenizer()
    Tokenizer([("打非治违", 1000, "j")])
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.usefixtures("small")
def test_a_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path / "file" / "cache"))
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("part", ["tags", "weights"])
@pytest.mark.parametrize(
    "content", [b"", b"not marshal", b"\xe9\x03\x00\x00\x00", b"[\x03\x00\x00\x00", b"N", b"{0", b"\xfa\x01x"]
)
def test_a_corrupt_cache_is_ignored_and_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, part: str
) -> None:
    monkeypatch.setenv("SPEECHDATA_CACHE", str(tmp_path))
    Tokenizer()
    (cache,) = tmp_path.glob(f"*.{part}")
    whole = cache.read_bytes()
    cache.write_bytes(content)
    assert [token.word for token in Tokenizer().tokens("落实责任")] == ["落实", "责任"]
    assert cache.read_bytes() == whole
