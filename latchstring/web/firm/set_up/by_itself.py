"""The step that nobody has to press: clients, once there are some."""

from latchstring.clients import counts
from latchstring.firms.actions.note_step import note_step
from latchstring.firms.set_up import state
from latchstring.web.common.requests import Request


def note_clients(request: Request) -> int:
    """How many clients there are. The first look after they came in notes the step, skipped before or not."""
    total: int = counts.get(request.firm.pk).clients
    if total and state(request.firm, "clients") != "done":
        request.firm = note_step(request.actor, "clients")
    return total
