from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exports.rows import LAYERS, rows_of
from exports.test_round_trips import written
from speechdata.annotators import layers
from speechdata.errors import ConfigError
from speechdata.exports import Pass, read_passes, write_passes
from speechdata.exports._labels import choices, labels
from speechdata.gold import load
from speechdata.gold.agreement import agreement
from speechdata.span import Span

TEXT = "各部门要抓好落实。不得延误，大干一百天。"
DIRECTIVE, OTHER, SLOGAN = Span(3, 8), Span(9, 13), Span(14, 19)
Change = Callable[[Any], None]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "other.txt").write_text("别的", "utf-8")
    (folder / "case.txt").write_text(TEXT, "utf-8")
    return folder


def doccano(folder: Path, change: Change, name: str = "anna") -> Path:
    """An export with a change to the labels of its one text, as a file of that annotator."""
    written([rows_of(TEXT, [DIRECTIVE, OTHER], [SLOGAN])], "doccano", folder)
    (line,) = (folder / "speeches.jsonl").read_text("utf-8").splitlines()
    task = json.loads(line)
    change(task)
    back = folder / "back" / f"{name}.jsonl"
    back.parent.mkdir(exist_ok=True)
    back.write_text(json.dumps(task, ensure_ascii=False) + "\n", "utf-8")
    return back


def studio(folder: Path, *changes: Change) -> Path:
    """An export that came back with one annotation for each change to the results."""
    written([rows_of(TEXT, [DIRECTIVE, OTHER], [SLOGAN])], "label-studio", folder)
    (task,) = json.loads((folder / "tasks.json").read_text("utf-8"))
    task["annotations"] = []
    for number, change in enumerate(changes):
        results = json.loads(json.dumps(task["predictions"][0]["result"]))
        change(results)
        task["annotations"].append({"completed_by": {"email": f"{number}@x.cn"}, "result": results})
    (folder / "back.json").write_text(json.dumps([task], ensure_ascii=False), "utf-8")
    return folder / "back.json"


def nothing(_: Any) -> None:
    pass


def of(one: Pass, label: str) -> list[dict[str, Any]]:
    return sorted((row for row in one.rows if row["layer"] == label), key=lambda row: row["start"])


def test_a_record_left_alone_keeps_all_that_was_predicted(tmp_path: Path, source: Path) -> None:
    (one,) = read_passes(doccano(tmp_path, nothing), "doccano", source)
    first = of(one, "directive")[0]
    assert first["annotation_id"].endswith(":directive:3-8")
    assert (first["rule"], first["strength"], first["cue"]) == ("test", 3, {"start": 3, "end": 4})


def test_deleted_spans_are_gone_and_their_parts_with_them(tmp_path: Path, source: Path) -> None:
    def change(task: Any) -> None:
        task["label"] = [each for each in task["label"] if each[0] < 9]

    (one,) = read_passes(doccano(tmp_path, change), "doccano", source)
    assert [(row["start"], row["end"]) for row in one.rows] == [(3, 8)]


def test_a_moved_span_is_a_new_record_and_asks_for_what_the_tool_cannot_say(
    tmp_path: Path, source: Path
) -> None:
    def change(task: Any) -> None:
        next(each for each in task["label"] if each[2] == "directive:prohibition")[0] = 0

    path = doccano(tmp_path, change)
    with pytest.raises(ConfigError, match=r"import-missing.*") as caught:
        read_passes(path, "doccano", source)
    assert "anna.jsonl:1, directive [0, 8) 各部门要抓好落实: strength" in str(caught.value)
    (one,) = read_passes(path, "doccano", source, defaults=["directive.strength=2"])
    assert of(one, "directive")[0] == {
        "layer": "directive",
        "start": 0,
        "end": 8,
        "cue": {"start": 3, "end": 4},
        "addressee": None,
        "modality": "prohibition",
        "strength": 2,
    }


def test_another_label_on_the_same_span_keeps_what_the_form_requires(tmp_path: Path, source: Path) -> None:
    def change(task: Any) -> None:
        next(each for each in task["label"] if each[0] == 9)[2] = "directive:obligation"

    (one,) = read_passes(doccano(tmp_path, change), "doccano", source)
    other = of(one, "directive")[1]
    assert (other["modality"], other["strength"]) == ("obligation", 3)
    assert not other.keys() & {"rule", "action", "annotation_id"}


def test_an_added_part_goes_to_the_shortest_record_around_it(tmp_path: Path, source: Path) -> None:
    def change(task: Any) -> None:
        task["label"] += [[0, 13, "directive:obligation"], [10, 11, "directive.addressee"]]

    (one,) = read_passes(doccano(tmp_path, change), "doccano", source, defaults=["directive.strength=1"])
    outer, _, inner = of(one, "directive")
    assert (outer["addressee"], inner["addressee"]) == (None, {"start": 10, "end": 11})


def test_a_section_needs_its_marker(tmp_path: Path, source: Path) -> None:
    def change(task: Any) -> None:
        task["label"].append([0, 8, "section:block"])

    given = ["section.depth=1", "section.ordinal=1"]
    with pytest.raises(ConfigError, match=r"section .*: marker"):
        read_passes(doccano(tmp_path, change), "doccano", source, defaults=given)


def added(*label: Any) -> Change:
    return lambda task: task["label"].append(list(label))


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (added(0, 3, "person"), "import-label", "unknown label person"),
        (added(0, 3, "directive.verb"), "import-label", "directive.verb"),
        (added(0, 3, "directive:wish"), "import-label", "wish"),
        (added(0, 3, "directive.cue:x"), "import-label", "takes no"),
        (added(0, 99, "slogan:call"), "import-span", r"\[0, 99\)"),
        (added(5, 5, "slogan:call"), "import-span", r"\[5, 5\)"),
        (added(-1, 5, "slogan:call"), "import-span", r"\[-1, 5\)"),
        (added("0", 5, "slogan:call"), "import-span", "slogan:call"),
        (added(0, 5), "import-form", "no label"),
        (lambda task: task.pop("label"), "import-form", "no list of labels"),
        (added(14, 19, "slogan:call"), "import-twice", "大干一百天"),
        (added(14, 16, "directive.cue"), "import-part", "no directive holds it"),
        (added(4, 5, "directive.cue"), "import-part", "a second cue"),
        (lambda task: task.pop("speechdata"), "import-carried", "without speechdata"),
        (lambda task: task.pop("text"), "import-form", "no text"),
        (lambda task: task.update(text=TEXT + "。"), "import-carried", "n_chars"),
        (lambda task: task.update(text=TEXT[:-1] + "！"), "import-source", "not the one"),
        (lambda task: task["speechdata"].update(layers=["slogan"]), "import-label", "exported without"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_the_task(
    change: Change, code: str, told: str, tmp_path: Path, source: Path
) -> None:
    path = doccano(tmp_path, change)
    with pytest.raises(ConfigError, match=told) as caught:
        read_passes(path, "doccano", source)
    assert caught.value.code == code
    assert "anna.jsonl:1" in caught.value.place


def test_the_wrong_source_is_refused(tmp_path: Path, source: Path) -> None:
    with pytest.raises(ConfigError, match="import-source"):
        read_passes(doccano(tmp_path, nothing), "doccano", source / "other.txt")


def test_a_second_annotation_by_the_same_person_is_refused(tmp_path: Path, source: Path) -> None:
    path = doccano(tmp_path, nothing)
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    with pytest.raises(ConfigError, match="import-twice"):
        read_passes(path, "doccano", source)


def test_each_annotator_is_a_pass_ready_for_agreement(tmp_path: Path, source: Path) -> None:
    def without_slogans(results: list[Any]) -> None:
        results[:] = [each for each in results if each["from_name"] != "slogan"]

    found = read_passes(studio(tmp_path, nothing, without_slogans), "label-studio", source)
    paths = write_passes(found, tmp_path / "pass.jsonl")
    assert [path.name for path in paths] == ["pass.0@x.cn.jsonl", "pass.1@x.cn.jsonl"]
    one, other = map(load, paths)
    assert one.labels == other.labels == frozenset(layer.label for layer in layers())
    assert (len(one.of("slogan")), len(other.of("slogan"))) == (1, 0)
    assert agreement(one, other)
    with pytest.raises(ConfigError, match="output-exists"):
        write_passes(found, tmp_path / "pass.jsonl")


def test_label_studio_gives_attributes_of_new_regions(tmp_path: Path, source: Path) -> None:
    place = {"start": 0, "end": 3, "text": "各部门"}

    def change(results: list[Any]) -> None:
        results.append(
            {
                "id": "n",
                "from_name": "directive",
                "type": "labels",
                "value": place | {"labels": ["permission"]},
            }
        )
        results.append(
            {
                "id": "n",
                "from_name": "directive-strength",
                "type": "choices",
                "value": place | {"choices": ["1"]},
            }
        )

    (one,) = read_passes(studio(tmp_path, change), "label-studio", source)
    assert of(one, "directive")[0]["modality"] == "permission"
    assert of(one, "directive")[0]["strength"] == 1


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"start": 4, "end": 9, "text": "要抓好落实", "labels": ["call"]}, "counts otherwise"),
        ({"start": 4, "end": 9, "labels": ["call", "campaign"]}, "2 values"),
        ({"start": 4, "end": 9}, "no value"),
    ],
)
def test_label_studio_regions_that_do_not_fit(
    value: dict[str, Any], told: str, tmp_path: Path, source: Path
) -> None:
    def change(results: list[Any]) -> None:
        results.append({"id": "n", "from_name": "slogan", "type": "labels", "value": value})

    with pytest.raises(ConfigError, match=told) as caught:
        read_passes(studio(tmp_path, change), "label-studio", source)
    assert "task 1, region n" in caught.value.place


def test_label_studio_relations_are_refused(tmp_path: Path, source: Path) -> None:
    def change(results: list[Any]) -> None:
        results.append({"type": "relation", "from_id": "r0", "to_id": "r1"})

    with pytest.raises(ConfigError, match="no relations"):
        read_passes(studio(tmp_path, change), "label-studio", source)


def test_skipped_annotations_are_no_pass(tmp_path: Path, source: Path) -> None:
    path = studio(tmp_path, nothing)
    content = json.loads(path.read_text("utf-8"))
    content[0]["annotations"][0]["was_cancelled"] = True
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(ConfigError, match="import-empty"):
        read_passes(path, "label-studio", source)


def brat(folder: Path, more: str) -> Path:
    """A folder of brat with further lines in its one .ann."""
    home = folder / "ben"
    home.mkdir()
    written([rows_of(TEXT, [DIRECTIVE], [SLOGAN])], "brat", home)
    (ann,) = home.glob("*.ann")
    ann.write_text(ann.read_text("utf-8") + more, "utf-8")
    return home


def test_brat_gives_attributes_and_notes(tmp_path: Path, source: Path) -> None:
    more = (
        "T90\tsection 0 3\t各部门\nA90\tsection-kind T90 item\nT91\tsection-marker 0 1\t各\n"
        "#90\tAnnotatorNotes T90\tdepth=2; ordinal = 7\n"
    )
    (one,) = read_passes(brat(tmp_path, more), "brat", source)
    (row,) = of(one, "section")
    assert one.annotator == "ben"
    assert row["marker"] == {"start": 0, "end": 1}
    assert (row["kind"], row["depth"], row["ordinal"]) == ("item", 2, 7)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("T90\tperson 0 3\t各部门\n", "import-label"),
        ("T90\tslogan 0 99\t各\n", "import-span"),
        ("T90\tslogan 0 1;2 3\t各 门\n", "import-span"),
        ("T90\tslogan zero 1\t各\n", "import-form"),
        ("A90\tslogan-kind T99 call\n", "import-form"),
        ("T90\tslogan 0 3\t各部门\nA90\tslogan-kind T90 shout\n", "import-label"),
        ("R1\tOrg Arg1:T1 Arg2:T2\n", "import-form"),
    ],
)
def test_brat_lines_that_do_not_fit(more: str, code: str, tmp_path: Path, source: Path) -> None:
    with pytest.raises(ConfigError, match=code) as caught:
        read_passes(brat(tmp_path, more), "brat", source)
    assert ".ann" in caught.value.place


@pytest.mark.parametrize("said", ["directive.mood=1", "wish.kind=1", "directive.strength=9", "directive"])
def test_a_default_that_is_none_is_refused(said: str, tmp_path: Path, source: Path) -> None:
    with pytest.raises(ConfigError, match="import-default"):
        read_passes(doccano(tmp_path, nothing), "doccano", source, defaults=[said])


def test_labels_follow_from_the_records() -> None:
    assert LAYERS["sections"].main_attribute == "kind"
    assert LAYERS["directives"].main_attribute == "modality"
    assert choices(LAYERS["directives"], "strength") == ("1", "2", "3")
    assert choices(LAYERS["sections"], "depth") == ()
    assert labels(LAYERS["sections"]) == ("block", "run_in", "item")
