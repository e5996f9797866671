from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import LexiconError
from speechdata.lexicons import derived, extended, lexicon_hash, load, parse, simplified

HEAD = "canonical\tkind\tuse\tvariants\n"
NAMES = sorted(
    path.name[:-4] for path in files("speechdata.lexicons").iterdir() if path.name.endswith(".tsv")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_packaged_lexicon_loads(name: str) -> None:
    entries = load(name)
    assert all(set(entry) == set(entries[0]) for entry in entries)


def test_entries_in_file_order_with_comments_and_empty_cells() -> None:
    content = "# 注\nword\tkind\n要\tcue\n\n# 再注\n应\t\n"
    assert parse(content, "x.tsv") == ({"word": "要", "kind": "cue"}, {"word": "应", "kind": ""})


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ("", "lexicon-empty", "x.tsv"),
        ("# nothing else\n", "lexicon-empty", "x.tsv"),
        ("word\tkind\n要\n", "lexicon-cells", "x.tsv:2"),
        ("word\tkind\n要\tcue\tmore\n", "lexicon-cells", "x.tsv:2"),
        ("word\tkind\n# 注\n要 \tcue\n", "lexicon-space", "x.tsv:3"),
        ("word\tkind\tnote\n要\tcue\ta\n要\tcue\tb\n", "lexicon-double", "x.tsv:3"),
    ],
)
def test_a_broken_file_names_the_line(content: str, code: str, place: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse(content, "x.tsv")
    assert (caught.value.code, caught.value.place) == (code, place)


def test_an_unknown_lexicon_raises() -> None:
    with pytest.raises(LexiconError, match="lexicon-missing"):
        load("no-such-lexicon")


def test_the_hash_is_stable_and_hex() -> None:
    assert re.fullmatch("[0-9a-f]{64}", lexicon_hash())
    digest = hashlib.sha256()
    for name in sorted(f"{stem}.tsv" for stem in NAMES):
        content = (files("speechdata.lexicons") / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    assert lexicon_hash() == digest.hexdigest()


def test_simplified_keeps_every_place() -> None:
    assert simplified("各級黨委要嚴格落實「三同時」制度") == "各级党委要严格落实「三同时」制度"
    assert simplified("各级党委要严格落实制度") == "各级党委要严格落实制度"


@given(st.text())
def test_simplified_is_one_for_one_and_done_once(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once


def test_traditional_characters_are_single_and_no_simplified_one_folds_again() -> None:
    pairs = [(old, entry["simplified"]) for entry in load("traditional") for old in entry["traditional"]]
    assert all(len(new) == 1 for _, new in pairs)
    assert not {old for old, _ in pairs} & {new for _, new in pairs}
    assert len({old for old, _ in pairs}) == len(pairs)


def own(folder: Path, content: str, name: str = "slogans") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.tsv").write_text(content, "utf-8")
    return folder


def test_entries_of_a_project_come_after_the_packaged_ones_and_only_inside_the_block(tmp_path: Path) -> None:
    before, folder = load("slogans"), own(tmp_path, f"# 注\n{HEAD}七查七看\tnumeric_formula\tany\t\n")
    with extended(folder):
        *packaged, entry = load("slogans")
        assert tuple(packaged) == before
        assert entry == {"canonical": "七查七看", "kind": "numeric_formula", "use": "any", "variants": ""}
        assert entry.place == f"{folder.as_posix()}/slogans.tsv:3"
    assert load("slogans") == before
    assert before[0].place.startswith("speechdata/lexicons/slogans.tsv:")


def test_an_inner_block_takes_the_place_of_the_outer_one(tmp_path: Path) -> None:
    first = own(tmp_path / "a", f"{HEAD}七查七看\tnumeric_formula\tany\t\n")
    second = own(tmp_path / "b", f"{HEAD}九比九看\tnumeric_formula\tany\t\n")
    with extended(first):
        with extended(second):
            assert [entry["canonical"] for entry in load("slogans")][-1:] == ["九比九看"]
        with extended(tmp_path / "missing"):
            assert "七查七看" not in [entry["canonical"] for entry in load("slogans")]
        assert load("slogans")[-1]["canonical"] == "七查七看"


def test_a_block_counts_in_its_own_thread_only(tmp_path: Path) -> None:
    def last(folder: Path) -> list[str]:
        with extended(folder):
            return [load("slogans")[-1]["canonical"] for _ in range(200)]

    names = [f"{number}查{number}看" for number in "三五七九"]
    folders = [own(tmp_path / name, f"{HEAD}{name}\tnumeric_formula\tany\t\n") for name in names]
    with ThreadPoolExecutor(len(folders)) as pool:
        found = list(pool.map(last, folders))
    assert found == [[name] * 200 for name in names]


def test_what_is_derived_is_kept_for_each_content(tmp_path: Path) -> None:
    calls = []

    @derived
    def size(name: str) -> int:
        calls.append(name)
        return len(load(name))

    plain = size("slogans")
    folder = own(tmp_path, f"{HEAD}七查七看\tnumeric_formula\tany\t\n")
    for _ in range(2):
        with extended(folder):
            assert size("slogans") == plain + 1
        assert size("slogans") == plain
    own(tmp_path, f"{HEAD}七查七看\tnumeric_formula\tany\t\n九比九看\tnumeric_formula\tany\t\n")
    with extended(folder):
        assert size("slogans") == plain + 2
    assert calls == ["slogans"] * 3


def test_the_hash_covers_what_a_project_adds_but_not_where_it_lies(tmp_path: Path) -> None:
    def hash_of(folder: Path) -> str:
        with extended(folder):
            return lexicon_hash()

    line = f"{HEAD}七查七看\tnumeric_formula\tany\t\n"
    here, there = own(tmp_path / "a", line), own(tmp_path / "b", line)
    other = own(tmp_path / "c", "wording\treason\n过山车\tword\n", "slogans.not")
    assert hash_of(here) == hash_of(there)
    assert len({lexicon_hash(), hash_of(here), hash_of(other)}) == 3
    assert hash_of(tmp_path / "missing") == lexicon_hash()


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("slogans.tsv", b"", "lexicon-empty", ""),
        ("slogans.tsv", "canonical\tkind\n七查七看\tcampaign\n".encode(), "lexicon-columns", ":1"),
        ("slogans.tsv", f"# 注\n{HEAD}七查七看\tcampaign\n".encode(), "lexicon-cells", ":3"),
        ("slogans.tsv", f"{HEAD}七查七看\tcampaign\tany\t\n".encode("gb18030"), "lexicon-unreadable", ""),
        ("slogans.not.tsv", f"{HEAD}".encode(), "lexicon-columns", ":1"),
        ("slogan.tsv", HEAD.encode(), "lexicon-unknown", ""),
        ("directives.cues.tsv", b"", "lexicon-unknown", ""),
        ("speech.txt", b"", "lexicon-unknown", ""),
    ],
)
def test_a_bad_file_of_a_project_names_file_and_line(
    tmp_path: Path, name: str, content: bytes, code: str, line: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LexiconError) as caught, extended(tmp_path):
        pass
    assert (caught.value.code, caught.value.place) == (code, f"{(tmp_path / name).as_posix()}{line}")
    assert load("slogans") == load.__wrapped__("slogans")  # type: ignore[attr-defined]


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "lexicons").touch()
    with pytest.raises(LexiconError, match="lexicon-folder"), extended(tmp_path / "lexicons"):
        pass


def test_a_byte_order_mark_windows_lines_hidden_files_and_further_columns_do_no_harm(tmp_path: Path) -> None:
    content = "canonical\tkind\tuse\tvariants\tby\r\n七查七看\tcampaign\tany\t\tanna\r\n"
    (tmp_path / "slogans.tsv").write_bytes(b"\xef\xbb\xbf" + content.encode())
    (tmp_path / ".backup").touch()
    with extended(tmp_path):
        assert load("slogans")[-1]["canonical"] == "七查七看"
