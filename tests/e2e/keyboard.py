"""A page walked by the Tab key alone: what can be reached, and whether one sees where one is."""

from playwright.sync_api import Page

_CONTROLS = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const scope = document.querySelector('dialog[open]') ?? document;
  const seen = each => each.checkVisibility({visibilityProperty: true}) && each.getClientRects().length;
  const groups = new Set();
  return [...scope.querySelectorAll(wanted)].filter(each => {
    if (each.disabled || each.tabIndex < 0 || each.closest('[inert]') || !seen(each)) return false;
    if (each.type !== 'radio') return true;
    const first = !groups.has(each.name); groups.add(each.name); return first;
  }).map((each, place) => { each.dataset.walk = place; return each.outerHTML.slice(0, 120); });
}"""

_HERE = """() => {
  const each = document.activeElement;
  const radio = each.type === 'radio' ? document.querySelector(`[name="${each.name}"][data-walk]`) : each;
  const style = getComputedStyle(each), around = getComputedStyle(each.parentElement ?? each);
  const ring = one => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== 'none';
  return [radio?.dataset.walk ?? '', ring(style) || ring(around) || each.matches('.skip')];
}"""


def walk(page: Page) -> list[str]:
    """What is wrong: controls that Tab does not reach, and those that do not show that they have the focus."""
    controls: list[str] = page.evaluate(_CONTROLS)
    reached: dict[str, bool] = {}
    page.evaluate("document.activeElement?.blur()")
    dates = sum('type="date"' in html for html in controls)
    for _ in range(len(controls) + dates * 4 + 5):  # a date is walked part by part
        page.keyboard.press("Tab")
        place, ringed = page.evaluate(_HERE)
        reached.setdefault(place, ringed)
    wrong = [f"not reached: {html}" for place, html in enumerate(controls) if str(place) not in reached]
    dark = [place for place, ringed in reached.items() if place and not ringed]
    return wrong + [f"no visible focus: {controls[int(place)]}" for place in dark]
