"""The stylesheet, the scripts, the sprite and the templates keep to what was agreed about them."""

import re
from pathlib import Path

from tests.each import for_each

LATCHSTRING = Path(__file__).parents[2] / "latchstring"
STATIC = LATCHSTRING / "ui/static/ui"
STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
TEMPLATES = sorted(path for path in LATCHSTRING.rglob("*.html") if "mail" not in path.parts)
SPRITE = (STATIC / "icons.svg").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))


def lines(paths):
    return sum(len(path.read_text().splitlines()) for path in paths)


def test_the_stylesheet_stays_within_its_budget():
    assert lines(STYLES) <= 3000


@for_each(STYLES, LATCHSTRING)
def test_no_part_of_the_stylesheet_is_long(path):
    assert lines([path]) <= 200


def test_the_stylesheet_names_its_layers_first_and_holds_every_part():
    css = (STATIC / "css/app.css").read_text()
    assert css.startswith("@layer reset, tokens, base, layout, components, utilities;")
    imported = {STATIC / "css" / place for place in re.findall(r'@import url\("([^"]+)"\) layer\(\w+\);', css)}
    assert imported == set(STYLES) - {STATIC / "css/app.css"}


@for_each([path for path in STYLES if path.name != "tokens.css"], LATCHSTRING)
def test_only_the_tokens_know_colours(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|light-dark)\(|\b(?:white|black)\b(?!-)", css) == []


@for_each(STYLES, LATCHSTRING)
def test_every_property_that_is_used_exists(path):
    everything = "".join(each.read_text() for each in STYLES)
    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text()))
    assert used - set(re.findall(r"(--[\w-]+):", everything)) == set()


def test_the_scripts_stay_within_their_budget():
    assert lines(SCRIPTS) <= 1500


@for_each(SCRIPTS, LATCHSTRING)
def test_a_script_is_small_and_does_what_the_policy_allows(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 150
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://", text
    )


@for_each(TEMPLATES, LATCHSTRING)
def test_every_icon_that_is_used_exists(path):
    text = path.read_text()
    icons = re.findall(r'{%\s*icon\s+"([\w-]+)"', text)
    assert {icon if icon.startswith("s-") else f"i-{icon}" for icon in icons} <= SYMBOLS
    assert set(re.findall(r'{%\s*mark\s+"([\w-]+)"', text)) <= SYMBOLS
    assert "<use" not in text


def test_every_icon_that_is_named_in_code_exists():
    for path in LATCHSTRING.rglob("*.py"):
        named = re.findall(r"ICONS?\b[^=\n]*=\s*{(.*?)}", path.read_text(), flags=re.DOTALL)
        for block in named:
            assert {f"i-{icon}" for icon in re.findall(r':\s*"([\w-]+)"', block)} <= SYMBOLS, path


def test_the_sprite_takes_its_colours_from_the_page():
    """Rules of a page don't reach into a symbol of another file; inherited properties do."""
    assert "class=" not in SPRITE
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", SPRITE) == []


@for_each(TEMPLATES, LATCHSTRING)
def test_a_template_stays_short(path):
    assert len(path.read_text().splitlines()) <= 80


@for_each(SCRIPTS, LATCHSTRING)
def test_no_script_writes_to_a_name_that_somebody_sent(path):
    """So that nobody sends ``__proto__``: names that are computed are written to nothing."""
    code = path.read_text()
    assert re.findall(r"\w\[(?![\"'\d])[^\]]+\]\s*=(?!=)|__proto__|Object\.setPrototypeOf", code) == []


def test_what_a_browser_keeps_of_an_upload_names_no_file():
    key = re.search(r"get key\(\) \{.*\}", (STATIC / "js/tus.js").read_text())[0]
    assert "${marked(`${this.file.name}" in key
