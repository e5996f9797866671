from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from exports.rows import HOSTILE, LAYERS, rows_of
from speechdata.card import read_manifest
from speechdata.errors import ConfigError
from speechdata.exports import Losses, Options, SpeechRows, Task, format_of, passes, stream
from speechdata.exports._format import Tokens
from speechdata.exports._task import standoff
from speechdata.readers import read as read_source
from speechdata.span import Span
from standoffs import source_of

TOOLS = ("label-studio", "doccano", "brat")
TEXTS = st.text(st.sampled_from("市要抓好落实𠮷👍。，\n\t =<&\u3000\r\\|"), min_size=1, max_size=40)


@st.composite
def speeches(draw: st.DrawFn) -> SpeechRows:
    text = draw(TEXTS)
    cut = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = st.lists(cut.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair)), max_size=6)
    return rows_of(text, draw(spans), draw(spans))


def written(rows: list[SpeechRows], form: str, folder: Path, tokens: Tokens = "characters") -> Losses:
    losses = Losses()
    format_of(form).write(rows, folder, Options(folder, tuple(LAYERS.values()), tokens=tokens), losses)
    return losses


def lost(losses: Losses) -> set[str]:
    return {each for loss in losses.all() if loss.kind == "record" for each in loss.ids}


def kept(rows: SpeechRows, losses: Losses) -> dict[str, list[tuple[int, int]]]:
    """The places of all records that were not reported as lost."""
    gone = lost(losses)
    return {
        name: sorted((each.start, each.end) for each in own if each.annotation_id not in gone)
        for name, own in rows.layers.items()
    }


def tasks(form: str, folder: Path) -> list[Task]:
    """What the tool gives back when nobody changes anything."""
    read = format_of(form).read
    assert read is not None
    if form == "label-studio":
        content = json.loads((folder / "tasks.json").read_text("utf-8"))
        for task in content:
            task["annotations"] = [{"completed_by": 1, "result": task.pop("predictions")[0]["result"]}]
        (folder / "back.json").write_text(json.dumps(content), "utf-8")
        return list(read(folder / "back.json"))
    return list(read(folder / "speeches.jsonl" if form == "doccano" else folder))


@pytest.mark.parametrize("form", TOOLS)
@examples(max_examples=40, deadline=None)
@given(rows=speeches())
def test_what_a_tool_gives_back_is_what_it_was_given_but_for_the_losses(form: str, rows: SpeechRows) -> None:
    with tempfile.TemporaryDirectory() as name:
        losses = written([rows], form, Path(name))
        (task,) = tasks(form, Path(name))
    gone = {each for loss in losses.all() for each in loss.ids}
    found = {(r.layer, r.part, r.span.start, r.span.end) for r in task.regions}
    due = {
        (layer.label, part, span.start, span.end)
        for layer in LAYERS.values()
        for record in rows.layers[layer.name]
        for part, span in (
            (None, record.span),
            *((n, s) for n, s, _ in record.sub_spans() if s and n in layer.spans),
        )
        if f"{rows.speech_id}:{layer.label}{f'.{part}' if part else ''}:{span.start}-{span.end}" not in gone
    }
    assert found == due
    assert task.text == rows.text
    if not gone:
        (one,) = passes([task], lambda *_: source_of(rows.text))
        assert one.rows == standoff(rows, LAYERS.values())


def conll(path: Path) -> dict[str, list[tuple[int, int]]]:
    """The places in a file, read as its form says."""
    lines = path.read_text("utf-8").split("\n")
    names = [name.lower() for name in lines[0].removeprefix("# global.columns = ").split()]
    tokens = [
        dict(zip(names, line.split("\t"), strict=True)) for line in lines if line and not line.startswith("#")
    ]
    return {name: sorted(_places(tokens, name)) for name in names[4:]}


def _places(tokens: list[dict[str, str]], name: str) -> Iterator[tuple[int, int]]:
    """The stretches of all levels of a column."""
    stacks = [token[name].split("|") for token in tokens]
    for level in range(max(map(len, stacks), default=0)):
        opened: tuple[int, int] | None = None
        for token, stack in zip(tokens, stacks, strict=True):
            tag = stack[level] if level < len(stack) else "O"
            if opened and not tag.startswith("I-"):
                yield opened
                opened = None
            if tag != "O":
                opened = (opened[0] if opened else int(token["start"]), int(token["end"]))
        if opened:
            yield opened


@pytest.mark.parametrize("tokens", ["characters", "words"])
@examples(max_examples=40, deadline=None)
@given(rows=speeches())
def test_conll_holds_every_record_that_it_does_not_report(tokens: Tokens, rows: SpeechRows) -> None:
    with tempfile.TemporaryDirectory() as name:
        losses = written([rows], "conll", Path(name), tokens)
        assert conll(Path(name) / "speeches.conll") == kept(rows, losses)


def docs(folder: Path) -> Iterator[Any]:
    spacy = pytest.importorskip("spacy")
    vocab = spacy.blank("zh").vocab
    for path in sorted(folder.glob("*.spacy")):
        yield from spacy.tokens.DocBin().from_disk(path).get_docs(vocab)


@pytest.mark.parametrize("tokens", ["characters", "words"])
@examples(max_examples=20, deadline=None)
@given(rows=speeches())
def test_spacy_holds_every_record_that_it_does_not_report(tokens: Tokens, rows: SpeechRows) -> None:
    with tempfile.TemporaryDirectory() as name:
        losses = written([rows], "spacy", Path(name), tokens)
        (doc,) = docs(Path(name))
    found = {key: sorted((s.start_char, s.end_char) for s in group) for key, group in doc.spans.items()}
    assert doc.text == rows.text
    assert {key: found.get(key, []) for key in LAYERS} == kept(rows, losses)
    if tokens == "characters":
        assert not lost(losses)


@pytest.fixture(scope="module")
def seeds(dataset: Path) -> list[SpeechRows]:
    return list(stream(dataset, read_manifest(dataset), tuple(LAYERS.values())))


@pytest.mark.parametrize("form", TOOLS)
def test_the_seeds_come_back_from_a_tool_as_they_were_predicted(
    form: str, seeds: list[SpeechRows], tmp_path: Path
) -> None:
    losses = written(seeds, form, tmp_path)
    source = read_source(Path(__file__).parents[2] / "seeds" / "000_46ebd7ac5d9d9c86.txt", "x.txt")
    (found,) = passes(tasks(form, tmp_path), lambda *_: source)
    due = [row for rows in seeds for row in standoff(rows, LAYERS.values())]
    key = ("layer", "start", "end")
    assert sorted(found.rows, key=lambda row: [row[k] for k in key]) == sorted(
        due, key=lambda row: [row[k] for k in key]
    )
    assert not lost(losses)


@pytest.mark.parametrize("tokens", ["characters", "words"])
def test_the_seeds_stand_in_conll_and_docbin_but_for_the_losses(
    tokens: Tokens, seeds: list[SpeechRows], tmp_path: Path
) -> None:
    for number, rows in enumerate(seeds):
        folder = tmp_path / str(number)
        folder.mkdir()
        losses = written([rows], "conll", folder, tokens)
        assert conll(folder / "speeches.conll") == kept(rows, losses)
        again = written([rows], "spacy", folder, tokens)
        (doc,) = docs(folder)
        assert {k: sorted((s.start_char, s.end_char) for s in g) for k, g in doc.spans.items()} == kept(
            rows, again
        )
        assert lost(losses) == lost(again)
        assert bool(lost(losses)) <= (tokens == "words")


def test_labels_and_ids_come_with_the_spans(tmp_path: Path) -> None:
    rows = rows_of(HOSTILE, [Span(0, 6)], [Span(2, 4)])
    written([rows], "spacy", tmp_path)
    (doc,) = docs(tmp_path)
    assert [(s.label_, s.id_) for s in doc.spans["directives"]] == [
        ("prohibition", rows.layers["directives"][0].annotation_id)
    ]
    assert list(doc.user_data["speechdata"]["records"]) == standoff(rows, LAYERS.values())


def test_every_prediction_fits_the_labelling_configuration(seeds: list[SpeechRows], tmp_path: Path) -> None:
    written(seeds, "label-studio", tmp_path)
    config = ElementTree.parse(tmp_path / "config.xml").getroot()
    controls = {each.get("name"): each for each in config.iter() if each.get("toName") == "text"}
    values = {name: {each.get("value") for each in control} for name, control in controls.items()}
    results = [
        result
        for task in json.loads((tmp_path / "tasks.json").read_text("utf-8"))
        for result in task["predictions"][0]["result"]
    ]
    assert results
    for result in results:
        name, kind = result["from_name"], result["type"]
        assert controls[name].tag.lower() == kind
        said = result["value"][kind]
        assert isinstance(said, int) or set(said) <= values[name]


def test_every_line_of_brat_fits_its_configuration(seeds: list[SpeechRows], tmp_path: Path) -> None:
    written(seeds, "brat", tmp_path)
    config = (tmp_path / "annotation.conf").read_text("utf-8")
    known = {line.strip().split("\t")[0] for line in config.split("\n")}
    used = {
        line.split("\t")[1].split(" ")[0]
        for path in tmp_path.glob("*.ann")
        for line in path.read_text("utf-8").splitlines()
        if line[0] in "TA"
    }
    assert "directive-cue" in used
    assert used <= known


@pytest.mark.parametrize(
    ("form", "module", "extra"), [("spacy", "spacy.tokens", "spacy"), ("xlsx", "xlsxwriter", "xlsx")]
)
def test_without_the_library_the_error_says_what_to_install(
    form: str, module: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ConfigError, match=rf"speechdata\[{extra}\]"):
        written([], form, tmp_path)
