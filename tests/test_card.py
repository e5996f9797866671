"""The card: what it says is what the files hold and `datasets` reads, and nothing in it is typed by hand."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import datasets
import huggingface_hub
import pyarrow.parquet as pq
import pytest
import yaml
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs

import made
from speechdata import card, splits, tables
from speechdata.card._front import size_category
from speechdata.card._licences import licence_name
from speechdata.card._markdown import code, count, text, value
from speechdata.errors import SpeechdataError
from speechdata.records import Record

PUBLISHED = ["speeches", "sentences", "pledges"]


pytestmark = pytest.mark.usefixtures("made_layer")


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Record]]:
    return made.rows()


@pytest.fixture(scope="module")
def folder(rows: dict[str, list[Record]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "dataset"
    folder.mkdir()
    made.write(folder, rows)
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def samples(folder: Path) -> dict[str, Record]:
    return card.samples(folder)


def _loaded(members: list[Record], split: str) -> list[dict[str, Any]]:
    """Rows as `datasets` gives them out: lists for tuples."""
    kept = [row.model_dump() for row in members if made.split_of(row) == split]
    return [{key: _plain(part) for key, part in row.items()} for row in kept]


def _plain(part: Any) -> Any:
    return [_plain(item) for item in part] if isinstance(part, tuple) else part


# the front matter, and what `datasets` makes of it


def test_configs_are_the_files(front: dict[str, Any], folder: Path) -> None:
    assert [entry["config_name"] for entry in front["configs"]] == PUBLISHED
    matched = [
        path
        for entry in front["configs"]
        for part in entry["data_files"]
        for path in folder.glob(part["path"])
        if path.name.startswith(f"{part['split']}-")
    ]
    assert sorted(matched) == sorted(folder.rglob("*.parquet"))
    assert [entry["config_name"] for entry in front["configs"] if entry.get("default")] == ["speeches"]


def test_every_config_loads_with_its_types_and_rows(
    front: dict[str, Any], folder: Path, rows: dict[str, list[Record]], cache: str
) -> None:
    assert datasets.get_dataset_config_names(str(folder)) == PUBLISHED
    infos = {entry["config_name"]: entry for entry in front["dataset_info"]}
    for name in PUBLISHED:
        loaded = datasets.load_dataset(str(folder), name, cache_dir=cache)
        assert list(loaded) == [part["name"] for part in infos[name]["splits"]] == ["train", "validation"]
        for part in infos[name]["splits"]:
            split = loaded[part["name"]]
            path = folder / "data" / name / f"{part['name']}-00000-of-00001.parquet"
            assert split.features == datasets.Features.from_arrow_schema(pq.read_schema(path))
            assert split.features._to_yaml_list() == infos[name]["features"]
            assert split.num_rows == part["num_examples"]
            assert split.info.splits[part["name"]].num_bytes == part["num_bytes"]
            assert split.to_list() == _loaded(rows[name], part["name"])
        assert infos[name]["dataset_size"] == sum(part["num_bytes"] for part in infos[name]["splits"])
        assert infos[name]["download_size"] == sum(
            path.stat().st_size for path in (folder / "data" / name).iterdir()
        )


def test_the_hub_client_and_datasets_read_the_front_matter(readme: str, front: dict[str, Any]) -> None:
    """What both check without a server: a mapping, known structure of configs and infos, names that can be given."""
    found = huggingface_hub.DatasetCard(readme).data
    assert found.to_dict() == front  # type: ignore[no-untyped-call]
    assert sorted(MetadataConfigs.from_dataset_card_data(found)) == sorted(PUBLISHED)
    assert list(DatasetInfosDict.from_dataset_card_data(found)) == PUBLISHED
    again: dict[str, Any] = yaml.safe_load(str(huggingface_hub.DatasetCardData(**front)))
    assert again == front


def test_null_columns_dates_and_lists_keep_their_types(folder: Path, cache: str) -> None:
    pledges = datasets.load_dataset(str(folder), "pledges", split="train", cache_dir=cache)
    value, listed = datasets.Value, datasets.List
    assert set(pledges["remark"]) == {None}
    assert pledges.features["remark"] == value("string")
    assert pledges.features["due"] == value("date32")
    assert pledges.features["words"] == listed(value("string"))
    assert pledges.features["shares"] == listed({"name": value("string"), "weight": value("float64")})


def test_streaming_gives_the_same_rows(folder: Path, rows: dict[str, list[Record]]) -> None:
    for name in PUBLISHED:
        stream = datasets.load_dataset(str(folder), name, split="train", streaming=True)
        assert list(stream) == _loaded(rows[name], "train")


def test_default_config_is_speeches(folder: Path, cache: str) -> None:
    assert "occurrences" in datasets.load_dataset(str(folder), split="train", cache_dir=cache).features


def test_rebuilt_dataset_is_not_served_from_an_old_cache(
    rows: dict[str, list[Record]], tmp_path: Path
) -> None:
    """Same folder, same number of rows, other content: `datasets` looks at nothing but the card."""
    target, seen = tmp_path / "dataset", []
    for tone in ("firm", "plain"):
        stage = tmp_path / tone
        stage.mkdir()
        pledges = [row.model_copy(update={"tone": tone}) for row in rows["pledges"]]
        made.write(stage, rows | {"pledges": pledges})
        stage.rename(target)
        loaded = datasets.load_dataset(str(target), "pledges", split="train", cache_dir=str(tmp_path / "c"))
        seen.append(set(loaded["tone"]))
        target.rename(tmp_path / f"{tone}-old")
    assert seen == [{"firm"}, {"plain"}]


def test_examples_in_the_card_run(
    readme: str, folder: Path, cache: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", cache)
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    assert [re.search(r"(?:import|from) (\w+)", block)[1] for block in blocks] == [  # type: ignore[index]
        "datasets",
        "pandas",
        "polars",
        "duckdb",
    ]
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_facts_of_the_hub(front: dict[str, Any]) -> None:
    assert front["language"] == ["zh"]
    assert (front["license"], front["license_name"]) == ("other", "unknown")
    assert front["size_categories"] == ["n<1K"]
    assert front["tags"][-1] == "pledges"


@pytest.mark.parametrize(
    ("total", "bucket"),
    [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (99_999, "10K<n<100K"), (1_000_000, "1M<n<10M")],
)
def test_size_category(total: int, bucket: str) -> None:
    assert size_category(total) == bucket


@pytest.mark.parametrize(
    ("licences", "name"),
    [
        ((None,), "unknown"),
        (("Unknown", ""), "unknown"),
        (("CC BY 4.0",), "cc-by-4.0"),
        (("CC BY 4.0", "MIT"), "several"),
        (("CC BY 4.0", None), "several"),
        (("政府信息公开",), "see-card"),
    ],
)
def test_licence_is_that_of_the_used_sources(
    manifest: card.Manifest, licences: tuple[str | None, ...], name: str
) -> None:
    used = [manifest.sources[0].model_copy(update={"licence": licence}) for licence in licences]
    unused = manifest.sources[0].model_copy(update={"licence": "GPL", "status": "quarantined"})
    assert licence_name(manifest.model_copy(update={"sources": (*used, unused)})) == name


# the prose


def test_template_states_no_number() -> None:
    template = (files(card) / "card.md").read_text("utf-8")
    prose = re.sub(r"```.*?```", "", template, flags=re.DOTALL)
    assert re.findall(r"\d+", re.sub(r"(?im)^\d\. |sha-?256", "", prose)) == []


def test_layer_has_its_section(readme: str) -> None:
    section = readme.split("### `pledges`")[1].split("\n## ")[0]
    assert r"A promise \| of the speaker's \<own> side. 480 rows: train 400, validation 80." in section
    assert "| `tone` | string | how strongly it is promised |" in section
    assert "| `shares[].weight` | float64 or null | how much of it |" in section
    assert "`tone`: `firm` 5, `plain` 3" in section


def test_every_field_is_described_beside_a_real_value(readme: str, samples: dict[str, Record]) -> None:
    for name in PUBLISHED:
        section = readme.split(f"### `{name}`")[1].split("\n##")[0]
        sample = samples[name]
        for field, info in type(sample).model_fields.items():
            line = next(line for line in section.splitlines() if line.startswith(f"| `{field}` |"))
            assert text(info.description) in line
            assert value(sample.model_dump(mode="json")[field]) in line


def test_facts_stand_in_the_prose(readme: str, manifest: card.Manifest) -> None:
    for fact in (
        "Version 1.2.3 holds 12 speeches from 1 source: 996 rows in 3 configs.",
        "| `pledges` | 480 | 400 | 80 | 0 |",
        "without a config: `lexicon`.",
        "| `inner_space` | 6 |",
        "| `quality-year` | 6 |",
        "- `a.gold.jsonl`, of `a\\|b.txt`: Language models.",
        "| pledge | 8 | 4 | 0.500 | 0.250 | 0.333 | 0.200 to 0.400 | 0.125 |",
        "| pledge | `tone` | 2 | 1.000 | 0 | – |",
        splits.RULE,
        "Absent from this version, since no group of speeches falls into it: test.",
        "unknown for 1 of 1 source",
        "utf-8 (decodes without error) | – | unknown | as \\*found\\* |",
        "1 source kept out.",
        "| `bad.txt` | `source-empty` | nothing in it |",
        "@misc{made,",
        "| jieba | `0.42.1` |",
        manifest.lexicon_hash,
    ):
        assert fact in readme


def test_numbers_follow_the_manifest(
    manifest: card.Manifest, samples: dict[str, Record], readme: str
) -> None:
    quality = manifest.quality[0].model_copy(update={"n_gold": 4321})
    changed = manifest.model_copy(
        update={
            "quality": (quality,),
            "removals": {"line_break": 7654},
            "boilerplate": card.BoilerplateFact(n_speeches=6789, median=0.123, n_above_half=5432),
            "version": "9.9.9",
            "guideline": "8.8",
        }
    )
    other = card.card(changed, samples)
    for new in ("4,321", "7,654", "9.9.9", "guideline 8.8", "12.3%", "6,789", "5,432"):
        assert new in other
        assert new not in readme


def test_nothing_to_report_is_said(manifest: card.Manifest, samples: dict[str, Record]) -> None:
    bare: dict[str, object] = {
        "quality": (),
        "gold": (),
        "quarantine": (),
        "removals": {},
        "quality_flags": {},
        "labels": {},
    }
    other = card.card(manifest.model_copy(update=bare), samples)
    assert "No gold was given to this build" in other
    assert "No source was kept out." in other
    assert other.count("\nNothing.\n") == 2
    assert "\n\n\n" not in other


def test_tables_hold_together_whatever_the_sources_say(
    manifest: card.Manifest, samples: dict[str, Record]
) -> None:
    hostile = "a|b `c|d` ``e`` <script>x</script>\n| f | ***g [h](i) \\| \u202e"
    source = manifest.sources[0].model_copy(update={"path": hostile, "note": hostile, "publisher": hostile})
    kept = card.QuarantineFact(path=hostile, code="x", message=hostile)
    changed = manifest.model_copy(update={"sources": (source,), "quarantine": (kept,)})
    prose = card.card(changed, samples).split("---\n", 2)[2]
    for block in re.findall(r"(?m)(?:^\|.*\n)+", prose):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block
    outside_code = re.sub(r"(`+).*?\1", "", prose)
    assert "<script" not in outside_code.replace(r"\<", "")
    assert "\u202e" not in prose


@pytest.mark.parametrize(
    ("content", "span"),
    [
        ("a", "`a`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("a|b", r"`a\|b`"),
        (" ", "`   `"),
        ("\n", r"`\u000a`"),
    ],
)
def test_code_span_holds_anything(content: str, span: str) -> None:
    assert code(content) == span


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "speech", "1 speech"),
        (2, "speech", "2 speeches"),
        (1234, "row", "1,234 rows"),
        (0, "source", "0 sources"),
    ],
)
def test_count(number: int, noun: str, words: str) -> None:
    assert count(number, noun) == words


def test_many_sources_are_not_all_listed(manifest: card.Manifest, samples: dict[str, Record]) -> None:
    sources = tuple(manifest.sources[0].model_copy(update={"path": f"{n:03}.txt"}) for n in range(120))
    other = card.card(manifest.model_copy(update={"sources": sources}), samples)
    assert "12 speeches from 120 sources" in other
    assert "`049.txt`" in other
    assert "`050.txt`" not in other
    assert "70 more lines in `manifest.json`." in other


def test_dataset_without_speeches_has_no_card() -> None:
    empty = made.manifest_of({name: [] for name in tables.tables()})
    with pytest.raises(SpeechdataError, match="card-empty"):
        card.card(empty, {})


def test_card_and_import_stay_light() -> None:
    probe = "import sys, speechdata.card; sys.exit(any(m in sys.modules for m in ('datasets', 'huggingface_hub')))"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


# samples, labels, manifest


def test_manifest_is_stable_and_comes_back(manifest: card.Manifest, folder: Path) -> None:
    dumped = (folder / card.MANIFEST_FILE).read_text("utf-8")
    assert manifest.dump() == dumped
    assert dumped.endswith("}\n")
    assert dumped.startswith('{\n  "generator": "speechdata",\n')
    assert list(json.loads(dumped)["removals"]) == ["inner_space", "line_break"]
    assert manifest.table("pledges").description == tables.describe(made.Pledge)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "manifest-missing"), ("{}", "manifest-broken"), ("not json", "manifest-broken")],
)
def test_broken_manifest_is_named(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / card.MANIFEST_FILE).write_text(content, "utf-8")
    with pytest.raises(SpeechdataError, match=f"{re.escape(str(tmp_path))}.*{reason}"):
        card.read_manifest(tmp_path)


def test_two_writes_give_the_same_card(rows: dict[str, list[Record]], readme: str, tmp_path: Path) -> None:
    made.write(tmp_path, rows)
    assert (tmp_path / "README.md").read_text("utf-8") == readme
