"""The palette can be read: every pair of tokens that meets on a page, by day and by night."""

import re
from pathlib import Path

import pytest

from latchstring.firms.colours import contrast

TOKENS = (Path(__file__).parents[2] / "latchstring/ui/static/ui/css/tokens.css").read_text()
PAIRS = {
    name: (day.strip(), night.strip())
    for name, day, night in re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)", TOKENS)
}
PAIRS |= {
    name: (colour, colour)
    for name, colour in re.findall(r"--(on-accent|bar-ink|bar-link|bar-red|bar-green):\s*(#[0-9a-f]{6})", TOKENS)
}

SURFACES = ("paper", "sheet", "well", "rail", "hover", "picked", "raised")
STATUSES = ("grey", "blue", "indigo", "green", "amber", "red")

TEXTS = [(text, under) for text in ("ink", "ink-2", "ink-3", "accent-ink") for under in SURFACES]
TEXTS += [(f"{status}-ink", under) for status in STATUSES for under in (f"{status}-soft", "sheet")]
TEXTS += [(f"hue-{hue}-ink", f"hue-{hue}") for hue in range(1, 7)]
TEXTS += [("on-accent", under) for under in ("accent", "accent-hover", "danger", "danger-hover")]
TEXTS += [(text, "bar") for text in ("bar-ink", "bar-link", "bar-red", "bar-green")]
TEXTS += [("ink", "press"), ("ink-2", "press"), ("ink-2", "accent-soft"), ("accent-ink", "accent-soft")]
SHAPES = [(status, under) for status in STATUSES for under in ("sheet", "paper", "picked", "hover")]
SHAPES += [("line-strong", under) for under in ("sheet", "paper", "rail", "well")]
SHAPES += [("accent", "sheet"), ("accent", "paper"), ("accent-ink", "press")]


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("text", "under"), TEXTS)
def test_text_reaches_four_and_a_half_to_one(text, under, theme):
    assert contrast(PAIRS[text][theme], PAIRS[under][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("shape", "under"), SHAPES)
def test_glyphs_and_edges_of_controls_reach_three_to_one(shape, under, theme):
    assert contrast(PAIRS[shape][theme], PAIRS[under][theme]) >= 3


def test_contrast_agrees_with_known_ratios():
    """Values of WCAG's own formula: black on white is 21, #767676 on white is the lightest grey that passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < 4.5
