"""A real browser on a real server, logged in as anyone of the cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.web.client_kit import browser_of

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's synchronous half runs inside an event loop
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one without windows where it is installed: there a page takes a third of the processor."""
    found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium", "google-chrome"))
    program = next(filter(None, found), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


NO_TROUBLE = ("status of 422", "status of 413", "ERR_CONNECTION_RESET", "htmx:afterRequest", "htmx:sendAbort")


def _is_trouble(line: ConsoleMessage, fine: tuple[str, ...]) -> bool:
    """Chromium logs as errors what for us is a form sent back, a file refused, a line cut, a newer request."""
    return line.type == "error" and not any(words in line.text for words in (*NO_TROUBLE, *fine))


@pytest.fixture(scope="session")
def window(chromium: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """One for all tests, so that each begins with the scripts and the looks already there."""
    context = chromium.new_context(base_url=live_server.url)
    yield context
    context.close()


@pytest.fixture
def emptied_window(window: BrowserContext, live_server: Any) -> Iterator[BrowserContext]:
    """Afterwards nothing is left in it of who was logged in, of what was kept, or of what was open."""
    yield window
    for page in window.pages:
        if page.url.startswith(live_server.url):
            page.evaluate("localStorage.clear()")
        page.close()
    window.clear_cookies()


@pytest.fixture
def open_page(chromium: Browser, emptied_window: BrowserContext, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_page(member_or_user_or_None, path)``; broken scripts fail the test, and errors not ``fine``."""
    contexts: list[BrowserContext] = []
    trouble: list[str] = []

    def open_as(who: Any, path: str = "/", fine: tuple[str, ...] = (), **options: Any) -> Page:
        viewport = options.pop("viewport", None)
        fresh = bool(options or emptied_window.pages)
        context = chromium.new_context(base_url=live_server.url, **options) if fresh else emptied_window
        if fresh:
            contexts.append(context)
        if who is not None:
            key = browser_of(who).cookies["session"].value
            context.add_cookies([{"name": "session", "value": key, "url": live_server.url}])
        page = context.new_page()
        if viewport:
            page.set_viewport_size(viewport)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda line: trouble.append(line.text) if _is_trouble(line, fine) else None)
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert trouble == []
