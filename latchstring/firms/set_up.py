"""The steps of setting a firm up. Each can be skipped and come back to."""

from latchstring.firms.models import Firm

STEPS = ("firm", "contact", "logo", "email", "clients")
FIRST = "firm"
"""Done by whoever created the firm: its name, time zone and owner."""


def state(firm: Firm, step: str) -> str:
    """``done``, ``skipped`` or ``open``."""
    if step == FIRST:
        return "done"
    if step not in firm.set_up:
        return "open"
    return "done" if firm.set_up[step] else "skipped"


def done(firm: Firm) -> int:
    return sum(state(firm, step) == "done" for step in STEPS)


def next_open(firm: Firm, after: str = "") -> str:
    """The first open step, those after the given one before the others; empty when none is open."""
    place = STEPS.index(after) + 1 if after in STEPS else 0
    return next((step for step in STEPS[place:] + STEPS[:place] if state(firm, step) == "open"), "")
