"""The explorer, in a real browser, from disk and served."""

from __future__ import annotations

import random
import re
import threading
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page, expect

from browser import browser, page_of
from speechdata import explore
from speechdata.annotators import layers
from speechdata.card import _pictures
from speechdata.card._charts import CHARTS
from speechdata.errors import ConfigError
from speechdata.pipeline import BuildConfig, build

HOSTILE = """在全市安全工作会议上的讲话<script>alert(1)</script>
2024年3月5日

同志们：
<img src=x onerror="document.title='broken'">各部门必须“排查”隐患'"`&lt;。𠮷林要坚持安全第一、预防为主。
一、提高认识</p><script>throw 1</script>
严禁\u202e违章\u2066作业。</textarea><!--
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def explorer(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("explorer") / "page"
    assert explore.write(dataset, target) == 5
    return target


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Dataset and explorer of two sources that try to break out of the page; one is 2 MB in one line."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    (folder / "in/<b>&'\".txt").write_text(HOSTILE, "utf-8")
    line = "各级各部门要压实责任，严防事故发生，确保<i>安全</i>。"
    long = "在安全生产会议上的讲话\n同志们：\n" + line * (2_000_000 // len(line.encode()))
    (folder / "in/省/市").mkdir(parents=True)
    (folder / "in/省/市/long.txt").write_text(long, "utf-8")
    sources = "path,publisher,licence,note\n省/市/long.txt,<i>市政府</i>,,\n"
    (folder / "in/sources.csv").write_text(sources, "utf-8")
    report = build(BuildConfig(source=folder / "in", output=folder / "out"))
    explore.write(report.dataset, folder / "page")
    return report.dataset, folder / "page"


def _rows(dataset: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(dataset / "data" / name).to_pylist()
    return rows


def _open(page: Page, folder: Path, address: str = "", wait: str = "main h1, main form") -> None:
    page.goto("about:blank")
    page.goto(f"{(folder / 'index.html').as_uri()}{address}")
    page.wait_for_selector(wait)


def _highlight(page: Page, record: str) -> str:
    """The words that stand under a record's highlight."""
    words: str = page.evaluate(
        """id => [...document.querySelectorAll("article p")]
            .map(line => [...line.querySelectorAll(`[data-records~="${id}"]`)].map(each => each.textContent).join(""))
            .filter(Boolean).join("\\n")""",
        record,
    )
    return words


def test_open_search_filter_and_follow(chromium: Browser, explorer: Path, dataset: Path) -> None:
    speeches = _rows(dataset, "speeches")
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer)
        expect(page.locator(".speeches li")).to_have_count(5)
        page.get_by_role("searchbox").fill("罗清宇")
        expect(page.locator(".speeches li")).to_have_count(
            sum(each["speaker"] == "罗清宇" for each in speeches)
        )
        page.get_by_role("searchbox").fill("烟花爆竹")
        expect(page.locator(".speeches li")).to_have_count(0)
        page.get_by_label("Search in the texts too").check()
        expect(page.locator(".speeches li")).to_have_count(
            sum("烟花爆竹" in each["text"] for each in speeches)
        )
        page.get_by_role("button", name="Reset").click()
        page.get_by_label("Sign of damage").select_option("year-repeat")
        page.get_by_label("From").select_option("2024")
        expect(page.locator(".speeches li")).to_have_count(1)
        assert page.url.endswith("#/speeches?flag=year-repeat&from=2024")
        page.reload()
        expect(page.locator(".speeches li")).to_have_count(1)
        page.locator(".speeches a").click()
        expect(page.locator("h1")).to_have_text(speeches[-1]["title"] or "")
        expect(page.locator(".outline li")).to_have_count(speeches[-1]["n_sections"])
        assert not wrong


def test_the_highlights_are_the_records(chromium: Browser, explorer: Path, dataset: Path) -> None:
    records = [(layer, row) for layer in layers() for row in _rows(dataset, layer.name)]
    sample = random.Random(7).sample(records, 200)
    with page_of(chromium, explorer) as (page, wrong):
        for speech_id in sorted({row["speech_id"] for _, row in sample}):
            _open(page, explorer, f"#/speech/{speech_id}", "article p")
            for layer, row in (each for each in sample if each[1]["speech_id"] == speech_id):
                shown = _highlight(page, f"{layer.label}:{row['start']}-{row['end']}")
                assert re.sub(r"\n+", "\n", row["text"]) == shown, row["annotation_id"]
        assert not wrong


def test_filters_by_folder_and_publisher(chromium: Browser, hostile: tuple[Path, Path]) -> None:
    _, folder = hostile
    shown = ".speeches li"
    with page_of(chromium, folder) as (page, wrong):
        for place in ("省", "省/市"):
            _open(page, folder)
            page.get_by_label("Folder").select_option(place)
            expect(page.locator(shown)).to_have_count(1)
            expect(page.locator(shown)).to_contain_text("<i>市政府</i> · 省/市/long.txt")
        page.get_by_label("Publisher").select_option("(not stated)")
        expect(page.locator(shown)).to_have_count(0)
        page.get_by_label("Folder").select_option("")
        expect(page.locator(shown)).to_contain_text("<b>&'\".txt")
        assert page.url.endswith("#/speeches?publisher=-")
        page.get_by_label("Publisher").select_option("<i>市政府</i>")
        expect(page.locator(shown)).to_contain_text("省/市/long.txt")
        page.reload()
        expect(page.locator(shown)).to_have_count(1)
        assert not wrong


def test_the_overview_draws_what_the_tables_hold(
    chromium: Browser, explorer: Path, dataset: Path, hostile: tuple[Path, Path]
) -> None:
    directives = _rows(dataset, "directives")
    addressed = Counter(row["addressee"] for row in directives if row["addressee"])
    (most, number), *_ = addressed.most_common(1)
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer, "#/overview", "figure")
        expect(page.locator(".totals")).to_contain_text(str(len(directives)))
        expect(page.locator("figure h2")).to_have_count(5)
        bar = page.locator(f"#addressees [aria-label*='{most}']")
        expect(bar).to_have_attribute("aria-label", f"directives: {number}; addressee: {most}")
        expect(page.locator("#quality")).to_contain_text("Made by language models")
        page.locator("#language").click()
        expect(page.locator("#directives h2")).to_have_text("指令：情态与强度")
        expect(page.locator("#directives svg")).to_contain_text("应当")
        page.locator("#addressees a").click()
        expect(page.locator("h1")).to_have_text("指令")
        assert not wrong
    with page_of(chromium, hostile[1]) as (page, wrong):
        _open(page, hostile[1], "#/overview", "figure")
        expect(page.locator("figure")).to_have_count(4)
        expect(page.locator("main")).to_contain_text("No gold was given to this build")
        assert not wrong


@pytest.mark.parametrize("dark", [False, True])
def test_the_overview_is_legible_on_a_phone_in_both_themes(
    chromium: Browser, explorer: Path, dark: bool
) -> None:
    with page_of(chromium, explorer, width=390, dark=dark) as (page, wrong):
        _open(page, explorer, "#/overview", "figure")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        colours, sizes = page.evaluate(
            """() => { const all = [...document.querySelectorAll("figure svg text")].filter(each => each.textContent);
                return [[...new Set(all.map(each => getComputedStyle(each).fill))],
                    all.map(each => each.getScreenCTM().a ** 2 + each.getScreenCTM().b ** 2)]; }"""
        )
        assert colours == [page.evaluate("getComputedStyle(document.body).color")]
        assert min(sizes) > 0.9
        outside: int = page.evaluate(
            """() => [...document.querySelectorAll("figure")].filter(figure => [...figure.querySelectorAll("text")]
                .some(each => each.getBoundingClientRect().right > figure.getBoundingClientRect().right)).length"""
        )
        assert not outside
        assert not wrong


def test_words_of_pictures_and_page_agree() -> None:
    chinese = (Path(explore.__file__).parent / "page/words.js").read_text("utf-8").split("  zh: {")[1]
    said = dict(re.findall(r'(\w+): "([^"]*)"', chinese.split("value: {")[1]))
    drawn = _pictures._words("zh")
    both = said.keys() & drawn.keys() - {"year", *CHARTS}
    assert len(both) > 12
    assert {key: said[key] for key in both} == {key: drawn[key] for key in both}


def test_toggles_take_a_layer_or_a_kind_away(chromium: Browser, explorer: Path, dataset: Path) -> None:
    speech_id = _rows(dataset, "speeches")[0]["speech_id"]
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer, f"#/speech/{speech_id}", "article p")
        whole = page.locator("article").text_content()
        page.locator('[data-layer="directives"]').uncheck()
        expect(page.locator("article .directives")).to_have_count(0)
        assert page.locator("article .slogans").count()
        page.locator('[data-layer="directives"]').check()
        page.locator("summary", has=page.locator('[data-layer="directives"]')).press("Enter")
        page.locator('[data-layer="directives.prohibition"]').uncheck()
        expect(page.locator("article .prohibition")).to_have_count(0)
        assert page.locator("article .obligation").count()
        assert page.locator("article").text_content() == whole
        page.reload()
        page.wait_for_selector("article p")
        expect(page.locator("article .prohibition")).to_have_count(0)
        assert not wrong


def test_a_record_link_opens_the_record_and_keys_go_on(
    chromium: Browser, explorer: Path, dataset: Path
) -> None:
    row = _rows(dataset, "directives")[3]
    address = f"#/speech/{row['speech_id']}/directive:{row['start']}-{row['end']}"
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer, address, ".panel blockquote")
        panel = page.locator(".panel")
        expect(panel.locator("blockquote")).to_have_text(row["text"])
        expect(panel).to_contain_text(row["rule"])
        expect(page.locator("article .current").first).to_be_in_viewport()
        page.keyboard.press("j")
        expect(panel.locator("blockquote")).not_to_have_text(row["text"])
        assert page.url.rsplit("/", 1)[1] != address.rsplit("/", 1)[1]
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        page.locator("article [tabindex='0']").first.press("Enter")
        expect(panel).to_be_visible()
        _open(page, explorer, f"#/speech/{row['speech_id']}/directive:1-2", ".warning")
        _open(page, explorer, "#/speech/sp-0000000000000000", "main p")
        assert not wrong


def test_tables_lead_from_groups_to_records(chromium: Browser, explorer: Path, dataset: Path) -> None:
    directives = _rows(dataset, "directives")
    ours = [row for row in directives if row["addressee"] == "我们"]
    forbidden = [row for row in ours if row["modality"] == "prohibition"]
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer, "#/directives")
        line = page.locator("tbody tr", has=page.get_by_role("button", name="我们", exact=True))
        expect(line.locator("td.n").first).to_have_text(str(len(ours)))
        page.get_by_label("Modality").select_option("prohibition")
        expect(line.locator("td.n").first).to_have_text(str(len(forbidden)))
        line.get_by_role("button").click()
        expect(page.locator(".records a")).to_have_count(len(forbidden))
        page.locator(".records a").first.click()
        expect(page.locator(".panel blockquote")).to_have_text(forbidden[0]["text"])
        for name, button in (("slogans", "以人为本"), ("placeholders", "number")):
            _open(page, explorer, f"#/{name}")
            page.get_by_role("button", name=button).first.click()
            page.locator(".records a").first.wait_for()
        for name in ("quarantine", "about"):
            _open(page, explorer, f"#/{name}", "h1")
        assert not wrong


def test_the_source_shows_what_cleaning_removed(chromium: Browser, explorer: Path, dataset: Path) -> None:
    speech = _rows(dataset, "speeches")[0]
    with page_of(chromium, explorer) as (page, wrong):
        _open(page, explorer, f"#/speech/{speech['speech_id']}", "article p")
        page.locator("[data-view=source]").click()
        expect(page.locator("article.source del")).to_have_count(len(speech["removed"]))
        kept: str = page.evaluate(
            """() => [...document.querySelector("article.source").childNodes]
                .filter(node => node.nodeName !== "DEL").map(node => node.textContent).join("")"""
        )
        assert kept == speech["text"]
        assert not wrong


def test_two_languages_two_themes_and_a_phone(chromium: Browser, explorer: Path) -> None:
    with page_of(chromium, explorer, width=390, language="zh-CN", dark=True) as (page, wrong):
        _open(page, explorer)
        expect(page.locator("nav a").first).to_have_text("讲话")
        back = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#theme").click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != back
        page.locator("#language").click()
        expect(page.locator("nav a").first).to_have_text("Speeches")
        assert page.locator("html").get_attribute("lang") == "en"
        for address in ("#/speeches", "#/directives", "#/slogans", "#/about"):
            _open(page, explorer, address)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        page.goto(f"{(explorer / 'index.html').as_uri()}#/speeches")
        page.locator(".speeches a").first.click()
        page.wait_for_selector("article p")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not wrong


def test_every_phrase_is_there_in_both_languages() -> None:
    page = Path(explore.__file__).parent / "page"
    english, chinese = (page / "words.js").read_text("utf-8").split("  zh: {")
    keys = [set(re.findall(r"(\w+): \"", part.split("value: {")[0])) for part in (english, chinese)]
    assert keys[0] == keys[1]
    scripts = "".join(path.read_text("utf-8") for path in page.glob("*.js"))
    assert set(re.findall(r"say\(\"(\w+)\"", scripts)) <= keys[0]


def test_what_a_source_holds_stays_text(chromium: Browser, hostile: tuple[Path, Path]) -> None:
    dataset, folder = hostile
    with page_of(chromium, folder) as (page, wrong):
        _open(page, folder)
        expect(page.locator(".speeches li")).to_have_count(2)
        for speech in _rows(dataset, "speeches"):
            _open(page, folder, f"#/speech/{speech['speech_id']}", "article p")
            assert page.evaluate("document.querySelector('article').textContent") == speech["text"].replace(
                "\n", ""
            )
            for row in _rows(dataset, "directives")[:5]:
                if row["speech_id"] == speech["speech_id"]:
                    assert _highlight(page, f"directive:{row['start']}-{row['end']}") == row["text"]
            page.locator("[data-view=source]").click()
            page.wait_for_selector("article.source")
        assert page.evaluate("document.querySelectorAll('main script, main img, main i, main b').length") == 0
        assert page.title() != "broken"
        assert not wrong


def test_served_on_loopback_with_a_policy_and_to_nobody_else(explorer: Path) -> None:
    with explore.server(explorer) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{serving.server_port}/"
        with urllib.request.urlopen(address) as answer:
            assert answer.headers["Content-Security-Policy"] == explore.POLICY
            assert explore.POLICY in answer.read().decode()
        asked = urllib.request.Request(address, headers={"Host": "attacker.example:80"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert refused.value.code == 421
        serving.shutdown()


def test_only_an_explorer_is_replaced(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ConfigError, match="holds something else"):
        explore.write(dataset, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    target = tmp_path / "page"
    explore.write(dataset, target)
    (target / "data/old.js").write_text("", "utf-8")
    explore.write(dataset, target)
    assert not (target / "data/old.js").exists()
