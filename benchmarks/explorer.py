"""The explorer over 20,000 speeches: time to write it, time to its first view, memory of its page.

    python -m benchmarks.explorer [--speeches 20000]

The collection is the built seed over and over, each copy under ids of its own. Needs Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from playwright.sync_api import Page, sync_playwright

from speechdata import explore
from speechdata.annotators import layers
from speechdata.card import MANIFEST_FILE
from speechdata.pipeline import BuildConfig, build
from speechdata.pipeline.facts import provenance
from speechdata.tables import arrow_schema, columns, row_model, tables, write


def copied(dataset: Path, target: Path, copies: int) -> None:
    """A dataset with the speeches of `dataset` as many times over."""
    target.mkdir(parents=True)
    shutil.copy(dataset / MANIFEST_FILE, target)
    for name in ("speeches", *(layer.name for layer in layers())):
        schema = arrow_schema(row_model(tables()[name]))
        rows = pa.concat_tables(columns(dataset, name, schema.names)).cast(schema)
        parts = (_renamed(rows, number) for number in range(copies))
        write(name, parts, target, metadata=provenance())


def _renamed(rows: pa.Table, number: int) -> pa.Table:
    ids = pc.binary_join_element_wise(pc.utf8_slice_codeunits(rows["speech_id"], 0, 11), f"{number:08x}", "")
    at = rows.column_names.index("speech_id")
    return rows.set_column(at, rows.schema.field(at), ids)


def first_view(page: Page, folder: Path) -> float:
    """Seconds until the list of speeches stands there."""
    start = time.perf_counter()
    page.goto((folder / "index.html").as_uri())
    page.wait_for_selector(".speeches li")
    return time.perf_counter() - start


def reading(page: Page) -> float:
    """Seconds from a click on a speech to its text."""
    start = time.perf_counter()
    page.click(".speeches li:nth-child(50) a")
    page.wait_for_selector("article p")
    return time.perf_counter() - start


def memory(page: Page) -> float:
    """Megabytes that the page's scripts and documents hold, as Chromium counts them, after collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Runtime.getHeapUsage")
    return (
        float(found["usedSize"] + found.get("embedderHeapUsedSize", 0) + found.get("backingStorageSize", 0))
        / 1e6
    )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speeches", type=int, default=20_000)
    wanted = parser.parse_args().speeches
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        seed = build(BuildConfig(source="seeds", output=home / "seed")).dataset
        copied(seed, home / "dataset", wanted // 5)
        start = time.perf_counter()
        number = explore.write(home / "dataset", home / "page")
        written = time.perf_counter() - start
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        views = [first_view(page, home / "page") for _ in range(5)]
        at_first, opened = memory(page), reading(page)
        size = sum(path.stat().st_size for path in (home / "page").rglob("*") if path.is_file())
        print(f"{number:,} speeches, {size / 1e6:,.0f} MB of files written in {written:.0f} s")  # noqa: T201
        print(f"first view {min(views):.2f} to {max(views):.2f} s, page memory {at_first:.0f} MB")  # noqa: T201
        print(f"a speech {opened:.2f} s, page memory {memory(page):.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
