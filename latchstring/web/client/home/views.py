"""The client's home: one page for each client record, named by its address."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from latchstring.clients.models import Client
from latchstring.files.queries.listing import recent
from latchstring.kernel import clock
from latchstring.policy.actions import Action
from latchstring.policy.scopes import SCOPE_NAMES, Scope
from latchstring.portals.models import Access, PortalUser
from latchstring.web.client.files.rows import Row, rows_of
from latchstring.web.common import records
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request

SOON = timedelta(days=14)


@require_safe
@client_door
def home(request: Request) -> HttpResponse:
    """To the record that was open last, else the first."""
    return redirect("portal-client", records.shown(request)["record"].pk)


@require_safe
@client_door
def record(request: Request, client_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.actor).select_related("responsible"), pk=client_id)
    person = PortalUser.objects.visible_to(request.actor).get(pk=request.actor.person_id)
    records.remember(request, client)
    local = clock.now().astimezone(ZoneInfo(request.reader.time_zone))
    context = records.shown(request, client) | {
        "greeting": _greeting(local),
        "person": person,
        "first_name": person.name.partition(" ")[0],
        "rows": _recent(request, client),
        "limits": _limits(request, client),
    }
    return render(request, "client/home.html", context)


def _recent(request: Request, client: Client) -> list[Row]:
    """The newest files, where the firm has files at all."""
    if not request.actor.may(Action.FILES_VIEW, client=client):
        return []
    return rows_of(request.actor, recent(request.actor, client))


def _limits(request: Request, client: Client) -> dict[str, Any] | None:
    """What their access covers, a moment on its last day and whether it is near, where there are limits at all."""
    access = Access.objects.visible_to(request.actor).get(client=client)
    if access.scope == Scope.EVERYTHING and access.ends_at is None:
        return None
    last = access.ends_at - timedelta(seconds=1) if access.ends_at else None
    soon = last is not None and last < clock.now() + SOON
    return {"scope": SCOPE_NAMES[Scope(access.scope)], "last": last, "soon": soon}


def _greeting(local: datetime) -> str:
    if local.hour < 12:
        return _("Good morning")
    return _("Good afternoon") if local.hour < 18 else _("Good evening")
