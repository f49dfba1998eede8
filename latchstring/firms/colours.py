"""A firm's colour, made readable: white text on it, and its tints' text, reach 4.5:1 by day and by night.

Lightness moves in OKLab (Björn Ottosson, 2020), hue stays; contrast is WCAG 2.2's. The tints follow
``.portal`` in the stylesheet's tokens.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

ENOUGH = 4.5
ENOUGH_FOR_SHAPES = 3.0
_STEPS = 500

type Lab = tuple[float, float, float]


class BadColour(ValueError):
    """A sentence that says what a colour has to look like."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours as #rrggbb, and how well white can be read on each."""

    day: str
    night: str

    @property
    def day_contrast(self) -> float:
        return contrast(self.day, "#ffffff")

    @property
    def night_contrast(self) -> float:
        return contrast(self.night, "#ffffff")


def readable(typed: str) -> Pair:
    """The two colours nearest to the one that was picked. Raises BadColour."""
    colour = typed.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise BadColour(_("Write the colour like #1f5c4a."))
    return Pair(day=_nearest(colour, _works_by_day), night=_nearest(colour, _works_by_night))


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _works_by_day(colour: str) -> bool:
    soft = mix(colour, "#fdfcf6", 0.10)
    return all(contrast(colour, under) >= ENOUGH for under in ("#ffffff", "#f3f1ec", soft))


def _works_by_night(colour: str) -> bool:
    ink = mix("#ffffff", colour, 0.46)
    soft = mix(colour, "#1b1a18", 0.22)
    seen = contrast(colour, "#1b1a18") >= ENOUGH_FOR_SHAPES
    return (
        seen
        and contrast(colour, "#ffffff") >= ENOUGH
        and all(contrast(ink, under) >= ENOUGH for under in ("#2d2a26", soft))
    )


def _nearest(colour: str, works: Callable[[str], bool]) -> str:
    lightness, a, b = _lab(colour)
    for step in range(_STEPS + 1):
        for way in (-1, 1):
            moved = min(max(lightness + way * step / _STEPS, 0.0), 1.0)
            candidate = _hex((moved, a, b)) if step else colour
            if works(candidate):
                return candidate
    return "#4d4d4d"


def mix(one: str, other: str, share: float) -> str:
    """``share`` of one in the other, as CSS's color-mix(in oklab) does it."""
    pairs = zip(_lab(one), _lab(other), strict=True)
    lightness, a, b = (first * share + second * (1 - share) for first, second in pairs)
    return _hex((lightness, a, b))


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Lab:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _bent(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _lab(colour: str) -> Lab:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _hex(lab: Lab) -> str:
    """Colours outside sRGB are clipped."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _bent(min(max(value, 0.0), 1.0))):02x}" for value in channels)
