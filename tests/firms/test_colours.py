"""A firm's colour becomes a pair that can be read, and stays as near to what was picked as it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latchstring.firms.colours import BadColour, Pair, contrast, mix, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_white_text_can_be_read_on_every_firms_colour(colour):
    pair = readable(colour)
    assert pair.day_contrast >= 4.5
    assert pair.night_contrast >= 4.5


@given(colours)
def test_links_in_the_firms_colour_can_be_read_on_every_surface(colour):
    pair = readable(colour)
    for under in ("#ffffff", "#faf9f6", "#f5f3ef", mix(pair.day, "#fdfcf6", 0.10)):
        assert contrast(pair.day, under) >= 4.5
    ink = mix("#ffffff", pair.night, 0.46)
    for under in ("#131211", "#1b1a18", "#252320", "#272522", mix(pair.night, "#1b1a18", 0.22)):
        assert contrast(ink, under) >= 4.5


def test_a_colour_that_can_be_read_is_kept():
    assert readable("#1F5C4A").day == "#1f5c4a"
    assert readable("#2f7d66").night == "#2f7d66"


def test_a_light_colour_is_darkened_and_keeps_its_hue():
    assert readable("#ffff00") == Pair(day="#746d00", night="#7f7900")


@pytest.mark.parametrize("typed", ["", "green", "#12", "#12345g", "#1f5c4a; } body { display: none"])
def test_anything_but_a_colour_is_refused(typed):
    with pytest.raises(BadColour):
        readable(typed)


def test_mixing_agrees_with_the_browser():
    """What Chromium paints for color-mix(in oklab, #1f5c4a 10%, #fdfcf6), and so on."""
    assert mix("#1f5c4a", "#fdfcf6", 0.10) == "#e6ebe3"
    assert mix("#2f7d66", "#1b1a18", 0.22) == "#232e28"
    assert mix("#ffffff", "#2f7d66", 0.46) == "#91b7a9"
