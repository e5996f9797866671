"""Lines are added in order, and what a person wrote stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speechdata.lexicons.edit import with_rows

HEAD = "# 注\nwording\treason\n"


def row(wording: str) -> dict[str, str]:
    return {"wording": wording, "reason": "word"}


def test_into_order() -> None:
    content = with_rows(HEAD + "丙\tx\n", [row("丁"), row("丙丙"), row("一")])
    assert content == HEAD + "一\tword\n丁\tword\n丙\tx\n丙丙\tword\n"


def test_first_line_of_a_file_that_has_only_its_head_without_an_end_of_line() -> None:
    assert with_rows(HEAD.rstrip("\n"), [row("甲")]) == HEAD + "甲\tword\n"


def test_below_the_last_comment_and_nothing_else_moves() -> None:
    content = HEAD + "丙\tx\n甲\tx\n\n# 二\n丁\tx\n\n乙\tx\n"
    assert with_rows(content, [row("一")]) == HEAD + "丙\tx\n甲\tx\n\n# 二\n一\tword\n丁\tx\n\n乙\tx\n"


def test_a_heading_is_put_at_the_end_once() -> None:
    first = with_rows(HEAD + "丙\tx\n", [row("丁")], heading="# 新")
    assert first == HEAD + "丙\tx\n# 新\n丁\tword\n"
    assert with_rows(first, [row("一")], heading="# 新") == HEAD + "丙\tx\n# 新\n一\tword\n丁\tword\n"


def test_columns_that_a_row_does_not_have_stay_empty() -> None:
    assert with_rows("wording\tby\treason\n", [row("甲")]) == "wording\tby\treason\n甲\t\tword\n"


@given(st.lists(st.text("甲乙丙丁", min_size=1), unique=True), st.integers(0, 9))
def test_sorted_however_they_come(wordings: list[str], at: int) -> None:
    content = with_rows(with_rows(HEAD, map(row, wordings[:at])), map(row, wordings[at:]))
    assert content == with_rows(HEAD, map(row, sorted(wordings)))
    assert content.splitlines()[2:] == sorted(f"{wording}\tword" for wording in wordings)
