"""The card on the hub: sections and keys of people stay where they are, ours are written anew."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from speechdata.errors import ConfigError
from speechdata.publish._merge import EARLIER, Merged, merged

OURS = "---\nlicense: other\ntags: [a]\n---\n\n# Speeches\n\nIntro.\n\n## What\n\nx\n\n## Why\n\ny\n"
NEXT = OURS.replace("Intro.", "Intro 2.").replace("\nx\n", "\nx 2\n")


def on_hub(card: str = OURS) -> str:
    """A card as a release left it on the hub."""
    return merged(card, None, released=False).text


def order(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("## ")]


def merge(theirs: str, ours: str = NEXT) -> Merged:
    return merged(ours, theirs, released=True)


def test_an_untouched_card_becomes_the_new_one() -> None:
    assert merge(on_hub()) == Merged(text=on_hub(NEXT), kept=(), edited=())
    assert on_hub(NEXT).startswith(NEXT)


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("Intro.", ["## Mine", "## What", "## Why"]),
        ("\nx\n", ["## What", "## Mine", "## Why"]),
        ("\ny\n", ["## What", "## Why", "## Mine"]),
    ],
)
def test_a_section_of_people_stays_behind_the_one_it_stood_behind(behind: str, expected: list[str]) -> None:
    theirs = on_hub().replace(behind, f"{behind}\n\n## Mine\n\n### part\n\n```\n## no heading\n```\n\nz\n", 1)
    result = merge(theirs)
    assert order(result.text.replace("## no heading", "")) == expected
    assert (result.kept, result.edited) == (("Mine",), ())
    assert "## Mine\n\n### part\n\n```\n## no heading\n```\n\nz" in result.text


def test_what_people_wrote_below_the_list_stays() -> None:
    assert "## Mine\n\nz" in merge(on_hub() + "\n## Mine\n\nz\n").text


def test_an_edited_section_of_ours_is_told_and_written_anew() -> None:
    result = merge(on_hub().replace("\nx\n", "\nx, I think\n").replace("Intro.", "Welcome."))
    assert result.edited == ("the introduction", "What")
    assert result.text == on_hub(NEXT)


def test_a_section_that_we_no_longer_write_goes_and_what_stood_behind_it_stays() -> None:
    theirs = on_hub().replace("\n## Why", "\n## Mine\n\nz\n\n## Why")
    shorter = NEXT.replace("## What\n\nx 2\n\n", "")
    result = merge(theirs, shorter)
    assert order(result.text) == ["## Mine", "## Why"]


def test_a_section_of_people_that_has_a_heading_of_ours_stays_beside_it() -> None:
    theirs = on_hub() + "\n## Limits\n\nmine\n"
    longer = NEXT + "\n## Limits\n\nours\n"
    result = merge(theirs, longer)
    assert "## Limits\n\nours" in result.text
    assert "## Limits\n\nmine" in result.text
    assert merge(result.text, longer).text == result.text


def test_keys_of_people_stay_and_ours_are_set_anew() -> None:
    theirs = on_hub().replace("license: other", "license: mit\nviewer: false")
    result = merge(theirs)
    front = yaml.safe_load(result.text.split("---\n")[1])
    assert front == {"license": "other", "tags": ["a"], "viewer": False}
    assert (result.kept, result.edited) == (("front matter: viewer",), ("front matter: license",))


def test_a_key_that_we_no_longer_set_goes() -> None:
    result = merge(on_hub(), NEXT.replace("tags: [a]\n", ""))
    assert "tags" not in result.text.split("---\n")[1]


@pytest.mark.parametrize("released", [True, False])
def test_without_the_list_only_headings_tell_and_only_after_a_release(released: bool) -> None:
    theirs = OURS.replace("\nx\n", "\nby whom?\n")
    result = merged(NEXT, theirs, released=released)
    assert ("by whom?" in result.text) is not released
    assert (f"## {EARLIER}\n\n# Speeches" in result.text) is not released
    assert result.edited == (() if released else ("front matter: license", "front matter: tags"))


def test_line_ends_of_another_system_are_read() -> None:
    assert merge(on_hub().replace("\n", "\r\n")) == merge(on_hub())


@pytest.mark.parametrize("front", ["tags: [a", "- a", "a: b: c"])
def test_front_matter_that_cannot_be_read_is_an_error(front: str) -> None:
    with pytest.raises(ConfigError, match=r"hub/README.md: its front matter .*card-unreadable"):
        merged(NEXT, f"---\n{front}\n---\n# x\n", released=True, place="hub/README.md")


def test_an_edited_list_is_an_error() -> None:
    with pytest.raises(ConfigError, match="card-unreadable"):
        merge(on_hub().replace('{"sections"', "{sections"))


WORDS = st.text("ab #`~-\n→讲", max_size=30).filter(lambda text: "<!--" not in text)
SECTIONS = st.lists(st.tuples(st.sampled_from(["What", "Why", "Mine", "其他"]), WORDS), max_size=5)


@given(SECTIONS, WORDS)
def test_what_is_merged_once_stays_so(sections: list[tuple[str, str]], intro: str) -> None:
    theirs = f"{intro}\n\n" + "".join(f"## {heading}\n\n{text}\n\n" for heading, text in sections)
    for start in (theirs, on_hub() + "\n" + theirs.removeprefix("---\n")):
        try:
            once = merge(start)
        except ConfigError:
            continue
        again = merge(once.text)
        assert again.text == once.text
        assert again.edited == ()
