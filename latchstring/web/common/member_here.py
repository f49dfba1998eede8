"""The team member who reads a page that no view has drawn."""

from typing import Any

from latchstring.accounts.queries import staff_actor_for
from latchstring.policy.actor import Actor, Kind
from latchstring.policy.sign_in import Verdict
from latchstring.web.common import entry


def member_here(request: Any) -> Actor | None:
    """Who gets the team's navigation around it: None for clients, for strangers, and for a session that is over.

    A request that was answered before its door is told here who acts.
    """
    firm = getattr(request, "firm", None)
    if firm is None or not hasattr(request, "actor") or not request.user.is_authenticated:
        return None
    if request.actor is None and not request.path_info.startswith("/portal/"):
        request.actor = staff_actor_for(request.user, firm)
    if request.actor is None or request.actor.kind is not Kind.STAFF:
        return None
    return request.actor if entry.verdict(request, Kind.STAFF) is Verdict.OPEN else None
