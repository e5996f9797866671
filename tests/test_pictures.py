"""The card's pictures: drawn from the manifest alone, with its words and numbers in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

from speechdata.card import Manifest, Tally
from speechdata.card._pictures import pictures, shown
from speechdata.pipeline import Report
from speechdata.tables import read

SVG = "{http://www.w3.org/2000/svg}"


def _words(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def _marks(svg: str) -> list[str]:
    """What each bar or point says of itself to those who do not see it."""
    return [
        label
        for element in ET.fromstring(svg).iter(f"{SVG}path")
        if (label := element.get("aria-label")) and element.get("aria-roledescription") in ("bar", "point")
    ]


def test_the_bars_are_the_numbers_of_the_tables(report: Report) -> None:
    drawn = pictures(report.manifest)
    assert list(drawn) == [
        f"pictures/{name}.svg" for name in ("outline", "directives", "addressees", "slogans", "quality")
    ]
    depths = Counter(row.model_dump()["depth"] for row in read(report.dataset, "sections"))
    assert len(_marks(drawn["pictures/outline.svg"])) == len(depths)
    for depth, number in depths.items():
        assert any(
            f"{number}" in mark and f"{depth}" in mark for mark in _marks(drawn["pictures/outline.svg"])
        )
    directives = [row.model_dump() for row in read(report.dataset, "directives")]
    addressed = Counter(row["addressee"] for row in directives if row["addressee"])
    (most, number), *_ = addressed.most_common(1)
    assert any(most in mark and str(number) in mark for mark in _marks(drawn["pictures/addressees.svg"]))
    both = Counter((row["modality"], row["strength"]) for row in directives)
    assert len(_marks(drawn["pictures/directives.svg"])) == len(both)
    assert "directive" in _words(drawn["pictures/quality.svg"])
    assert any("language models" in word for word in _words(drawn["pictures/quality.svg"]))


def test_the_same_manifest_gives_the_same_bytes(report: Report) -> None:
    again = Manifest.model_validate_json(report.manifest.dump())
    assert pictures(again) == pictures(report.manifest)


def test_nothing_is_drawn_of_nothing(report: Report) -> None:
    empty = report.manifest.model_copy(update={"tallies": {}, "quality": ()})
    assert pictures(empty) == {}
    assert shown(empty) == ""
    assert shown(report.manifest).count("![") == 5


def test_words_of_a_source_stay_words(report: Report) -> None:
    hostile = "</text><script>alert(1)</script>各部门"
    made = report.manifest.model_copy(update={"tallies": {"addressees": (Tally(labels=(hostile,), n=2),)}})
    root = ET.fromstring(pictures(made)["pictures/addressees.svg"])
    assert not list(root.iter(f"{SVG}script"))
    assert any("各部门" in (element.text or "") for element in root.iter(f"{SVG}text"))
