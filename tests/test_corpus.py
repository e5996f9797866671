"""Real formats by real tools: whatever a speech comes in, the build gives the same speech and the same outline."""

from __future__ import annotations

import pytest

from corpus import sound, write
from speechdata import tables
from speechdata.pipeline import BuildConfig, Report, build
from speechdata.pipeline.steps import stored
from speechdata.speeches import outside

CORPUS = sound()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Report:
    home = tmp_path_factory.mktemp("corpus")
    write(home / "source", {name: file.data for name, file in CORPUS.items()})
    return build(BuildConfig(source=home / "source", output=home / "output", workers=2))


@pytest.mark.parametrize("name", CORPUS)
def test_every_format_gives_the_speeches_as_typed_with_their_outline(built: Report, name: str) -> None:
    markers: dict[str, list[str]] = {}
    for row in tables.read(built.dataset, "sections"):
        markers.setdefault(row.speech_id, []).append(row.marker)  # type: ignore[attr-defined]
    found = sorted(
        (place.path, place.start, row.title, row.text, markers[row.speech_id])  # type: ignore[attr-defined]
        for row in tables.read(built.dataset, "speeches")
        for place in row.occurrences  # type: ignore[attr-defined]
        if place.path == name or place.path.startswith((f"{name}/", f"{name}#"))
    )
    expected = [(each.title, each.text, each.markers) for each in CORPUS[name].speeches]
    assert [tuple(rest) for _, _, *rest in found] == expected


def test_every_source_is_done(built: Report) -> None:
    assert {source.status for source in built.manifest.sources} == {"done"}
    assert not built.has_errors


def test_what_is_kept_removed_and_outside_is_the_source(built: Report) -> None:
    extracted = built.dataset.parent / "work" / "extract"
    units = [unit for folder in extracted.iterdir() for unit in stored(folder)]
    assert len(units) == len(built.manifest.sources)
    for unit in units:
        text = unit.source.text
        pieces = [stretch.span for stretch in outside(unit.source, unit.speeches)]
        for each in unit.speeches:
            pieces.append(each.span)
            assert all(removal.kind for removal in each.removed)
            removed = sum(len(removal.text) for removal in each.removed)
            assert len(each.text) + removed == len(each.span), unit.source.path
        pieces.sort(key=lambda span: span.start)
        ends, starts = [0, *(span.end for span in pieces)], [*(span.start for span in pieces), len(text)]
        for end, start in zip(ends, starts, strict=True):
            assert end <= start, unit.source.path
            assert not text[end:start].strip(), unit.source.path
