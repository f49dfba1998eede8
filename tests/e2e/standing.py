"""A page for those without a mouse: what the focus reaches, whether one sees it, into menus and dialogs and back."""

from pathlib import Path

from playwright.sync_api import ElementHandle, Page, TimeoutError

HERE = Path(__file__).parent
STAND, OPENERS = ((HERE / name).read_text() for name in ("standing.js", "openers.js"))
_HERE = "() => document.activeElement.outerHTML.slice(0, 140)"
_INSIDE = "what => document.querySelector(what)?.contains(document.activeElement)"
_CLOSED = "() => !document.querySelector('dialog[open], [popover]:popover-open')"
_BUTTON = "each => each.matches('button, [role=button]')"
_BACK = "each => each === document.activeElement"
SOON = 3_000


def stand(page: Page) -> list[str]:
    """What is wrong with the controls of a page, or of its open dialog, without pressing any key."""
    wrong: list[str] = page.evaluate(STAND)
    return wrong


def open_each(page: Page, tried: set[str]) -> list[str]:
    """What is wrong with the menus and dialogs of a kind not ``tried`` before: by Enter or Space in, by Escape back."""
    wrong = []
    if row := page.query_selector("tbody .pick input:not(:disabled)"):
        row.press("Space")
    for kind in page.locator("body").evaluate(OPENERS):
        if kind not in tried:
            tried.add(kind)
            opener = page.query_selector(f'[data-opens="{kind}"]')
            assert opener
            wrong += [f"{kind}: {words}" for words in _in_and_back(page, opener, tried)]
    return wrong


def _in_and_back(page: Page, opener: ElementHandle, tried: set[str]) -> list[str]:
    wrong = _enter(page, opener)
    if menu := page.query_selector("[role=menu]:popover-open"):
        for kind in menu.evaluate(OPENERS):
            item = menu.query_selector(f'[data-opens="{kind}"]')
            if kind not in tried and item:
                tried.add(kind)
                wrong += [f"{kind}: {words}" for words in [*_enter(page, item), *_escape(page, opener)]]
                _enter(page, opener)
    return wrong + _escape(page, opener)


def _enter(page: Page, opener: ElementHandle) -> list[str]:
    """Links by Enter, whatever says it is a button by Space."""
    opens = "[popover]:popover-open" if opener.get_attribute("popovertarget") else "dialog[open]"
    opener.press("Space" if opener.evaluate(_BUTTON) else "Enter")
    try:
        page.wait_for_function(_INSIDE, arg=opens, timeout=SOON)
    except TimeoutError:
        return ["The key does not open it, or leaves the focus outside"]
    return stand(page) if page.query_selector("dialog[open]") else []


def _escape(page: Page, opener: ElementHandle) -> list[str]:
    page.keyboard.press("Escape")
    try:
        page.wait_for_function(_CLOSED, timeout=SOON)
    except TimeoutError:
        return ["Escape does not close it"]
    return [] if opener.evaluate(_BACK) else [f"the focus is not given back, but here: {page.evaluate(_HERE)}"]
