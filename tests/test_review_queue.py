"""The review queue from end to end: what is listed, what a decision changes, what is refused and why."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from commands import command
from conftest import ROOT, SEEDS
from folders import contents
from speechdata import readers
from speechdata.cli import app
from speechdata.errors import ConfigError, LexiconError, SourceError, SpeechdataError
from speechdata.lexicons import lexicon_hash
from speechdata.pipeline import BuildConfig, Run, Shard, build
from speechdata.pipeline.candidates import Origin, Seen, look, origins, proposals
from speechdata.pipeline.quality import evaluate_file
from speechdata.pipeline.single import annotate_file

HARVEST = """在全县秋粮工作会议上的讲话

同志们：
今天把大家请来，主要任务是部署秋粮收购。各乡镇要开展“七查七看”，推行“田头记账”，把“七查七看”作为硬任务。
要坚持早谋划、早动手、早见效的原则，防止粮价“过山车”。田头记账不是多此一举。
让我们同心协力，为全县丰收作出新的贡献！
"""
STORAGE = """在全县仓储工作会议上的讲话

同志们：
这次会议的主要任务是部署仓储工作。要继续推行「田頭記賬」，开展“七查七看”。
各单位要抓紧抓好，确保粮食安全。
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.txt").write_text(HARVEST, "utf-8")
    (folder / "b.txt").write_text(STORAGE, "utf-8")
    return folder


def speechdata(*arguments: str | Path, code: int = 0, env: dict[str, str] | None = None) -> str:
    """What a command prints, in this process."""
    done = CliRunner().invoke(app, [*map(str, arguments)], env=env)
    if isinstance(done.exception, SpeechdataError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def slogans(*arguments: str | Path, env: dict[str, str] | None = None) -> str:
    return speechdata("slogans", *arguments, env=env)


def queue(*arguments: str | Path) -> dict[str, dict[str, object]]:
    return {each["wording"]: each for each in json.loads(slogans("candidates", *arguments, "-f", "json"))}


def rules(file: Path, *options: str | Path) -> dict[str, str]:
    """Surface -> rule of all slogans that `annotate` prints."""
    lines = speechdata("annotate", file, "-f", "jsonl", "-l", "slogans", *options).splitlines()
    return {row["text"]: row["rule"] for row in map(json.loads, lines)}


def test_candidates_are_merged_counted_and_in_order(source: Path) -> None:
    found = queue(source)
    assert list(found) == ["七查七看", "田头记账", "早谋划、早动手、早见效", "过山车"]
    assert found["七查七看"] | {"samples": None} == {
        "wording": "七查七看",
        "kind": "numeric_formula",
        "use": "named",
        "count": 3,
        "n_speeches": 2,
        "rules": {"slogans.numeric.quoted": 3},
        "samples": None,
    }
    assert (found["田头记账"]["count"], found["田头记账"]["n_speeches"]) == (2, 2)
    assert found["早谋划、早动手、早见效"]["use"] == "any"


def test_samples_come_from_different_speeches_first_and_lead_to_their_place(source: Path) -> None:
    samples = queue(source)["七查七看"]["samples"]
    assert isinstance(samples, list)
    names = ("a.txt", "b.txt", "a.txt")
    assert [sample["path"] for sample in samples] == [(source / name).as_posix() for name in names]
    for sample in samples:
        text = Path(sample["path"]).read_text("utf-8")
        assert text[sample["at"] :].startswith(sample["text"])
        assert sample["before"].endswith("“")
        assert not re.search(r"\s", sample["before"] + sample["after"])
        assert "七查七看" in speechdata("explain", sample["path"], "--at", str(sample["at"]))


def test_min_leaves_out_what_is_rare(source: Path) -> None:
    assert list(queue(source, "--min", "2")) == ["七查七看", "田头记账"]


def test_one_speech_in_several_files_counts_once(source: Path) -> None:
    before = queue(source)
    (source / "c.txt").write_text(HARVEST.replace("\n", "\r\n"), "utf-8")
    assert queue(source) == before
    assert queue(source, source / "a.txt") == before


def test_table_for_reading_and_tsv_with_the_same_rows(source: Path) -> None:
    table = slogans("candidates", source)
    rows = list(csv.DictReader(slogans("candidates", source, "-f", "tsv").splitlines(), delimiter="\t"))
    assert [row["wording"] for row in rows] == list(queue(source))
    for row in rows:
        head = (
            f"{row['wording']}  count {row['count']}, speeches {row['speeches']}  {row['kind']}, {row['use']}"
        )
        for part in (head, row["rules"], row["context_1"], row["context_2"]):
            assert part in table
        assert (row["decision"], row["variants"], None in row) == ("", "", False)


def test_kind_is_what_the_rules_that_found_it_say_not_what_doubt_supposes(source: Path) -> None:
    text = "\n开展“护秤仔”专项行动。人人关心“护秤仔”，处处可见“护秤仔”。\n各单位要抓紧办理。\n"
    (source / "b.txt").write_text(STORAGE + text, "utf-8")
    found = queue(source)["护秤仔"]
    assert found["rules"] == {"slogans.campaign.quoted": 1, "slogans.not.occasion": 2}
    assert found["kind"] == "campaign"


def sighted(origin: Origin) -> Iterator[Seen]:
    for found in look(origin):
        assert not isinstance(found, SourceError)
        yield from found


def test_a_dataset_holds_the_same_candidates_as_its_sources(source: Path, tmp_path: Path) -> None:
    dataset = build(BuildConfig(source=source, output=tmp_path / "output")).dataset
    of_source, of_dataset = (
        [*proposals(seen for origin in origins([p]) for seen in sighted(origin))] for p in (source, dataset)
    )
    facts = [(p.wording, p.count, p.rules, [s.at for s in p.samples]) for p in of_source]
    by_count = [(p.wording, p.count, p.rules) for p in of_dataset]
    assert by_count == [fact[:3] for fact in facts]
    assert {at for p in of_dataset for at in (s.at for s in p.samples)} == {at for f in facts for at in f[3]}


def test_sources_that_cannot_be_read_are_named_and_the_others_listed(source: Path) -> None:
    (source / "empty.txt").touch()
    (source / "scan.xyz").write_bytes(b"\0\1")
    out = slogans("candidates", source)
    assert "七查七看" in out
    assert re.search(r"left out: .*empty\.txt.*source-empty", out)
    assert re.search(r"left out: .*scan\.xyz.*source-format", out)
    with pytest.raises(ConfigError, match="nothing-read"):
        slogans("candidates", source / "empty.txt")


def test_an_accepted_candidate_is_annotated_by_the_lexicon_from_then_on(source: Path, tmp_path: Path) -> None:
    config = BuildConfig(source=source, output=tmp_path / "output")
    before = build(config).manifest
    assert "田头记账" not in rules(source / "a.txt")
    out = slogans("accept", "“田頭 記賬”", "--kind", "policy_formula", "--source", source)
    assert f"{source}/lexicons/slogans.tsv: 1 accepted" in out
    assert rules(source / "a.txt")["田头记账"] == "slogans.lexicon"
    assert rules(source / "b.txt")["田頭記賬"] == "slogans.lexicon"
    assert "田头记账" not in queue(source)
    after = build(config).manifest
    assert after.lexicon_hash != before.lexicon_hash == lexicon_hash()
    tables = {table.name: table.rows for table in after.tables}
    assert tables["slogans"] == {table.name: table.rows for table in before.tables}["slogans"] + 3
    assert "rule slogans.lexicon" in speechdata(
        "explain", source / "a.txt", "--at", str(HARVEST.index("田头记账"))
    )


def test_a_rejected_candidate_is_no_slogan_and_does_not_come_up_again(source: Path) -> None:
    assert "七查七看" in rules(source / "a.txt")
    slogans("reject", "七查七看", "--reason", "a\tlocal  term\n", "--source", source)
    assert (source / "lexicons" / "slogans.not.tsv").read_text("utf-8").endswith("七查七看\ta local term\n")
    assert "七查七看" not in rules(source / "a.txt")
    assert "七查七看" not in queue(source)
    at = str(HARVEST.index("七查七看"))
    assert re.search(
        r"slogans\.not\.listed .*a local term", speechdata("explain", source / "a.txt", "--at", at)
    )


def test_decisions_of_an_edited_queue(source: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.tsv"
    lines = slogans("candidates", source, "-f", "tsv").splitlines()
    edited = [
        "accept\t田头记账\tcampaign\tquoted\t田头、称重|过秤记账" + lines[2].split("named\t", 1)[1],
        lines[3].replace("\t早", "accept\t早", 1),
        lines[4].replace("\t过", "reject\t过", 1),
    ]
    file.write_text("\n".join(["# decided in spring", lines[0], lines[1], *edited]) + "\n", "utf-8-sig")
    for _ in range(2):
        slogans("accept", "--from", file, "--source", source)
        slogans("reject", "--from", file, "--source", source)
    written = contents(source / "lexicons")
    assert written["slogans.tsv"].decode().splitlines()[-3:] == [
        "canonical\tkind\tuse\tvariants",
        "早谋划、早动手、早见效\tpolicy_formula\tany\t",
        "田头记账\tcampaign\tquoted\t田头、称重|过秤记账",
    ]
    assert written["slogans.not.tsv"].decode().splitlines()[-1] == "过山车\truled out in review"
    assert list(queue(source)) == ["七查七看"]


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("maybe\t七查七看\tcampaign\tany\t", "decision-unknown", ":3"),
        ("accept\t七查七看\tslogan\tany\t", "lexicon-kind", ":3"),
        ("accept\t七查七看\tcampaign\teverywhere\t", "lexicon-use", ":3"),
        ("accept\t以人为本\tcampaign\tany\t", "lexicon-known", ":3"),
        ("accept\t田头、记账\tcampaign\tany\t", "lexicon-known", ":2"),
        ("accept\t七查七看\tcampaign\t", "lexicon-cells", ":3"),
    ],
)
def test_a_queue_with_one_wrong_row_changes_nothing(
    source: Path, tmp_path: Path, row: str, code: str, says: str
) -> None:
    file = tmp_path / "review.tsv"
    good = "accept\t田头记账\tpolicy_formula\tany\t"
    file.write_text("\n".join(["decision\twording\tkind\tuse\tvariants", good, row]), "utf-8")
    with pytest.raises(SpeechdataError) as caught:
        slogans("accept", "--from", file, "--source", source)
    assert caught.value.code == code
    assert f"{file.as_posix()}{says}" in str(caught.value)
    assert not (source / "lexicons").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("accept", "七查七看"), "kind-missing"),
        (("accept", "--kind", "campaign"), "wording-missing"),
        (("accept", "七查七看", "--kind", "call"), "lexicon-kind"),
        (("accept", "七查七看", "--kind", "campaign", "--use", "all"), "lexicon-use"),
        (("accept", "以人为本", "--kind", "aphorism"), "lexicon-known"),
        (("accept", "一把手", "--kind", "aphorism"), "lexicon-known"),
        (("accept", "七查七看", "--kind", "campaign", "--variant", "以人为本"), "lexicon-known"),
        (("accept", "#七查", "--kind", "campaign"), "lexicon-wording"),
        (("accept", "“”", "--kind", "campaign"), "lexicon-wording"),
        (("reject",), "wording-missing"),
        (("reject", "以人为本"), "lexicon-known"),
        (("accept", "七查七看", "--from", "FILE"), "wording-and-file"),
        (("accept", "--from", "FILE"), "decision-missing"),
    ],
)
def test_wrong_use_is_refused_and_writes_nothing(
    source: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    file = tmp_path / "review.tsv"
    file.write_text("decision\twording\tkind\tuse\tvariants\n", "utf-8")
    with pytest.raises(SpeechdataError) as caught:
        slogans(*(str(file) if word == "FILE" else word for word in arguments), "--source", source)
    assert caught.value.code == code
    assert not (source / "lexicons").exists()


def test_what_is_decided_both_ways_is_refused(source: Path) -> None:
    slogans("accept", "七查七看", "--kind", "numeric_formula", "--source", source)
    with pytest.raises(LexiconError, match=r"numeric_formula, see .*source/lexicons/slogans\.tsv:4"):
        slogans("reject", "七查七看", "--source", source)
    slogans("reject", "过山车", "--source", source)
    with pytest.raises(LexiconError, match=r"ruled out, see .*source/lexicons/slogans\.not\.tsv:3"):
        slogans("accept", "过山车", "--kind", "campaign", "--source", source)


def test_accepting_again_changes_nothing_and_says_so(source: Path) -> None:
    arguments = ("accept", "七查七看", "--kind", "numeric_formula", "--source", source)
    slogans(*arguments)
    before = contents(source / "lexicons")
    assert "as it was: 七查七看" in slogans(*arguments)
    assert contents(source / "lexicons") == before
    with pytest.raises(LexiconError, match="lexicon-known"):
        slogans("accept", "七查七看", "--kind", "campaign", "--source", source)


def test_a_missing_source_folder_is_an_error_not_a_new_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="source-missing"):
        slogans("reject", "过山车", "--source", tmp_path / "nowhere")
    assert not list(tmp_path.iterdir())


def test_lexicons_of_another_folder_by_option_and_by_environment(source: Path, tmp_path: Path) -> None:
    shared, accepted = tmp_path / "shared", ("accept", "田头记账", "--kind", "policy_formula")
    slogans(*accepted, "--lexicons", shared)
    environment = {"SPEECHDATA_LEXICONS": str(shared)}
    slogans("reject", "过山车", env=environment)
    assert set(contents(shared)) == {"slogans.tsv", "slogans.not.tsv"}
    assert "田头记账" not in rules(source / "a.txt")
    assert rules(source / "a.txt", "--lexicons", shared)["田头记账"] == "slogans.lexicon"
    assert list(queue(source, "--lexicons", shared)) == ["七查七看", "早谋划、早动手、早见效"]
    assert "过山车  count" not in slogans("candidates", source, env=environment)
    at = str(HARVEST.index("田头记账"))
    assert "slogans.lexicon" in speechdata("explain", source / "a.txt", "--at", at, env=environment)
    speechdata("build", "--source", source, "--output", tmp_path / "o", "--lexicons", shared)
    made = json.loads((tmp_path / "o" / "dataset" / "manifest.json").read_text("utf-8"))
    assert made["lexicon_hash"] != lexicon_hash()


def test_a_named_folder_that_is_missing_is_an_error(source: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    with pytest.raises(ConfigError, match="lexicons-missing"):
        annotate_file(source / "a.txt", lexicons=nowhere)
    with pytest.raises(ConfigError, match="lexicons-missing"):
        build(BuildConfig(source=source, output=tmp_path / "output", lexicons=nowhere))
    with pytest.raises(ConfigError, match="lexicons-missing"):
        origins([source], lexicons=nowhere)


def test_a_bad_lexicon_stops_a_build_before_any_work(source: Path, tmp_path: Path) -> None:
    (source / "lexicons").mkdir()
    content = "canonical\tkind\tuse\tvariants\n以人为本\tcampaign\tany\t\n"
    (source / "lexicons" / "slogans.tsv").write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=r"source/lexicons/slogans\.tsv:2: 以人为本 .*lexicon-known"):
        build(BuildConfig(source=source, output=tmp_path / "output"))
    assert not (tmp_path / "output").exists()
    with pytest.raises(LexiconError, match="lexicon-known"):
        annotate_file(source / "a.txt")


def test_a_source_in_the_folder_of_lexicons_is_not_passed_over_in_silence(
    source: Path, tmp_path: Path
) -> None:
    (source / "lexicons").mkdir()
    shutil.move(source / "b.txt", source / "lexicons" / "b.txt")
    with pytest.raises(LexiconError, match=r"lexicons/b\.txt: .*lexicon-unknown"):
        build(BuildConfig(source=source, output=tmp_path / "output"))


def test_the_folder_of_lexicons_holds_no_sources(source: Path) -> None:
    slogans("reject", "过山车", "--source", source)
    assert [origin.name for origin in readers.discover(str(source))] == ["a.txt", "b.txt"]


def test_a_build_without_own_lexicons_is_that_of_the_package(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    again = build(BuildConfig(source=SEEDS, output=tmp_path / "output", lexicons=tmp_path / "none"))
    assert contents(again.dataset) == contents(dataset)
    assert again.manifest.lexicon_hash == lexicon_hash()


def test_builds_in_one_process_do_not_share_lexicons(source: Path, tmp_path: Path) -> None:
    first = contents(build(BuildConfig(source=source, output=tmp_path / "a")).dataset)
    slogans("accept", "田头记账", "--kind", "policy_formula", "--source", source)
    second = contents(build(BuildConfig(source=source, output=tmp_path / "b")).dataset)
    shutil.rmtree(source / "lexicons")
    assert contents(build(BuildConfig(source=source, output=tmp_path / "c")).dataset) == first != second


def test_decisions_during_a_build_change_the_next_one_only(source: Path, tmp_path: Path) -> None:
    slogans("accept", "田头记账", "--kind", "policy_formula", "--source", source)
    config = BuildConfig(source=source, output=tmp_path / "a")
    undisturbed = contents(build(config).dataset)

    def each(step: str, shards: Sequence[Shard], run: Run) -> list[list[Shard]]:
        if step == "annotate":
            shutil.rmtree(source / "lexicons")
        return [run(step, shard) for shard in shards]

    disturbed = build(config.model_copy(update={"output": tmp_path / "b"}), each=each)
    assert contents(disturbed.dataset) == undisturbed
    assert contents(build(config).dataset) != undisturbed


def test_evaluation_follows_the_lexicons_beside_the_text(tmp_path: Path) -> None:
    project = tmp_path / "seeds"
    shutil.copytree(SEEDS, project)
    gold = next((project / "gold").glob("*.gold.jsonl"))

    def slogan_count() -> int | None:
        layers = evaluate_file(gold).scores.layers
        return next(each.exact.n_predicted for each in layers if each.label == "slogan")

    before = slogan_count()
    assert before is not None
    slogans("reject", "四大问题", "--source", project)
    assert slogan_count() == before - 2


def test_in_a_process_of_its_own(source: Path, tmp_path: Path) -> None:
    accepted = ("slogans", "accept", "田头记账", "--kind", "policy_formula", "--source", "source")
    assert "1 accepted" in command(*accepted, cwd=tmp_path)
    out = command("slogans", "reject", "田头记账", "--source", "source", cwd=tmp_path, code=2)
    assert out.startswith("speechdata: 田头记账 is a policy_formula, see source/lexicons/slogans.tsv:4")
    assert out.count("\n") == 1


def test_packaged_writes_to_a_checkout_and_is_refused_elsewhere(tmp_path: Path) -> None:
    package = tmp_path / "src" / "speechdata"
    shutil.copytree(ROOT / "src" / "speechdata", package, ignore=shutil.ignore_patterns("__pycache__"))
    lexicon = package / "lexicons" / "slogans.tsv"
    before = lexicon.read_text("utf-8")
    accepted = ("slogans", "accept", "七查七看", "--kind", "numeric_formula", "--packaged")
    out = command(*accepted, cwd=tmp_path, path=package.parent, code=2)
    assert "packaged-installed" in out
    assert lexicon.read_text("utf-8") == before
    (tmp_path / "pyproject.toml").touch()
    command(*accepted, cwd=tmp_path, path=package.parent)
    added = "# From the review queue\n七查七看\tnumeric_formula\tany\t\n"
    assert lexicon.read_text("utf-8") == before + added


def test_every_command_of_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"^```bash\n(.*?)^```", (ROOT / "docs" / "lexicons.md").read_text("utf-8"), re.M | re.S
    )
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 4
    for line in lines:
        assert speechdata(*shlex.split(line)[1:]).strip(), line


@pytest.mark.parametrize("name", ["candidates", "accept", "reject"])
def test_help_has_an_example(name: str) -> None:
    assert f"speechdata slogans {name}" in " ".join(slogans(name, "--help").split())
