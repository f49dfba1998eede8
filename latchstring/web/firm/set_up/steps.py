"""The steps as the pages show them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from latchstring.firms.models import Firm
from latchstring.firms.set_up import STEPS, done, state

TITLES: dict[str, Promise] = {
    "firm": _("Firm, time zone and owner"),
    "contact": _("How clients reach you"),
    "logo": _("Logo"),
    "email": _("Email sending"),
    "clients": _("Clients"),
}
WORDS: dict[str, Promise] = {"done": _("Done"), "skipped": _("Skipped"), "open": _("Open")}
GLYPHS = {"done": "accepted", "skipped": "removed", "open": "not-invited"}
PAGES = {"firm": "settings"}


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    title: Promise
    words: Promise
    glyph: str
    page: str
    current: bool


def steps(firm: Firm, current: str = "") -> list[Step]:
    return [_step(firm, key, current) for key in STEPS]


def progress(firm: Firm) -> dict[str, int]:
    return {"done": done(firm), "all": len(STEPS), "open": sum(state(firm, key) == "open" for key in STEPS)}


def _step(firm: Firm, key: str, current: str) -> Step:
    now = state(firm, key)
    return Step(key, TITLES[key], WORDS[now], GLYPHS[now], PAGES.get(key, f"set-up-{key}"), key == current)
