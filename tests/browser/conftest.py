"""A real Chromium with a report opened from disk; skipped, with the reason, where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ohos_backup.reports.html import html_report
from rich_results import rich
from screens import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "OHOS_BACKUP_CHROMIUM"
Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="the tests in a browser need playwright from PyPI")
    found = os.environ.get(CHROMIUM) or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip(f"no Chromium: install Debian's package chromium, or name the command in {CHROMIUM}")
    with playwright.sync_playwright() as running:
        # Without its sandbox, for root may not use that; the page is our own.
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html_report(rich()), encoding="utf-8")
    return path


@pytest.fixture
def open_report(browser: Browser, report: Path) -> Iterator[Open]:
    """Opens the report at an address; afterwards the console must be silent and nothing may have been asked for."""
    contexts = []
    wrong: list[str] = []

    def open_at(address: str = "", *, viewport: Any = DESKTOP, **settings: Any) -> Page:
        context = browser.new_context(viewport=viewport, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda request: wrong.append(request.url) if _is_foreign(request.url, report) else None)
        page.goto(report.as_uri() + address)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert wrong == []


def _is_foreign(url: str, report: Path) -> bool:
    return not url.startswith(("data:", report.as_uri()))
