"""The site builds without a warning, its links lead somewhere, its examples are rows of the dataset."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import typer
from docs._codebook import codebook
from docs._markdown import plain, table
from docs.build import HERE, site
from selectolax.lexbor import LexborHTMLParser, LexborNode

from browser import browser, page_of
from conftest import ROOT
from speechdata import annotators, tables, views
from speechdata.cli import app
from speechdata.errors import ConfigError
from speechdata.records import Annotation


@pytest.fixture(scope="module")
def built(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site; Sphinx warns of nothing."""
    output = tmp_path_factory.mktemp("site")
    site(output, dataset)
    return output


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[Path, LexborHTMLParser]:
    return {path: LexborHTMLParser(path.read_text("utf-8")) for path in sorted(built.glob("*.html"))}


def attributes(page: LexborHTMLParser, selector: str, name: str) -> list[str]:
    nodes: list[LexborNode] = page.css(selector)
    return [value for node in nodes if (value := node.attributes.get(name))]


def test_every_link_and_anchor_leads_somewhere(pages: dict[Path, LexborHTMLParser]) -> None:
    anchors = {path: set(attributes(page, "[id]", "id")) for path, page in pages.items()}
    seen = 0
    for path, page in pages.items():
        for link in {*attributes(page, "[href]", "href"), *attributes(page, "[src]", "src")}:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), f"{path.name}: {link}"
            wanted = unquote(parts.fragment)
            assert not wanted or target not in anchors or wanted in anchors[target], f"{path.name}: {link}"
            seen += 1
    assert seen > 100


def test_no_page_asks_another_host_for_anything(built: Path, pages: dict[Path, LexborHTMLParser]) -> None:
    for path, page in pages.items():
        loaded = [*attributes(page, "link[href]", "href"), *attributes(page, "[src]", "src")]
        assert not [link for link in loaded if urlsplit(link).netloc], path.name
    for style in built.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", style.read_text("utf-8")), style


def test_every_page_is_reached_from_the_index(built: Path, pages: dict[Path, LexborHTMLParser]) -> None:
    reached, todo = {built / "index.html"}, [built / "index.html"]
    while todo:
        article = pages[todo.pop()]
        for link in attributes(article, "a[href]", "href"):
            target = built / unquote(urlsplit(link).path)
            if target in pages and target not in reached:
                reached.add(target)
                todo.append(target)
    wanted = {path.stem for path in HERE.glob("*.md")} | {"codebook", "schema", "commands", "guideline"}
    assert wanted <= {path.stem for path in reached}


def test_links_of_pages_hold_as_plain_files() -> None:
    for page in HERE.glob("*.md"):
        for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8")):
            assert (HERE / link).exists(), f"{page.name}: {link}"


def test_signs_of_the_guideline_stay_as_they_are(built: Path) -> None:
    page = unescape((built / "guideline.html").read_text("utf-8"))
    assert all(sign in page for sign in ("(--)", "(##)", "**同志", "****事故", "__,"))


def test_the_search_finds_english_and_chinese(built: Path) -> None:
    with browser() as started, page_of(started, built) as (page, wrong):
        for words in ("prohibition", "安全生产"):
            page.goto(f"{(built / 'search.html').as_uri()}?q={words}")
            page.wait_for_selector("#search-results li a", timeout=10_000)
        assert wrong == []


def test_a_link_out_of_the_site_is_an_error(
    tmp_path: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "page.md").write_text("# Page\n\n[code](../src/speechdata/span.py)\n", "utf-8")
    monkeypatch.setattr("docs.build.HERE", tmp_path / "here")
    with pytest.raises(ConfigError, match=r"page\.md.*span\.py is no page of the site"):
        site(tmp_path / "site", dataset)


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path, dataset: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ConfigError, match="no earlier site"):
        site(tmp_path, dataset)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_codebook_shows_rows_of_the_dataset_for_every_value(dataset: Path) -> None:
    facts = json.loads((dataset / "manifest.json").read_text("utf-8"))
    page = codebook(dataset, (ROOT / "seeds/gold/GUIDELINE.md").read_text("utf-8"))
    for layer in annotators.layers():
        rows: dict[str, Any] = {
            row.annotation_id: row for row in tables.rows(dataset, layer.name) if isinstance(row, Annotation)
        }
        for name, values in layer.closed.items():
            part = page.partition(f"### {layer.name}: {name}\n")[2].split("\n### ")[0].split("\n## ")[0]
            counts = facts["labels"][layer.name][name]
            for value in values:
                word = str(value).lower() if isinstance(value, bool) else str(value)
                shown = part.partition(f"\n**`{word}`**, ")[2].split("\n**`")[0]
                ids = re.findall(r"<small>(\S+) ·", shown)
                assert len(ids) in ((1, 2, 3) if counts.get(word) else (0,)), (layer.name, name, word)
                assert all(getattr(rows[unescape(each)], name) == value for each in ids)
            marks = re.findall(r"<mark>(.*?)</mark>.*?<small>(\S+) ·", part)
            for words, each in marks:
                surface = unescape(re.sub(r"</?b>", "", words)).replace("⏎", "\n")
                assert surface == rows[unescape(each)].text


def test_schema_page_names_every_field_and_links_its_schema(built: Path) -> None:
    page = unescape((built / "schema.html").read_text("utf-8"))
    for name, record in views.records().items():
        assert f'href="#{name.replace("_", "-")}"' in page or f'href="#{name}"' in page
        assert f"{name}.schema.json" in page
        assert all(f">{field}<" in page or f">{field}[]<" in page for field in record.model_fields), name


def test_commands_page_names_every_command_and_option(built: Path) -> None:
    page = unescape(LexborHTMLParser((built / "commands.html").read_text("utf-8")).text())
    seen = list(every_command(typer.main.get_command(app), "speechdata"))
    assert len(seen) > 15
    for name, command in seen:
        assert f"\n{name}" in page, name
        part = page.partition(f"\n{name}")[2]
        assert all(
            option in part for param in command.params for option in param.opts if option[:2] == "--"
        ), name


def every_command(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """(words that call it, command) of all commands below a group."""
    if not hasattr(command, "commands"):
        yield name, command
    for word, part in getattr(command, "commands", {}).items():
        yield from every_command(part, f"{name} {word}")


def test_words_stay_words_in_markdown() -> None:
    assert plain("<a>:<b> of `x|<y>`, *not* [1]") == r"\<a\>:\<b\> of `x|<y>`, \*not\* \[1\]"
    assert table(("a",), [("x|y",), (r"z\|w",)]) == ["", "| a |", "| --- |", r"| x\|y |", r"| z\|w |", ""]
