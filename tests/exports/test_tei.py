from __future__ import annotations

import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import tostring

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from exports.rows import HOSTILE, LAYERS, rows_of
from speechdata.annotators import layers
from speechdata.card import read_manifest
from speechdata.exports import Losses, Options, SpeechRows, export, format_of, stream
from speechdata.exports._tei_body import body
from speechdata.span import Span

etree: Any = pytest.importorskip("lxml.etree")
TEI = "{http://www.tei-c.org/ns/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# The subset of TEI P5 that the export writes: element -> its children in order, as a pattern over their names.
SUBSET = {
    "TEI": "teiHeader (standOff )?text ",
    "teiHeader": "fileDesc encodingDesc (profileDesc )?",
    "fileDesc": "titleStmt publicationStmt sourceDesc ",
    "titleStmt": "title (author )?",
    "publicationStmt": "publisher availability ",
    "availability": "(licence |p )",
    "sourceDesc": "(p |(bibl )+)",
    "bibl": "(idno |biblScope |date |note )+",
    "encodingDesc": "appInfo ",
    "appInfo": "application ",
    "application": "label ",
    "profileDesc": "langUsage ",
    "langUsage": "language ",
    "standOff": "(spanGrp )+(fs )+",
    "spanGrp": "(span )+",
    "fs": "(f )+",
    "f": "(binary |numeric |string |vColl |fs )",
    "vColl": "(string |numeric |fs )*",
    "text": "body ",
    "body": "(p )*(div )*",
    "div": "(head )?(p )*(div )*",
}


def check(element: Any) -> None:
    """The element and all below it keep to the subset."""
    children = "".join(f"{child.tag.removeprefix(TEI)} " for child in element)
    name = element.tag.removeprefix(TEI)
    assert re.fullmatch(SUBSET.get(name, ""), children), (name, children)
    for child in element:
        check(child)


def parsed(rows: SpeechRows) -> tuple[Any, Losses]:
    losses = Losses()
    with tempfile.TemporaryDirectory() as name:
        format_of("tei").write([rows], Path(name), Options(Path(name), tuple(LAYERS.values())), losses)
        return etree.parse(str(Path(name) / f"{rows.speech_id}.xml")).getroot(), losses


def text_of(root: Any) -> str:
    return "".join(root.find(f".//{TEI}body").itertext())


def spans(root: Any) -> dict[str, list[tuple[int, int, str]]]:
    """The places of each layer's spans and the words there, by their pointers."""
    text = text_of(root)
    found: dict[str, list[tuple[int, int, str]]] = {}
    for group in root.iter(f"{TEI}spanGrp"):
        for span in group:
            start, length = map(int, re.findall(r",(\d+)", span.get("target")))
            place = (start, start + length, text[start : start + length])
            found.setdefault(group.get("type"), []).append(place)
    return found


def due(rows: SpeechRows) -> dict[str, list[tuple[int, int, str]]]:
    return {name: [(r.start, r.end, r.text) for r in own] for name, own in rows.layers.items() if own}


def test_the_seeds_come_back_by_their_pointers_and_keep_to_the_subset(dataset: Path) -> None:
    for rows in stream(dataset, read_manifest(dataset), layers()):
        root, losses = parsed(rows)
        check(root)
        assert text_of(root) == rows.text
        assert spans(root) == due(rows)
        heads = ["".join(head.itertext()) for head in root.iter(f"{TEI}head")]
        assert heads == [section.text for section in rows.layers["sections"]]
        assert {loss.kind for loss in losses.all()} <= {"field"}


def test_divisions_nest_as_the_sections_do(dataset: Path) -> None:
    for rows in stream(dataset, read_manifest(dataset), layers()):
        root, _ = parsed(rows)
        for division in root.iter(f"{TEI}div"):
            if path := division.get("n"):
                above = division.getparent().get("n")
                assert above == (path.rpartition(".")[0] or None)


def test_every_field_of_a_record_is_a_feature() -> None:
    rows = rows_of(HOSTILE, [Span(0, 6)], action="=1")
    root, _ = parsed(rows)
    (features,) = root.iter(f"{TEI}fs")
    said = {f.get("name"): f[0].get("value") or f[0].text for f in features}
    assert said.items() >= {"modality": "prohibition", "strength": "3", "action": "=1", "cue": "𠮷"}.items()
    (span,) = root.iter(f"{TEI}span")
    assert span.get("ana") == f"#{features.get(f'{XML}id')}"


def test_a_speech_without_title_and_terms_says_so() -> None:
    root, _ = parsed(rows_of("要"))
    check(root)
    assert root.findtext(f".//{TEI}title").startswith("sp-")
    assert root.find(f".//{TEI}availability").get("status") == "unknown"
    assert root.find(f"{TEI}standOff") is None


@examples(max_examples=60, deadline=None)
@given(text=st.text(min_size=1, max_size=30).filter(lambda text: not re.search("[\ud800-\udfff]", text)))
def test_the_text_is_the_speech_but_for_the_reported_characters(text: str) -> None:
    root, losses = parsed(rows_of(text, [Span(0, len(text))]))
    check(root)
    found = text_of(root)
    changed = [at for at, (one, other) in enumerate(zip(found, text, strict=True)) if one != other]
    assert all(found[at] == "\ufffd" for at in changed)
    assert sum(loss.count for loss in losses.all() if loss.kind == "character") == len(changed)


@st.composite
def outlines(draw: st.DrawFn) -> tuple[str, list[SimpleNamespace]]:
    """A text, and sections of any shape on it: nested, touching, crossing."""
    text = draw(st.text(st.sampled_from("一、要\n"), min_size=1, max_size=30))
    numbers = st.lists(st.integers(0, len(text)), min_size=3, max_size=3).map(sorted)
    places = sorted(draw(st.lists(numbers, max_size=6)), key=lambda place: (place[0], -place[2]))
    found = [
        SimpleNamespace(
            start=start, end=end, body_end=last, kind="block", path="1", annotation_id=f"a:{number}"
        )
        for number, (start, end, last) in enumerate(places)
    ]
    return text, found


@given(outline=outlines())
def test_no_outline_changes_the_text_or_leaves_the_subset(
    outline: tuple[str, list[SimpleNamespace]],
) -> None:
    text, sections = outline
    held = etree.fromstring(tostring(body(text, sections), encoding="unicode"))
    check(held)
    assert "".join(held.itertext()) == text
    assert len(held.findall(".//head")) == len(sections)


def test_the_corpus_includes_every_speech(dataset: Path, tmp_path: Path) -> None:
    export(dataset, "tei", tmp_path / "out", layers=layers())
    tree = etree.parse(str(tmp_path / "out" / "corpus.xml"))
    tree.xinclude()
    assert len(tree.getroot().findall(f"{TEI}TEI")) == len(list((tmp_path / "out").glob("sp-*.xml")))
