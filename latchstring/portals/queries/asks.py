"""What clients ask and nobody has answered yet."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from latchstring.clients.models import Client
from latchstring.policy.actions import Action
from latchstring.policy.actor import Actor
from latchstring.portals.models import Access, Ask


def waiting() -> QuerySet[Any]:
    """Oldest first. What somebody asked who has lost their own access since counts for nothing."""
    own = Access.objects.open().filter(person=OuterRef("person"), client=OuterRef("client"))
    rows: QuerySet[Any] = Ask.objects.filter(Exists(own), answered_at=None).order_by("id")
    return rows


def waiting_for(actor: Actor, client: Client | None = None, *, limit: int = 50) -> list[Ask]:
    """Those that this team member may answer, of one client or of all, with client and person."""
    rows = waiting().filter(pk__in=Ask.objects.visible_to(actor).filter(answered_at=None).values("pk"))
    if client:
        rows = rows.filter(client=client)
    if not actor.may(Action.ACCESS_REMOVE):
        rows = rows.filter(access=None)
    if not actor.may(Action.INVITE_SEND):
        rows = rows.exclude(access=None)
    return list(rows.select_related("client", "person", "access")[:limit])
