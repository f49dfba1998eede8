"""The client who reads a page that no view has drawn."""

from typing import Any

from latchstring.policy.actor import Kind
from latchstring.policy.sign_in import Verdict
from latchstring.web.common import entry, records
from latchstring.web.common.actors import client_of


def client_here(request: Any) -> dict[str, Any]:
    """What the portal's navigation needs; nothing for strangers, for who shares a login and has not said who they
    are, and for a session that is over."""
    firm = getattr(request, "firm", None)
    if firm is None or not hasattr(request, "actor") or not request.user.is_authenticated:
        return {}
    request.actor = request.actor or client_of(request)
    if request.actor is None or request.actor.kind is not Kind.CLIENT:
        return {}
    return records.shown(request) if entry.verdict(request, Kind.CLIENT) is Verdict.OPEN else {}
