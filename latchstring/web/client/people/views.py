"""Who can see this client record, what was opened, and what this person has asked about it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from latchstring.clients.models import Client
from latchstring.portals.insight import require_knowing
from latchstring.portals.models import Answer, Ask
from latchstring.portals.queries.audience import people_of, team_of
from latchstring.web.client.people.openings import page_of
from latchstring.web.common import records
from latchstring.web.common.doors import client_door
from latchstring.web.common.requests import Request

ANSWERS = 5


@client_door
@require_safe
def index(request: Request, client_id: UUID) -> HttpResponse:
    return page(request, the_record(request, client_id))


def page(request: Request, record: Client, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found, onward = page_of(request.actor, request.firm, record, before=_before(request))
    mine = Ask.objects.visible_to(request.actor).filter(client=record).order_by("-id")
    context = records.shown(request, record) | {
        "people": people_of(request.actor, record),
        "team": team_of(record),
        "openings": found,
        "older": onward,
        "paged": "before" in request.GET,
        "proposed": mine.filter(answered_at=None, access=None),
        "answers": mine.filter(answer__in=(Answer.APPROVED, Answer.DECLINED))[:ANSWERS],
        "refusal": refusal,
    }
    return render(request, "client/people/people.html", context, status=status)


def the_record(request: Request, client_id: UUID) -> Any:
    """The client, whose people this person may know of."""
    record = get_object_or_404(Client.objects.visible_to(request.actor), pk=client_id)
    require_knowing(request.actor, record)
    records.remember(request, record)
    return record


def _before(request: Request) -> UUID | None:
    try:
        return UUID(request.GET.get("before", ""))
    except ValueError:
        return None
