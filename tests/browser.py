"""A real browser for tests of pages: Debian's Chromium or the one that Playwright installed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium without a window; skips the test, and says why, where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        except Error as error:
            pytest.skip(f"no Chromium here, and none could be started: {str(error).splitlines()[0]}")
        yield started
        started.close()


@contextmanager
def page_of(
    started: Browser, folder: Path, *, width: int = 1280, language: str = "en", dark: bool = False
) -> Iterator[tuple[Page, list[str]]]:
    """A new page for files under `folder`, and the list of what went wrong: console, errors, requests elsewhere."""
    wrong: list[str] = []
    context = started.new_context(
        viewport={"width": width, "height": 800}, locale=language, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda request: wrong.extend(_foreign(request.url, folder)))
    yield page, wrong
    context.close()


def _foreign(url: str, folder: Path) -> list[str]:
    return [] if url.startswith((folder.as_uri(), "http://127.0.0.1:", "data:")) else [f"request: {url}"]
