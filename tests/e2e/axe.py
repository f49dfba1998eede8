"""The accessibility scan that every page has to pass: WCAG 2.0 to 2.2, A and AA, and axe's best practices."""

from collections.abc import Iterable, Iterator

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
WIDTHS = (1360, 390, 320)
EMAIL = ("region", "landmark-one-main")

_SETTLE = """() => {
    for (const bar of document.querySelectorAll(".bulkbar")) bar.style.position = "static";
    return Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
}"""
_THERE = "() => 'axe' in window"
_RUN = "options => axe.run(options).then(({ violations }) => ({ violations }))"
_OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_accessible(page: Page, *, skip: Iterable[str] = (), only: list[str] | None = None) -> None:
    """Fail with axe's own report. An email has no landmarks: pass ``skip=EMAIL`` there.

    A sticky selection bar covers what the scroll position happens to put under it, so it is let go.
    """
    page.evaluate(_SETTLE)
    scope = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    rules = {rule: {"enabled": False} for rule in skip}
    options = {"runOnly": scope, "rules": rules, "preload": False, "resultTypes": ["violations"]}
    if not page.evaluate(_THERE):
        page.evaluate(AXE_SCRIPT)
    results = AxeResults(page.evaluate(_RUN, options))
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def assert_accessible_everywhere(page: Page, *, skip: tuple[str, ...] = ()) -> None:
    """By day wide, and at its narrowest all but colours; by night only those. No width scrolls sideways."""
    for width in at_every_width(page, "light"):
        if width == WIDTHS[0]:
            assert_accessible(page, skip=skip)
        elif width == WIDTHS[-1]:
            assert_accessible(page, skip=(*skip, *COLOURS))
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, only=COLOURS)


def scan(page: Page, paths: Iterable[str]) -> None:
    """One page after the other, in one window."""
    for path in paths:
        page.goto(path)
        assert_accessible_everywhere(page)


def at_every_width(page: Page, scheme: str) -> Iterator[int]:
    """Show the page wide and narrow; each time nothing may scroll sideways."""
    page.emulate_media(color_scheme=scheme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate(_OVER)
        assert over <= 0, f"{page.url} is {over} pixels too wide at {width}"
        yield width
