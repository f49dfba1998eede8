"""What every page needs around its content."""

from typing import Any

from django.http import HttpRequest

from latchstring.clients import counts
from latchstring.policy.actions import Action
from latchstring.policy.actor import Kind

_SECTIONS = (
    ("/clients/portals/", "manager"),
    ("/clients/", "clients"),
    ("/files/", "files"),
    ("/home/", "home"),
    ("/emails/", "emails"),
    ("/templates/", "templates"),
    ("/settings/", "settings"),
    ("/set-up/", "settings"),
    ("/reviews/", "settings"),
    ("/help/", "help"),
    ("/profile/", "profile"),
    ("/portal/profile/", "portal-profile"),
    ("/portal/", "portal"),
)

_SETTINGS = ((Action.FIRM_EDIT, "settings"), (Action.TEAM_MANAGE, "settings-team"), (Action.AUDIT_VIEW, "audit"))


def shell(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    context = {"firm": getattr(request, "firm", None), "actor": actor, "section": _section(request.path_info)}
    if actor is None or actor.kind is not Kind.STAFF:
        return context
    return context | {
        "may_manage_portals": actor.may(Action.PORTALS_MANAGE),
        "settings_page": next((page for action, page in _SETTINGS if actor.may(action)), ""),
        "client_count": lambda: counts.active(actor),
    }


def _section(path: str) -> str:
    if path.startswith("/portal/") and "/files/" in path:
        return "portal-files"
    if path.startswith("/portal/") and "/people/" in path:
        return "portal-people"
    return next((name for prefix, name in _SECTIONS if path.startswith(prefix)), "")
